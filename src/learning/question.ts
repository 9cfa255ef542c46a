import { weights } from '../matching/weights.ts'
import type { Part } from '../matching/weights.ts'

/** The parts whose weights are learned, in the order of every list of weights here. Only ratios matter: the first stays. */
export const partNames = Object.keys(weights.parts) as Part[]

/** One pair as somebody saw it or graded it. */
export type Shown = {
  id: string
  /** In the order of partNames. */
  parts: readonly number[]
  /** What else the fit is made of, which no weight touches. */
  rest: number
  /** 2^grade - 1 as nDCG has it; 0 where nothing came of it, below 0 where it was turned down. */
  gain: number
  /** One over the chance that it was looked at, clipped; 1 where somebody graded it. */
  weight: number
}

/** One who asked, with what they were shown. */
export type Question = {
  id: string
  /** Whose judgements these are: an organisation, or the question itself where nobody stands behind many. */
  unit: string
  shown: readonly Shown[]
}

/** The convex sum of the parts. */
export function blend(parts: readonly number[], of: readonly number[]): number {
  let sum = 0
  let total = 0
  for (let part = 0; part < of.length; part += 1) {
    sum += of[part]! * parts[part]!
    total += of[part]!
  }
  return sum / total
}

export function scoreOf({ parts, rest }: Pick<Shown, 'parts' | 'rest'>, of: readonly number[]): number {
  return blend(parts, of) + rest
}

export function listOf(parts: Readonly<Record<Part, number>>): number[] {
  return partNames.map((part) => parts[part])
}
