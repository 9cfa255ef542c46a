import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyseSupply } from '../../src/matching/analysis.ts'
import { alikeness, cloneSimilarityMin, foldClones, signatureOf } from '../../src/matching/clones.ts'
import type { Signature } from '../../src/matching/clones.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { mulberry32 } from '../../src/shared/random.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, fitsTogether } from './example-market.ts'

const table = await testWordTable()
const { demands, supplies } = exampleMarket()
const signed = (supply: Supply) => signatureOf(analyseSupply(table, supply))

/** The supply under another name, with words put into its first card. */
function copyOf(supply: Supply, name: string, added = ''): Supply {
  const fields = supply.fields.map((own) => (own.field === 'name' ? { ...own, text: name } : own))
  const [first, ...others] = supply.cards
  const cards =
    added === '' ? supply.cards : [{ ...first!, fields: [...first!.fields, { field: 'solves.9', text: added }] }, ...others]
  return { ...supply, id: `copy of ${supply.id} as ${name}`, name, fields, cards }
}

/** The market ranked for a demand, folded, with copies beside the companies of the example data. */
function ranked(demand: (typeof demands)[number], copies: readonly Supply[] = []) {
  const more = copies.map((copy) => analyseSupply(table, copy))
  const fused = [...fitsOf(demand), ...fitsTogether(table, demand, more).map((fit) => fit.fused)]
  const order = [...supplies, ...copies]
    .map(({ id }, index) => ({ id, fused: fused[index]!, signature: signatureOf([...analyses, ...more][index]!) }))
    .toSorted((a, b) => b.fused - a.fused || (a.id < b.id ? -1 : 1))
  return foldClones(order, ({ signature }) => signature)
}

describe('near-identical profiles', () => {
  test('are known under any name, in any order of their cards, and with a sentence more', () => {
    for (const supply of supplies) {
      const own = signed(supply)
      expect(alikeness(own, signed(copyOf(supply, '另一个名字科技')))).toBeGreaterThanOrEqual(cloneSimilarityMin)
      expect(alikeness(own, signed({ ...supply, cards: supply.cards.toReversed() }))).toBe(1)
      expect(alikeness(own, signed(copyOf(supply, '换名智能', '支持定制')))).toBeGreaterThanOrEqual(cloneSimilarityMin)
    }
  })

  test('are no two companies of the example data', () => {
    const signatures = supplies.map(signed)
    const most = signatures.flatMap((one, index) => signatures.slice(0, index).map((other) => alikeness(one, other)))
    expect(Math.max(...most)).toBeLessThan(0.5)
  })

  test('are told by a sample about as by all tokens', () => {
    const random = mulberry32(5)
    const texts = Array.from({ length: 400 }, () => `w${Math.floor(random() * 1e9)}x`)
    const of = (words: string[]) =>
      signed({ id: 'x', name: 'x', fields: [{ field: 'summary', text: words.join(' ') }], cards: [], terms: supplies[0]!.terms })
    for (const changed of [10, 40, 100, 200]) {
      const other = texts.map((word, index) => (index < changed ? `${word}y` : word))
      const truly = (400 - changed) / (400 + changed)
      expect(Math.abs(alikeness(of(texts), of(other)) - truly)).toBeLessThan(0.1)
    }
  })

  test('of twenty copies of the best one place is taken, and everybody else moves up past them', () => {
    for (const demand of demands.slice(0, 15)) {
      const before = ranked(demand).map(({ first }) => first.id)
      const best = supplies.find(({ id }) => id === before[0])!
      const copies = Array.from({ length: 20 }, (_, index) => copyOf(best, `仿制${index}号科技`))
      const after = ranked(demand, copies)
      expect(after.length).toBe(before.length)
      expect(after[0]!.behind.length).toBe(20)
      const places = after.map(({ first, behind }) => [first, ...behind].map(({ id }) => id).find((id) => before.includes(id)))
      // A copy's name moves the shared place by at most a step; nobody else is pushed down.
      for (const [place, id] of before.entries()) expect(places.indexOf(id)).toBeLessThanOrEqual(place)
    }
  })

  test('hidden keywords do not make another company of a copy', () => {
    const keywords = '大模型，智能体，数字人，知识图谱，机器视觉'
    for (const demand of demands.slice(0, 10)) {
      const [best] = ranked(demand)
      const copy = copyOf(
        supplies.find(({ id }) => id === best!.first.id)!,
        '关键词科技',
        Array(20).fill(keywords).join('，'),
      )
      const after = ranked(demand, [copy])
      expect(after.filter(({ first, behind }) => [first, ...behind].some(({ id }) => id === copy.id))).toMatchObject([
        { behind: [expect.anything()] },
      ])
    }
  })
})

describe('fashionable words and the names of all domains, twenty times over', () => {
  const words =
    '大模型，智能体，数字人，知识图谱，机器视觉，多模态，物联网，数字孪生，低空经济，具身智能，城市治理，养老，教育，医疗，制造，文旅，金融，交通，能源，传媒，法律，零售，农业，物流，科研'

  test('bring hardly a company into a top three in which it was not: in at most one ranking of a hundred', () => {
    let [gained, n] = [0, 0]
    for (const [index, supply] of supplies.entries()) {
      if (index % 4 !== 0) continue
      const stuffed = analyseSupply(table, copyOf(supply, supply.name, Array(20).fill(words).join('，')))
      for (const demand of demands) {
        const before = fitsOf(demand)
        const [now] = fitsTogether(table, demand, [stuffed]).map(({ fused }) => fused)
        const placeWith = (fused: number) => 1 + before.filter((value, at) => at !== index && value > fused).length
        n += 1
        if (placeWith(now!) <= 3 && placeWith(before[index]!) > 3) gained += 1
      }
    }
    expect(n).toBe(16 * 30)
    expect(gained / n).toBeLessThanOrEqual(0.01)
  })
})

const analyses = supplies.map((supply) => analyseSupply(table, supply))
const kept = new Map<string, number[]>()
function fitsOf(demand: (typeof demands)[number]): number[] {
  const known = kept.get(demand.id) ?? fitsTogether(table, demand, analyses).map(({ fused }) => fused)
  kept.set(demand.id, known)
  return known
}
describe('folding', () => {
  const item = fc.record({ id: fc.nat(), seed: fc.nat(4), noise: fc.nat(2) })
  const signature = ({ seed, noise }: { seed: number; noise: number }): Signature => {
    const random = mulberry32(seed + 1)
    const values = Array.from({ length: 60 }, () => Math.floor(random() * 2 ** 32))
    return Uint32Array.from([...values.slice(noise), ...Array.from({ length: noise }, (_, at) => at + 7 * noise)]).sort()
  }

  test('keeps everybody once, the order of those who keep a place, and puts nobody before whom it is like', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), (items) => {
        const folds = foldClones(items, signature)
        expect(folds.flatMap(({ first, behind }) => [first, ...behind]).toSorted(byIndex(items))).toEqual(items)
        const firsts = folds.map(({ first }) => items.indexOf(first))
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b))
        for (const { first, behind } of folds) {
          for (const one of behind) {
            expect(items.indexOf(one)).toBeGreaterThan(items.indexOf(first))
            expect(alikeness(signature(first), signature(one))).toBeGreaterThanOrEqual(cloneSimilarityMin)
          }
        }
        for (const [index, { first }] of folds.entries())
          for (const other of folds.slice(0, index))
            expect(alikeness(signature(first), signature(other.first))).toBeLessThan(cloneSimilarityMin)
      }),
    )
  })

  test('leaves profiles that say next to nothing where they are', () => {
    const few = Uint32Array.from([1, 2, 3])
    expect(foldClones(['a', 'b'], () => few)).toEqual([
      { first: 'a', behind: [] },
      { first: 'b', behind: [] },
    ])
  })
})

function byIndex<T>(items: readonly T[]) {
  return (a: T, b: T) => items.indexOf(a) - items.indexOf(b)
}
