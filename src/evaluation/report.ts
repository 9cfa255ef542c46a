import type { Pool, QueryResult } from './evaluate.ts'
import { mean, ndcg, pairAccuracy, recall, reciprocalRank } from './measures.ts'

/** Under `judged`, queries with fewer judged documents stay out of the averages. */
export const judgedMin = 10

export const measureNames = ['ndcg@10', 'pair_accuracy', 'mrr', 'recall@20'] as const
export type MeasureName = (typeof measureNames)[number]

/** What one query came to; null where it has no such measure. */
export type QueryMeasures = { query: string } & Record<MeasureName, number | null>

/**
 * The averages over the queries that count: under `judged` those with ten judged documents and a grade of 2 or
 * better, under `all` those with any positive grade. Null where no query has the measure.
 */
export function report(
  results: readonly QueryResult[],
  grades: Map<string, Map<string, number>>,
  pool: Pool,
): Record<string, number | null> {
  return averages(measureQueries(results, grades, pool))
}

export function averages(queries: readonly QueryMeasures[]): { n: number } & Record<MeasureName, number | null> {
  const average = (name: MeasureName) => mean(queries.map((query) => query[name]))
  return {
    n: queries.length,
    'ndcg@10': average('ndcg@10'),
    pair_accuracy: average('pair_accuracy'),
    mrr: average('mrr'),
    'recall@20': average('recall@20'),
  }
}

/** The measures of each query that counts. */
export function measureQueries(
  results: readonly QueryResult[],
  grades: Map<string, Map<string, number>>,
  pool: Pool,
): QueryMeasures[] {
  return results.flatMap(({ query, scored }) => {
    const ideal = [...(grades.get(query)?.values() ?? [])]
    if (!isCounted(ideal, pool)) return []
    return {
      query,
      'ndcg@10': ndcg(scored, 10, ideal),
      pair_accuracy: pairAccuracy(scored),
      mrr: reciprocalRank(scored),
      'recall@20': recall(scored, 20, ideal.filter((grade) => grade >= 2).length),
    }
  })
}

/** Whether a query with these grades stands in the averages. */
export function isCounted(grades: readonly number[], pool: Pool): boolean {
  if (pool === 'all') return grades.some((grade) => grade > 0)
  return grades.length >= judgedMin && grades.some((grade) => grade >= 2)
}

/** The run as `query Q0 document rank score tag` lines, every scored pair, in full precision. */
export function runLines(results: readonly QueryResult[], tag: string): string {
  return results
    .flatMap(({ query, scored }) => scored.map(({ id, score }, index) => `${query} Q0 ${id} ${index + 1} ${score} ${tag}\n`))
    .join('')
}
