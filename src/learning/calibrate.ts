import { weights } from '../matching/weights.ts'
import type { Calibration } from '../matching/weights.ts'
import { listOf, scoreOf } from './question.ts'
import type { Shown } from './question.ts'
import type { LearnedParameters } from './ranking-weights.ts'

/**
 * The shipped calibration for fits under other weights: fits are laid over each other by mean and spread, so that as
 * many pairs are shown as plausible as were.
 */
export function recalibrated(
  pairs: readonly Pick<Shown, 'parts' | 'rest'>[],
  learned: readonly number[],
): Pick<LearnedParameters, 'calibration' | 'meaningCalibration'> {
  const shipped = listOf(weights.parts)
  const before = momentsOf(pairs.map((pair) => scoreOf(pair, shipped)))
  const after = momentsOf(pairs.map((pair) => scoreOf(pair, learned)))
  const stretch = before.spread === 0 ? 1 : after.spread / before.spread
  const over = ({ midpoint, width }: Calibration): Calibration => ({
    midpoint: after.mean + stretch * (midpoint - before.mean),
    width: stretch * width,
  })
  return { calibration: over(weights.calibration), meaningCalibration: over(weights.meaningCalibration) }
}

function momentsOf(values: readonly number[]): { mean: number; spread: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean, spread: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) }
}
