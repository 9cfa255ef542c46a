/** No organisation's judgements weigh more than this share of all; where they are few, than twice the average. */
export const unitShareMax = 0.05

/**
 * By what each unit's weight is multiplied so that none has more than its share: the heaviest are cut to one height,
 * the others stay. Where there are too few units for that, all weigh the same.
 */
export function influence(
  weights: ReadonlyMap<string, number>,
  shareMax = Math.max(unitShareMax, 2 / weights.size),
): Map<string, number> {
  const height = heightOf(
    [...weights.values()].filter((weight) => weight > 0).toSorted((a, b) => b - a),
    shareMax,
  )
  return new Map([...weights].map(([unit, weight]) => [unit, weight === 0 ? 1 : Math.min(weight, height) / weight]))
}

/** With so many of the heaviest at one height and the others' sum beside them, the height is its share of both. */
function heightOf(descending: readonly number[], shareMax: number): number {
  let others = descending.reduce((sum, weight) => sum + weight, 0)
  let height = shareMax * others
  for (const [cut, heaviest] of descending.entries()) {
    if (heaviest <= height) return cut === 0 ? Infinity : height
    others -= heaviest
    const left = 1 - (cut + 1) * shareMax
    if (left <= 0) break
    height = (shareMax * others) / left
  }
  return descending.at(-1) ?? Infinity
}
