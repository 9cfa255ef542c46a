import { breaksAllowed } from './board.ts'
import { CoreSearch } from './core-search.ts'
import { Formula } from './formula.ts'
import { out } from './grid.ts'
import type { Grid } from './grid.ts'
import type { Sat } from './sat.ts'
import { isBetter, scoreOf } from './score.ts'
import type { Found } from './score.ts'
import type { Bound, Search } from './search.ts'
import { leastMissed, shortages } from './shortage.ts'
import { Totalizer } from './totalizer.ts'

const tolerance = 1e-9
const conflictsPerTurn = 4_000
/** Every interruption costs the solver its way: interrupted, it needed several times as long for the last proof. */
const conflictsAlone = 1_000_000
/** Clauses grow with the square of what may meet in a cell; beyond this the solver would spend its time reading. */
export const literalsMax = 150_000

/** Proves: first how many meetings must stay out, then, with those out, how few breaks there can be. */
export class CorePlanner implements Search {
  readonly #grid: Grid
  readonly #formula: Formula
  readonly #sat: Sat
  #search: CoreSearch
  readonly #isAlone: boolean
  #isPlacing = true
  #isDone = false
  #missed = 0
  #found: Found | undefined

  /** Alone on its thread it need not give others their turn, once there is nothing to hear from them. */
  constructor(grid: Grid, sat: Sat, isAlone: boolean) {
    this.#isAlone = isAlone
    this.#grid = grid
    this.#sat = sat
    this.#formula = new Formula(grid, sat)
    this.#search = new CoreSearch(sat)
    for (let meeting = 0; meeting < grid.meetings; meeting++)
      this.#search.wish(this.#formula.placed(meeting), grid.value[meeting]!)
    const short = shortages(grid)
    this.#missed = leastMissed(grid, short)
    for (const { meetings, room } of short)
      sat.addClause([
        -new Totalizer(
          sat,
          meetings.map((meeting) => this.#formula.placed(meeting)),
        ).atLeast(room + 1),
      ])
    this.#search.bringIn()
  }

  found(): Found | undefined {
    return this.#found
  }

  bound(): Bound {
    return this.#isPlacing
      ? { missed: Math.max(this.#missed, this.#search.bound), breaks: 0 }
      : { missed: this.#missed, breaks: this.#search.bound }
  }

  /** Nobody needs to prove again what is placed as well as the bound allows. */
  hear(found: Found): void {
    if (!this.#isPlacing || found.score.missed > this.bound().missed + tolerance) return
    this.#found = found
    this.#turnToBreaks()
  }

  close(): void {
    this.#sat.dispose()
  }

  step(): boolean {
    if (this.#isDone) return false
    const result = this.#search.step(this.#isAlone && !this.#isPlacing ? conflictsAlone : conflictsPerTurn)
    if (result === 'model' || result === 'optimum') this.#read()
    if (result === 'model') this.#search.bringIn()
    if (result === 'optimum' && this.#isPlacing) this.#turnToBreaks()
    else if (result === 'optimum' || result === 'impossible') this.#isDone = true
    return !this.#isDone
  }

  #read(): void {
    const slots = this.#formula.read()
    const score = scoreOf(this.#grid, slots)
    if (isBetter(score, this.#found?.score)) this.#found = { slots, score }
  }

  #turnToBreaks(): void {
    const { grid, sat } = this.#formula
    const { slots, score } = this.#found!
    this.#isPlacing = false
    this.#missed = score.missed
    this.#search = new CoreSearch(sat)
    const meetings = new Int32Array(grid.people)
    slots.forEach((slot, meeting) => {
      sat.addClause([slot === out ? -this.#formula.placed(meeting) : this.#formula.placed(meeting)])
      if (slot === out) this.#formula.keepOut(meeting)
      else for (const person of this.#seats(meeting)) meetings[person]!++
    })
    meetings.forEach((count, person) => this.#wishUnbroken(person, count))
    this.#search.bringIn()
  }

  #wishUnbroken(person: number, meetings: number): void {
    if (meetings < 2) return
    this.#search.wish(this.#formula.unbroken(person, meetings), 1, (weight) => this.#wishFewer(person, 1, weight))
  }

  #wishFewer(person: number, breaks: number, weight: number): void {
    const more = this.#formula.moreBreaksThan(person, breaks)
    if (more === 0) return
    if (breaks >= breaksAllowed) this.#sat.addClause([-more])
    else this.#search.wish(-more, weight, (left) => this.#wishFewer(person, breaks + 1, left))
  }

  #seats(meeting: number): Int32Array {
    const { seats, seatsFrom } = this.#grid
    return seats.subarray(seatsFrom[meeting], seatsFrom[meeting + 1])
  }
}
