import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { bestOf } from '../../src/platform/search-top.ts'
import type { SearchDocument } from '../../src/ports.ts'
import { serving } from '../contract/search-fixtures.ts'

const vocabulary = ['跌倒', '监测', '批改', '作业', '信号', '配时']
const step = fc.record({
  id: fc.integer({ min: 0, max: 9 }),
  tokens: fc
    .tuple(fc.array(fc.constantFrom(...vocabulary), { maxLength: 8 }), fc.constantFrom(1, 1, 5, 40))
    .map(([tokens, times]) => Array.from({ length: times }, () => tokens).flat()),
  isOpen: fc.boolean(),
  gone: fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0),
})

test('whatever was put, replaced and removed before, the best are those of BM25 over what is left', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 40 }),
      fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      async (steps, query, size, onlyOpen) => {
        const search = await serving({ port: createEmbeddedSearch() })
        const left = new Map<string, SearchDocument>()
        for (const [index, { id, tokens, isOpen, gone }] of steps.entries()) {
          const version = index + 1
          const document: SearchDocument = {
            collection: 'card',
            id: `d${id}`,
            version,
            group: `g${id}`,
            tokens: tokens.join(' '),
            keywords: { open: [String(isOpen)] },
            numbers: {},
          }
          if (gone) await search.remove('card', document.id, version)
          else await search.put([document])
          if (gone) left.delete(document.id)
          else left.set(document.id, document)
          // Searching between changes must not disturb what follows.
          const filters = index % 2 === 0 ? [] : [{ field: 'open', anyOf: ['true'] }]
          if (index % 7 < 2) await search.recall({ collection: 'card', by: 'tokens', tokens: '跌倒', filters, size: 3 })
        }
        const filters = onlyOpen ? [{ field: 'open', anyOf: ['true'] }] : []
        const hits = await search.recall({ collection: 'card', by: 'tokens', tokens: query.join(' '), filters, size })
        const expected = [...left.values()]
          .map((document) => ({ id: document.id, group: document.group, score: bm25(query, document, [...left.values()]) }))
          .filter(({ id, score }) => score > 0 && (!onlyOpen || left.get(id)!.keywords['open']![0] === 'true'))
        // Sums of other orders differ in their last digits, and so may the order of what is equal.
        expect(hits.map(({ score }) => score)).toEqual(
          expected
            .toSorted((a, b) => b.score - a.score)
            .slice(0, size)
            .map(({ score }) => expect.closeTo(score, 9)),
        )
        for (const hit of hits)
          expect(hit).toEqual({
            ...expected.find(({ id }) => id === hit.id)!,
            score: expect.closeTo(expected.find(({ id }) => id === hit.id)!.score, 9),
          })
      },
    ),
    { numRuns: 300 },
  )
})

function bm25(query: readonly string[], document: SearchDocument, all: readonly SearchDocument[]): number {
  const words = (one: SearchDocument) => (one.tokens === '' ? [] : one.tokens.split(' '))
  const filled = all.filter((one) => one.tokens !== '')
  const average = filled.reduce((sum, one) => sum + words(one).length, 0) / filled.length
  return query.reduce((sum, token) => {
    const holding = all.filter((one) => words(one).includes(token)).length
    const idf = Math.log(1 + (filled.length - holding + 0.5) / (holding + 0.5))
    const frequency = words(document).filter((word) => word === token).length
    return sum + (idf * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * packed(words(document).length)) / average))
  }, 0)
}

/** What Lucene has left of a length: up to 24 all of it, of what is above the four highest bits. */
function packed(length: number): number {
  if (length <= 24) return length
  const bits = (length - 24).toString(2)
  return 24 + Number.parseInt(bits.slice(0, 4).padEnd(bits.length, '0'), 2)
}

test('a document so long that a word stands in it more often than can be counted is still found', async () => {
  const search = await serving({ port: createEmbeddedSearch() })
  await search.put([
    {
      collection: 'card',
      id: 'a',
      version: 1,
      group: 'a',
      tokens: Array.from({ length: 5000 }, () => '跌倒').join(' '),
      keywords: {},
      numbers: {},
    },
  ])
  expect(await search.recall({ collection: 'card', by: 'tokens', tokens: '跌倒', filters: [], size: 1 })).toMatchObject([
    { id: 'a' },
  ])
})

test('the best few of many are those that sorting all of them would give', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), fc.integer({ min: 0, max: 12 }), (scores, size) => {
      const isBefore = (a: number, b: number) => scores[a]! > scores[b]! || (scores[a] === scores[b] && a < b)
      const isIn = (item: number) => scores[item]! % 3 !== 0
      const sorted = scores
        .map((_, item) => item)
        .filter(isIn)
        .toSorted((a, b) => scores[b]! - scores[a]! || a - b)
      expect(bestOf(scores.length, size, isIn, isBefore)).toEqual(sorted.slice(0, size))
    }),
  )
})
