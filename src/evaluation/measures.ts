/** One scored document of a query; `grade` is 0 where nobody judged it. */
export type Scored = { id: string; score: number; grade: number }

/**
 * nDCG with the gain 2^grade - 1, cut at `depth`. Documents of equal score share the gain of the places they
 * take (McSherry and Najork, 2008). Null when nothing is gained by any order.
 */
export function ndcg(
  scored: readonly Scored[],
  depth: number,
  ideal: readonly number[] = scored.map(({ grade }) => grade),
): number | null {
  const best = ideal.toSorted((a, b) => b - a).slice(0, depth)
  const most = best.reduce((sum, grade, place) => sum + gain(grade) * discount(place), 0)
  if (most === 0) return null
  const order = scored.toSorted((a, b) => b.score - a.score)
  let sum = 0
  for (let start = 0; start < Math.min(order.length, depth);) {
    let end = start
    while (end < order.length && order[end]!.score === order[start]!.score) end += 1
    const shared = order.slice(start, end).reduce((total, { grade }) => total + gain(grade), 0) / (end - start)
    for (let place = start; place < Math.min(end, depth); place += 1) sum += shared * discount(place)
    start = end
  }
  return sum / most
}

/** Of all pairs of a grade >= 2 and a grade 0, the share with the first scored above; ties count half. */
export function pairAccuracy(scored: readonly Scored[]): number | null {
  const wanted = scored.filter(({ grade }) => grade >= 2)
  const unwanted = scored.filter(({ grade }) => grade === 0)
  if (wanted.length === 0 || unwanted.length === 0) return null
  let right = 0
  for (const good of wanted) for (const bad of unwanted) right += good.score > bad.score ? 1 : good.score === bad.score ? 0.5 : 0
  return right / (wanted.length * unwanted.length)
}

/** Of the `total` documents graded `gradeMin` or better, the share among the first `depth`; ties by order given. */
export function recall(scored: readonly Scored[], depth: number, total: number, gradeMin = 2): number | null {
  if (total === 0) return null
  const first = scored.toSorted((a, b) => b.score - a.score).slice(0, depth)
  return first.filter(({ grade }) => grade >= gradeMin).length / total
}

/** One over the place of the first document graded 2 or better. */
export function reciprocalRank(scored: readonly Scored[]): number {
  const place = scored.toSorted((a, b) => b.score - a.score).findIndex(({ grade }) => grade >= 2)
  return place < 0 ? 0 : 1 / (place + 1)
}

export function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

function gain(grade: number): number {
  return 2 ** grade - 1
}

function discount(place: number): number {
  return 1 / Math.log2(place + 2)
}
