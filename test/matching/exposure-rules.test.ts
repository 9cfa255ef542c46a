import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exposureAt, exposureOf, seenOnce, traitsOf } from '../../src/matching/exposure-rules.ts'
import type { ReportedRanking, Traits } from '../../src/matching/exposure-rules.ts'
import { mulberry32 } from '../../src/shared/random.ts'

const home = { district: '徐汇区', year: 2026 }

describe('the groups of a company', () => {
  test.each([
    [{ staffBand: 'to_49' }, { small: true, outside_carrier: true }],
    [{ staffBand: 'to_249' }, { small: false, outside_carrier: true }],
    [{ founded: 2024 }, { young: true, outside_carrier: true }],
    [{ founded: 2023 }, { young: false, outside_carrier: true }],
    [
      { district: '徐汇', carrier: '模速空间' },
      { outside_district: false, outside_carrier: false },
    ],
    [{ district: '浦东新区' }, { outside_district: true, outside_carrier: true }],
    [{}, { outside_carrier: true }],
  ])('%o: %o', (facts, traits) => {
    expect(traitsOf(facts, home)).toEqual(traits)
  })
})

const small = (isSmall: boolean): Traits => ({ small: isSmall })

/** Rankings of thirty, all able; the small ones are those with an even number. */
function markets(
  scenes: number,
  order: (scene: number) => number[],
): { rankings: ReportedRanking[]; traits: Map<string, Traits> } {
  const rankings = Array.from({ length: scenes }, (_, scene) => ({
    sceneId: `S${scene}`,
    ranked: order(scene).map((company) => ({ companyId: `C${company}`, isQualified: true })),
  }))
  return { rankings, traits: new Map(Array.from({ length: 30 }, (_, index) => [`C${index}`, small(index % 2 === 0)])) }
}
const everybody = Array.from({ length: 30 }, (_, index) => index)
const shuffled = (seed: number) => {
  const random = mulberry32(seed)
  return everybody
    .map((company) => ({ company, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ company }) => company)
}
const smallRow = ({ rankings, traits }: ReturnType<typeof markets>, seen = seenOnce(rankings)) =>
  exposureOf(rankings, seen, traits).find(({ group }) => group === 'small')!

describe('exposure against the able', () => {
  test('is balanced where the order has nothing to do with the group', () => {
    const row = smallRow(markets(200, shuffled))
    expect(row.state).toBe('balanced')
    expect(row.poolShare).toBeCloseTo(0.5, 10)
    expect(row.ratio).toBeGreaterThan(0.9)
    expect(row.ratio).toBeLessThan(1.1)
  })

  test('is too little for those always ranked below, and too much for the others', () => {
    const last = smallRow(markets(10, () => everybody.toSorted((a, b) => (b % 2) - (a % 2))))
    expect(last).toMatchObject({ ratio: 0, state: 'low', scenes: 10, companies: 15, pairs: 150 })
    expect(smallRow(markets(10, () => everybody.toSorted((a, b) => (a % 2) - (b % 2))))).toMatchObject({
      ratio: 2,
      state: 'high',
    })
  })

  test('is not judged on too few', () => {
    expect(smallRow(markets(4, () => everybody)).state).toBe('too_few')
    expect(
      smallRow({
        ...markets(10, () => everybody),
        traits: new Map([
          ['C0', small(true)],
          ['C1', small(false)],
        ]),
      }).state,
    ).toBe('too_few')
  })

  test('counts what was really seen where that is known', () => {
    const market = markets(10, () => everybody)
    const seen = market.rankings.map(({ sceneId }) => ({ sceneId, companyId: 'C1', position: 1, times: 3 }))
    expect(smallRow(market, seen)).toMatchObject({ exposureShare: 0, ratio: 0, state: 'low' })
  })

  test('shares add up to one between a group and the rest, and swap when the group is named the other way round', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 5, maxLength: 12 }), (seeds) => {
        const market = markets(seeds.length, (scene) => shuffled(seeds[scene]!))
        const others = { ...market, traits: new Map([...market.traits].map(([id, { small: is }]) => [id, small(is === false)])) }
        const [one, other] = [smallRow(market), smallRow(others)]
        expect(one.exposureShare + other.exposureShare).toBeCloseTo(1, 9)
        expect(one.poolShare + other.poolShare).toBeCloseTo(1, 9)
      }),
    )
  })

  test('falls with the place and ends with the tenth', () => {
    expect(exposureAt(1)).toBe(1)
    expect(exposureAt(10)).toBeLessThan(exposureAt(9))
    expect(exposureAt(11)).toBe(0)
  })
})
