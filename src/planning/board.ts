import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'

/** Runs of meetings beyond the first are breaks; more than this many a person put the gap at risk. */
export const breaksAllowed = 2

export type Costs = { clash: number; table: number; crowd: number; out: Float64Array }

/** A timetable under change, faults allowed: one put costs a few additions, whatever the size. */
export class Board {
  readonly grid: Grid
  readonly slotOf: Slots
  /** How many meetings a person has in a slot, with an empty column at either end. */
  readonly #count: Uint8Array
  /** Those meetings' numbers under exclusive or: with a count of one, the meeting itself. */
  readonly #who: Int32Array
  readonly #width: number
  readonly #runs: Int32Array
  readonly load: Int32Array
  readonly #runCost: Float64Array
  readonly #costs: Costs
  clashes = 0
  overflow = 0
  breaks = 0
  outside: number
  cost: number

  constructor(grid: Grid, costs: Costs) {
    this.grid = grid
    this.#costs = costs
    this.#width = grid.slots + 2
    this.slotOf = new Int32Array(grid.meetings).fill(out)
    this.#count = new Uint8Array(grid.people * this.#width)
    this.#who = new Int32Array(grid.people * this.#width)
    this.#runs = new Int32Array(grid.people)
    this.load = new Int32Array(grid.slots)
    this.#runCost = Float64Array.from({ length: grid.slots + 2 }, (_, runs) => {
      const breaks = Math.max(0, runs - 1)
      return breaks + costs.crowd * Math.max(0, breaks - breaksAllowed)
    })
    this.outside = grid.meetings
    this.cost = costs.out.reduce((sum, cost) => sum + cost, 0)
  }

  get isFaultless(): boolean {
    return this.clashes === 0 && this.overflow === 0
  }

  put(meeting: number, to: number): void {
    const from = this.slotOf[meeting]!
    if (from === to) return
    if (from !== out) this.#take(meeting, from)
    if (to !== out) this.#add(meeting, to)
    this.slotOf[meeting] = to
  }

  /** The one meeting a person has in a slot, `out` when there is none, any of them when they clash. */
  at(person: number, slot: number): number {
    const cell = person * this.#width + slot + 1
    const count = this.#count[cell]!
    if (count === 0) return out
    if (count === 1) return this.#who[cell]!
    const { agenda, agendaFrom } = this.grid
    for (let index = agendaFrom[person]!; index < agendaFrom[person + 1]!; index++)
      if (this.slotOf[agenda[index]!] === slot) return agenda[index]!
    return out
  }

  countAt(person: number, slot: number): number {
    return this.#count[person * this.#width + slot + 1]!
  }

  breaksOf(person: number): number {
    return Math.max(0, this.#runs[person]! - 1)
  }

  #take(meeting: number, slot: number): void {
    const { seats, seatsFrom, tables } = this.grid
    const count = this.#count
    let cost = this.#costs.out[meeting]!
    this.outside++
    if (this.load[slot]!-- > tables) {
      this.overflow--
      cost -= this.#costs.table
    }
    for (let seat = seatsFrom[meeting]!; seat < seatsFrom[meeting + 1]!; seat++) {
      const person = seats[seat]!
      const cell = person * this.#width + slot + 1
      this.#who[cell]! ^= meeting
      if (--count[cell]! > 0) {
        this.clashes--
        cost -= this.#costs.clash
      } else {
        const change = (count[cell - 1]! > 0 ? 1 : 0) + (count[cell + 1]! > 0 ? 1 : 0) - 1
        if (change !== 0) cost += this.#changeRuns(person, change)
      }
    }
    this.cost += cost
  }

  #add(meeting: number, slot: number): void {
    const { seats, seatsFrom, tables } = this.grid
    const count = this.#count
    let cost = -this.#costs.out[meeting]!
    this.outside--
    if (++this.load[slot]! > tables) {
      this.overflow++
      cost += this.#costs.table
    }
    for (let seat = seatsFrom[meeting]!; seat < seatsFrom[meeting + 1]!; seat++) {
      const person = seats[seat]!
      const cell = person * this.#width + slot + 1
      this.#who[cell]! ^= meeting
      if (count[cell]!++ > 0) {
        this.clashes++
        cost += this.#costs.clash
      } else {
        const change = 1 - (count[cell - 1]! > 0 ? 1 : 0) - (count[cell + 1]! > 0 ? 1 : 0)
        if (change !== 0) cost += this.#changeRuns(person, change)
      }
    }
    this.cost += cost
  }

  #changeRuns(person: number, change: number): number {
    const before = this.#runs[person]!
    const after = before + change
    this.#runs[person] = after
    this.breaks += (after > 1 ? after - 1 : 0) - (before > 1 ? before - 1 : 0)
    return this.#runCost[after]! - this.#runCost[before]!
  }
}
