import { LastUsed } from '../shared/last-used.ts'
import type { Signature } from './clones.ts'
import type { GateId } from './gates.ts'
import type { PairView } from './pair.ts'
import type { Offer, Reciprocal } from './reciprocal.ts'

/** What a ranking needs of a pair: little beside the profile cut up, so that the pairs of many rankings are kept. */
export type ScoredPair = {
  name: string
  nameEn: string | null
  /** The order of every ranking. */
  fused: number
  /** 0 to 100, before an unmet essential requirement caps it. */
  calibrated: number
  /** What the best card covers of each requirement, 0 to 1. */
  covered: number[]
  /** A gate keeps the pair out. */
  isOut: boolean
  /** Which gates do. */
  failed: GateId[]
  /** What the gates compared, on the company's side. */
  offer: Offer
  /** What each side has reason to see in it. */
  reciprocal: Reciprocal
  /** By which near-identical profiles are known. */
  signature: Signature
  /** What people are told of it, once somebody was. */
  view?: PairView
}

/** Pairs by demand and profile: a pair is its two texts' own, whoever else is ranked, so it is scored once. */
export class KeptPairs {
  readonly #rankings: LastUsed<Map<string, { key: string; pair: ScoredPair }>>

  constructor(rankings: number) {
    this.#rankings = new LastUsed(rankings)
  }

  /** The pair, where the profile still stands under this key. */
  get(demand: string, supplyId: string, key: string): ScoredPair | undefined {
    const kept = this.#rankings.get(demand)?.get(supplyId)
    return kept?.key === key ? kept.pair : undefined
  }

  set(demand: string, supplyId: string, key: string, pair: ScoredPair): ScoredPair {
    const ranking = this.#rankings.get(demand) ?? this.#rankings.set(demand, new Map())
    ranking.delete(supplyId)
    ranking.set(supplyId, { key, pair })
    if (ranking.size > pairsMax) ranking.delete(ranking.keys().next().value!)
    return pair
  }
}

/** Some more than one ranking's candidates, which change a little with every change of the market. */
const pairsMax = 400
