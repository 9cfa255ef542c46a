import type { Allocation, UnmetBound } from '../planning/allocation-problem.ts'
import type { PlannedPair } from './plan-problems.ts'

/** How far a plan has come; `bound`: no plan that places as many has fewer breaks. */
export type PlanProgress = { breaks: number; gap: number; unplaced: number; bound: number; seconds: number }

/** Who meets whom by a plan, beside the meetings that stay. */
export type PlanChoice = {
  pairs: PlannedPair[]
  /** Meetings that a new plan has no use for, or that a repair was told of: called off when it is published. */
  cancelled: string[]
  /** Written to those, and shown. */
  why: 'replanned' | 'called_off'
  /** What loses its place, and stays agreed or asked for. */
  released: string[]
  /** What a repair was told of those who come: who does not after all, and who cannot when. */
  leavers: string[]
  away: { participant: string; slots: number[] }[]
  /** How well the choice does; null where nothing was chosen. */
  totals: ChoiceTotals | null
}

/** Fits with what wishes add to them; `fitBound` is the bound of the linear programme, without a floor. */
export type ChoiceTotals = Pick<Allocation, 'fit' | 'fitBound' | 'price' | 'alternates'> & {
  fitGreedy: number
  floor: number | null
  /** What it was to be; `highest` comes to nothing where no pair can be had. */
  floorAsked?: number | 'highest'
  unmet: UnmetBound[]
}
