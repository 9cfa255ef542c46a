import * as v from 'valibot'
import type { Row } from './comparison.ts'
import { signals } from './scorers.ts'

/** A committed set must not come out lower than its floor by more than this. */
export const floorTolerance = 0.01

const Measure = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

export const Floor = v.strictObject({
  set: v.string(),
  signal: v.picklist(signals),
  n: v.number(),
  'ndcg@10': Measure,
  pair_accuracy: Measure,
})
export type Floor = v.InferOutput<typeof Floor>

/** `queries_max` is how many queries of a whole corpus were taken. */
export const Floors = v.strictObject({ embedding: v.string(), queries_max: v.number(), floors: v.array(Floor) })
export type Floors = v.InferOutput<typeof Floors>

/** The floors that these lines stand on. */
export function floorsOf(embedding: string, queriesMax: number, rows: readonly Row[]): Floors {
  const rounded = (value: number | null) => Math.round((value ?? 0) * 10_000) / 10_000
  const floors = rows
    .filter((row) => row.embedding === embedding)
    .map((row) => ({
      set: row.set,
      signal: row.signal,
      n: row.n,
      'ndcg@10': rounded(row['ndcg@10']),
      pair_accuracy: rounded(row.pair_accuracy),
    }))
  return { embedding, queries_max: queriesMax, floors }
}

/** What came out lower than its floor allows, or over other queries, or not at all; empty where every floor holds. */
export function fallen({ embedding, floors }: Omit<Floors, 'queries_max'>, rows: readonly Row[]): string[] {
  return floors.flatMap((floor) => {
    const place = `${floor.set} ${floor.signal}`
    const row = rows.find((one) => one.set === floor.set && one.signal === floor.signal && one.embedding === embedding)
    if (row === undefined) return [`${place}: not measured with ${embedding}`]
    if (row.n !== floor.n) return [`${place}: n is ${row.n}, not ${floor.n}`]
    return (['ndcg@10', 'pair_accuracy'] as const).flatMap((name) =>
      (row[name] ?? 0) < floor[name] - floorTolerance
        ? [`${place}: ${name} is ${row[name]?.toFixed(4) ?? 'n/a'}, its floor ${floor[name]} less ${floorTolerance}`]
        : [],
    )
  })
}
