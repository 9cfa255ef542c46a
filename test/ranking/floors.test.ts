import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { evaluate } from '../../src/evaluation/evaluate.ts'
import type { EvaluationOptions, Signal } from '../../src/evaluation/evaluate.ts'
import { report } from '../../src/evaluation/report.ts'
import { testEmbed, testSearch, testWordTable } from '../support/engines.ts'

const own = fileURLToPath(new URL('.', import.meta.url))

/** Sets that may not stand in the repository are used where a checkout of them lies beside it. */
const beside = fileURLToPath(new URL('../../../shared/eval/', import.meta.url))

type Measures = { n: number; 'ndcg@10': number; pair_accuracy: number; mrr: number; 'recall@20': number }

async function measure(folder: string, options: Partial<EvaluationOptions>): Promise<Measures> {
  const dataset = await readDataset(folder)
  const full: EvaluationOptions = { direction: 'scene', pool: 'judged', signal: 'full', gates: 'flag', ...options }
  const results = await evaluate(dataset, full, { search: testSearch(), embed: await testEmbed(), table: await testWordTable() })
  const measures = report(results, dataset.grades, full.pool)
  const line = Object.entries(measures).map(([name, value]) => `${name} ${value?.toFixed(4)}`)
  console.log([folder.slice(folder.lastIndexOf('/') + 1), full.signal, full.pool, ...line].join('  '))
  return measures as Measures
}

let ranked: Promise<Measures> | undefined
const fullRanking = () => (ranked ??= measure(`${own}scene-company-zh`, {}))

test('the product’s ranking of scene-company-zh does not fall below its floor', async () => {
  const measures = await fullRanking()
  expect(measures.n).toBe(20)
  expect(measures['ndcg@10']).toBeGreaterThanOrEqual(0.725)
  expect(measures.pair_accuracy).toBeGreaterThanOrEqual(0.885)
})

test.each<[Signal, number, number]>([
  ['lexical', 0.65, 0.83],
  ['dense', 0.63, 0.82],
])('what the product’s ranking is made of still works by itself: %s', async (signal, ndcg, accuracy) => {
  const measures = await measure(`${own}scene-company-zh`, { signal })
  expect(measures['ndcg@10']).toBeGreaterThanOrEqual(ndcg)
  expect(measures.pair_accuracy).toBeGreaterThanOrEqual(accuracy)
  expect((await fullRanking())['ndcg@10']).toBeGreaterThan(measures['ndcg@10'])
})

test('words alone find the passage that answers a question in cmrc2018-zh', async () => {
  const measures = await measure(`${own}cmrc2018-zh`, { signal: 'lexical', pool: 'all' })
  expect(measures.n).toBe(3219)
  expect(measures['ndcg@10']).toBeGreaterThanOrEqual(0.98)
})

test.skipIf(!existsSync(`${beside}demand-supply-zh`))(
  'the ranking of demand-supply-zh, which lies beside the repository or nowhere',
  async () => {
    const measures = await measure(`${beside}demand-supply-zh`, {})
    expect(measures.n).toBe(46)
    expect(measures['ndcg@10']).toBeGreaterThanOrEqual(0.6)
    expect(measures.pair_accuracy).toBeGreaterThanOrEqual(0.845)
  },
)
