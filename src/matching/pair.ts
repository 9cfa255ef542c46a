import type { DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import { coverageOf, reasonsOf } from './evidence.ts'
import type { Coverage, Reason } from './evidence.ts'
import { calibrated, fitOf } from './fit.ts'
import type { Fit } from './fit.ts'
import { gatesOf, hasFailed } from './gates.ts'
import type { Gate } from './gates.ts'
import type { Matcher } from './matcher.ts'
import type { Meeting } from './meeting.ts'
import { reciprocalOf } from './reciprocal.ts'
import type { Reciprocal } from './reciprocal.ts'
import { bestCard } from './standing.ts'
import type { Standing } from './standing.ts'
import { unmetEssentialCap } from './weights.ts'
import type { Part, RankingWeights } from './weights.ts'

/** A pair as the rules see it. */
export type Pair = { demand: DemandAnalysis; supply: SupplyAnalysis; fit: Fit; gates: Gate[] }

/** A pair as both sides are told of it. */
export type PairView = {
  score: number
  parts: Record<Part, number>
  standing: Standing
  reciprocal: Reciprocal
  gates: Gate[]
  coverage: Coverage[]
  reasons: Reason[]
  missing: { zh: string; en: string }[]
}

export function pairOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis, by?: RankingWeights): Pair {
  const fit = fitOf(meeting, demand, supply, by)
  return { demand, supply, fit, gates: gatesOf(demand.demand.terms, supply.supply.terms, bestCard(supply, fit.covered)) }
}

export function isOut(pair: Pair): boolean {
  return hasFailed(pair.gates)
}

/** Score, coverage, reasons and gaps; the same for a pair whichever side asks. */
export function viewOfPair(matcher: Matcher, meeting: Meeting, { demand, supply, fit, gates }: Pair): PairView {
  const found = coverageOf(matcher, meeting, demand, supply, fit)
  const coverage = found.map((row) => row.coverage)
  const full = calibrated(fit, matcher.weights)
  const offer = { terms: supply.supply.terms, card: bestCard(supply, fit.covered) }
  return {
    score: shownScore(full, coverage),
    parts: fit.parts,
    standing: fit.standing,
    reciprocal: reciprocalOf(full, demand.demand.terms, offer),
    gates,
    coverage,
    reasons: reasonsOf(found),
    missing: missingOf(coverage, gates),
  }
}

/** The score people see, to one decimal; an essential requirement that is not met caps it. */
export function shownScore(full: number, coverage: readonly Coverage[]): number {
  const isShort = coverage.some(({ must, outcome }) => must && outcome === 'not')
  return Math.round(Math.min(full, isShort ? unmetEssentialCap : 100) * 10) / 10
}

/** What stands between this pair and a better one: essentials nobody wrote about, and what the gates could not see. */
function missingOf(coverage: readonly Coverage[], gates: readonly Gate[]): { zh: string; en: string }[] {
  const uncovered = coverage.filter(({ must, outcome }) => must && (outcome === 'not' || outcome === 'unknown'))
  const unclear = gates.filter(({ outcome }) => outcome !== 'met')
  return [
    ...uncovered.map(({ requirement }) => ({ zh: `能力卡未说明：${requirement}`, en: `No card speaks of: ${requirement}` })),
    ...unclear.map(({ why }) => why),
  ]
}
