/** What decides a pair's place: its fit alone, and an id among equals; a failed gate keeps it out. */
export type Orderable = { fused: number; isOut: boolean; id: string }

/** The best fit first, and those a gate keeps out, in the same order. */
export function inOrder<T>(pairs: readonly T[], of: (pair: T) => Orderable): { ranked: T[]; excluded: T[] } {
  const known = new Map(pairs.map((pair) => [pair, of(pair)]))
  const ordered = pairs.toSorted((a, b) => byFit(known.get(a)!, known.get(b)!))
  return {
    ranked: ordered.filter((pair) => !known.get(pair)!.isOut),
    excluded: ordered.filter((pair) => known.get(pair)!.isOut),
  }
}

function byFit(a: Orderable, b: Orderable): number {
  return b.fused - a.fused || (a.id < b.id ? -1 : 1)
}

/** Cursors of one order are none of the other. */
export function orderSuffix({ order }: { order?: 'reciprocal' | undefined }): string {
  return order === undefined ? '' : ` ${order}`
}

/** What a page's address asks for; anything else is the order by fit. */
export function orderOf(asked: string | undefined): 'reciprocal' | undefined {
  return asked === 'reciprocal' ? asked : undefined
}
