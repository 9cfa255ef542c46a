import type { WordTable } from '../shared/word-table.ts'
import { analyseDemand, analyseSupply } from './analysis.ts'
import type { DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import type { Demand } from './demand.ts'
import type { Supply } from './supply.ts'

/** Profiles kept cut up; at some 10 kB each a bound on memory, not on the market. */
export const keptSuppliesMax = 12_000

/** The word table with the profiles cut up so far; a profile is cut again when its key changes. */
export class Matcher {
  readonly table: WordTable
  readonly #kept = new Map<string, { key: string; analysis: SupplyAnalysis }>()

  constructor(table: WordTable) {
    this.table = table
  }

  demand(demand: Demand): DemandAnalysis {
    return analyseDemand(this.table, demand)
  }

  /** `key` must change with every change of the profile's texts. The terms are taken as given, kept or not. */
  supply(key: string, supply: Supply): SupplyAnalysis {
    const kept = this.#kept.get(supply.id)
    this.#kept.delete(supply.id)
    const analysis = kept?.key === key ? kept.analysis : analyseSupply(this.table, supply)
    this.#kept.set(supply.id, { key, analysis })
    if (this.#kept.size > keptSuppliesMax) this.#kept.delete(this.#kept.keys().next().value!)
    return { ...analysis, supply }
  }
}
