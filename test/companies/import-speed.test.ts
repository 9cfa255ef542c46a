import { expect, inject, test } from 'vitest'
import { benchImport } from '../../src/cli/bench-import.ts'

test('importing profiles takes no more than a few times the COPY of their rows', { timeout: 120_000 }, async () => {
  const figures = await benchImport({ companies: 400, cards: 5 }, { DATABASE_URL: inject('postgresServer')!.url })
  expect(figures).toMatchObject({ companies: 400, cards: 2_000 })
  // The goal is 4 at 10,000 profiles; a small list on a busy machine has more of everything but rows.
  expect(figures['ratio']).toBeLessThan(10)
})
