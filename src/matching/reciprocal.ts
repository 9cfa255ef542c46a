import type { DemandTerms } from './demand.ts'
import type { CardTerms } from './gates.ts'
import type { SupplyTerms } from './supply.ts'
import { companySideFactors } from './weights.ts'

/**
 * A pair as each side has reason to see it, 0 to 100, and the harmonic mean of both, which is high only where both are.
 * The scene's side is the calibrated fit; the company's is that fit times what the scene holds for it.
 */
export type Reciprocal = { sceneSide: number; companySide: number; both: number }

export type Offer = { terms: SupplyTerms; card: CardTerms | undefined }

export function reciprocalOf(calibrated: number, demand: DemandTerms, offer: Offer): Reciprocal {
  const companySide = calibrated * successFactor(demand) * roomFactor(offer) * moneyFactor(demand, offer)
  const both = calibrated + companySide === 0 ? 0 : (2 * calibrated * companySide) / (calibrated + companySide)
  return { sceneSide: rounded(calibrated), companySide: rounded(companySide), both: rounded(both) }
}

/** The chance of being among those chosen, were each ranked company as likely as the odds of its score; own among all. */
export function winningChance(own: number, all: readonly number[], awards: number): number {
  const sum = all.reduce((odds, score) => odds + oddsOf(score), 0)
  const share = sum === 0 ? 0 : oddsOf(own) / sum
  return Math.round(100 * (1 - (1 - share) ** awards)) / 100
}

function successFactor({ isAfterSuccessKnown }: DemandTerms): number {
  return isAfterSuccessKnown === true ? 1 : companySideFactors.afterSuccessUnknown
}

/** The more of its pilots are still free, the more a company can take on. */
function roomFactor({ terms: { runningPilots = 0, maxConcurrentPilots } }: Offer): number {
  if (maxConcurrentPilots === undefined) return companySideFactors.unknown
  return between(companySideFactors.roomLeast, maxConcurrentPilots === 0 ? 0 : 1 - runningPilots / maxConcurrentPilots)
}

/** The more the budget leaves above the least a company works for, the better for it. */
function moneyFactor({ budgetMaxFen }: DemandTerms, { terms, card }: Offer): number {
  const least = card?.minPriceFen ?? terms.minBudgetFen
  if (budgetMaxFen === undefined || least === undefined) return companySideFactors.unknown
  return between(companySideFactors.moneyLeast, budgetMaxFen === 0 ? 0 : 1 - least / budgetMaxFen)
}

/** From the least factor to 1. */
function between(least: number, share: number): number {
  return least + (1 - least) * Math.min(1, Math.max(0, share))
}

function oddsOf(score: number): number {
  return score / Math.max(100 - score, 0.01)
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
