import { describe, expect, test } from 'vitest'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { evaluate } from '../../src/evaluation/evaluate.ts'
import type { EvaluationOptions, QueryResult } from '../../src/evaluation/evaluate.ts'
import { judgedMin, report, runLines } from '../../src/evaluation/report.ts'
import { signals } from '../../src/evaluation/scorers.ts'
import { gradesByQuery } from '../../src/evaluation/sides.ts'
import { testEmbed, testSearch, testWordTable } from '../support/engines.ts'
import { datasetFolder, tinySet } from './tiny-set.ts'

async function run(options: Partial<EvaluationOptions> = {}, files: Parameters<typeof datasetFolder>[0] = tinySet) {
  const dataset = await readDataset(await datasetFolder(files))
  const full: EvaluationOptions = { direction: 'scene', pool: 'judged', signal: 'full', gates: 'flag', ...options }
  const results = await evaluate(dataset, full, {
    search: await testSearch(),
    embed: await testEmbed(),
    table: await testWordTable(),
  })
  return { results, measures: report(results, gradesByQuery(dataset, full.direction), full.pool) }
}

const idsOf = (results: readonly QueryResult[], query: string) =>
  results.find((result) => result.query === query)!.scored.map(({ id }) => id)

describe.each(signals)('the signal %s', (signal) => {
  test('scores every judged pair of every scene and puts the company of the topic first', async () => {
    const { results } = await run({ signal })
    expect(results.map(({ query, scored }) => [query, scored.length, scored[0]!.id])).toEqual([
      ['S1', 12, 'C1'],
      ['S2', 12, 'C2'],
      ['S3', 9, 'C3'],
    ])
    for (const { scored } of results) {
      for (const { score } of scored) expect(score).toSatisfy(Number.isFinite)
      expect(scored).toEqual(scored.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)))
    }
  })

  test('scores the whole corpus when asked to, the unjudged as 0', async () => {
    const { results } = await run({ signal, pool: 'all' })
    expect(results.map(({ scored }) => scored.length)).toEqual([12, 12, 12])
    expect(results[2]!.scored.find(({ id }) => id === 'C12')!.grade).toBe(0)
  })

  test('turns round: for each company its scenes', async () => {
    const { results } = await run({ signal, direction: 'company' })
    expect(results.map(({ query }) => query)).toEqual(tinySet.companies.map(({ id }) => id))
    expect(idsOf(results, 'C3')[0]).toBe('S3')
    expect(idsOf(results, 'C12').toSorted()).toEqual(['S1', 'S2'])
    const pair = results.find(({ query }) => query === 'C1')!.scored.find(({ id }) => id === 'S1')!
    expect(pair.grade).toBe(3)
  })

  test('drops the pairs that a gate fails, when asked to', async () => {
    const kept = await run({ signal, gates: 'drop' })
    // C1 offers only the public cloud and C2 is too dear for S1; neither is ruled out anywhere else.
    expect(idsOf(kept.results, 'S1').toSorted()).toEqual(
      tinySet.companies
        .slice(2)
        .map(({ id }) => id)
        .toSorted(),
    )
    expect(kept.results[1]!.scored).toHaveLength(12)
    const turned = await run({ signal, gates: 'drop', direction: 'company' })
    expect(idsOf(turned.results, 'C1')).not.toContain('S1')
  })
})

test('the product’s fit gives a pair one score, from whichever side it is asked', async () => {
  const [scenes, companies] = [await run({ pool: 'all' }), await run({ pool: 'all', direction: 'company' })]
  const turned = new Map(
    companies.results.flatMap(({ query, scored }) => scored.map(({ id, score }) => [`${id} ${query}`, score])),
  )
  for (const { query, scored } of scenes.results)
    for (const { id, score } of scored) expect(score).toBe(turned.get(`${query} ${id}`))
})

test('what the set judges but does not hold is left out, and so is a judged scene that is not there', async () => {
  const { results } = await run({}, { ...tinySet, qrels: [...tinySet.qrels, 'S1\tC99\t3', 'S99\tC1\t3'] })
  expect(results.map(({ query }) => query)).toEqual(['S1', 'S2', 'S3'])
  expect(idsOf(results, 'S1')).not.toContain('C99')
})

test('a scene that nobody judged scores nothing of the judged pool, and everything of the whole', async () => {
  const files = { ...tinySet, scenes: [...tinySet.scenes, { id: 'S4', title: '门诊病历质控' }] }
  expect((await run({}, files)).results.at(-1)).toEqual({ query: 'S4', scored: [] })
  expect((await run({ pool: 'all' }, files)).results.at(-1)!.scored[0]!.id).toBe('C4')
})

describe('which queries the averages count', () => {
  const judged = (count: number, best: number) =>
    Array.from({ length: count }, (_, index) => `S1\tC${index + 1}\t${index === 0 ? best : 0}`)
  const cases: [string, 'judged' | 'all', string[], number][] = [
    ['ten judged with one plausible', 'judged', judged(judgedMin, 2), 1],
    ['nine judged', 'judged', judged(judgedMin - 1, 3), 0],
    ['ten judged, none better than related', 'judged', judged(judgedMin, 1), 0],
    ['under all: one related is enough', 'all', judged(1, 1), 1],
    ['under all: half a grade is enough', 'all', judged(1, 0.5), 1],
    ['under all: nothing but noughts', 'all', judged(judgedMin, 0), 0],
  ]
  test.each(cases)('%s', async (_name, pool, qrels, n) => {
    const { results, measures } = await run({ pool }, { ...tinySet, qrels })
    expect(measures['n']).toBe(n)
    expect(measures['ndcg@10'] === null).toBe(n === 0)
    // Out of the averages, never out of the file.
    expect(results[0]!.scored).toHaveLength(pool === 'all' ? 12 : qrels.length)
  })

  test('the averages are those of the queries that count', async () => {
    const { measures } = await run()
    expect(measures).toEqual({ n: 2, 'ndcg@10': expect.any(Number), pair_accuracy: 1, mrr: 1, 'recall@20': 1 })
  })

  test('dropping a wanted pair costs, for the best possible stays what it was', async () => {
    const [flagged, dropped] = [await run(), await run({ gates: 'drop' })]
    expect(dropped.measures['ndcg@10']).toBeLessThan(flagged.measures['ndcg@10']!)
    expect(dropped.measures['recall@20']).toBe(0.5)
  })
})

test('a run line is query Q0 document rank score tag, the score in full precision', () => {
  const scored = [
    { id: 'C2', score: 0.1 + 0.2, grade: 3 },
    { id: 'C1', score: -1 / 3, grade: 0 },
  ]
  const text = runLines(
    [
      { query: 'S1', scored },
      { query: 'S2', scored: [] },
    ],
    'duijie-full',
  )
  expect(text).toBe('S1 Q0 C2 1 0.30000000000000004 duijie-full\nS1 Q0 C1 2 -0.3333333333333333 duijie-full\n')
  expect(
    text
      .split('\n')
      .slice(0, 2)
      .map((line) => Number(line.split(' ')[4])),
  ).toEqual([0.1 + 0.2, -1 / 3])
})
