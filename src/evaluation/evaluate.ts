import { gatesOf, hasFailed } from '../matching/gates.ts'
import type { Dataset } from './dataset.ts'
import type { Scored } from './measures.ts'
import { openScorers } from './scorers.ts'
import type { Scorer, Signal, Tools } from './scorers.ts'
import { sidesOf } from './sides.ts'
import type { Direction } from './sides.ts'

export type Pool = 'judged' | 'all'

/** Which pairs are scored, and which of them a gate takes out. */
export type PairChoice = { direction: Direction; pool: Pool; gates: 'flag' | 'drop' }

export type EvaluationOptions = PairChoice & { signal: Signal }

export type QueryResult = { query: string; scored: Scored[] }

/** Scores every pair of the pool, through the engine, the embedding and the fit that the product ranks with. */
export async function evaluate(dataset: Dataset, options: EvaluationOptions, tools: Tools): Promise<QueryResult[]> {
  const scorers = await openScorers(dataset, options.direction, [options.signal], tools)
  return rankAll(dataset, options, scorers.get(options.signal)!)
}

/** Every query, or those named, with its pool in order of score. */
export async function rankAll(
  dataset: Dataset,
  { direction, pool, gates }: PairChoice,
  scorer: Scorer,
  queries?: readonly string[],
): Promise<QueryResult[]> {
  const sides = sidesOf(dataset, direction)
  const isKept = gates === 'drop' ? gateKeeper(dataset, direction) : () => true
  const results: QueryResult[] = []
  for (const query of queries ?? sides.queries.keys()) {
    const grades = sides.grades.get(query) ?? new Map<string, number>()
    const candidates = pool === 'all' ? [...sides.documents.keys()] : [...grades.keys()].filter((id) => sides.documents.has(id))
    const scores = await scorer(
      query,
      candidates.filter((id) => isKept(query, id)),
    )
    const scored = [...scores].map(([id, score]) => ({ id, score, grade: grades.get(id) ?? 0 }))
    results.push({ query, scored: scored.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)) })
  }
  return results
}

/** Whether no gate keeps a pair out. The cards of a set have no terms of their own, so it is all one which is the best. */
function gateKeeper({ demands, supplies }: Dataset, direction: Direction): (query: string, document: string) => boolean {
  const asked = new Map(demands.map(({ id, terms }) => [id, terms]))
  const offered = new Map(supplies.map(({ id, terms }) => [id, terms]))
  return (query, document) => {
    const [scene, company] = direction === 'scene' ? [query, document] : [document, query]
    return !hasFailed(gatesOf(asked.get(scene)!, offered.get(company)!, undefined))
  }
}
