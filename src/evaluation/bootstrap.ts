import { mulberry32 } from '../shared/random.ts'

/** A mean and the middle 95 % of the means that resampling gives. */
export type Interval = { n: number; mean: number; low: number; high: number }

export type Resampling = { seed: number; resamples: number }

export const defaultResampling: Resampling = { seed: 1, resamples: 10_000 }

/** Paired bootstrap over queries (Efron 1979, percentile interval): each query's difference is drawn as one. */
export function bootstrapMean(differences: readonly number[], { seed, resamples }: Resampling = defaultResampling): Interval {
  const n = differences.length
  if (n === 0) return { n, mean: Number.NaN, low: Number.NaN, high: Number.NaN }
  const random = mulberry32(seed)
  const means = new Float64Array(resamples)
  for (let sample = 0; sample < resamples; sample += 1) {
    let sum = 0
    for (let draw = 0; draw < n; draw += 1) sum += differences[Math.floor(random() * n)]!
    means[sample] = sum / n
  }
  means.sort()
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))]!
  return { n, mean: differences.reduce((sum, value) => sum + value, 0) / n, low: at(0.025), high: at(0.975) }
}
