import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrapMean } from '../../src/evaluation/bootstrap.ts'
import { contests, measureSet, poolOf } from '../../src/evaluation/comparison.ts'
import type { Measured } from '../../src/evaluation/comparison.ts'
import { crossValidate } from '../../src/evaluation/cross-validation.ts'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { fallen, floorsOf } from '../../src/evaluation/floors.ts'
import { remembered } from '../../src/evaluation/remembered.ts'
import { signals } from '../../src/evaluation/scorers.ts'
import type { Signal } from '../../src/evaluation/scorers.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import type { EmbedPort } from '../../src/ports.ts'
import { testEmbed, testWordTable } from '../support/engines.ts'
import { datasetFolder, tinySet } from './tiny-set.ts'

async function setOf(files: Parameters<typeof datasetFolder>[0] = tinySet, direction: 'scene' | 'company' = 'scene') {
  return { name: 'tiny', dataset: await readDataset(await datasetFolder(files)), direction }
}

async function tools(encoder?: EmbedPort) {
  const embed = encoder ?? (await testEmbed())
  return { search: createEmbeddedSearch(), embed, table: await testWordTable(), encoder }
}

describe('the paired bootstrap', () => {
  const differences = [0.1, 0.2, -0.1, 0.3, 0, 0.05, 0.15, -0.05]

  test('gives the mean, and an interval round it that the same seed gives again', () => {
    const once = bootstrapMean(differences)
    expect(once).toEqual({ n: 8, mean: expect.closeTo(0.08125, 12), low: expect.any(Number), high: expect.any(Number) })
    expect(bootstrapMean(differences)).toEqual(once)
    expect(once.low).toBeCloseTo(0, 2)
    expect(once.high).toBeCloseTo(0.17, 1)
  })

  test('comes near what the normal distribution says of many', () => {
    const many = Array.from({ length: 400 }, (_, index) => Math.sin(index * 12.9898) * 0.2 + 0.02)
    const middle = many.reduce((sum, value) => sum + value, 0) / 400
    const deviation = Math.sqrt(many.reduce((sum, value) => sum + (value - middle) ** 2, 0) / 400)
    const { low, high } = bootstrapMean(many)
    expect(low).toBeCloseTo(middle - (1.96 * deviation) / 20, 3)
    expect(high).toBeCloseTo(middle + (1.96 * deviation) / 20, 3)
  })

  test('never leaves the range of what it is given, and holds the mean', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (values) => {
        const { mean, low, high } = bootstrapMean(values, { seed: 1, resamples: 400 })
        expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-12)
        expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-12)
        expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9)
      }),
      { numRuns: 50 },
    )
  })

  test('of nothing there is no mean', () => {
    expect(bootstrapMean([]).mean).toBeNaN()
  })
})

describe('a set by every signal', () => {
  test('is one line a signal, over the queries that count, with the recall of the best-graded over the whole set', async () => {
    const measured = await measureSet(await setOf(), await tools())
    expect(measured.map(({ row }) => [row.signal, row.pool, row.n, row.grade3_n, row['grade3_recall@20']])).toEqual(
      signals.map((signal) => [signal, 'judged', 2, 3, 1]),
    )
    expect(measured.every(({ row }) => row.embedding === 'duijie-static-128' && row['ndcg@10']! > 0.5)).toBe(true)
    expect(measured[0]!.queries.map(({ query }) => query)).toEqual(['S1', 'S2'])
  })

  test('without a query that the judged pool counts is measured over the whole corpus, on as many queries as were asked', async () => {
    const qrels = ['S1\tC1\t3', 'S2\tC2\t3', 'S3\tC3\t3']
    const set = await setOf({ ...tinySet, qrels })
    expect(poolOf(set)).toBe('all')
    const [all] = await measureSet(set, await tools(), { asked: ['full'] })
    expect(all!.row).toMatchObject({ pool: 'all', n: 3, 'ndcg@10': 1, grade3_n: 3 })
    const [two] = await measureSet(set, await tools(), { asked: ['full'], queriesMax: 2 })
    expect(two!.queries.map(({ query }) => query)).toEqual(['S1', 'S2'])
  })

  test('turns round', async () => {
    const [measured] = await measureSet(await setOf(tinySet, 'company'), await tools(), { asked: ['lexical'] })
    expect(measured!.row).toMatchObject({ pool: 'all', n: 3 })
  })

  test('an endpoint’s embedding bears on dense and on the product’s own ranking, never on lexical, and is asked each text once', async () => {
    // Every scene stands nearest to the last company, whatever they say.
    const asked: string[] = []
    const encoder: EmbedPort = {
      model: 'of-the-test',
      dimensions: 2,
      version: '1',
      inSpace: () => undefined,
      embed: async (texts, role) => {
        asked.push(...texts)
        return texts.map((text) =>
          role === 'query' || text.includes('示例12公司') ? Float32Array.of(1, 0) : Float32Array.of(0, 1),
        )
      },
    }
    const measured = await measureSet(await setOf(), await tools(remembered(encoder)))
    const bundled = await measureSet(await setOf(), await tools())
    const worse = measured.filter(({ row }, index) => row['ndcg@10']! < bundled[index]!.row['ndcg@10']!)
    expect(worse.map(({ row }) => row.signal)).toEqual(['dense', 'full'])
    expect(asked).toHaveLength(new Set(asked).size)
  })
})

describe('what full gains', () => {
  const measured = (set: string, signal: Signal, values: number[], pool: 'judged' | 'all' = 'judged'): Measured => ({
    row: {
      set,
      pool,
      embedding: 'e',
      signal,
      n: values.length,
      'ndcg@10': 0,
      pair_accuracy: 0,
      'recall@20': 0,
      grade3_n: 0,
      'grade3_recall@20': 0,
    },
    queries: values.map((value, index) => ({ query: String(index), 'ndcg@10': value, pair_accuracy: 1, mrr: 1, 'recall@20': 1 })),
  })

  test('is paired query by query over the judged sets together', () => {
    const lines = [
      measured('a', 'full', [0.9, 0.8]),
      measured('a', 'rrf', [0.8, 0.8]),
      measured('a', 'lexical', [0.9, 0.8]),
      measured('b', 'full', [0.5]),
      measured('b', 'rrf', [0.3]),
      measured('b', 'lexical', [0.5]),
      measured('corpus', 'full', [0], 'all'),
      measured('corpus', 'rrf', [1], 'all'),
      measured('corpus', 'lexical', [1], 'all'),
    ]
    const [rrf, lexical] = contests(lines)
    expect(rrf).toMatchObject({ embedding: 'e', against: 'rrf', n: 3, mean: expect.closeTo(0.1, 12) })
    expect(rrf!.low).toBeGreaterThanOrEqual(0)
    expect(lexical).toMatchObject({ against: 'lexical', n: 3, mean: 0, low: 0, high: 0 })
  })
})

describe('floors', () => {
  const row = {
    set: 'a',
    pool: 'judged',
    embedding: 'e',
    signal: 'full',
    n: 20,
    'ndcg@10': 0.75,
    pair_accuracy: 0.9,
    'recall@20': 1,
    grade3_n: 1,
    'grade3_recall@20': 1,
  } as const
  const floors = floorsOf('e', 200, [row, { ...row, embedding: 'other', 'ndcg@10': 0.8 }])

  test('hold what the bundled embedding came to', () => {
    expect(floors.floors).toEqual([{ set: 'a', signal: 'full', n: 20, 'ndcg@10': 0.75, pair_accuracy: 0.9 }])
    expect(fallen(floors, [row])).toEqual([])
  })

  test('let pass what lies no more than a hundredth lower, and nothing below', () => {
    expect(fallen(floors, [{ ...row, 'ndcg@10': 0.7401, pair_accuracy: 0.8901 }])).toEqual([])
    expect(fallen(floors, [{ ...row, 'ndcg@10': 0.7399 }])).toEqual(['a full: ndcg@10 is 0.7399, its floor 0.75 less 0.01'])
    expect(fallen(floors, [{ ...row, pair_accuracy: 0.88 }])).toHaveLength(1)
    expect(fallen(floors, [{ ...row, 'ndcg@10': null }])).toHaveLength(1)
  })

  test('are not met by other queries, nor by silence', () => {
    expect(fallen(floors, [{ ...row, n: 19 }])).toEqual(['a full: n is 19, not 20'])
    expect(fallen(floors, [])).toEqual(['a full: not measured with e'])
  })
})

describe('choosing the weights on other queries', () => {
  const folding = { folds: 2, repeats: 3, seed: 1, candidatesMax: 30 }

  test('never reaches what hindsight does, and says the shipped weights’ worth as the evaluation does', async () => {
    const set = await setOf()
    const [only, ...rest] = crossValidate([set], await testWordTable(), folding)
    const [full] = await measureSet(set, await tools(), { asked: ['full'] })
    expect(rest).toEqual([])
    expect(only).toMatchObject({ set: 'tiny', n: 2 })
    expect(only!.shipped['ndcg@10']).toBeCloseTo(full!.row['ndcg@10']!, 9)
    expect(only!.hindsight['ndcg@10']).toBeGreaterThanOrEqual(only!.held_out['ndcg@10'] - 1e-12)
    expect(crossValidate([set], await testWordTable(), folding)).toEqual([only])
  })

  test('is told of each set and of all together; a whole corpus takes no part', async () => {
    const corpus = { ...(await setOf({ ...tinySet, qrels: ['S1\tC1\t3'] })), name: 'corpus' }
    const validations = crossValidate(
      [await setOf(), corpus, { ...(await setOf()), name: 'again' }],
      await testWordTable(),
      folding,
    )
    expect(validations.map(({ set, n }) => [set, n])).toEqual([
      ['tiny', 2],
      ['again', 2],
      ['all', 4],
    ])
  })
})
