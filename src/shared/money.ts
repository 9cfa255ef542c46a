/** 分 in a 万元, the unit pages show. */
export const fenPerWan = 1_000_000

/** 10 万元, 12.5 万元; null when unknown. */
export function inWan(fen: number): string {
  return String(Number((fen / fenPerWan).toFixed(2)))
}

/** 125,000, as English reads it. */
export function inYuan(fen: number): string {
  return (fen / 100).toLocaleString('en')
}

/** 分 from an amount in 万元 as people type it; NaN when it is no amount. */
export function fromWan(wan: string | number): number {
  return Math.round(Number(wan) * fenPerWan)
}

export const budgetBands = [
  { id: 'zero', zh: '无预算', en: 'No budget', maxFen: 0 },
  { id: 'to_10', zh: '10 万以下', en: 'Below ¥100k', maxFen: 10 * fenPerWan },
  { id: 'to_50', zh: '10–50 万', en: '¥100k–500k', maxFen: 50 * fenPerWan },
  { id: 'to_200', zh: '50–200 万', en: '¥500k–2M', maxFen: 200 * fenPerWan },
  { id: 'to_500', zh: '200–500 万', en: '¥2M–5M', maxFen: 500 * fenPerWan },
  { id: 'over_500', zh: '500 万以上', en: 'Over ¥5M', maxFen: Number.POSITIVE_INFINITY },
] as const

/** Bands are derived from the maximum, never stored. */
export function budgetBand(maxFen: number | undefined): (typeof budgetBands)[number] | undefined {
  return maxFen === undefined ? undefined : budgetBands.find((band) => maxFen <= band.maxFen)
}
