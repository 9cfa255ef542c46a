import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whiten } from '../../src/platform/distill.ts'

/** Numbers that look random and are the same every time (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Vectors whose coordinates hang together and spread unequally, around a centre that is not nought. */
function unevenVectors(count: number, width: number, seed: number): Float32Array[] {
  const random = randomNumbers(seed)
  return Array.from({ length: count }, () => {
    const common = random() - 0.5
    return Float32Array.from({ length: width }, (_, k) => 3 + (k + 1) * (random() - 0.5) + 2 * common)
  })
}

const column = (vectors: readonly Float32Array[], k: number) => vectors.map((vector) => vector[k]!)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const covariance = (a: readonly number[], b: readonly number[]) =>
  mean(a.map((value, index) => (value - mean(a)) * (b[index]! - mean(b))))

test('whitened directions have mean 0, variance 1, and nothing in common', () => {
  const white = whiten(unevenVectors(600, 12, 7), 5)
  expect(white).toHaveLength(600)
  for (let row = 0; row < 5; row += 1) {
    expect(mean(column(white, row))).toBeCloseTo(0, 4)
    for (let other = 0; other <= row; other += 1) {
      expect(covariance(column(white, row), column(white, other))).toBeCloseTo(row === other ? 1 : 0, 3)
    }
  }
})

test('the first direction is the one of the largest spread', () => {
  const random = randomNumbers(3)
  const vectors = Array.from({ length: 400 }, () => Float32Array.from([random(), 20 * random(), random()]))
  const [long, white] = [column(vectors, 1), whiten(vectors, 2)]
  const first = column(white, 0)
  const correlation = covariance(long, first) / Math.sqrt(covariance(long, long) * covariance(first, first))
  expect(Math.abs(correlation)).toBeGreaterThan(0.999)
})

test('all of it holds for any data that fills its dimensions', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 8 }), fc.integer({ min: 1, max: 3 }), fc.integer(), (width, dimensions, seed) => {
      const white = whiten(unevenVectors(200, width, seed), dimensions)
      for (const vector of white) expect(vector).toHaveLength(dimensions)
      for (let k = 0; k < dimensions; k += 1) expect(covariance(column(white, k), column(white, k))).toBeCloseTo(1, 2)
    }),
    { numRuns: 25 },
  )
})
