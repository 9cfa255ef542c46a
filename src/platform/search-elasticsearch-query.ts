import type { Filter } from '../ports.ts'
import { termCounts } from './search-terms.ts'

/** Query clauses of Elasticsearch, as JSON. */
export type Clause = Record<string, unknown>

export const nothing: Clause = { match_none: {} }

/** What passes the filters and is no tombstone. */
export function passing(filters: readonly Filter[]): Clause {
  return { bool: { filter: filters.map(filterClause), must_not: [{ term: { gone: true } }] } }
}

export function filterClause(filter: Filter): Clause {
  if ('or' in filter) return anyOf(filter.or.map(filterClause))
  if ('not' in filter) return { bool: { must_not: [filterClause(filter.not)] } }
  if ('anyOf' in filter) return { terms: { [filter.field]: filter.anyOf } }
  return { range: { [filter.field]: { gte: filter.min, lte: filter.max } } }
}

/** BM25 over the tokens; one asked for twice counts twice. */
export function wordsClause(tokens: string, boost = 1): Clause {
  return anyOf([...termCounts(tokens)].map(([value, count]) => ({ term: { tokens: { value, boost: boost * count } } })))
}

/** Nearest first. The score is (1 + cosine) / 2, as Elasticsearch keeps scores above nought. */
export function nearestClause(values: Float32Array, filter: Clause, size: number, boost = 1): Clause {
  return { knn: { field: 'vector', query_vector: Array.from(values), k: size, num_candidates: size, filter, boost } }
}

export function cosineOf(score: number): number {
  return 2 * score - 1
}

function anyOf(clauses: Clause[]): Clause {
  return clauses.length === 0 ? nothing : { bool: { should: clauses, minimum_should_match: 1 } }
}
