import { analyseDemand, analyseSupply, bagsOf } from '../matching/analysis.ts'
import type { DemandAnalysis, SupplyAnalysis } from '../matching/analysis.ts'
import { demandText } from '../matching/demand.ts'
import { fitOf } from '../matching/fit.ts'
import { gatesOf, hasFailed } from '../matching/gates.ts'
import { Meeting } from '../matching/meeting.ts'
import { supplyText } from '../matching/supply.ts'
import type { Collection, EmbedPort, SearchPort } from '../ports.ts'
import { tokensOf } from '../shared/text.ts'
import type { WordTable } from '../shared/word-table.ts'
import type { Dataset } from './dataset.ts'
import type { Scored } from './measures.ts'

export const signals = ['lexical', 'dense', 'rrf', 'convex', 'full'] as const
export type Signal = (typeof signals)[number]

export type EvaluationOptions = {
  direction: 'scene' | 'company'
  pool: 'judged' | 'all'
  signal: Signal
  gates: 'flag' | 'drop'
}

export type QueryResult = { query: string; scored: Scored[] }

/** Reciprocal rank fusion's usual constant (Cormack, Clarke, Büttcher 2009). */
const rrfConstant = 60

/** The lexical share of the convex baseline. */
const convexLexicalShare = 0.7

/** Scores every pair of the pool, through the engine, the embedding and the fit that the product ranks with. */
export async function evaluate(
  dataset: Dataset,
  options: EvaluationOptions,
  { search, embed, table }: { search: SearchPort; embed: EmbedPort; table: WordTable },
): Promise<QueryResult[]> {
  const sides = sidesOf(dataset, options.direction)
  const scores = await scorer(dataset, sides, options, { search, embed, table })
  const isKept = options.gates === 'drop' ? gateKeeper(dataset, options.direction) : () => true
  const results: QueryResult[] = []
  for (const query of sides.queries.keys()) {
    const grades = sides.grades.get(query) ?? new Map<string, number>()
    const pool = options.pool === 'all' ? [...sides.documents.keys()] : [...grades.keys()].filter((id) => sides.documents.has(id))
    const byDocument = await scores(
      query,
      pool.filter((id) => isKept(query, id)),
    )
    const scored = [...byDocument].map(([id, score]) => ({ id, score, grade: grades.get(id) ?? 0 }))
    results.push({ query, scored: scored.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)) })
  }
  return results
}

type Sides = {
  queries: Map<string, string>
  documents: Map<string, string>
  grades: Map<string, Map<string, number>>
  collection: Collection
}

function sidesOf(dataset: Dataset, direction: 'scene' | 'company'): Sides {
  const scenes = new Map(dataset.demands.map((demand) => [demand.id, demandText(demand)]))
  const companies = new Map(dataset.supplies.map((supply) => [supply.id, supplyText(supply)]))
  return direction === 'scene'
    ? { queries: scenes, documents: companies, grades: dataset.grades, collection: 'company' }
    : { queries: companies, documents: scenes, grades: transposed(dataset.grades), collection: 'scene' }
}

/** The grades as the direction asks: company by scene, or scene by company. */
export function gradesByQuery(dataset: Dataset, direction: 'scene' | 'company'): Map<string, Map<string, number>> {
  return direction === 'scene' ? dataset.grades : transposed(dataset.grades)
}

function transposed(grades: Map<string, Map<string, number>>): Map<string, Map<string, number>> {
  const turned = new Map<string, Map<string, number>>()
  for (const [scene, row] of grades) {
    for (const [company, grade] of row) {
      if (!turned.has(company)) turned.set(company, new Map())
      turned.get(company)!.set(scene, grade)
    }
  }
  return turned
}

/** Whether no gate keeps a pair out. The cards of a set have no terms of their own, so it is all one which is the best. */
function gateKeeper(
  { demands, supplies }: Dataset,
  direction: 'scene' | 'company',
): (query: string, document: string) => boolean {
  const asked = new Map(demands.map(({ id, terms }) => [id, terms]))
  const offered = new Map(supplies.map(({ id, terms }) => [id, terms]))
  return (query, document) => {
    const [scene, company] = direction === 'scene' ? [query, document] : [document, query]
    return !hasFailed(gatesOf(asked.get(scene)!, offered.get(company)!, undefined))
  }
}

type Scorer = (query: string, pool: readonly string[]) => Promise<Map<string, number>>

async function scorer(
  dataset: Dataset,
  sides: Sides,
  options: EvaluationOptions,
  tools: { search: SearchPort; embed: EmbedPort; table: WordTable },
): Promise<Scorer> {
  if (options.signal === 'full') return fullScorer(dataset, options.direction, tools.table)
  const needsVectors = options.signal !== 'lexical'
  await indexDocuments(sides, needsVectors, tools)
  const lexical: Scorer = async (query, pool) => {
    const tokens = tokensOf(sides.queries.get(query)!).join(' ')
    return within(
      await tools.search.recall({ collection: sides.collection, by: 'tokens', tokens, filters: [], size: sides.documents.size }),
      pool,
    )
  }
  const dense: Scorer = async (query, pool) => {
    const [vector] = await tools.embed.embed([sides.queries.get(query)!], 'query')
    return within(
      await tools.search.recall({
        collection: sides.collection,
        by: 'vector',
        vector: vector!,
        filters: [],
        size: sides.documents.size,
      }),
      pool,
    )
  }
  if (options.signal === 'lexical') return lexical
  if (options.signal === 'dense') return dense
  const fuse = options.signal === 'rrf' ? reciprocalRankFusion : minMaxFusion
  return async (query, pool) => fuse(await lexical(query, pool), await dense(query, pool))
}

async function indexDocuments(
  sides: Sides,
  withVectors: boolean,
  { search, embed }: { search: SearchPort; embed: EmbedPort },
): Promise<void> {
  const entries = [...sides.documents]
  const vectors = withVectors
    ? await embed.embed(
        entries.map(([, text]) => text),
        'document',
      )
    : []
  const documents = entries.map(([id, text], index) => ({
    collection: sides.collection,
    id,
    version: 1,
    group: id,
    tokens: tokensOf(text).join(' '),
    keywords: {},
    numbers: {},
    ...(withVectors ? { vector: vectors[index]! } : {}),
  }))
  await search.put(documents)
}

/** The product's own fit; every pair of the pool is scored. */
function fullScorer(dataset: Dataset, direction: 'scene' | 'company', table: WordTable): Scorer {
  const demands = lazily(dataset.demands, (demand) => analyseDemand(table, demand))
  const supplies = lazily(dataset.supplies, (supply) => analyseSupply(table, supply))
  const byScene = (demand: DemandAnalysis, pool: readonly string[]) => {
    const own = pool.map((id) => [id, supplies(id)] as const)
    const meeting = new Meeting(
      table,
      demand.whole.bag,
      own.flatMap(([, supply]) => bagsOf(supply)),
    )
    return own.map(([id, supply]) => [id, fitOf(meeting, demand, supply).fused] as const)
  }
  const byCompany = (supply: SupplyAnalysis, pool: readonly string[]) =>
    pool.map((id) => [id, fitOf(new Meeting(table, demands(id).whole.bag, bagsOf(supply)), demands(id), supply).fused] as const)
  return async (query, pool) => new Map(direction === 'scene' ? byScene(demands(query), pool) : byCompany(supplies(query), pool))
}

function lazily<T extends { id: string }, A>(items: readonly T[], analyse: (item: T) => A): (id: string) => A {
  const byId = new Map(items.map((item) => [item.id, item]))
  const done = new Map<string, A>()
  return (id) => {
    if (!done.has(id)) done.set(id, analyse(byId.get(id)!))
    return done.get(id)!
  }
}

function within(hits: readonly { id: string; score: number }[], pool: readonly string[]): Map<string, number> {
  const found = new Map(hits.map((hit) => [hit.id, hit.score]))
  return new Map(pool.map((id) => [id, found.get(id) ?? 0]))
}

function reciprocalRankFusion(...lists: Map<string, number>[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const list of lists) {
    const order = [...list].toSorted((a, b) => b[1] - a[1])
    order.forEach(([id], place) => sums.set(id, (sums.get(id) ?? 0) + 1 / (rrfConstant + place + 1)))
  }
  return sums
}

/** Min-max per query: a baseline only, for its scores mean nothing from one query to the next. */
function minMaxFusion(lexical: Map<string, number>, dense: Map<string, number>): Map<string, number> {
  const [left, right] = [scaled(lexical), scaled(dense)]
  return new Map([...left].map(([id, score]) => [id, convexLexicalShare * score + (1 - convexLexicalShare) * right.get(id)!]))
}

function scaled(scores: Map<string, number>): Map<string, number> {
  const values = [...scores.values()]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return new Map([...scores].map(([id, score]) => [id, most === least ? 0 : (score - least) / (most - least)]))
}
