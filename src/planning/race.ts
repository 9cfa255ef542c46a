import { out } from './grid.ts'
import type { Grid } from './grid.ts'
import { isBetter, scoreOf } from './score.ts'
import type { Found } from './score.ts'
import { nothingProven } from './search.ts'
import type { Bound } from './search.ts'

const tolerance = 1e-9

/** The best timetable and the best bound of all who search. */
export class Race {
  best: Found
  bound: Bound = nothingProven

  constructor(grid: Grid) {
    const slots = new Int32Array(grid.meetings).fill(out)
    this.best = { slots, score: scoreOf(grid, slots) }
  }

  /** Whether it is the best so far. */
  enter(found: Found | undefined): boolean {
    if (found === undefined || !isBetter(found.score, this.best.score)) return false
    this.best = found
    return true
  }

  prove(bound: Bound): void {
    const missed = Math.max(this.bound.missed, bound.missed)
    this.bound = { missed, breaks: Math.max(this.bound.breaks, bound.breaks) }
  }

  /** Nothing more can be placed. */
  get isPlaced(): boolean {
    return this.best.score.missed <= this.bound.missed + tolerance
  }

  get isWon(): boolean {
    const { crowd, breaks } = this.best.score
    return this.isPlaced && crowd === 0 && breaks <= this.bound.breaks
  }

  /** Which of several meetings stays out is a choice, so then a bound for one choice proves nothing of the others. */
  get breaksBound(): number {
    return this.best.slots.includes(out) ? 0 : this.bound.breaks
  }
}
