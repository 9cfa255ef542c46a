import { expect, test } from 'vitest'
import { recalibrated } from '../../src/learning/calibrate.ts'
import { listOf, partNames, scoreOf } from '../../src/learning/question.ts'
import { shownOf } from '../../src/learning/read-pairs.ts'
import { calibrated } from '../../src/matching/fit.ts'
import { weights } from '../../src/matching/weights.ts'
import type { Part, RankingWeights } from '../../src/matching/weights.ts'
import { exampleMarket } from '../matching/example-market.ts'
import { testMatcher } from '../support/engines.ts'

const matcher = await testMatcher()
const { demands, supplies } = exampleMarket()
const demand = matcher.demand(demands[0]!)
const offered = supplies.slice(0, 30).map((supply) => matcher.supply('example', supply))
const shipped = matcher.pairs(demand, offered)
const parts = Object.fromEntries(partNames.map((part, index) => [part, 0.3 + 0.2 * index])) as Record<Part, number>
const pairs = shipped.map(({ fit }) => shownOf(fit))
const learned: RankingWeights = { version: 'learned', parts, ...recalibrated(pairs, listOf(parts)) }

test('what learning scores by is what the ranking ranks by', () => {
  const ranked = matcher.by(learned).pairs(demand, offered)
  ranked.forEach(({ fit }, index) => expect(fit.fused).toBeCloseTo(scoreOf(pairs[index]!, listOf(parts)), 12))
  expect(ranked.map(({ fit }) => fit.parts)).toEqual(shipped.map(({ fit }) => fit.parts))
})

test('other weights leave the shipped ones as they are, and are kept under their version', () => {
  expect(matcher.by(learned)).toBe(matcher.by({ ...learned }))
  expect(matcher.by({ ...learned, version: weights.version })).toBe(matcher)
  expect(matcher.pairs(demand, offered).map(({ fit }) => fit.fused)).toEqual(shipped.map(({ fit }) => fit.fused))
})

test('people are shown scores as high on the whole as before', () => {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const before = mean(shipped.map(({ fit }) => calibrated(fit)))
  const after = mean(
    matcher
      .by(learned)
      .pairs(demand, offered)
      .map(({ fit }) => calibrated(fit, learned)),
  )
  expect(Math.abs(after - before)).toBeLessThan(3)
})
