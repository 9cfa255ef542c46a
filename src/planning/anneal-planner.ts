import { Annealer } from './anneal.ts'
import { out } from './grid.ts'
import type { Grid } from './grid.ts'
import { seeded } from './random.ts'
import { isBetter, scoreOf } from './score.ts'
import type { Found } from './score.ts'
import { nothingProven } from './search.ts'
import type { Bound, Search } from './search.ts'
import { settle } from './settle.ts'
import { shortages } from './shortage.ts'

const movesPerStep = 20_000
/** When, as shares of the time, each cooling ends: a short one for a first answer, then longer and longer ones. */
const coolingEnds = [0.05, 0.2, 0.5, 1]

/** Always answers: coolings one after the other, each from another random start. */
export class AnnealPlanner implements Search {
  readonly #grid: Grid
  readonly #seed: number
  #mayLeaveOut: boolean
  #cooling = -1
  #annealer: Annealer | undefined
  #offered: Int32Array | undefined
  #found: Found | undefined

  constructor(grid: Grid, seed: number) {
    this.#grid = grid
    this.#seed = seed
    this.#mayLeaveOut = shortages(grid).length > 0
  }

  found(): Found | undefined {
    return this.#found
  }

  bound(): Bound {
    return nothingProven
  }

  hear({ score }: Found): void {
    this.#mayLeaveOut = score.missed > 0
  }

  close(): void {}

  step(elapsed: number): boolean {
    const cooling = coolingEnds.findIndex((end) => elapsed < end)
    if (cooling === -1) {
      this.finish()
      return false
    }
    if (cooling !== this.#cooling) this.#restart(cooling)
    const start = coolingEnds[cooling - 1] ?? 0
    this.#annealer!.run(movesPerStep, (elapsed - start) / (coolingEnds[cooling]! - start))
    this.#offer(this.#annealer!.best)
    return true
  }

  #restart(cooling: number): void {
    this.finish()
    this.#cooling = cooling
    this.#annealer = new Annealer(this.#grid, seeded(this.#seed * coolingEnds.length + cooling), this.#mayLeaveOut)
  }

  /** What never came out without faults leaves out the meetings that are in the way. */
  finish(): void {
    if (this.#annealer === undefined) return
    if (this.#annealer.best === undefined) this.#mayLeaveOut = true
    settle(this.#annealer.board)
    this.#offer(this.#annealer.board.slotOf)
  }

  #offer(slots: Int32Array | undefined): void {
    if (slots === undefined || slots === this.#offered) return
    this.#offered = slots
    const score = scoreOf(this.#grid, slots)
    if (!isBetter(score, this.#found?.score)) return
    this.#found = { slots: slots.slice(), score }
    if (!slots.includes(out)) this.#mayLeaveOut = false
  }
}
