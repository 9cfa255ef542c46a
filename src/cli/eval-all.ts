import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { reliabilityOf } from '../evaluation/calibration.ts'
import type { Reliability } from '../evaluation/calibration.ts'
import { contests, measureSet, poolOf } from '../evaluation/comparison.ts'
import type { Contest, Measured, NamedSet, Row } from '../evaluation/comparison.ts'
import { crossValidate } from '../evaluation/cross-validation.ts'
import type { Validation } from '../evaluation/cross-validation.ts'
import { readDataset } from '../evaluation/dataset.ts'
import { floorsOf } from '../evaluation/floors.ts'
import type { Direction } from '../evaluation/sides.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { createEmbeddedSearch } from '../platform/search-embedded.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { EmbedPort } from '../ports.ts'
import type { WordTable } from '../shared/word-table.ts'
import { openEncoder } from './open-encoder.ts'

const usage =
  'npm run eval:all [-- --dataset DIR …] [--direction scene|company] [--queries N] [--json FILE] [--cross-validate] [--calibrate] [--write-floors]'

const committed = fileURLToPath(new URL('../../test/ranking', import.meta.url))
/** Sets that may not stand in the repository are read where a folder of them lies beside it. */
const beside = fileURLToPath(new URL('../../../shared/eval', import.meta.url))
const floorsFile = join(committed, 'floors.json')

/** One table of sets, signals and embeddings, and what the product's ranking gains over the others. */
export async function runEvalAll(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const options = readOptions(args)
  const sets = await readSets(options.datasets.length > 0 ? options.datasets : await defaultFolders(), options.direction)
  const table = await loadWordTable()
  const encoder = await openEncoder(environment)
  const measured = await measureAll(sets, table, encoder, options)
  const rows = measured.map(({ row }) => row)
  const gains = contests(measured)
  console.log(['', 'what full gains in nDCG@10, paired bootstrap over the queries of all judged sets, 95 %:'].join('\n'))
  for (const gain of gains) console.log(contestLine(gain))
  const validations = options.crossValidate ? crossValidate(sets, table) : []
  if (options.crossValidate) printValidations(validations)
  const reliabilities = options.calibrate ? await calibrateAll(sets, table, encoder) : []
  if (options.calibrate) printReliabilities(reliabilities)
  const everything = { rows, contests: gains, cross_validation: validations, calibration: reliabilities }
  if (options.json !== undefined) await writeFile(options.json, json(everything))
  if (options.writeFloors) await writeFloors(rows, options.queriesMax)
}

type Options = {
  datasets: string[]
  direction: Direction
  queriesMax: number
  json: string | undefined
  crossValidate: boolean
  calibrate: boolean
  writeFloors: boolean
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      dataset: { type: 'string', multiple: true, default: [] },
      direction: { type: 'string', default: 'scene' },
      queries: { type: 'string', default: '200' },
      json: { type: 'string' },
      'cross-validate': { type: 'boolean', default: false },
      calibrate: { type: 'boolean', default: false },
      'write-floors': { type: 'boolean', default: false },
    },
  })
  const { direction } = values
  if (direction !== 'scene' && direction !== 'company')
    throw new Error(`--direction ${direction} is neither scene nor company\n${usage}`)
  if (!/^[1-9]\d*$/u.test(values.queries)) throw new Error(`--queries ${values.queries} is not a number above 0\n${usage}`)
  return {
    datasets: values.dataset,
    direction,
    queriesMax: Number(values.queries),
    json: values.json,
    crossValidate: values['cross-validate'],
    calibrate: values.calibrate,
    writeFloors: values['write-floors'],
  }
}

/** The committed sets, then those beside the repository that are not among them. */
async function defaultFolders(): Promise<string[]> {
  const own = await setFolders(committed)
  const names = new Set(own.map((folder) => basename(folder)))
  return [...own, ...(await setFolders(beside)).filter((folder) => !names.has(basename(folder)))]
}

async function setFolders(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).toSorted()
  return names.map((name) => join(folder, name)).filter((path) => existsSync(join(path, 'qrels.tsv')))
}

async function readSets(folders: readonly string[], direction: Direction): Promise<NamedSet[]> {
  return Promise.all(
    folders.map(async (folder) => ({ name: basename(resolve(folder)), dataset: await readDataset(folder), direction })),
  )
}

async function measureAll(
  sets: readonly NamedSet[],
  table: WordTable,
  encoder: EmbedPort | undefined,
  { queriesMax, datasets }: Options,
): Promise<Measured[]> {
  const measured: Measured[] = []
  console.log(line(columns))
  for (const used of [undefined, encoder].slice(0, encoder === undefined ? 1 : 2)) {
    const embed = used ?? staticEmbedding(table)
    for (const set of sets) {
      if (used !== undefined && datasets.length === 0 && poolOf(set) === 'all') {
        console.log(`${set.name}: a whole corpus is embedded by ${embed.model} only when --dataset names it`)
        continue
      }
      const lines = await measureSet(set, { search: createEmbeddedSearch(), embed, table, encoder: used }, { queriesMax })
      for (const { row } of lines) console.log(line(columns.map((column) => cell(row[column]))))
      measured.push(...lines)
    }
  }
  return measured
}

const columns = [
  'set',
  'pool',
  'embedding',
  'signal',
  'n',
  'ndcg@10',
  'pair_accuracy',
  'recall@20',
  'grade3_n',
  'grade3_recall@20',
] as const satisfies (keyof Row)[]
const widths = [18, 7, 24, 8, 5, 8, 14, 10, 7, 14]

function line(cells: readonly string[]): string {
  return cells
    .map((text, index) => text.padEnd(widths[index]!))
    .join(' ')
    .trimEnd()
}

function cell(value: string | number | null): string {
  if (value === null) return 'n/a'
  return typeof value === 'string' || Number.isInteger(value) ? String(value) : value.toFixed(4)
}

function contestLine({ embedding, against, n, mean, low, high }: Contest): string {
  const signed = (value: number) => `${value < 0 ? '' : '+'}${value.toFixed(4)}`
  return `${embedding}: full - ${against} ${signed(mean)} [${signed(low)}, ${signed(high)}] n ${n}`
}

function printValidations(validations: readonly Validation[]): void {
  console.log('\nnDCG@10 / pair accuracy of weights chosen on the other four folds, 20 times over:')
  for (const { set, n, shipped, held_out, hindsight } of validations) {
    const both = (one: Validation['shipped']) => `${one['ndcg@10'].toFixed(4)} / ${one.pair_accuracy?.toFixed(4) ?? 'n/a'}`
    const spread = held_out.deviation.toFixed(4)
    console.log(
      `${set} n ${n}: shipped ${both(shipped)}, held out ${both(held_out)} (deviation ${spread}), in hindsight ${both(hindsight)}`,
    )
  }
}

/** Every judged set by the bundled table, and with the endpoint's model where there is one. */
async function calibrateAll(sets: readonly NamedSet[], table: WordTable, encoder: EmbedPort | undefined): Promise<Reliability[]> {
  const found: Reliability[] = []
  for (const set of sets.filter((one) => poolOf(one) === 'judged')) {
    found.push(await reliabilityOf(set, staticEmbedding(table).model, { table, encoder: undefined }))
    if (encoder !== undefined) found.push(await reliabilityOf(set, encoder.model, { table, encoder }))
  }
  return found
}

function printReliabilities(reliabilities: readonly Reliability[]): void {
  console.log('\ncalibration error / Brier / log loss of the shipped logistic, and of one fitted without the query measured:')
  for (const { set, embedding, n, shipped, held_out } of reliabilities) {
    const all = ({ midpoint, width, error, brier, log_loss }: Reliability['shipped']) =>
      `midpoint ${midpoint.toFixed(3)} width ${width.toFixed(3)} ${[error, brier, log_loss].map((value) => value.toFixed(4)).join(' / ')}`
    console.log(`${set} ${embedding} n ${n}: shipped ${all(shipped)}, held out ${all(held_out)}`)
  }
}

/** Only what is committed has floors, and only with the embedding that everybody has. */
async function writeFloors(rows: readonly Row[], queriesMax: number): Promise<void> {
  const names = (await setFolders(committed)).map((folder) => basename(folder))
  const bundled = rows[0]!.embedding
  await writeFile(
    floorsFile,
    json(
      floorsOf(
        bundled,
        queriesMax,
        rows.filter((row) => names.includes(row.set)),
      ),
    ),
  )
  console.log(`floors written to ${floorsFile}`)
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
