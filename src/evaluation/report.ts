import type { QueryResult } from './evaluate.ts'
import { mean, ndcg, pairAccuracy, recall, reciprocalRank } from './measures.ts'

/** Under `judged`, queries with fewer judged documents stay out of the averages. */
export const judgedMin = 10

/**
 * The averages over the queries that count: under `judged` those with ten judged documents and a grade of 2 or
 * better, under `all` those with any positive grade. Null where no query has the measure.
 */
export function report(
  results: readonly QueryResult[],
  grades: Map<string, Map<string, number>>,
  pool: 'judged' | 'all',
): Record<string, number | null> {
  const counted = results.filter(({ query }) => counts([...(grades.get(query)?.values() ?? [])], pool))
  const gradesOf = (query: string) => [...grades.get(query)!.values()]
  return {
    n: counted.length,
    'ndcg@10': mean(counted.map(({ query, scored }) => ndcg(scored, 10, gradesOf(query)))),
    pair_accuracy: mean(counted.map(({ scored }) => pairAccuracy(scored))),
    mrr: mean(counted.map(({ scored }) => reciprocalRank(scored))),
    'recall@20': mean(
      counted.map(({ query, scored }) => recall(scored, 20, gradesOf(query).filter((grade) => grade >= 2).length)),
    ),
  }
}

/** The run as `query Q0 document rank score tag` lines, every scored pair, in full precision. */
export function runLines(results: readonly QueryResult[], tag: string): string {
  return results
    .flatMap(({ query, scored }) => scored.map(({ id, score }, index) => `${query} Q0 ${id} ${index + 1} ${score} ${tag}\n`))
    .join('')
}

function counts(grades: readonly number[], pool: 'judged' | 'all'): boolean {
  if (pool === 'all') return grades.some((grade) => grade > 0)
  return grades.length >= judgedMin && grades.some((grade) => grade >= 2)
}
