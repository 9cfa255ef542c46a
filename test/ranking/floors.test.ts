import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { measureSet } from '../../src/evaluation/comparison.ts'
import type { Row } from '../../src/evaluation/comparison.ts'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { fallen, Floors } from '../../src/evaluation/floors.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { testEmbed, testWordTable } from '../support/engines.ts'

/** Written by `npm run eval:all -- --write-floors`, and by nothing else. */
const folder = fileURLToPath(new URL('.', import.meta.url))
const floors = v.parse(Floors, JSON.parse(await readFile(join(folder, 'floors.json'), 'utf8')))
const embed = await testEmbed()
const sets = [...new Set(floors.floors.map(({ set }) => set))]

async function measure(name: string): Promise<Row[]> {
  const dataset = await readDataset(join(folder, name))
  const tools = { search: createEmbeddedSearch(), embed, table: await testWordTable() }
  const measured = await measureSet({ name, dataset, direction: 'scene' }, tools, { queriesMax: floors.queries_max })
  return measured.map(({ row }) => row)
}

test('every committed set has its floors, made with the bundled embedding', async () => {
  const entries = await readdir(folder, { withFileTypes: true })
  expect(sets.toSorted()).toEqual(
    entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .toSorted(),
  )
  expect(floors.embedding).toBe(embed.model)
})

test.each(sets)('no signal falls below its floor on %s', { timeout: 120_000 }, async (set) => {
  const rows = await measure(set)
  const own = { ...floors, floors: floors.floors.filter((floor) => floor.set === set) }
  expect(fallen(own, rows)).toEqual([])
  if (set === 'cmrc2018-zh') return
  const by = (signal: string) => rows.find((row) => row.signal === signal)!['ndcg@10']
  for (const rival of ['lexical', 'dense', 'rrf', 'convex']) expect(by('full'), rival).toBeGreaterThan(by(rival)!)
})
