import { analyseDemand, analyseSupply, bagsOf } from '../matching/analysis.ts'
import type { DemandAnalysis, SupplyAnalysis } from '../matching/analysis.ts'
import { fitOf } from '../matching/fit.ts'
import type { Fit } from '../matching/fit.ts'
import { Meanings } from '../matching/meaning.ts'
import { Meeting } from '../matching/meeting.ts'
import type { EmbedPort } from '../ports.ts'
import type { WordTable } from '../shared/word-table.ts'
import type { Dataset } from './dataset.ts'
import type { Scores } from './fusion.ts'
import type { Direction } from './sides.ts'

/** What the product ranks with: the bundled table, and the model of an endpoint where one is configured. */
export type FullTools = { table: WordTable; encoder: EmbedPort | undefined }

export type FullScorer = (query: string, pool: readonly string[]) => Promise<Scores>

/** The product's own fit; every pair of the pool is scored. */
export async function fullScorer(dataset: Dataset, direction: Direction, tools: FullTools): Promise<FullScorer> {
  const cut = analysed(dataset, tools.table)
  const fits = fitReader(tools.encoder === undefined ? cut : await meant(cut, tools.encoder), direction, tools.table)
  return async (query, pool) => new Map(fits(query, pool).map(([id, { fused }]) => [id, fused]))
}

/** The fits of a query's pool, each text cut up once. */
export function fitReader(
  analyses: Analyses,
  direction: Direction,
  table: WordTable,
): (query: string, pool: readonly string[]) => [string, Fit][] {
  const demands = byId(analyses.demands, ({ demand }) => demand.id)
  const supplies = byId(analyses.supplies, ({ supply }) => supply.id)
  const byScene = (demand: DemandAnalysis, pool: readonly string[]): [string, Fit][] => {
    const own = pool.map((id) => [id, supplies(id)] as const)
    const bags = own.flatMap(([, supply]) => bagsOf(supply))
    const meeting = new Meeting(table, demand.whole.bag, bags)
    return own.map(([id, supply]) => [id, fitOf(meeting, demand, supply)])
  }
  const byCompany = (supply: SupplyAnalysis, pool: readonly string[]): [string, Fit][] =>
    pool.map((id) => [id, fitOf(new Meeting(table, demands(id).whole.bag, bagsOf(supply)), demands(id), supply)])
  return (query, pool) => (direction === 'scene' ? byScene(demands(query), pool) : byCompany(supplies(query), pool))
}

export type Analyses = { demands: DemandAnalysis[]; supplies: SupplyAnalysis[] }

export function analysed({ demands, supplies }: Dataset, table: WordTable): Analyses {
  return {
    demands: demands.map((demand) => analyseDemand(table, demand)),
    supplies: supplies.map((supply) => analyseSupply(table, supply)),
  }
}

export async function meant({ demands, supplies }: Analyses, encoder: EmbedPort): Promise<Analyses> {
  const meanings = new Meanings(encoder)
  return {
    demands: await Promise.all(demands.map((demand) => meanings.demand(demand))),
    supplies: await meanings.supplies(supplies),
  }
}

function byId<T>(items: readonly T[], idOf: (item: T) => string): (id: string) => T {
  const known = new Map(items.map((item) => [idOf(item), item]))
  return (id) => known.get(id)!
}
