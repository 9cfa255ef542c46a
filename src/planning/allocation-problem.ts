import type { Cause, Remedy } from './cause.ts'

/** How often somebody may meet: at least `min`, at most `max` times. */
export type Side = { id: string; min?: number; max: number }
export type Pair = { department: string; company: string; fit: number; mark?: 'pin' | 'ban' }

/** Who could meet whom, how well they fit each other (>= 0, the same from both sides), and what limits the choice. */
export type AllocationProblem = {
  departments: Side[]
  companies: Side[]
  pairs: Pair[]
  /** All meetings there is room for: slots times tables. */
  meetingsMax?: number
  /** Everybody gets one meeting of at least this fit; `highest`: the highest such fit that costs at most `priceMax`. */
  floor?: number | 'highest'
  /** The share of the total fit the floor may cost. */
  priceMax?: number
}

/** A bound nobody can keep, and by how much it would have to give way. */
export type UnmetBound = {
  bound: 'min' | 'pin' | 'floor'
  side?: 'department' | 'company'
  id: string
  company?: string
  short: number
  cause: Cause
  remedy: Remedy
}

export type Allocation = {
  meetings: Pair[]
  fit: number
  /** The best total without the floor, which is also the bound of the linear programme. */
  fitBound: number
  /** What taking the best pair left, again and again, reaches. */
  fitGreedy: number
  floor: number | undefined
  /** The share of the total fit given up for the floor. */
  price: number
  /** For each department, the best who were not chosen. */
  alternates: { department: string; companies: Pair[] }[]
  unmet: UnmetBound[]
}
