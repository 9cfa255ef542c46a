import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { analysed, fitReader } from '../../src/evaluation/full-scorer.ts'
import { mean, ndcg } from '../../src/evaluation/measures.ts'
import { analyseSupply } from '../../src/matching/analysis.ts'
import { calibrated } from '../../src/matching/fit.ts'
import { qualifiedScoreMin } from '../../src/matching/exposure-rules.ts'
import { giveSlot, servedMax, surfacingDays, topPlaces } from '../../src/matching/newcomers.ts'
import { mulberry32 } from '../../src/shared/random.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, fitsTogether } from './example-market.ts'

type Item = { id: string; score: number; served?: number }

const rule = (sceneId: string, day: number, min = 30) => ({
  sceneId,
  day: String(day),
  isQualified: ({ score }: Item) => score >= min,
  newcomerOf: ({ id, served }: Item) => (served === undefined ? undefined : { companyId: id, served }),
})

const ranking = fc
  .array(
    fc.record({ score: fc.integer({ min: 0, max: 100 }), served: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) }),
    {
      maxLength: 60,
    },
  )
  .map((drawn) =>
    drawn
      .map(({ score, served }, index): Item => ({ id: `C${index}`, score, ...(served !== undefined && { served }) }))
      .toSorted((a, b) => b.score - a.score),
  )

describe('the slot of a ranking', () => {
  test('goes to one qualified newcomer from below the top ten, on place 8 to 10, and to nobody else', () => {
    fc.assert(
      fc.property(ranking, fc.nat(40), (items, day) => {
        const { ranked, slot } = giveSlot(items, rule('S', day))
        const waiting = items
          .slice(topPlaces - 1)
          .filter(({ score, served }) => score >= 30 && served !== undefined && served < servedMax)
        if (slot === null) {
          const least = waiting.filter(({ served }) => served === Math.min(...waiting.map((one) => one.served!)))
          expect(least.length === 0 || least.includes(items[topPlaces - 1]!)).toBe(true)
          expect(ranked).toEqual(items)
          return
        }
        const given = ranked[slot.place - 1]!
        expect(given.id).toBe(slot.companyId)
        expect(items[slot.fitPlace - 1]).toBe(given)
        expect(given.served).toBe(Math.min(...waiting.map(({ served }) => served!)))
        expect([8, 9, 10]).toContain(slot.place)
        expect(slot.fitPlace).toBeGreaterThan(topPlaces)
        expect(ranked.filter((item) => item !== given)).toEqual(items.filter((item) => item !== given))
        expect(slot.propensity).toBe(1 / waiting.filter(({ served }) => served === given.served).length)
      }),
    )
  })

  test('stays with one company for the day, and is drawn anew on the next', () => {
    const items = Array.from({ length: 40 }, (_, index): Item => ({ id: `C${index}`, score: 90 - index, served: 0 }))
    const drawn = Array.from({ length: 60 }, (_, day) => giveSlot(items, rule('S', day)).slot!)
    expect(giveSlot(items, rule('S', 0)).slot).toEqual(drawn[0])
    expect(new Set(drawn.map(({ companyId }) => companyId)).size).toBeGreaterThan(15)
    expect(new Set(drawn.map(({ place }) => place))).toEqual(new Set([8, 9, 10]))
  })
})

/** Daily rankings of a market in which each newcomer fits some of the scenes, below ten that fit better. */
function daysUntilSeen(scenes: number, newcomers: number, each: number, seed: number): number[] {
  const random = mulberry32(seed)
  const fits = Array.from({ length: newcomers }, () => new Set(Array.from({ length: each }, () => Math.floor(random() * scenes))))
  const served = fits.map(() => 0)
  const seen = fits.map(() => Infinity)
  for (let day = 0; day < 30; day += 1) {
    const shown: number[] = []
    for (let scene = 0; scene < scenes; scene += 1) {
      const better = Array.from({ length: 12 }, (_, index): Item => ({ id: `old${index}`, score: 95 - index }))
      const own = [...fits.keys()].filter((index) => fits[index]!.has(scene))
      const items = [...better, ...own.map((index): Item => ({ id: String(index), score: 60, served: served[index]! }))]
      const { slot } = giveSlot(items, rule(`S${scene}`, day))
      if (slot !== null) shown.push(Number(slot.companyId))
    }
    for (const index of shown) {
      served[index]! += 1
      seen[index] = Math.min(seen[index]!, day + 1)
    }
  }
  return seen
}

describe('within seven days of daily rankings', () => {
  test.each([
    { scenes: 17, newcomers: 40, each: 3 },
    { scenes: 17, newcomers: 60, each: 2 },
    { scenes: 5, newcomers: 12, each: 1 },
    { scenes: 100, newcomers: 400, each: 4 },
    { scenes: 1, newcomers: 7, each: 1 },
  ])('every one of $newcomers qualified newcomers is seen, over $scenes scenes of which each fits $each', (market) => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const seen = daysUntilSeen(market.scenes, market.newcomers, market.each, seed)
      expect({ seed, latest: Math.max(...seen) }).toEqual({
        seed,
        latest: expect.toSatisfy((day: number) => day <= surfacingDays),
      })
    }
  })

  test('a scene has seven slots in seven days: of eight that fit it alone, the last is seen on the eighth', () => {
    expect(Math.max(...daysUntilSeen(1, 8, 1, 1))).toBe(8)
  })
})

describe('in a crowded market of the example data recombined', async () => {
  const { demands, supplies } = exampleMarket()
  const random = mulberry32(7)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const crowd = Array.from({ length: 320 }, (_, index): Supply => {
    const [base, other] = [pick(supplies), pick(supplies)]
    const cards = base.cards.slice(0, 1).map((card, at) => ({
      ...card,
      fields: card.fields.map((own) => (random() < 0.25 ? pick((other.cards[at] ?? other.cards[0]!).fields) : own)),
    }))
    return { ...base, id: `crowd ${index}`, cards }
  })
  const table = await testWordTable()
  const market = [...supplies, ...crowd]
  const analyses = market.map((supply) => analyseSupply(table, supply))
  const rankings = demands.map((demand) => ({
    sceneId: demand.id,
    items: fitsTogether(table, demand, analyses)
      .map((fit, index): Item => ({ id: market[index]!.id, score: calibrated(fit) }))
      .toSorted((a, b) => b.score - a.score),
  }))

  test('every newcomer with a qualified pair is in some top ten within seven days, by fit or by its slot', () => {
    let [bySlot, all] = [0, 0]
    for (let draw = 0; draw < 40; draw += 1) {
      const lot = mulberry32(draw + 100)
      const served = new Map(market.filter(() => lot() < 0.1).map(({ id }) => [id, 0]))
      const qualified = new Set(
        rankings
          .flatMap(({ items }) => items.filter(({ id, score }) => served.has(id) && score >= qualifiedScoreMin))
          .map(({ id }) => id),
      )
      const seen = new Set<string>()
      for (let day = 0; day < surfacingDays; day += 1) {
        const today: string[] = []
        for (const { sceneId, items } of rankings) {
          const facts = items.map((item) => (served.has(item.id) ? { ...item, served: served.get(item.id)! } : item))
          const { ranked, slot } = giveSlot(facts, rule(sceneId, day, qualifiedScoreMin))
          if (slot !== null && !seen.has(slot.companyId)) bySlot += 1
          for (const { id } of ranked.slice(0, topPlaces)) if (served.has(id)) today.push(id)
        }
        for (const id of today) {
          served.set(id, served.get(id)! + 1)
          seen.add(id)
        }
      }
      all += seen.size
      expect({ draw, unseen: [...qualified].filter((id) => !seen.has(id)) }).toEqual({ draw, unseen: [] })
    }
    // Some would not have been seen without it.
    expect(bySlot).toBeGreaterThan(20)
    expect(all).toBeGreaterThan(bySlot)
  })
})

describe('what the slot costs', async () => {
  const set = await readDataset(fileURLToPath(new URL('../ranking/scene-company-zh', import.meta.url)))
  const table = await testWordTable()
  const fits = fitReader(analysed(set, table), 'scene', table)
  const queries = [...set.grades].map(([query, grades]) => ({
    query,
    items: fits(query, [...grades.keys()])
      .map(([id, fit]) => ({ id, score: calibrated(fit), grade: grades.get(id)! }))
      .toSorted((a, b) => b.score - a.score),
  }))
  const gained = (items: readonly { id: string; grade: number }[]) =>
    ndcg(
      items.map(({ id, grade }, place) => ({ id, grade, score: -place })),
      10,
    )

  /** A tenth of the companies, drawn by lot fifty times, are newcomers. */
  function costAt(min: number): { cost: number; slots: number } {
    const costs: (number | null)[] = []
    let slots = 0
    for (let draw = 0; draw < 50; draw += 1) {
      const random = mulberry32(draw)
      const isNew = new Set(set.supplies.filter(() => random() < 0.1).map(({ id }) => id))
      for (const { query, items } of queries) {
        const facts = items.map((item) => ({ ...item, ...(isNew.has(item.id) && { served: 0 }) }))
        const { ranked, slot } = giveSlot(facts, rule(query, draw, min))
        const [before, after] = [gained(items), gained(ranked)]
        costs.push(before === null ? null : before - after!)
        slots += slot === null ? 0 : 1
      }
    }
    return { cost: mean(costs)!, slots: slots / (50 * queries.length) }
  }

  test('is at most .01 of nDCG on the committed graded set', () => {
    expect(costAt(qualifiedScoreMin).cost).toBeLessThanOrEqual(0.01)
  })

  test('is at most .01 even with a sixth of the threshold, where slots are given at all on that set', () => {
    // Its judged pools are small: at the threshold itself every able company stands in the top ten by fit.
    expect(costAt(qualifiedScoreMin).slots).toBe(0)
    const { cost, slots } = costAt(qualifiedScoreMin / 6)
    expect(slots).toBeGreaterThan(0.03)
    expect(cost).toBeLessThanOrEqual(0.01)
  })
})
