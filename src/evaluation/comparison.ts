import { bootstrapMean, defaultResampling } from './bootstrap.ts'
import type { Interval, Resampling } from './bootstrap.ts'
import type { Dataset } from './dataset.ts'
import { rankAll } from './evaluate.ts'
import type { Pool, QueryResult } from './evaluate.ts'
import { mean, recall } from './measures.ts'
import { averages, isCounted, measureQueries } from './report.ts'
import type { QueryMeasures } from './report.ts'
import { openScorers, signals } from './scorers.ts'
import type { Scorer, Signal, Tools } from './scorers.ts'
import { gradesByQuery } from './sides.ts'
import type { Direction } from './sides.ts'

export type NamedSet = { name: string; dataset: Dataset; direction: Direction }

/** One line of the table. */
export type Row = {
  set: string
  pool: Pool
  embedding: string
  signal: Signal
  n: number
  'ndcg@10': number | null
  pair_accuracy: number | null
  'recall@20': number | null
  /** Queries with a grade of 3, and how many of those stand among the first twenty of every document of the set. */
  grade3_n: number
  'grade3_recall@20': number | null
}

/** A line, and what each query came to. */
export type Measured = { row: Row; queries: QueryMeasures[] }

/** The grade that asks to pitch first. */
const bestGrade = 3

/** A set without any query that the judged pool would count is measured over the whole corpus. */
export function poolOf({ dataset, direction }: NamedSet): Pool {
  const rows = [...gradesByQuery(dataset, direction).values()]
  return rows.some((row) => isCounted([...row.values()], 'judged')) ? 'judged' : 'all'
}

/** The set by every signal, or those named. Of a whole corpus at most `queriesMax` queries are taken, evenly spread. */
export async function measureSet(
  set: NamedSet,
  tools: Tools,
  { asked = signals, queriesMax = Infinity }: { asked?: readonly Signal[]; queriesMax?: number } = {},
): Promise<Measured[]> {
  const pool = poolOf(set)
  const grades = gradesByQuery(set.dataset, set.direction)
  const sides = set.direction === 'scene' ? set.dataset.demands : set.dataset.supplies
  const known = sides.map(({ id }) => id).filter((id) => grades.has(id))
  const queries = pool === 'all' ? spread(known, queriesMax) : known
  const scorers = await openScorers(set.dataset, set.direction, asked, tools)
  const measured: Measured[] = []
  for (const [signal, scorer] of scorers) {
    const results = await rankAll(set.dataset, { direction: set.direction, pool, gates: 'flag' }, scorer, queries)
    const byQuery = measureQueries(results, grades, pool)
    const { mrr: _mrr, ...own } = averages(byQuery)
    const everything = pool === 'all' ? results : await rankEverything(set, scorer, queries)
    const row = { set: set.name, pool, embedding: tools.embed.model, signal, ...own, ...bestRecall(everything, grades) }
    measured.push({ row, queries: byQuery })
  }
  return measured
}

/** Those with a best-graded document, each with every document of the set. */
function rankEverything({ dataset, direction }: NamedSet, scorer: Scorer, queries: readonly string[]): Promise<QueryResult[]> {
  const grades = gradesByQuery(dataset, direction)
  const asked = queries.filter((query) => bestCount(grades, query) > 0)
  return rankAll(dataset, { direction, pool: 'all', gates: 'flag' }, scorer, asked)
}

/** How many of the best-graded stand among the first twenty. */
function bestRecall(results: readonly QueryResult[], grades: Map<string, Map<string, number>>) {
  const shares = results
    .map(({ query, scored }) => recall(scored, 20, bestCount(grades, query), bestGrade))
    .filter((share) => share !== null)
  return { grade3_n: shares.length, 'grade3_recall@20': mean(shares) }
}

function bestCount(grades: Map<string, Map<string, number>>, query: string): number {
  return [...grades.get(query)!.values()].filter((grade) => grade >= bestGrade).length
}

export type Contest = Interval & { embedding: string; signal: Signal; against: Signal }

/** What `full` gains in nDCG@10 over each rival, over the queries of all judged sets together. */
export function contests(
  measured: readonly Measured[],
  rivals: readonly Signal[] = ['rrf', 'lexical'],
  resampling: Resampling = defaultResampling,
): Contest[] {
  const judged = measured.filter(({ row }) => row.pool === 'judged')
  const embeddings = [...new Set(judged.map(({ row }) => row.embedding))]
  return embeddings.flatMap((embedding) => {
    const of = (signal: Signal) =>
      judged
        .filter(({ row }) => row.embedding === embedding && row.signal === signal)
        .flatMap(({ queries }) => queries.map((query) => query['ndcg@10'] ?? 0))
    const full = of('full')
    return rivals.map((against): Contest => {
      const rival = of(against)
      const differences = full.map((value, index) => value - rival[index]!)
      return { embedding, signal: 'full', against, ...bootstrapMean(differences, resampling) }
    })
  })
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, index) => items[Math.floor((index * items.length) / most)]!)
}
