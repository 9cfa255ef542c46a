import { Formula } from './formula.ts'
import { out } from './grid.ts'
import type { Grid } from './grid.ts'
import { seeded } from './random.ts'
import type { Random } from './random.ts'
import type { Sat } from './sat.ts'
import { breaksOf, isBetter, scoreOf } from './score.ts'
import type { Found } from './score.ts'
import { nothingProven } from './search.ts'
import type { Bound, Search } from './search.ts'
import { Totalizer } from './totalizer.ts'

const conflictsPerStep = 2_000
const shareFirst = 0.3
const shareMin = 0.1
const shareMax = 0.95
const shareStep = 1.04

/** Betters a timetable a part at a time: frees some people's meetings, fixes the others, and asks for fewer breaks. */
export class PolishPlanner implements Search {
  readonly #grid: Grid
  readonly #formula: Formula
  readonly #sat: Sat
  readonly #random: Random
  #breaks: Totalizer | undefined
  #share = shareFirst
  #found: Found | undefined

  constructor(grid: Grid, sat: Sat, seed: number) {
    this.#grid = grid
    this.#sat = sat
    this.#random = seeded(seed)
    this.#formula = new Formula(grid, sat)
  }

  found(): Found | undefined {
    return this.#found
  }

  bound(): Bound {
    return nothingProven
  }

  close(): void {
    this.#sat.dispose()
  }

  hear(found: Found): void {
    if (isBetter(found.score, this.#found?.score) && !found.slots.includes(out)) this.#found = found
  }

  step(): boolean {
    if (this.#found === undefined || this.#found.score.breaks === 0) return true
    this.#breaks ??= this.#countBreaks()
    const { slots, score } = this.#found
    const free = this.#neighbourhood()
    const fixed = Array.from(slots.keys())
      .filter((meeting) => !free.has(meeting))
      .map((meeting) => this.#formula.inSlot[meeting * this.#grid.slots + slots[meeting]!]!)
    const fewer = score.breaks > this.#breaks.size ? [] : [-this.#breaks.atLeast(score.breaks)]
    const verdict = this.#sat.solve({ assumptions: [...fixed, ...fewer], conflicts: conflictsPerStep })
    if (verdict === 'satisfiable') this.#read()
    this.#share *= verdict === 'unsatisfiable' ? shareStep : verdict === 'unknown' ? 1 / shareStep : 1
    this.#share = Math.min(shareMax, Math.max(shareMin, this.#share))
    return true
  }

  #read(): void {
    const slots = this.#formula.read()
    this.#found = { slots, score: scoreOf(this.#grid, slots) }
  }

  /** A person with a break and, step by step, those whom these meet, until enough meetings are free. */
  #neighbourhood(): Set<number> {
    const { meetings, people } = this.#grid
    const broken = breaksOf(this.#grid, this.#found!.slots).flatMap((breaks, person) => (breaks > 0 ? [person] : []))
    const chosen = new Set<number>()
    const free = new Set<number>()
    let person = broken[this.#random(broken.length)]!
    while (free.size < this.#share * meetings && chosen.size < people) {
      chosen.add(person)
      for (const meeting of this.#agenda(person)) free.add(meeting)
      person = this.#next(free, chosen)
    }
    return free
  }

  #next(free: ReadonlySet<number>, chosen: ReadonlySet<number>): number {
    const met = [...free].flatMap((meeting) => this.#seats(meeting)).filter((person) => !chosen.has(person))
    if (met.length > 0) return met[this.#random(met.length)]!
    const others = Array.from({ length: this.#grid.people }, (_, person) => person).filter((person) => !chosen.has(person))
    return others[this.#random(others.length)] ?? 0
  }

  /** Everything placed; a person either has an unbroken day or counts. */
  #countBreaks(): Totalizer {
    const { grid, sat } = this.#formula
    for (let meeting = 0; meeting < grid.meetings; meeting++) sat.addClause([this.#formula.placed(meeting)])
    const breaks: number[] = []
    for (let person = 0; person < grid.people; person++) {
      const count = this.#agenda(person).length
      if (count < 2) continue
      const levels = [0, 1, 2].map((more) => this.#formula.moreBreaksThan(person, more)).filter((literal) => literal !== 0)
      if (levels.length === 0) continue
      sat.addClause([this.#formula.unbroken(person, count), levels[0]!])
      if (levels[2] !== undefined) sat.addClause([-levels[2]])
      breaks.push(...levels.slice(0, 2))
    }
    return new Totalizer(sat, breaks)
  }

  #agenda(person: number): number[] {
    const { agenda, agendaFrom } = this.#grid
    return Array.from(agenda.subarray(agendaFrom[person], agendaFrom[person + 1]))
  }

  #seats(meeting: number): number[] {
    const { seats, seatsFrom } = this.#grid
    return Array.from(seats.subarray(seatsFrom[meeting], seatsFrom[meeting + 1]))
  }
}
