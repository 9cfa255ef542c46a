import type { WordTable } from '../shared/word-table.ts'
import { analyseDemand, analyseSupply, spansOf } from './analysis.ts'
import type { DemandAnalysis, Span, SupplyAnalysis } from './analysis.ts'
import type { Demand } from './demand.ts'
import type { Supply, SupplyCard } from './supply.ts'

/** Profiles kept cut up, the last used longest; at some 20 kB each a bound on memory, not on the market. */
export const keptSuppliesMax = 5_000

type Kept = { key: string; analysis: SupplyAnalysis }

/** The word table with the profiles cut up so far; a profile is cut again when its key changes. */
export class Matcher {
  readonly table: WordTable
  readonly #kept = new Map<string, Kept>()
  /** Sentences are cut only of cards that were shown. */
  readonly #spans = new WeakMap<SupplyCard, Span[]>()

  constructor(table: WordTable) {
    this.table = table
  }

  demand(demand: Demand): DemandAnalysis {
    return analyseDemand(this.table, demand)
  }

  /** The kept profile, where it was cut under this key. */
  kept(id: string, key: string): SupplyAnalysis | undefined {
    const kept = this.#kept.get(id)
    if (kept?.key !== key) return undefined
    this.#keep(id, kept)
    return kept.analysis
  }

  /** `key` must change with every change of the profile's texts or terms. */
  supply(key: string, supply: Supply): SupplyAnalysis {
    const analysis = analyseSupply(this.table, supply)
    this.#keep(supply.id, { key, analysis })
    return analysis
  }

  spans(card: SupplyCard): Span[] {
    const known = this.#spans.get(card)
    if (known !== undefined) return known
    const spans = spansOf(this.table, card)
    this.#spans.set(card, spans)
    return spans
  }

  #keep(id: string, kept: Kept): void {
    this.#kept.delete(id)
    this.#kept.set(id, kept)
    if (this.#kept.size > keptSuppliesMax) this.#kept.delete(this.#kept.keys().next().value!)
  }
}
