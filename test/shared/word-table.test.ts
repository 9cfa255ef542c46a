import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WordTable } from '../../src/shared/word-table.ts'

const kernel = new WebAssembly.Module(readFileSync(new URL('../../src/platform/static-embedding/meet.wasm', import.meta.url)))
const dimensions = 32

/** A table of these words, each with the int8 row given or one drawn from its place. */
function tableOf(words: readonly string[], rows: readonly Int8Array[] = words.map((_, index) => rowOf(index + 1))): WordTable {
  const table = new Uint8Array(words.length * (dimensions + 4))
  rows.forEach((row, index) => table.set(new Uint8Array(row.buffer, row.byteOffset, dimensions), index * dimensions))
  table.set(new Uint8Array(new Float32Array(words.length).fill(0.01).buffer), words.length * dimensions)
  return new WordTable({ words, frequencies: new Float32Array(words.length).fill(1e-4), table, dimensions, kernel })
}

function rowOf(seed: number): Int8Array {
  let state = Math.imul(seed, 0x9e3779b1)
  return Int8Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return state >> 24
  })
}

const textOf = (table: WordTable, words: readonly string[], text: string) => table.words(text).map((id) => words[id] ?? '?')

describe('cutting', () => {
  const words = ['跌倒', '跌倒监测', '监测', '老人', '老', 'fall', 'alarm', '独居老人']
  const table = tableOf(words)

  test.each([
    ['跌倒监测', ['跌倒监测']],
    ['老人跌倒', ['老人', '跌倒']],
    ['独居老人跌倒', ['独居老人', '跌倒']],
    ['独居', ['?', '?']],
    ['老跌倒', ['老', '跌倒']],
    ['跌倒。监测', ['跌倒', '监测']],
    ['跌倒\n监测', ['跌倒', '监测']],
    ['Fall alarms', ['fall', 'alarm']],
    ['ＦＡＬＬ跌倒', ['fall', '跌倒']],
    ['falling', ['?']],
    ['', []],
    ['！，', []],
  ])('%s by the longest match', (text, expected) => {
    expect(textOf(table, words, text)).toEqual(expected)
  })

  test('as a plain longest match over every length would', () => {
    const characters = [...new Set(words.join('').replace(/[a-z]/gu, ''))]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...characters, '新'), { maxLength: 12 }), (drawn) => {
        const text = drawn.join('')
        const expected: string[] = []
        for (let at = 0; at < text.length;) {
          const match = words.filter((word) => text.startsWith(word, at)).toSorted((a, b) => b.length - a.length)[0]
          expected.push(match ?? '?')
          at += match?.length ?? 1
        }
        expect(textOf(table, words, text)).toEqual(expected)
      }),
    )
  })
})

describe('bags', () => {
  const words = ['跌倒', '监测', 'fall']
  const table = tableOf(words)

  test('hold each word once, with its weight by how often it stands there', () => {
    const bag = table.bag('跌倒监测跌倒')
    expect([...bag.ids]).toEqual([0, 1])
    expect([...bag.weights]).toEqual([1, 0.5].map((value) => expect.closeTo(value, 6)))
    expect(bag.total).toBeCloseTo(1.5, 6)
  })

  test('count repetitions once when told to', () => {
    const once = (text: string) => table.bagOnce(table.words(text))
    expect(once('跌倒监测跌倒')).toEqual(once('跌倒监测'))
    expect(once('跌倒 '.repeat(20))).toEqual(table.bag('跌倒'))
  })

  test('a word outside the table weighs most, and has an id of its own', () => {
    const bag = table.bag('zorbex 跌倒')
    expect(bag.ids[0]).toBeGreaterThanOrEqual(table.size)
    expect(bag.weights[0]).toBe(1)
    expect(table.bag('zorbex').ids[0]).toBe(bag.ids[0])
    expect(table.bag('vortex').ids[0]).not.toBe(bag.ids[0])
  })

  test('a figure or a quantity counts a quarter of another word outside the table', () => {
    const bag = table.bag('zorbex 95 5t 跌倒')
    expect(Array.from(bag.weights.subarray(0, 3))).toEqual([1, 0.25, 0.25])
    expect(new Set(bag.ids).size).toBe(4)
    for (const id of bag.ids) expect(id).toBeLessThan(0x7fff_ffff)
  })

  const meanOf = (...texts: string[]) => table.mean(texts.map((text) => table.sum(table.bag(text))))

  test('have one mean, however the words are spread over texts', () => {
    const [together, apart] = [meanOf('跌倒监测跌倒 fall')!, meanOf('跌倒监测', '跌倒 fall', 'zorbex')!]
    expect([...apart]).toEqual(Array.from(together, (value) => expect.closeTo(value, 5)))
    expect(meanOf()).toBeNull()
  })

  test('have a mean of unit length, in the direction of their words', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words, 'zorbex'), { minLength: 1, maxLength: 6 }), (drawn) => {
        const mean = meanOf(...drawn)
        if (drawn.every((word) => word === 'zorbex')) expect(mean).toBeNull()
        else expect(Math.hypot(...mean!)).toBeCloseTo(1, 5)
      }),
    )
    const row = rowOf(1)
    const length = Math.hypot(...row)
    expect([...meanOf('跌倒')!]).toEqual(Array.from(row, (value) => expect.closeTo(value / length, 5)))
  })
})

describe('words that meet', () => {
  const someRow = fc.int8Array({ minLength: dimensions, maxLength: dimensions })

  test('come as near as plain arithmetic says: the cosine to the fourth power, nought where it is negative, 1 for the same word', () => {
    fc.assert(
      fc.property(
        fc.array(someRow, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer(),
        (rows, unknown, seed) => {
          const words = rows.map((_, index) => `w${index}`)
          const table = tableOf(words, rows)
          const all = [...words, ...Array.from({ length: unknown }, (_, index) => `unknown${index}`)].map(
            (word) => table.words(word)[0]!,
          )
          const query = Int32Array.from(all.filter((_, index) => (seed >> index) & 1))
          const ids = Int32Array.from(all.toReversed())
          const lists = [Int32Array.from(ids.keys()), Int32Array.of(), Int32Array.of(ids.length - 1)]
          const { width, near, nearest } = table.meet(query, ids, lists)
          const expected = Array.from(ids, (id) => Array.from(query, (other) => nearness(rows, id, other)))
          for (const [i, row] of expected.entries())
            for (const [q, value] of row.entries()) expect(near[i * width + q]).toBeCloseTo(value, 5)
          for (const [list, positions] of lists.entries()) {
            for (const q of query.keys())
              expect(nearest[list * width + q]).toBe(
                Math.max(0, ...Array.from(positions, (position) => near[position * width + q]!)),
              )
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('are as near as they are, whichever asks', () => {
    fc.assert(
      fc.property(someRow, someRow, (a, b) => {
        const table = tableOf(['a', 'b'], [a, b])
        const [one, other] = [Int32Array.of(0), Int32Array.of(1)]
        expect(table.meet(one, other, []).near[0]).toBe(table.meet(other, one, []).near[0])
        expect(table.meet(one, one, []).near[0]).toBe(1)
      }),
    )
  })

  test('a word outside the table meets only itself', () => {
    const table = tableOf(['a', 'b'])
    const [unknown, stranger] = [table.words('zorbex')[0]!, table.words('vortex')[0]!]
    const { width, near } = table.meet(Int32Array.of(unknown, 0), Int32Array.of(0, 1, unknown, stranger), [])
    expect([0, 1, 2, 3].map((row) => near[row * width])).toEqual([0, 0, 1, 0])
    expect([2, 3].map((row) => near[row * width + 1])).toEqual([0, 0])
  })

  test('any number of them: none, and more than the memory first held', () => {
    const table = tableOf(['a', 'b'])
    expect(table.meet(Int32Array.of(), Int32Array.of(), [])).toMatchObject({ near: new Float32Array(0) })
    const many = Int32Array.from({ length: 20_000 }, (_, index) => index % 2)
    const { width, near } = table.meet(Int32Array.of(0, 1), many, [])
    expect([near[0], near[width + 1], near[(many.length - 1) * width + 1]]).toEqual([1, 1, 1])
    expect(near[19_998 * width + 1]).toBe(near[1])
  })

  function nearness(rows: readonly Int8Array[], one: number, other: number): number {
    if (one === other) return 1
    const [a, b] = [rows[one], rows[other]]
    if (a === undefined || b === undefined) return 0
    const dot = a.reduce((sum, value, k) => sum + value * b[k]!, 0)
    const lengths = Math.hypot(...a) * Math.hypot(...b)
    return lengths === 0 ? 0 : Math.max(0, dot / lengths) ** 4
  }
})
