import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { analyseSupply } from '../../src/matching/analysis.ts'
import type { SupplyAnalysis } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { emptyWordTable } from '../../src/platform/static-embedding/table.ts'
import type { WordTable } from '../../src/shared/word-table.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, fitsTogether } from './example-market.ts'
import { card, supply } from './pairs.ts'
import { retail, wholesale } from './stuffings.ts'
import type { Stuffing } from './stuffings.ts'

let table: WordTable
let demands: Demand[]
let supplies: Supply[]
let analyses: SupplyAnalysis[]
/** By scene, what each company scores as it is. */
let honest: number[][]

beforeAll(async () => {
  table = await testWordTable()
  ;({ demands, supplies } = exampleMarket())
  analyses = supplies.map((one) => analyseSupply(table, one))
  honest = demands.map((asked) => fitsTogether(table, asked, analyses).map(({ fused }) => fused))
})

type Gains = { pairs: number; median: number; higher: number; top3: number; top10: number }

/** Every company stuffed, one at a time among the others as they are, for every scene: places gained beyond its own. */
function gainsOf(stuffing: Stuffing): Gains {
  const stuffed = supplies.map((offered, index) => analyseSupply(table, stuffing(offered, index)))
  const gained: number[] = []
  let [top3, top10] = [0, 0]
  for (const [scene, asked] of demands.entries()) {
    const before = honest[scene]!
    const placeOf = (score: number, own: number) => 1 + before.filter((other, index) => index !== own && other > score).length
    for (const [index, { fused }] of fitsTogether(table, asked, stuffed).entries()) {
      const [was, is] = [placeOf(before[index]!, index), placeOf(fused, index)]
      gained.push(was - is)
      if (is <= 3 && was > 3) top3 += 1
      if (is <= 10 && was > 10) top10 += 1
    }
  }
  gained.sort((a, b) => a - b)
  const higher = gained.filter((places) => places > 0).length
  return { pairs: gained.length, median: gained[Math.floor(gained.length / 2)]!, higher, top3, top10 }
}

function tried(name: string, stuffing: Stuffing): Gains {
  const gains = gainsOf(stuffing)
  const { pairs, median, higher, top3, top10 } = gains
  console.log(`${name}: of ${pairs} pairs ${higher} higher, median ${median}, into the first three ${top3}, first ten ${top10}`)
  return gains
}

const noneYet = { demands: [], supplies: [] }

describe('a profile filled with the needs of a whole market', () => {
  test.each(Object.keys(wholesale(noneYet.demands, noneYet.supplies)))('gains nothing: %s', (name) => {
    const { pairs, median, higher, top3, top10 } = tried(name, wholesale(demands, supplies)[name]!)
    expect(median).toBeLessThanOrEqual(0)
    // Of the bare names of domains, the right one is a word of the company's own field; it moves a pair by a place or two.
    const isBare = name === 'the names of all domains'
    expect(top3).toBeLessThanOrEqual(isBare ? 1 : 0)
    expect(top10).toBeLessThanOrEqual(isBare ? 0.005 * pairs : 0)
    expect(higher).toBeLessThanOrEqual((isBare ? 0.3 : 0.01) * pairs)
  })

  // A few sentences of another field look as a second product would: they gain what one honest claim gains.
  test.each(Object.keys(retail(noneYet.demands, noneYet.supplies)))('but for a few exceptions: %s', (name) => {
    const { pairs, median, top3, top10 } = tried(name, retail(demands, supplies)[name]!)
    expect(median).toBeLessThanOrEqual(0)
    expect(top3).toBeLessThanOrEqual(0.015 * pairs)
    expect(top10).toBeLessThanOrEqual(0.06 * pairs)
  })
})

describe('what strays', () => {
  const said = (...texts: string[]) => saidOver(table, ...texts)
  const saidOver = (words: WordTable, ...texts: string[]) => {
    const fields = texts.map((text, index) => ({ field: `solves.${index}`, text }))
    return analyseSupply(words, supply({ fields: [], cards: [card({ fields: [...card().fields, ...fields] })] })).stray
  }

  test('is nothing in most profiles of the example data, and in none by much', () => {
    const straying = analyses.filter(({ stray }) => stray > 0)
    expect(straying.length).toBeLessThanOrEqual(0.1 * analyses.length)
    for (const { stray } of straying) expect(stray).toBeLessThan(15)
  })

  test('is not what speaks of the same thing in other words', () => {
    expect(said('老人夜里摔倒没人知道', '护理员来不及赶到', '卫生间湿滑容易摔跤', '床边坠床报警', '毫米波雷达不拍照')).toBe(0)
  })

  test('rises with every sentence of another field', () => {
    const others = demands.map(({ title }) => title).filter((title) => !/养老|老人|居家|社区/u.test(title))
    const strays = [5, 10, 20].map((count) => said(...others.slice(0, count)))
    expect(strays[1]).toBeGreaterThan(strays[0]!)
    expect(strays[2]).toBeGreaterThan(strays[1]!)
  })

  test('is the same however often the profile repeats itself', () => {
    const titles = demands.map(({ title }) => title)
    expect(said(...titles, ...titles)).toBeCloseTo(said(...titles), 4)
  })

  test('is unknown where no words have vectors, as at the edge without assets', async () => {
    const kernel = await readFile(new URL('../../src/platform/static-embedding/meet.wasm', import.meta.url))
    const bare = emptyWordTable(new WebAssembly.Module(new Uint8Array(kernel)))
    expect(saidOver(bare, ...demands.map(({ title }) => title))).toBe(0)
  })
})
