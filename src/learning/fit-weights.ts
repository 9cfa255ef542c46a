import { pairsOf } from './pairs.ts'
import type { Correction, Pairs } from './pairs.ts'
import { partNames } from './question.ts'
import type { Question } from './question.ts'

export type FitOptions = {
  /** The weights that the prior holds to, and that the search begins with. */
  prior: readonly number[]
  /** How far the logarithm of a weight is expected to lie from its prior: 0.5 is a factor of 1.65. */
  deviation: number
  /** The difference of fit that makes one answer e times as likely as the other. */
  width: number
  correction: Correction
}

export const fitDefaults = { deviation: 0.5, correction: 'inverse' } as const

const stepsMax = 40
const count = partNames.length

/**
 * The weights under which what people took up stands above what they did not: a pairwise logistic loss, each judgement
 * weighed by one over the chance that it was looked at (Joachims, Swaminathan and Schnabel, WSDM 2017), and a Gaussian
 * prior on the logarithms of the weights. Levenberg and Marquardt's steps; the loss never rises.
 */
export function fitWeights(questions: readonly Question[], options: FitOptions): number[] {
  const pairs = pairsOf(questions, options.correction)
  let logs = new Float64Array(count)
  let here = lossAt(pairs, logs, options)
  let damping = 1e-3
  for (let step = 0; step < stepsMax; step += 1) {
    const change = solve(damped(here.curvature, damping), here.gradient)
    const next = logs.map((log, part) => log - change[part]!)
    const there = lossAt(pairs, next, options)
    if (there.loss > here.loss) {
      damping *= 8
      if (damping > 1e8) break
      continue
    }
    const gain = here.loss - there.loss
    ;[logs, here, damping] = [next, there, damping / 4]
    if (gain < 1e-9 * Math.max(1, here.loss)) break
  }
  return weightsAt(logs, options.prior)
}

type Loss = { loss: number; gradient: Float64Array; curvature: Float64Array[] }

/** Loss, slope and curvature over the logarithms of the weights; the first of them does not move. */
function lossAt(
  { count: pairCount, differences, weights }: Pairs,
  logs: Float64Array,
  { prior, deviation, width }: FitOptions,
): Loss {
  const unscaled = weightsAt(logs, prior)
  const total = unscaled.reduce((sum, weight) => sum + weight, 0)
  const shares = unscaled.map((weight) => weight / total)
  const gradient = new Float64Array(count)
  const curvature = Array.from({ length: count }, () => new Float64Array(count))
  const slope = new Float64Array(count)
  let loss = 0
  for (let pair = 0; pair < pairCount; pair += 1) {
    const at = pair * (count + 1)
    let blended = 0
    for (let part = 0; part < count; part += 1) blended += shares[part]! * differences[at + part]!
    const margin = (blended + differences[at + count]!) / width
    const miss = 1 / (1 + Math.exp(margin))
    const weight = weights[pair]!
    loss += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin)
    for (let part = 1; part < count; part += 1) slope[part] = (shares[part]! * (differences[at + part]! - blended)) / width
    for (let part = 1; part < count; part += 1) {
      gradient[part]! -= weight * miss * slope[part]!
      for (let other = 1; other <= part; other += 1)
        curvature[part]![other]! += weight * miss * (1 - miss) * slope[part]! * slope[other]!
    }
  }
  for (let part = 1; part < count; part += 1) {
    loss += logs[part]! ** 2 / (2 * deviation ** 2)
    gradient[part]! += logs[part]! / deviation ** 2
    curvature[part]![part]! += 1 / deviation ** 2
    for (let other = 1; other < part; other += 1) curvature[other]![part] = curvature[part]![other]!
  }
  curvature[0]![0] = 1
  return { loss, gradient, curvature }
}

function weightsAt(logs: Float64Array, prior: readonly number[]): number[] {
  return prior.map((weight, part) => weight * Math.exp(logs[part]!))
}

function damped(matrix: readonly Float64Array[], damping: number): Float64Array[] {
  return matrix.map((row, index) => row.map((value, column) => (column === index ? value * (1 + damping) : value)))
}

/** Gauss's elimination; the matrix is positive definite, so no row need be exchanged. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const result = right.slice()
  for (let pivot = 0; pivot < count; pivot += 1) {
    for (let row = pivot + 1; row < count; row += 1) {
      const factor = matrix[row]![pivot]! / matrix[pivot]![pivot]!
      for (let column = pivot; column < count; column += 1) matrix[row]![column]! -= factor * matrix[pivot]![column]!
      result[row]! -= factor * result[pivot]!
    }
  }
  for (let row = count - 1; row >= 0; row -= 1) {
    for (let column = row + 1; column < count; column += 1) result[row]! -= matrix[row]![column]! * result[column]!
    result[row]! /= matrix[row]![row]!
  }
  return result
}
