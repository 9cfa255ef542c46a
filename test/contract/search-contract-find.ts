import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Filter, SearchDocument } from '../../src/ports.ts'
import { document, everyDocument, idsWhere, towards, unit } from './search-fixtures.ts'
import type { Opened } from './search-fixtures.ts'

export function filters(opened: Opened): void {
  const market = [
    document('a', { keywords: { domain: ['elderly', 'health'], status: ['published'] }, numbers: { budget_max_fen: 10 } }),
    document('b', { keywords: { domain: ['education'], status: ['published'] }, numbers: { budget_max_fen: 50 } }),
    document('c', { keywords: { status: ['closed'] }, numbers: { budget_max_fen: 0 } }),
    document('d', { keywords: { domain: ['health'], status: ['closed'] } }),
  ]
  const cases: [string, Filter[], string[]][] = [
    ['any of several values', [{ field: 'domain', anyOf: ['health', 'education'] }], ['a', 'b', 'd']],
    ['a value nobody has', [{ field: 'domain', anyOf: ['legal'] }], []],
    ['none of no values', [{ field: 'domain', anyOf: [] }], []],
    ['a field nobody has', [{ field: 'carrier', anyOf: ['模速空间'] }], []],
    ['a range, both ends included', [{ field: 'budget_max_fen', min: 10, max: 50 }], ['a', 'b']],
    ['a range without ends: whoever has the figure', [{ field: 'budget_max_fen' }], ['a', 'b', 'c']],
    ['either of none', [{ or: [] }], []],
    ['a range open above', [{ field: 'budget_max_fen', min: 11 }], ['b']],
    ['a range open below, nought included', [{ field: 'budget_max_fen', max: 10 }], ['a', 'c']],
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
            { field: 'budget_max_fen', min: 40 },
            { field: 'domain', anyOf: ['health'] },
          ],
        },
      ],
      ['a', 'b', 'd'],
    ],
    ['not', [{ not: { field: 'domain', anyOf: ['health'] } }], ['b', 'c']],
    ['not a range: those without the figure pass', [{ not: { field: 'budget_max_fen', min: 10 } }], ['c', 'd']],
    [
      'not either',
      [
        {
          not: {
            or: [
              { field: 'status', anyOf: ['closed'] },
              { field: 'budget_max_fen', min: 50 },
            ],
          },
        },
      ],
      ['a'],
    ],
    ['nested', [{ or: [{ not: { field: 'status', anyOf: ['closed'] } }, { field: 'budget_max_fen', max: 0 }] }], ['a', 'b', 'c']],
  ]
  test('filters let through what they say', async () => {
    const search = opened()
    await search.put(market)
    const found: Record<string, string[]> = {}
    for (const [name, chosen, expected] of cases) {
      found[name] = await idsWhere(search, chosen)
      const recalled = await search.recall({ collection: 'scene', by: 'tokens', tokens: '共同', filters: chosen, size: 10 })
      expect(recalled.map((hit) => hit.id).toSorted(), name).toEqual(expected)
    }
    expect(found).toEqual(Object.fromEntries(cases.map(([name, , expected]) => [name, expected])))
  })
}

export function finding(opened: Opened): void {
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
    const found = await search.find({ ...everyDocument, tokens: '跌倒', vector: towards(0, 1) })
    expect(found).toMatchObject({ ids: ['b', 'a'], total: 2 })
  })

  test('words and vector blend, seven tenths to three, over what passes the filters', async () => {
    const search = opened()
    // Alike in length, so that twice the word is what sets the lexical scores apart.
    const [once, twice] = ['跌倒 监测 排班 食堂', '跌倒 跌倒 监测 排班']
    await search.put([
      document('far-twice', { tokens: twice, vector: unit(-1, 0), keywords: { status: ['published'] } }),
      document('near-once', { tokens: once, vector: unit(1, 0), keywords: { status: ['published'] } }),
      document('blind-once', { tokens: once, keywords: { status: ['published'] } }),
      document('blind-twice', { tokens: twice, keywords: { status: ['published'] } }),
      document('across-once', { tokens: once, vector: unit(0, 1), keywords: { status: ['published'] } }),
      document('hidden', { tokens: '跌倒', vector: unit(1, 0), keywords: { status: ['closed'] } }),
    ])
    const query = {
      ...everyDocument,
      tokens: '跌倒',
      vector: towards(1, 0),
      filters: [{ field: 'status', anyOf: ['published'] }],
      facets: ['status'],
    }
    // Once is worth about .73 of twice, so .51 + .3; .7; .51; .51; .7 - .3.
    const order = ['near-once', 'blind-twice', 'across-once', 'blind-once', 'far-twice']
    expect(await search.find(query)).toEqual({
      ids: order,
      total: 5,
      facets: {
        status: [
          { value: 'published', count: 5 },
          { value: 'closed', count: 1 },
        ],
      },
    })
    expect((await search.find({ ...query, offset: 1, limit: 2 })).ids).toEqual(order.slice(1, 3))
    expect((await search.find({ ...query, sort: { field: 'deadline', descending: false } })).ids).toEqual(order.toSorted())
  })
}

/** The few values that documents and filters draw from, so that they meet often. */
const fields = ['domain', 'min_stage', 'city'] as const
const fieldValues = ['p', 'q', 'r', 's']

const someFilter = fc.oneof(
  fc.record({
    field: fc.constantFrom(...fields),
    anyOf: fc.uniqueArray(fc.constantFrom(...fieldValues), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ field: fc.constant('budget_max_fen'), min: fc.integer({ min: 0, max: 5 }), max: fc.integer({ min: 3, max: 9 }) }),
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
    numbers: fc.oneof(fc.record({ budget_max_fen: fc.integer({ min: 0, max: 9 }) }), fc.constant({})),
  }),
  { maxLength: 14 },
)

export function facets(opened: Opened, numRuns: number): void {
  test('facet counts are exact under every filter, leaving out the filters on their own field', async () => {
    let [version, before] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        someDocuments,
        fc.array(someFilter, { maxLength: 3 }),
        fc.constantFrom('', '跌倒'),
        async (drawn, chosen, words) => {
          const search = opened()
          // Every run writes over the documents of the run before.
          const documents = drawn.map((one, index) =>
            document(`f${index}`, { ...(one as Partial<SearchDocument>), version: (version += 1) }),
          )
          await search.put(documents)
          for (let left = drawn.length; left < before; left += 1) await search.remove('scene', `f${left}`, version)
          before = drawn.length
          const found = await search.find({ ...everyDocument, tokens: words, filters: chosen, facets: [...fields] })
          const matching = documents.filter((one) => words === '' || one.tokens.split(' ').includes(words))
          expect(found.total).toBe(matching.filter((one) => chosen.every((filter) => holds(one, filter))).length)
          for (const field of fields) expect(found.facets[field], field).toEqual(recount(matching, chosen, field))
        },
      ),
      { numRuns },
    )
  })

  test('a value that a document names twice counts it once', async () => {
    const search = opened()
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

export function generations(opened: Opened): void {
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
    await search.remove('card', 'b', 1)
    expect(await search.generation()).toBe(last)
  })
}
