import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mean, ndcg, pairAccuracy, recall, reciprocalRank } from '../../src/evaluation/measures.ts'
import type { Scored } from '../../src/evaluation/measures.ts'

const scored = (...entries: [score: number, grade: number][]): Scored[] =>
  entries.map(([score, grade], index) => ({ id: `d${index}`, score, grade }))

const discount = (place: number) => 1 / Math.log2(place + 1)

describe('nDCG with the gain 2^grade - 1', () => {
  test('worked by hand', () => {
    const list = scored([0.9, 3], [0.8, 0], [0.7, 2], [0.6, 1])
    const got = 7 * discount(1) + 3 * discount(3) + 1 * discount(4)
    const best = 7 * discount(1) + 3 * discount(2) + 1 * discount(3)
    expect(ndcg(list, 10)).toBeCloseTo(got / best, 12)
    expect(ndcg(list, 10)).toBeCloseTo(0.9508, 4)
    expect(ndcg(list, 2)).toBeCloseTo(7 / (7 + 3 * discount(2)), 12)
  })

  test('documents of equal score share the gain of the places they take', () => {
    const tied = scored([0.9, 1], [0.5, 3], [0.5, 0], [0.5, 0], [0.1, 2])
    const got = 1 * discount(1) + (7 / 3) * (discount(2) + discount(3) + discount(4)) + 3 * discount(5)
    const best = 7 * discount(1) + 3 * discount(2) + 1 * discount(3)
    expect(ndcg(tied, 10)).toBeCloseTo(got / best, 12)
  })

  test('a tie across the cut counts with the part of it that lies above', () => {
    const tied = scored([0.9, 0], [0.5, 3], [0.5, 0])
    expect(ndcg(tied, 2)).toBeCloseTo((3.5 * discount(2)) / 7, 12)
  })

  test('a half grade has half a power’s gain', () => {
    expect(ndcg(scored([2, 0], [1, 0.5]), 10)).toBeCloseTo(discount(2), 12)
  })

  test('the best that any order could reach may lie outside of what was scored', () => {
    expect(ndcg(scored([1, 2]), 10, [3, 2])).toBeCloseTo(3 / (7 + 3 * discount(2)), 12)
  })

  test('null where no order gains anything', () => {
    expect(ndcg(scored([1, 0], [0.5, 0]), 10)).toBeNull()
    expect(ndcg([], 10)).toBeNull()
  })

  test('the order in which equals are given never matters, and the mean over all their orders is the answer', () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }))
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 5 }), (entries, depth) => {
        const list = scored(...entries)
        const value = ndcg(list, depth)
        expect(ndcg(list.toReversed(), depth)).toEqual(value === null ? null : expect.closeTo(value, 10))
        if (value === null) return
        const strict = orders(list).filter((order) =>
          order.every(({ score }, place) => place === 0 || order[place - 1]!.score >= score),
        )
        const all = strict.map((order) =>
          ndcg(
            order.map((one, place) => ({ ...one, score: -place })),
            depth,
          )!,
        )
        expect(value).toBeCloseTo(all.reduce((sum, one) => sum + one, 0) / all.length, 9)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the other measures', () => {
  test('pair accuracy: grade 2 and better above grade 0, ties half, grade 1 on neither side', () => {
    expect(pairAccuracy(scored([3, 3], [2, 0], [1, 2], [0, 0]))).toBe((2 + 1) / 4)
    expect(pairAccuracy(scored([1, 2], [1, 0]))).toBe(0.5)
    expect(pairAccuracy(scored([1, 2], [9, 1], [0, 0]))).toBe(1)
    expect(pairAccuracy(scored([1, 1.9], [0, 0]))).toBeNull()
    expect(pairAccuracy(scored([1, 2]))).toBeNull()
  })

  test('reciprocal rank of the first that is graded 2 or better', () => {
    expect(reciprocalRank(scored([3, 1], [2, 0], [1, 2]))).toBeCloseTo(1 / 3)
    expect(reciprocalRank(scored([3, 1]))).toBe(0)
  })

  test('recall counts those graded 2 or better among all there are', () => {
    expect(recall(scored([3, 2], [2, 1], [1, 3]), 2, 4)).toBe(0.25)
    expect(recall(scored([3, 2]), 20, 0)).toBeNull()
  })

  test('the mean leaves out what has no measure', () => {
    expect(mean([1, null, 0])).toBe(0.5)
    expect(mean([null])).toBeNull()
    expect(mean([])).toBeNull()
  })
})

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
