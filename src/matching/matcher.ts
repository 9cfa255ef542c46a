import { LastUsed } from '../shared/last-used.ts'
import type { WordTable } from '../shared/word-table.ts'
import { analyseDemand, analyseSupply, bagsOf, spansOf } from './analysis.ts'
import type { DemandAnalysis, Span, SupplyAnalysis } from './analysis.ts'
import type { Demand } from './demand.ts'
import { KeptPairs } from './kept-pairs.ts'
import { Meeting } from './meeting.ts'
import { pairOf, viewOfPair } from './pair.ts'
import type { Pair, PairView } from './pair.ts'
import type { Supply, SupplyCard } from './supply.ts'
import { weights } from './weights.ts'
import type { RankingWeights } from './weights.ts'

/** Bounds on memory, not on the market: a profile or a demand cut up takes some 40 kB, the pairs of a ranking some 100 kB. */
export type Kept = { supplies: number; demands: number; rankings: number }

const keptByDefault: Kept = { supplies: 5_000, demands: 64, rankings: 200 }

/** What is cut up once, whatever it is weighed by. */
type Cut = {
  demands: LastUsed<DemandAnalysis>
  supplies: LastUsed<{ key: string; analysis: SupplyAnalysis }>
  /** Sentences are cut only of cards that were shown. */
  spans: WeakMap<SupplyCard, Span[]>
}

/** Districts that learned weights of their own, and the versions that were in force lately. */
const versionsMax = 8

/** The word table with what was made over it so far: demands and profiles cut up, and what was kept of their pairs. */
export class Matcher {
  readonly table: WordTable
  readonly scored: KeptPairs
  /** Those in force; the shipped ones unless others were asked for. */
  readonly weights: RankingWeights
  readonly #kept: Kept
  readonly #cut: Cut
  readonly #others = new LastUsed<Matcher>(versionsMax)

  constructor(table: WordTable, kept = keptByDefault, inForce: RankingWeights = weights, cut = nothingCut(kept)) {
    this.table = table
    this.weights = inForce
    this.scored = new KeptPairs(kept.rankings)
    this.#kept = kept
    this.#cut = cut
  }

  /** The matcher that weighs by these; what was cut up serves both, what was scored does not. */
  by(inForce: RankingWeights): Matcher {
    if (inForce.version === this.weights.version) return this
    const { version } = inForce
    return this.#others.get(version) ?? this.#others.set(version, new Matcher(this.table, this.#kept, inForce, this.#cut))
  }

  demand(demand: Demand): DemandAnalysis {
    const key = JSON.stringify(demand)
    return this.#cut.demands.get(key) ?? this.#cut.demands.set(key, analyseDemand(this.table, demand))
  }

  /** The kept profile, where it was cut under this key. */
  kept(id: string, key: string): SupplyAnalysis | undefined {
    const kept = this.#cut.supplies.get(id)
    return kept?.key === key ? kept.analysis : undefined
  }

  /** `key` must change with every change of the profile's texts or terms. */
  supply(key: string, supply: Supply): SupplyAnalysis {
    return this.#cut.supplies.set(supply.id, { key, analysis: analyseSupply(this.table, supply) }).analysis
  }

  /** The demand with each of the supplies, in their order. */
  pairs(demand: DemandAnalysis, supplies: readonly SupplyAnalysis[]): Pair[] {
    const meeting = new Meeting(this.table, demand.whole.bag, supplies.flatMap(bagsOf))
    return supplies.map((supply) => pairOf(meeting, demand, supply, this.weights))
  }

  /** Score, coverage, reasons and gaps of a pair. */
  view(pair: Pair): PairView {
    return viewOfPair(this, new Meeting(this.table, pair.demand.whole.bag, bagsOf(pair.supply)), pair)
  }

  spans(card: SupplyCard): Span[] {
    const known = this.#cut.spans.get(card)
    if (known !== undefined) return known
    const spans = spansOf(this.table, card)
    this.#cut.spans.set(card, spans)
    return spans
  }
}

function nothingCut({ demands, supplies }: Kept): Cut {
  return { demands: new LastUsed(demands), supplies: new LastUsed(supplies), spans: new WeakMap() }
}
