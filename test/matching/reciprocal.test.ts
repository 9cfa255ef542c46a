import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { reciprocalOf, winningChance } from '../../src/matching/reciprocal.ts'
import { everyPage, marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'
import { demandTerms, supplyTerms } from './pairs.ts'

const offer = { terms: supplyTerms, card: undefined }
const asked = { ...demandTerms, isAfterSuccessKnown: true }

describe('what both sides see in a pair', () => {
  test('is the harmonic mean of both, which lies between them and nearer the lower', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 100, noNaN: true }),
        fc.nat({ max: 5 }),
        fc.nat({ max: 5 }),
        (fit, running, maximum) => {
          const terms = { ...supplyTerms, runningPilots: running, maxConcurrentPilots: maximum }
          const { sceneSide, companySide, both } = reciprocalOf(fit, asked, { terms, card: undefined })
          expect(sceneSide).toBeCloseTo(fit, 0)
          expect(companySide).toBeLessThanOrEqual(sceneSide)
          expect(both).toBeLessThanOrEqual(sceneSide)
          expect(both).toBeGreaterThanOrEqual(companySide)
          expect(both).toBeCloseTo((2 * sceneSide * companySide) / (sceneSide + companySide), 0)
        },
      ),
    )
  })

  test.each([
    ['what follows success is not known', { ...asked, isAfterSuccessKnown: false }, offer],
    ['its pilots are nearly full', asked, { ...offer, terms: { ...supplyTerms, runningPilots: 2 } }],
    ['the budget hardly covers its least price', { ...asked, budgetMaxFen: 20_000_000 }, offer],
  ])('is less for a company where %s', (_name, demand, worse) => {
    const [good, bad] = [reciprocalOf(80, asked, offer), reciprocalOf(80, demand, worse)]
    expect(bad.sceneSide).toBe(good.sceneSide)
    expect(bad.companySide).toBeLessThan(good.companySide)
    expect(bad.both).toBeLessThan(good.both)
  })

  test('the chance of being chosen falls with rivals, rises with awards, and of all together is at least one award', () => {
    expect(winningChance(50, [50], 1)).toBe(1)
    expect(winningChance(50, [50, 50], 1)).toBe(0.5)
    expect(winningChance(50, [50, 50, 90], 1)).toBeLessThan(0.5)
    expect(winningChance(50, [50, 50, 90], 2)).toBeGreaterThan(winningChance(50, [50, 50, 90], 1))
    const scores = [90, 70, 30, 10]
    expect(scores.reduce((sum, score) => sum + winningChance(score, scores, 1), 0)).toBeCloseTo(1, 1)
  })
})

describe('in both directions', () => {
  let market: MarketWorld

  beforeAll(async () => {
    market = await marketWorld()
  })

  test('a pair’s three figures are the same, and the order stays by fit unless asked otherwise', async () => {
    const byPair = new Map<string, unknown>()
    for (const { id } of market.open) {
      const path = `/api/v1/scenes/${id}/matches`
      const { items } = await everyPage(market.matchmaker, path, 100)
      const { items: both } = await everyPage(market.matchmaker, `${path}?order=reciprocal`, 7)
      for (const { company, reciprocal } of items) byPair.set(`${id} ${company.id}`, reciprocal)
      expect(new Set(both.map(({ company }) => company.id))).toEqual(new Set(items.map(({ company }) => company.id)))
      const figures = both.map(({ reciprocal }) => reciprocal.both)
      expect(figures).toEqual(figures.toSorted((a: number, b: number) => b - a))
      const fits = items.filter(({ newcomer }) => !newcomer).map(({ reciprocal }) => reciprocal.scene_side)
      expect(fits).toEqual(fits.toSorted((a: number, b: number) => b - a))
    }
    let seen = 0
    for (const { id } of market.companies.slice(0, 10)) {
      const path = `/api/v1/companies/${id}/opportunities`
      const { items } = await everyPage(market.matchmaker, path, 100)
      const { items: both } = await everyPage(market.matchmaker, `${path}?order=reciprocal`, 100)
      const figures = both.map(({ reciprocal }) => reciprocal.both)
      expect(figures).toEqual(figures.toSorted((a: number, b: number) => b - a))
      for (const { scene, reciprocal, beside } of items) {
        expect(beside).toEqual({
          running: expect.toSatisfy((value) => value === null || value >= 0),
          maximum: expect.toSatisfy((value) => value === null || value >= 0),
          after_success: expect.stringMatching(/^(?:known|unknown)$/u),
        })
        const other = byPair.get(`${scene.id} ${id}`)
        if (other === undefined) continue
        expect(reciprocal).toEqual(other)
        seen += 1
      }
    }
    expect(seen).toBeGreaterThan(80)
  })

  test('pages show all three, and what stands beside the score as no part of it', async () => {
    const [scene] = market.open
    const ranking = await market.matchmaker.page(`/scenes/${scene!.id}?order=reciprocal`)
    expect(ranking.text).toMatch(/双向契合 \d+（场景看企业 \d+，企业看场景 \d+）/u)
    expect(ranking.text).toContain('按契合度排列')
    expect(ranking.text).toContain('放宽条件会怎样')
    const own = await market.company.page(`/companies/${market.ownCompanyId}?lang=en`)
    expect(own.text).toMatch(/Both ways \d+ \(the scene’s side \d+, the company’s side \d+\)/u)
    const why = await market.company.page(`/companies/${market.ownCompanyId}/why/${scene!.id}?lang=zh`)
    for (const words of ['以下各项不计入契合度', '怎样能排得更前', '双向契合']) expect(why.text).toContain(words)
  })
})
