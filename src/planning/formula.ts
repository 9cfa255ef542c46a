import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'
import type { Sat } from './sat.ts'
import { Totalizer } from './totalizer.ts'

/** The timetable as clauses: everything hard but the placing, which hangs on one literal a meeting. */
export class Formula {
  readonly grid: Grid
  readonly sat: Sat
  /** The literal of meeting m in slot s; 0 where it may not be. */
  readonly inSlot: Int32Array
  /** Person p has a meeting in slot s; 0 where never. */
  readonly busy: Int32Array
  readonly #placed: number[]
  readonly #runs: (Totalizer | undefined)[]

  constructor(grid: Grid, sat: Sat) {
    this.grid = grid
    this.sat = sat
    this.inSlot = new Int32Array(grid.meetings * grid.slots)
    this.busy = new Int32Array(grid.people * grid.slots)
    this.#runs = []
    for (let cell = 0; cell < this.inSlot.length; cell++) if (grid.allowed[cell] === 1) this.inSlot[cell] = sat.newVar()
    this.#placed = Array.from({ length: grid.meetings }, (_, meeting) => this.#meeting(meeting))
    for (let person = 0; person < grid.people; person++) this.#person(person)
    const cover = coverOf(grid)
    for (let slot = 0; slot < grid.slots; slot++) this.#tables(cover, slot)
  }

  /** Assume this and the meeting stands somewhere. */
  placed(meeting: number): number {
    return this.#placed[meeting]!
  }

  keepOut(meeting: number): void {
    const { slots } = this.grid
    for (const literal of this.inSlot.subarray(meeting * slots, (meeting + 1) * slots))
      if (literal !== 0) this.sat.addClause([-literal])
  }

  /** Assume this and the person has exactly so many meetings, in one go. */
  unbroken(person: number, meetings: number): number {
    const { slots } = this.grid
    const literal = this.sat.newVar()
    const starts = [-literal]
    for (let first = 0; first + meetings <= slots; first++) {
      const last = first + meetings - 1
      const window = Array.from({ length: meetings }, (_, n) => this.busy[person * slots + first + n]!)
      if (window.includes(0)) continue
      const start = this.sat.newVar()
      starts.push(start)
      for (const busy of window) this.sat.addClause([-start, busy])
      for (let slot = 0; slot < slots; slot++) {
        const busy = this.busy[person * slots + slot]!
        if (busy !== 0 && (slot < first || slot > last)) this.sat.addClause([-start, -busy])
      }
    }
    this.sat.addClause(starts)
    return literal
  }

  /** True once a person has more than this many breaks. */
  moreBreaksThan(person: number, breaks: number): number {
    const runs = (this.#runs[person] ??= this.#countRuns(person))
    return breaks + 2 > runs.size ? 0 : runs.atLeast(breaks + 2)
  }

  read(): Slots {
    const { meetings, slots } = this.grid
    const found = new Int32Array(meetings).fill(out)
    for (let cell = 0; cell < this.inSlot.length; cell++) {
      const literal = this.inSlot[cell]!
      if (literal !== 0 && this.sat.value(literal)) found[Math.floor(cell / slots)] = cell % slots
    }
    return found
  }

  #agenda(person: number): number[] {
    const { agenda, agendaFrom } = this.grid
    return Array.from(agenda.subarray(agendaFrom[person], agendaFrom[person + 1]))
  }

  #meeting(meeting: number): number {
    const { slots } = this.grid
    const literals = Array.from(this.inSlot.subarray(meeting * slots, (meeting + 1) * slots)).filter((x) => x !== 0)
    const placed = this.sat.newVar()
    this.sat.addClause([-placed, ...literals])
    this.#atMostOne(literals)
    return placed
  }

  #person(person: number): void {
    const { slots } = this.grid
    const meetings = this.#agenda(person)
    for (let slot = 0; slot < slots; slot++) {
      const literals = meetings.map((meeting) => this.inSlot[meeting * slots + slot]!).filter((x) => x !== 0)
      if (literals.length === 0) continue
      this.#atMostOne(literals)
      const busy = literals.length === 1 ? literals[0]! : this.sat.newVar()
      this.busy[person * slots + slot] = busy
      if (literals.length === 1) continue
      this.sat.addClause([-busy, ...literals])
      for (const literal of literals) this.sat.addClause([busy, -literal])
    }
  }

  /** A person has one meeting at a time, so counting busy people who cover all meetings counts the tables. */
  #tables(cover: readonly Cover[], slot: number): void {
    const { slots } = this.grid
    const groups = cover.map(({ person, meetings, isWhole }) => {
      const literals = meetings.map((meeting) => this.inSlot[meeting * slots + slot]!).filter((x) => x !== 0)
      return isWhole ? this.busy[person * slots + slot]! : this.#any(literals)
    })
    const taken = groups.filter((literal) => literal !== 0)
    if (taken.length > this.grid.tables) this.sat.addClause([-new Totalizer(this.sat, taken).atLeast(this.grid.tables + 1)])
  }

  #any(literals: readonly number[]): number {
    if (literals.length < 2) return literals[0] ?? 0
    const any = this.sat.newVar()
    for (const literal of literals) this.sat.addClause([any, -literal])
    return any
  }

  #atMostOne(literals: readonly number[]): void {
    for (let one = 1; one < literals.length; one++)
      for (let other = 0; other < one; other++) this.sat.addClause([-literals[one]!, -literals[other]!])
  }

  #countRuns(person: number): Totalizer {
    const { slots } = this.grid
    const starts: number[] = []
    for (let slot = 0; slot < slots; slot++) {
      const busy = this.busy[person * slots + slot]!
      if (busy === 0) continue
      const before = slot === 0 ? 0 : this.busy[person * slots + slot - 1]!
      const start = before === 0 ? busy : this.sat.newVar()
      if (before !== 0) this.sat.addClause([start, -busy, before])
      starts.push(start)
    }
    return new Totalizer(this.sat, starts)
  }
}

type Cover = { person: number; meetings: number[]; isWhole: boolean }

/** A few people who between them sit in every meeting, the busiest first. */
function coverOf(grid: Grid): Cover[] {
  const open = new Set(Array.from({ length: grid.meetings }, (_, meeting) => meeting))
  const left = Array.from(
    { length: grid.people },
    (_, person) => new Set(grid.agenda.subarray(grid.agendaFrom[person], grid.agendaFrom[person + 1])),
  )
  const cover: Cover[] = []
  while (open.size > 0) {
    const person = left.reduce((most, meetings, other) => (meetings.size > left[most]!.size ? other : most), 0)
    const meetings = [...left[person]!]
    cover.push({ person, meetings, isWhole: meetings.length === grid.agendaFrom[person + 1]! - grid.agendaFrom[person]! })
    for (const meeting of meetings) {
      open.delete(meeting)
      for (const seat of grid.seats.subarray(grid.seatsFrom[meeting], grid.seatsFrom[meeting + 1])) left[seat]!.delete(meeting)
    }
  }
  return cover
}
