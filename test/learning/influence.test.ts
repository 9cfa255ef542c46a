import fc from 'fast-check'
import { expect, test } from 'vitest'
import { influence } from '../../src/learning/influence.ts'

const weighed = (weights: readonly number[], ...shareMax: [number?]) => {
  const factors = influence(new Map(weights.map((weight, index) => [`${index}`, weight])), ...shareMax)
  return weights.map((weight, index) => weight * factors.get(`${index}`)!)
}

test('who weighs a thousand times as much as each of nine others weighs a fifth of all', () => {
  const weights = weighed([1, 1, 1, 1, 1, 1, 1, 1, 1, 1_000])
  expect(weights.at(-1)! / weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.2)
  expect(weights.slice(0, -1)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1])
})

test('where three may have a fifth each, they weigh the same', () => {
  expect(weighed([1, 2, 30], 0.2)).toEqual([1, 1, 1])
})

test('nobody gains, nobody has more than the share, and the order of weights stays', () => {
  const weights = fc.array(fc.double({ min: 0.1, max: 1_000, noNaN: true }), { minLength: 6, maxLength: 40 })
  fc.assert(
    fc.property(weights, (given) => {
      const made = weighed(given)
      const total = made.reduce((sum, weight) => sum + weight, 0)
      const holds = made.every(
        (weight, index) =>
          weight <= given[index]! * (1 + 1e-9) &&
          weight <= Math.max(0.05, 2 / given.length) * total * (1 + 1e-9) &&
          made.every((other, at) => given[at]! < given[index]! || other >= weight * (1 - 1e-9)),
      )
      expect(holds).toBe(true)
    }),
  )
})
