import { stages } from '../shared/taxonomy.ts'
import type { DemandAnalysis, Proof, SupplyAnalysis } from './analysis.ts'
import type { Place } from './demand.ts'
import type { Meeting } from './meeting.ts'
import { isSamePlace } from './place.ts'
import type { SupplyCard } from './supply.ts'
import { likeSettingShare, proofWeights, weights } from './weights.ts'

/** What counts beside the texts' meeting, each from 0 to 1; what neither side says anything of is 0 for everybody. */
export type Standing = Record<keyof typeof weights.standing, number>

export function standingOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis, covered: number[][]): Standing {
  const { terms } = demand.demand
  return {
    evidence: Math.max(0, ...supply.cards.flatMap(({ proofs }) => proofs.map((proof) => proofOf(meeting, proof)))),
    readiness: readinessOf(terms.minStage, bestCard(supply, covered)?.stage),
    proximity: proximityOf(terms.place, supply.supply.terms.place),
  }
}

export function standingAdded(standing: Standing): number {
  let added = 0
  for (const [part, weight] of Object.entries(weights.standing) as [keyof Standing, number][]) added += weight * standing[part]
  return added
}

/** The card that covers most of the requirements; it speaks for the company at the gates. */
export function bestCard(supply: SupplyAnalysis, covered: readonly (readonly number[])[]): SupplyCard | undefined {
  const sums = supply.cards.map((_, card) => covered.reduce((sum, cards) => sum + cards[card]!, 0))
  return supply.cards[sums.indexOf(Math.max(...sums))]?.card
}

/** How far somebody vouches for it, whether it gives a figure, and how much of the scene its setting has. */
function proofOf(meeting: Meeting, { bag, level, isMeasured }: Proof): number {
  const { demand } = meeting
  if (demand.total === 0) return 0
  const likeness = Math.min(1, meeting.backward(bag) / demand.total / likeSettingShare)
  return proofWeights[level] * (isMeasured ? 1 : proofWeights.unmeasured) * likeness
}

/** Half for the stage asked for, the whole for a product on the market; below, the gate decides. */
function readinessOf(asked: string | undefined, has: string | undefined): number {
  const [least, own] = [asked, has].map((id) => stages.findIndex((stage) => stage.id === id))
  if (least! < 0 || own! < least!) return 0
  const beyond = stages.length - 1 - least!
  return beyond === 0 ? 1 : 0.5 + (0.5 * (own! - least!)) / beyond
}

function proximityOf(here: Place | undefined, there: Place | undefined): number {
  const isSame = (key: keyof Place) =>
    here?.[key] !== undefined && there?.[key] !== undefined && isSamePlace(here[key], there[key])
  if (isSame('city')) return isSame('district') ? 1 : 0.5
  return 0
}
