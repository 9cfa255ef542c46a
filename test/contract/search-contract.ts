import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RecallQuery } from '../../src/ports.ts'
import { holdings, sets } from './search-contract-sets.ts'
import { facets, filters, finding, generations } from './search-contract-find.ts'
import {
  cleared,
  document,
  everything,
  flatSpace,
  hitsFor,
  idsWhere,
  nearest,
  serving,
  towards,
  unit,
} from './search-fixtures.ts'
import type { Engine, Opened, TestIndex } from './search-fixtures.ts'

export type ContractOptions = {
  /** Runs of a property that would be tried 100 times in process. */
  runs?: number
}

/** What every search engine of the product must do; `open` gives one of its own to each test. */
export function searchContract(name: string, open: () => Engine | Promise<Engine>, { runs = 100 }: ContractOptions = {}): void {
  describe(`search contract: ${name}`, () => {
    sets(open)

    let index: TestIndex

    describe('a set that serves', () => {
      beforeEach(async () => {
        index = await serving(await open())
      })

      holdings(() => index)
      versions(() => index, runs)
      tokens(() => index)
      vectors(() => index)
      filters(() => index)
      finding(() => index)
      facets(() => index, runs)
      generations(() => index)
    })
  })
}

function versions(opened: Opened, numRuns: number): void {
  test('a newer version replaces the older one, words and values alike', async () => {
    const search = opened()
    await search.put([document('a', { tokens: '跌倒', keywords: { domain: ['elderly'] } })])
    await search.put([document('a', { version: 2, tokens: '批改', keywords: { domain: ['education'] } })])
    expect(await hitsFor(search, '跌倒')).toEqual([])
    expect(await hitsFor(search, '批改')).toEqual(['a'])
    expect(await idsWhere(search, [{ field: 'domain', anyOf: ['elderly'] }])).toEqual([])
  })

  test('an older version that comes late changes nothing', async () => {
    const search = opened()
    await search.put([document('a', { version: 5, tokens: '批改' })])
    await search.put([document('a', { version: 4, tokens: '跌倒' })])
    expect(await hitsFor(search, '跌倒')).toEqual([])
    expect(await hitsFor(search, '批改')).toEqual(['a'])
  })

  test('the same version may come again with what its company now says', async () => {
    const search = opened()
    await search.put([document('a', { version: 3, tokens: '批改 甲乙' })])
    await search.put([document('a', { version: 3, tokens: '批改 丙丁' })])
    expect(await hitsFor(search, '甲乙')).toEqual([])
    expect(await hitsFor(search, '丙丁')).toEqual(['a'])
    expect(await everything(search)).toEqual(['a'])
  })

  test('what is removed stays removed when an older put comes late', async () => {
    const search = opened()
    await search.put([document('a', { version: 3 })])
    await search.remove('scene', 'a', 4)
    expect(await everything(search)).toEqual([])
    await search.put([document('a', { version: 3 })])
    expect(await everything(search)).toEqual([])
    await search.put([document('a', { version: 5 })])
    expect(await everything(search)).toEqual(['a'])
  })

  test('a removal older than the document is no removal', async () => {
    const search = opened()
    await search.put([document('a', { version: 3 })])
    await search.remove('scene', 'a', 2)
    expect(await everything(search)).toEqual(['a'])
  })

  test('a removal that comes before the put it overtook still counts', async () => {
    const search = opened()
    await search.remove('scene', 'a', 4)
    await search.put([document('a', { version: 3 })])
    expect(await everything(search)).toEqual([])
  })

  test('collections do not see each other, whatever the id', async () => {
    const search = opened()
    await search.put([document('a', { collection: 'scene' }), document('a', { collection: 'card' })])
    await search.remove('scene', 'a', 2)
    expect(await everything(search, 'scene')).toEqual([])
    expect(await everything(search, 'card')).toEqual(['a'])
    expect(await everything(search, 'company')).toEqual([])
  })

  test('whatever order versions arrive in, the newest stands', async () => {
    const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 6 }), gone: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 24 }),
        fc.constantFrom('scene', 'company', 'card'),
        async (steps, collection) => {
          const search = opened()
          await cleared(search)
          // Ids of one run must not meet the tombstones of another.
          const run = (runsSoFar += 1)
          const expected = new Map<string, { version: number; gone: boolean }>()
          for (const { id, version, gone } of steps) {
            const full = `${id}-${run}`
            if (gone) await search.remove(collection, full, version)
            else await search.put([document(full, { collection, version, tokens: `版本 v${version}` })])
            if (version >= (expected.get(full)?.version ?? 0)) expected.set(full, { version, gone })
          }
          const left = [...expected].filter(([, { gone }]) => !gone)
          expect(await everything(search, collection)).toEqual(left.map(([id]) => id).toSorted())
          for (const [id, { version }] of left) expect(await hitsFor(search, `v${version}`, collection)).toContain(id)
          for (const [id, { version }] of left) await search.remove(collection, id, version + 1)
        },
      ),
      { numRuns },
    )
  })
}

let runsSoFar = 0

function tokens(opened: Opened): void {
  test('BM25 with k1 1.2 and b .75, to the digits', async () => {
    const search = opened()
    // Lengths 2, 4 and 3, so 3 on average; 跌倒 stands in two of three documents, 监测 in one.
    await search.put([
      document('a', { tokens: '跌倒 监测' }),
      document('b', { tokens: '跌倒 跌倒 批改 作业' }),
      document('c', { tokens: '排班 食堂 采购' }),
    ])
    const hits = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒 监测', filters: [], size: 10 })
    const fallIdf = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    const watchIdf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    const aNorm = 1.2 * (0.25 + 0.75 * (2 / 3))
    const bNorm = 1.2 * (0.25 + 0.75 * (4 / 3))
    const a = (fallIdf * 2.2) / (1 + aNorm) + (watchIdf * 2.2) / (1 + aNorm)
    const b = (fallIdf * 2 * 2.2) / (2 + bNorm)
    expect(hits.map((hit) => hit.id)).toEqual(['a', 'b'])
    // Lucene leaves out the constant factor k1 + 1; what engines must share is the proportion.
    expect(hits[0]!.score / hits[1]!.score).toBeCloseTo(a / b, 4)
  })

  test('a word asked for twice counts twice', async () => {
    const search = opened()
    await search.put([document('a', { tokens: '跌倒 护理' }), document('b', { tokens: '批改 作业' })])
    expect(await hitsFor(search, '批改 跌倒 跌倒')).toEqual(['a', 'b'])
    expect(await hitsFor(search, '批改 批改 跌倒')).toEqual(['b', 'a'])
  })

  test('best first, and of equals the smaller id', async () => {
    const search = opened()
    await search.put(['d', 'b', 'c', 'a'].map((id) => document(id, { tokens: id === 'c' ? '跌倒 跌倒' : '跌倒 护理' })))
    expect(await hitsFor(search, '跌倒')).toEqual(['c', 'a', 'b', 'd'])
  })

  test('the best of the size asked for, with their groups, and nothing that holds none of the words', async () => {
    const search = opened()
    await search.put([
      document('a', { tokens: '跌倒', group: 'x' }),
      document('b', { tokens: '跌倒 护理 养老', group: 'y' }),
      document('c', { tokens: '批改', group: 'z' }),
    ])
    const hits = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒', filters: [], size: 1 })
    expect(hits).toMatchObject([{ id: 'a', group: 'x' }])
    expect(await hitsFor(search, '跌倒')).toEqual(['a', 'b'])
    expect(await hitsFor(search, '没有')).toEqual([])
    expect(await hitsFor(search, '')).toEqual([])
  })

  test('documents that were replaced or removed turn no list round, and weigh on no score', async () => {
    const search = opened()
    await search.put([document('a', { tokens: '跌倒 监测' }), document('b', { tokens: '跌倒 批改' })])
    const before = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒 监测', filters: [], size: 10 })
    await search.put([document('c', { tokens: '跌倒 跌倒 监测 长长 的文 字' })])
    await search.remove('scene', 'c', 2)
    await search.put([document('b', { version: 2, tokens: '监测' })])
    await search.put([document('b', { version: 3, tokens: '跌倒 批改' })])
    const after = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒 监测', filters: [], size: 10 })
    expect(after.map((hit) => hit.id)).toEqual(before.map((hit) => hit.id))
    if (!search.countsRemoved) expect(after[0]!.score / after[1]!.score).toBeCloseTo(before[0]!.score / before[1]!.score, 3)
  })
}

function vectors(opened: Opened): void {
  test('nearest vector first, and of equals the smaller id', async () => {
    const search = opened()
    await search.put([
      document('d', { vector: unit(1, 1) }),
      document('b', { vector: unit(1, 0) }),
      document('c', { vector: unit(0, 1) }),
      document('a', { vector: unit(1, 1) }),
    ])
    expect(await nearest(search, towards(1, 0.1))).toEqual(['b', 'a', 'd', 'c'])
    const [first] = await search.recall({ collection: 'scene', by: 'vector', vector: towards(0, 1), filters: [], size: 1 })
    expect(first).toMatchObject({ id: 'c', group: 'c' })
  })

  test('a document without a vector is not near to anything, whatever stood in its place', async () => {
    const search = opened()
    await search.put([document('a', { vector: unit(1, 0) }), document('b', { vector: unit(0, 1) })])
    await search.remove('scene', 'a', 2)
    await search.put([document('c')])
    await search.put([document('b', { version: 2 })])
    expect(await nearest(search, towards(1, 0))).toEqual([])
  })

  test('several queries at once are answered as each would be alone', async () => {
    const search = opened()
    await search.put([
      document('a', { vector: unit(1, 0), tokens: '跌倒 监测' }),
      document('b', { vector: unit(0, 1), tokens: '跌倒' }),
      document('c', { collection: 'card', tokens: '跌倒' }),
    ])
    const asked: RecallQuery[] = [
      { collection: 'scene', by: 'tokens', tokens: '监测', filters: [], size: 5 },
      { collection: 'scene', by: 'vector', vector: towards(0, 1), filters: [], size: 1 },
      { collection: 'card', by: 'tokens', tokens: '跌倒', filters: [], size: 5 },
      { collection: 'card', by: 'tokens', tokens: '', filters: [], size: 5 },
      { collection: 'scene', by: 'vector', vector: { space: flatSpace, values: new Float32Array(2) }, filters: [], size: 5 },
    ]
    const answers = await search.port.recallMany(asked)
    expect(answers.map((hits) => hits.map(({ id }) => id))).toEqual([['a'], ['b'], ['c'], [], []])
    expect(answers).toEqual(await Promise.all(asked.map((query) => search.recall(query))))
    expect(await search.port.recallMany([])).toEqual([])
  })

  test('filters hold for vectors too', async () => {
    const search = opened()
    await search.put([
      document('a', { vector: unit(1, 0), keywords: { status: ['listed'] } }),
      document('b', { vector: unit(1, 1), keywords: { status: ['hidden'] } }),
    ])
    const hits = await search.recall({
      collection: 'scene',
      by: 'vector',
      vector: towards(1, 1),
      filters: [{ field: 'status', anyOf: ['listed'] }],
      size: 5,
    })
    expect(hits.map((hit) => hit.id)).toEqual(['a'])
  })
}
