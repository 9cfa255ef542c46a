/** The score of each document of a query's pool. */
export type Scores = Map<string, number>

/** Reciprocal rank fusion's usual constant (Cormack, Clarke, Büttcher 2009). */
const rrfConstant = 60

/** The lexical share of the convex baseline. */
const convexLexicalShare = 0.7

export function reciprocalRankFusion(...lists: Scores[]): Scores {
  const sums: Scores = new Map()
  for (const list of lists) {
    const order = [...list].toSorted((a, b) => b[1] - a[1])
    order.forEach(([id], place) => sums.set(id, (sums.get(id) ?? 0) + 1 / (rrfConstant + place + 1)))
  }
  return sums
}

/** Min-max per query: a baseline only, for its scores mean nothing from one query to the next. */
export function minMaxFusion(lexical: Scores, dense: Scores): Scores {
  const [left, right] = [scaled(lexical), scaled(dense)]
  return new Map([...left].map(([id, score]) => [id, convexLexicalShare * score + (1 - convexLexicalShare) * right.get(id)!]))
}

function scaled(scores: Scores): Scores {
  const values = [...scores.values()]
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return new Map([...scores].map(([id, score]) => [id, most === least ? 0 : (score - least) / (most - least)]))
}
