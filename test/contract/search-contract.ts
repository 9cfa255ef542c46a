import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Collection, Filter, FindQuery, SearchDocument, SearchPort } from '../../src/ports.ts'

/** What every search engine of the product must do; `make` opens one with nothing in it. */
export function searchContract(name: string, make: () => SearchPort | Promise<SearchPort>): void {
  describe(`search contract: ${name}`, () => {
    let search: SearchPort

    beforeEach(async () => {
      search = await make()
    })

    versions(() => search)
    tokens(() => search)
    vectors(() => search)
    filters(() => search)
    finding(() => search)
    facets(make)
    generations(() => search)
  })
}

type Opened = () => SearchPort

function versions(opened: Opened): void {
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
          const run = (runs += 1)
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
      { numRuns: 60 },
    )
  })
}

let runs = 0

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

  test('documents that were replaced or removed weigh on no score', async () => {
    const search = opened()
    await search.put([document('a', { tokens: '跌倒 监测' }), document('b', { tokens: '跌倒 批改' })])
    const before = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒 监测', filters: [], size: 10 })
    await search.put([document('c', { tokens: '跌倒 跌倒 监测 长长 的文 字' })])
    await search.remove('scene', 'c', 2)
    await search.put([document('b', { version: 2, tokens: '监测' })])
    await search.put([document('b', { version: 3, tokens: '跌倒 批改' })])
    const after = await search.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒 监测', filters: [], size: 10 })
    expect(after.map((hit) => hit.id)).toEqual(before.map((hit) => hit.id))
    expect(after[0]!.score / after[1]!.score).toBeCloseTo(before[0]!.score / before[1]!.score, 3)
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
    expect(await nearest(search, unit(1, 0.1))).toEqual(['b', 'a', 'd', 'c'])
    const [first] = await search.recall({ collection: 'scene', by: 'vector', vector: unit(0, 1), filters: [], size: 1 })
    expect(first).toMatchObject({ id: 'c', group: 'c' })
  })

  test('a document without a vector is not near to anything, whatever stood in its place', async () => {
    const search = opened()
    await search.put([document('a', { vector: unit(1, 0) }), document('b', { vector: unit(0, 1) })])
    await search.remove('scene', 'a', 2)
    await search.put([document('c')])
    await search.put([document('b', { version: 2 })])
    expect(await nearest(search, unit(1, 0))).toEqual([])
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
      vector: unit(1, 1),
      filters: [{ field: 'status', anyOf: ['listed'] }],
      size: 5,
    })
    expect(hits.map((hit) => hit.id)).toEqual(['a'])
  })

  test('a vector of another length is a fault, not an answer', async () => {
    const search = opened()
    await search.put([document('a', { vector: unit(1, 0) })])
    await expect(search.put([document('b', { vector: unit(1, 0, 0) })])).rejects.toThrow(/dimension/u)
    expect(await everything(search)).toEqual(['a'])
    await expect(
      search.recall({ collection: 'scene', by: 'vector', vector: unit(1, 0, 0), filters: [], size: 1 }),
    ).rejects.toThrow(/dimension/u)
  })
}

function filters(opened: Opened): void {
  const market = [
    document('a', { keywords: { domain: ['elderly', 'health'], status: ['published'] }, numbers: { budget: 10 } }),
    document('b', { keywords: { domain: ['education'], status: ['published'] }, numbers: { budget: 50 } }),
    document('c', { keywords: { status: ['closed'] }, numbers: { budget: 0 } }),
    document('d', { keywords: { domain: ['health'], status: ['closed'] } }),
  ]
  const cases: [string, Filter[], string[]][] = [
    ['any of several values', [{ field: 'domain', anyOf: ['health', 'education'] }], ['a', 'b', 'd']],
    ['a value nobody has', [{ field: 'domain', anyOf: ['legal'] }], []],
    ['none of no values', [{ field: 'domain', anyOf: [] }], []],
    ['a field nobody has', [{ field: 'carrier', anyOf: ['模速空间'] }], []],
    ['a range, both ends included', [{ field: 'budget', min: 10, max: 50 }], ['a', 'b']],
    ['a range open above', [{ field: 'budget', min: 11 }], ['b']],
    ['a range open below, nought included', [{ field: 'budget', max: 10 }], ['a', 'c']],
    [
      'all filters at once',
      [
        { field: 'domain', anyOf: ['health'] },
        { field: 'status', anyOf: ['published'] },
      ],
      ['a'],
    ],
    [
      'either of two',
      [
        {
          or: [
            { field: 'budget', min: 40 },
            { field: 'domain', anyOf: ['health'] },
          ],
        },
      ],
      ['a', 'b', 'd'],
    ],
    ['not', [{ not: { field: 'domain', anyOf: ['health'] } }], ['b', 'c']],
    ['not a range: those without the figure pass', [{ not: { field: 'budget', min: 10 } }], ['c', 'd']],
    [
      'not either',
      [
        {
          not: {
            or: [
              { field: 'status', anyOf: ['closed'] },
              { field: 'budget', min: 50 },
            ],
          },
        },
      ],
      ['a'],
    ],
    ['nested', [{ or: [{ not: { field: 'status', anyOf: ['closed'] } }, { field: 'budget', max: 0 }] }], ['a', 'b', 'c']],
  ]
  test.each(cases)('filter: %s', async (_name, chosen, expected) => {
    const search = opened()
    await search.put(market)
    expect(await idsWhere(search, chosen)).toEqual(expected)
    const recalled = await search.recall({ collection: 'scene', by: 'tokens', tokens: '共同', filters: chosen, size: 10 })
    expect(recalled.map((hit) => hit.id).toSorted()).toEqual(expected)
  })
}

function finding(opened: Opened): void {
  test('blank tokens match everything; words only what holds one of them', async () => {
    const search = opened()
    await search.put([document('a', { tokens: '跌倒' }), document('b', { tokens: '批改' })])
    expect(await search.find({ ...everyDocument })).toMatchObject({ ids: ['a', 'b'], total: 2 })
    expect(await search.find({ ...everyDocument, tokens: '批改' })).toMatchObject({ ids: ['b'], total: 1 })
  })

  test('sorted by a number, those without it last either way, ties by id', async () => {
    const search = opened()
    await search.put([
      document('d', { numbers: { deadline: 2 } }),
      document('b', { numbers: { deadline: 3 } }),
      document('a', {}),
      document('c', { numbers: { deadline: 2 } }),
    ])
    const sorted = async (descending: boolean) =>
      (await search.find({ ...everyDocument, sort: { field: 'deadline', descending } })).ids
    expect(await sorted(false)).toEqual(['c', 'd', 'b', 'a'])
    expect(await sorted(true)).toEqual(['b', 'c', 'd', 'a'])
  })

  test('pages by offset and limit; the total is that of all pages', async () => {
    const search = opened()
    await search.put(Array.from({ length: 25 }, (_, index) => document(`s${String(index).padStart(2, '0')}`)))
    const pages = await Promise.all([0, 10, 20, 30].map((offset) => search.find({ ...everyDocument, offset, limit: 10 })))
    expect(pages.map((page) => [page.ids.length, page.total])).toEqual([
      [10, 25],
      [10, 25],
      [5, 25],
      [0, 25],
    ])
    expect(new Set(pages.flatMap((page) => page.ids)).size).toBe(25)
    expect((await search.find({ ...everyDocument, limit: 0 })).total).toBe(25)
  })

  test('the vector orders what the words found and adds nothing', async () => {
    const search = opened()
    await search.put([
      document('a', { tokens: '跌倒 监测', vector: unit(1, 0) }),
      document('b', { tokens: '跌倒 监测', vector: unit(0, 1) }),
      document('c', { tokens: '批改 作业', vector: unit(0, 1) }),
    ])
    const found = await search.find({ ...everyDocument, tokens: '跌倒', vector: unit(0, 1) })
    expect(found).toMatchObject({ ids: ['b', 'a'], total: 2 })
  })
}

/** The few values that documents and filters draw from, so that they meet often. */
const fields = ['domain', 'stage', 'city'] as const
const fieldValues = ['p', 'q', 'r', 's']

const someFilter = fc.oneof(
  fc.record({
    field: fc.constantFrom(...fields),
    anyOf: fc.uniqueArray(fc.constantFrom(...fieldValues), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ field: fc.constant('budget'), min: fc.integer({ min: 0, max: 5 }), max: fc.integer({ min: 3, max: 9 }) }),
  fc.record({
    not: fc.record({
      field: fc.constantFrom(...fields),
      anyOf: fc.uniqueArray(fc.constantFrom(...fieldValues), { minLength: 1, maxLength: 2 }),
    }),
  }),
  fc.record({
    or: fc.array(
      fc.record({
        field: fc.constantFrom(...fields),
        anyOf: fc.uniqueArray(fc.constantFrom(...fieldValues), { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
) as fc.Arbitrary<Filter>

const someDocuments = fc.array(
  fc.record({
    tokens: fc.constantFrom('跌倒', '批改', '跌倒 批改'),
    keywords: fc.record(
      Object.fromEntries(fields.map((field) => [field, fc.uniqueArray(fc.constantFrom(...fieldValues), { maxLength: 3 })])),
    ),
    numbers: fc.oneof(fc.record({ budget: fc.integer({ min: 0, max: 9 }) }), fc.constant({})),
  }),
  { maxLength: 14 },
)

function facets(make: () => SearchPort | Promise<SearchPort>): void {
  test('facet counts are exact under every filter, leaving out the filters on their own field', async () => {
    await fc.assert(
      fc.asyncProperty(
        someDocuments,
        fc.array(someFilter, { maxLength: 3 }),
        fc.constantFrom('', '跌倒'),
        async (drawn, chosen, words) => {
          const search = await make()
          const documents = drawn.map((one, index) => document(`f${index}`, one as Partial<SearchDocument>))
          await search.put(documents)
          const found = await search.find({ ...everyDocument, tokens: words, filters: chosen, facets: [...fields] })
          const matching = documents.filter((one) => words === '' || one.tokens.split(' ').includes(words))
          expect(found.total).toBe(matching.filter((one) => chosen.every((filter) => holds(one, filter))).length)
          for (const field of fields) expect(found.facets[field], field).toEqual(recount(matching, chosen, field))
        },
      ),
      { numRuns: 150 },
    )
  })

  test('a value that a document names twice counts it once', async () => {
    const search = await make()
    await search.put([document('a', { keywords: { domain: ['elderly', 'elderly'] } })])
    expect((await search.find({ ...everyDocument, facets: ['domain', 'carrier'] })).facets).toEqual({
      domain: [{ value: 'elderly', count: 1 }],
      carrier: [],
    })
  })
}

/** Most frequent first, ties by value. */
function recount(
  documents: readonly SearchDocument[],
  chosen: readonly Filter[],
  field: string,
): { value: string; count: number }[] {
  const open = documents.filter((one) =>
    chosen.every((filter) => ('field' in filter && filter.field === field) || holds(one, filter)),
  )
  return fieldValues
    .map((value) => ({ value, count: open.filter((one) => one.keywords[field]?.includes(value)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}

function holds(one: SearchDocument, filter: Filter): boolean {
  if ('or' in filter) return filter.or.some((inner) => holds(one, inner))
  if ('not' in filter) return !holds(one, filter.not)
  if ('anyOf' in filter) return (one.keywords[filter.field] ?? []).some((value) => filter.anyOf.includes(value))
  const value = one.numbers[filter.field]
  if (value === undefined) return false
  return !(filter.min !== undefined && value < filter.min) && !(filter.max !== undefined && value > filter.max)
}

function generations(opened: Opened): void {
  test('the generation changes with every change and with nothing else', async () => {
    const search = opened()
    const seen = [await search.generation()]
    const note = async () => void seen.push(await search.generation())
    await search.put([document('a', { version: 2 })])
    await note()
    await search.put([document('b', { collection: 'card' })])
    await note()
    await search.remove('card', 'b', 2)
    await note()
    expect(new Set(seen).size).toBe(4)
    const last = await search.generation()
    await search.recall({ collection: 'scene', by: 'tokens', tokens: '共同', filters: [], size: 5 })
    await search.find(everyDocument)
    await search.put([document('a', { version: 1 })])
    await search.remove('scene', 'a', 1)
    await search.remove('card', 'b', 2)
    expect(await search.generation()).toBe(last)
  })
}

const everyDocument: FindQuery = {
  collection: 'scene',
  tokens: '',
  filters: [],
  facets: [],
  sort: 'relevance',
  offset: 0,
  limit: 100,
}

function document(id: string, overrides: Partial<SearchDocument> = {}): SearchDocument {
  return { collection: 'scene', id, version: 1, group: id, tokens: '共同', keywords: {}, numbers: {}, ...overrides }
}

function unit(...values: number[]): Float32Array {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

async function hitsFor(search: SearchPort, words: string, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.recall({ collection, by: 'tokens', tokens: words, filters: [], size: 100 })).map((hit) => hit.id)
}

async function nearest(search: SearchPort, vector: Float32Array): Promise<string[]> {
  return (await search.recall({ collection: 'scene', by: 'vector', vector, filters: [], size: 10 })).map((hit) => hit.id)
}

async function idsWhere(search: SearchPort, chosen: Filter[]): Promise<string[]> {
  return (await search.find({ ...everyDocument, filters: chosen })).ids.toSorted()
}

async function everything(search: SearchPort, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.find({ ...everyDocument, collection })).ids.toSorted()
}

async function cleared(search: SearchPort): Promise<void> {
  for (const collection of ['scene', 'company', 'card'] as const) expect(await everything(search, collection)).toEqual([])
}
