import type { SupplyAnalysis } from './analysis.ts'
import type { Fit } from './fit.ts'
import type { SupplyCard } from './supply.ts'

/** The card that covers most of the requirements; it speaks for the company at the gates. */
export function bestCard(supply: SupplyAnalysis, fit: Fit): SupplyCard | undefined {
  const sums = supply.cards.map((_, card) => fit.covered.reduce((sum, cards) => sum + cards[card]!, 0))
  return supply.cards[sums.indexOf(Math.max(...sums))]?.card
}
