import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import wabtInit from 'wabt'
import { loadScanKernel } from '../../src/platform/load-scan-kernel.ts'
import { VectorRows } from '../../src/platform/search-rows.ts'
import { mulberry32 } from '../../src/shared/random.ts'

const folder = new URL('../../src/platform/', import.meta.url)
const kernel = await loadScanKernel()

test('the kernel is what its source assembles to', async () => {
  const wabt = await wabtInit()
  const parsed = wabt.parseWat('search-scan.wat', await readFile(new URL('search-scan.wat', folder), 'utf8'), { simd: true })
  expect(Buffer.from(parsed.toBinary({}).buffer).equals(await readFile(new URL('search-scan.wasm', folder)))).toBe(true)
})

function vectors(count: number, dimensions: number, seed: number, crowd = 0): Float32Array[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length: dimensions }, (_, k) => random() + random() - 1 + (k === 0 ? crowd : 0))
    const length = Math.hypot(...vector)
    return vector.map((value) => value / length)
  })
}

const byNumber = (a: number, b: number) => a < b
const everything = () => true

function nearest(
  rows: Float32Array[],
  module: WebAssembly.Module | undefined,
  query: Float32Array,
  size: number,
  isIn = everything as (slot: number) => boolean,
) {
  const held = new VectorRows(query.length, module)
  rows.forEach((row, slot) => held.place(slot, row))
  return held.nearest(query, size, isIn, byNumber)
}

describe('the scan with the kernel', () => {
  test('answers what measuring every vector answers, to the last bit, whatever the vectors, the size and the filter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_300 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(0, 2, 30),
        fc.integer({ min: 1, max: 5 }),
        fc.integer(),
        (count, dimensions, size, crowd, every, seed) => {
          const [query, ...rows] = vectors(count + 1, dimensions, seed, crowd)
          const isIn = (slot: number) => slot % every === 0
          expect(nearest(rows, kernel, query!, size, isIn)).toEqual(nearest(rows, undefined, query!, size, isIn))
        },
      ),
      { numRuns: 40 },
    )
  })

  test.each([128, 384, 1_024, 1_536, 4_096])(
    '%d dimensions do not run over 32 bits, even where all values are the greatest',
    (dimensions) => {
      const full = new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions))
      const rows = vectors(40, dimensions, dimensions)
      rows[33] = full
      expect(nearest(rows, kernel, full, 3)[0]).toEqual({ slot: 33, score: expect.closeTo(1, 5) })
      expect(nearest(rows, kernel, full, 3)).toEqual(nearest(rows, undefined, full, 3))
    },
  )

  test('of a hundred equal vectors the first by the order given are taken', () => {
    const rows = Array.from({ length: 100 }, () => Float32Array.of(0.6, 0.8))
    expect(nearest(rows, kernel, Float32Array.of(0.6, 0.8), 3).map(({ slot }) => slot)).toEqual([0, 1, 2])
  })

  test('what was cleared is not found, and what is placed there anew is', () => {
    const held = new VectorRows(8, kernel)
    const rows = vectors(3_000, 8, 1)
    rows.forEach((row, slot) => held.place(slot, row))
    const query = rows[2_500]!
    expect(held.nearest(query, 1, everything, byNumber)[0]!.slot).toBe(2_500)
    held.clear(2_500)
    expect(held.nearest(query, 1, everything, byNumber)[0]!.slot).not.toBe(2_500)
    held.place(2_500, query)
    expect(held.nearest(query, 1, everything, byNumber)[0]!.slot).toBe(2_500)
  })

  test('nothing is found where there is nothing', () => {
    expect(nearest([], kernel, Float32Array.of(1, 0), 5)).toEqual([])
    expect(nearest([Float32Array.of(0, 1)], kernel, Float32Array.of(1, 0), 0)).toEqual([])
  })
})
