import { beforeAll, expect, test } from 'vitest'
import { analyseSupply } from '../../src/matching/analysis.ts'
import type { SupplyAnalysis } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import { Matcher } from '../../src/matching/matcher.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket } from './example-market.ts'
import { atEveryPlace, injected, injections, unforeseen } from './injections.ts'
import type { Injection } from './injections.ts'

/** Those who stand just below the top gain a place there by the least. */
const nearestToTheTop = 6
const topPlaces = 3

let matcher: Matcher
let demands: Demand[]
let analyses: SupplyAnalysis[]

beforeAll(async () => {
  matcher = new Matcher(await testWordTable())
  const market = exampleMarket()
  demands = market.demands
  analyses = market.supplies.map((one) => analyseSupply(matcher.table, one))
})

test('of all injected profiles none gains a place among the first three of any example scene', () => {
  const tried = atEveryPlace(injections.flatMap(({ zh, en }) => [zh, en]))
  expect(tried.length).toBeGreaterThanOrEqual(100)
  expect(tryAll('injected', tried)).toEqual([])
})

// Words of which no rule knows count like any others; of those who stand a hair below the top, few come to stand there.
test('words that nobody foresaw move hardly anybody', () => {
  const tried = atEveryPlace(unforeseen)
  expect(tryAll('unforeseen', tried).length).toBeLessThanOrEqual(0.01 * tried.length * demands.length)
})

/** Each injection in the profile of one of those below the top, for every scene; whoever came to stand among the first. */
function tryAll(name: string, tried: readonly Injection[]): unknown[] {
  let higher = 0
  const gained = demands.flatMap((asked, scene) => {
    const demand = matcher.demand(asked)
    const ranked = matcher.pairs(demand, analyses).toSorted((a, b) => b.fit.fused - a.fit.fused)
    const least = ranked[topPlaces - 1]!.fit.fused
    const contenders = ranked.slice(topPlaces, topPlaces + nearestToTheTop)
    const chosen = tried.map((_, index) => contenders[(index + scene) % contenders.length]!)
    const variants = tried.map((injection, index) => injectedInto(chosen[index]!.supply.supply, injection))
    return matcher.pairs(demand, variants).flatMap(({ fit }, index) => {
      const before = chosen[index]!
      if (fit.fused > before.fit.fused) higher += 1
      return fit.fused < least ? [] : [{ scene: asked.title, company: before.supply.supply.name, ...tried[index] }]
    })
  })
  const pairs = tried.length * demands.length
  console.log(
    `${name}: ${tried.length} profiles, ${pairs} pairs; among the first three ${gained.length}; higher at all ${higher}`,
  )
  return gained
}

function injectedInto(supply: Supply, injection: Injection): SupplyAnalysis {
  return analyseSupply(matcher.table, injected(supply, injection))
}
