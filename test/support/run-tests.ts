import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Counts } from './plain-reporter.ts'

/** `npm test`: the checks, then the tests, then one line for machines. Arguments go to vitest, without the checks. */
const filters = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'duijie-run-'))
const countsFile = join(folder, 'counts.json')

const isChecked = filters.length > 0 || run('npm', ['run', '--silent', 'check'])
const isTested = run('vitest', ['run', '--config', 'test/vitest.config.ts', ...filters])
const counts = readCounts()
rmSync(folder, { recursive: true, force: true })

const failed = counts.failed + (isChecked ? 0 : 1) + (isTested || counts.failed > 0 ? 0 : 1)
if (!isChecked) console.log('npm run check failed, see above')
console.log(`\n${counts.passed} passed, ${failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0

function run(command: string, parameters: string[]): boolean {
  return spawnSync(command, parameters, { stdio: 'inherit', env: { ...process.env, TEST_COUNTS: countsFile } }).status === 0
}

/** A run that ended before its report counts as nothing passed. */
function readCounts(): Counts {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8')) as Counts
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
