import { writeFileSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'

export type Counts = { passed: number; failed: number; skipped: number }

/** Leaves the counts for run-tests.ts, which prints them after everything else. */
export default class PlainReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const file = process.env['TEST_COUNTS']
    if (file !== undefined) writeFileSync(file, JSON.stringify(countsOf(modules, errors)))
  }
}

function countsOf(modules: readonly TestModule[], errors: readonly unknown[]): Counts {
  const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
  const count = (...wanted: string[]) => states.filter((state) => wanted.includes(state)).length
  // A file that cannot be loaded has no tests to count, and must not look like success.
  const broken = modules.filter((module) => module.errors().length > 0).length
  return { passed: count('passed'), failed: count('failed') + broken + errors.length, skipped: count('skipped', 'pending') }
}
