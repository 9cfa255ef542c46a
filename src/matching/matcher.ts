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

/** Bounds on memory, not on the market: a profile or a demand cut up takes some 40 kB, the pairs of a ranking some 100 kB. */
export type Kept = { supplies: number; demands: number; rankings: number }

const keptByDefault: Kept = { supplies: 5_000, demands: 64, rankings: 200 }

/** The word table with what was made over it so far: demands and profiles cut up, and what was kept of their pairs. */
export class Matcher {
  readonly table: WordTable
  readonly scored: KeptPairs
  readonly #demands: LastUsed<DemandAnalysis>
  readonly #supplies: LastUsed<{ key: string; analysis: SupplyAnalysis }>
  /** Sentences are cut only of cards that were shown. */
  readonly #spans = new WeakMap<SupplyCard, Span[]>()

  constructor(table: WordTable, kept = keptByDefault) {
    this.table = table
    this.scored = new KeptPairs(kept.rankings)
    this.#demands = new LastUsed(kept.demands)
    this.#supplies = new LastUsed(kept.supplies)
  }

  demand(demand: Demand): DemandAnalysis {
    const key = JSON.stringify(demand)
    return this.#demands.get(key) ?? this.#demands.set(key, analyseDemand(this.table, demand))
  }

  /** The kept profile, where it was cut under this key. */
  kept(id: string, key: string): SupplyAnalysis | undefined {
    const kept = this.#supplies.get(id)
    return kept?.key === key ? kept.analysis : undefined
  }

  /** `key` must change with every change of the profile's texts or terms. */
  supply(key: string, supply: Supply): SupplyAnalysis {
    return this.#supplies.set(supply.id, { key, analysis: analyseSupply(this.table, supply) }).analysis
  }

  /** The demand with each of the supplies, in their order. */
  pairs(demand: DemandAnalysis, supplies: readonly SupplyAnalysis[]): Pair[] {
    const meeting = new Meeting(this.table, demand.whole.bag, supplies.flatMap(bagsOf))
    return supplies.map((supply) => pairOf(meeting, demand, supply))
  }

  /** Score, coverage, reasons and gaps of a pair. */
  view(pair: Pair): PairView {
    return viewOfPair(this, new Meeting(this.table, pair.demand.whole.bag, bagsOf(pair.supply)), pair)
  }

  spans(card: SupplyCard): Span[] {
    const known = this.#spans.get(card)
    if (known !== undefined) return known
    const spans = spansOf(this.table, card)
    this.#spans.set(card, spans)
    return spans
  }
}
