import { open } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { importCompanies } from '../companies/import-companies.ts'
import type { ImportRow, RefusedRow } from '../companies/import-companies.ts'
import { ensureDistrict } from '../db/district.ts'
import { migrate } from '../db/migrate.ts'
import { readConfig } from '../platform/config.ts'
import { uuidIds } from '../platform/ids.ts'
import { openDatabase } from '../platform/open-database.ts'
import { fromWire } from '../shared/wire.ts'
import { showProgress } from './progress.ts'

const usage = `npm run import -- FILE.jsonl [--listed] [--dry-run]
One company a line: {"organisation": {"kind", "uscc", "legal_name", …}, "company": {…}, "cards": [{…}, …]}, fields as in the API.
--listed: you vouch for them; without it organisations wait for verification and profiles and cards are drafts.`

/** Brings a list of companies into the district of DISTRICT; exits 1 when a row was refused. */
export async function runImport(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { file, listed, dryRun } = readArguments(args)
  const total = await countLines(file)
  const config = readConfig(environment)
  const { db, close } = await openDatabase(config)
  try {
    await migrate(db)
    const clock = () => new Date()
    const ids = uuidIds(clock)
    const { id: districtId } = await ensureDistrict(db, ids(), config.district)
    const progress = showProgress('import', total)
    const summary = await importCompanies({ db, ids, clock }, readRows(file), {
      districtId,
      status: listed ? 'listed' : 'draft',
      dryRun,
      onRefused: (row) => console.log(refusal(row)),
      onProgress: progress.at,
    })
    progress.end()
    for (const [name, value] of Object.entries(summary)) console.log(`${name} ${value}`)
    if (summary.refused > 0) process.exitCode = 1
  } finally {
    await close()
  }
}

function readArguments(args: string[]): { file: string; listed: boolean; dryRun: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { listed: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Error(usage)
  return { file, listed: values.listed, dryRun: values['dry-run'] }
}

/** One line of JSON a row; a line that is none is left to the import, which refuses it by its number. */
async function* readRows(path: string): AsyncGenerator<ImportRow> {
  const file = await open(path)
  let number = 0
  for await (const line of file.readLines()) {
    number += 1
    if (line.trim() !== '') yield { at: `line ${number}`, value: parsed(line) }
  }
}

function parsed(line: string): unknown {
  try {
    return fromWire(JSON.parse(line))
  } catch {
    return undefined
  }
}

async function countLines(path: string): Promise<number> {
  const file = await open(path)
  let count = 0
  for await (const line of file.readLines()) if (line.trim() !== '') count += 1
  return count
}

function refusal({ at, name, errors }: RefusedRow): string {
  const reasons = errors.map(({ field, message }) => (field === '' ? message : `${field} ${message}`))
  return `refused ${at}${name === '' ? '' : ` ${name}`}: ${reasons.join('; ')}`
}
