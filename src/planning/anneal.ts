import { Board } from './board.ts'
import type { Costs } from './board.ts'
import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'
import type { Random } from './random.ts'

const crowdCost = 2
const tableCost = 2
const clashCost = 4
const hottest = 1.2
const coldest = 0.12
/** One move in this many is a single put, the others swap a Kempe chain. */
const singleEvery = 4
/** Where not all meetings fit, one single put in this many takes a meeting out. */
const leaveEvery = 8
const chainMax = 400
const grain = 1 << 20
/** Sums drift by less than this. */
const gainMin = 1e-6

/** One cooling from a random timetable: single puts may make faults, Kempe chains between two slots never do. */
export class Annealer {
  readonly board: Board
  readonly #grid: Grid
  readonly #random: Random
  readonly #mayLeaveOut: boolean
  readonly #movable: Int32Array
  readonly #chain = new Int32Array(chainMax + 8)
  readonly #stamp: Int32Array
  #round = 0
  /** The best fault-free timetable, and what it costs. */
  best: Slots | undefined
  bestCost = Infinity

  constructor(grid: Grid, random: Random, mayLeaveOut: boolean) {
    this.#grid = grid
    this.#random = random
    this.#mayLeaveOut = mayLeaveOut
    this.board = new Board(grid, costsOf(grid, mayLeaveOut))
    const all = Array.from({ length: grid.meetings }, (_, meeting) => meeting)
    this.#movable = Int32Array.from(all.filter((meeting) => this.#choices(meeting) > (mayLeaveOut ? 0 : 1)))
    this.#stamp = new Int32Array(grid.meetings)
    for (const meeting of all)
      if (this.#choices(meeting) > 0)
        this.board.put(meeting, grid.domain[grid.domainFrom[meeting]! + random(this.#choices(meeting))]!)
    this.#note()
  }

  /** That many moves at the temperature of this point, 0 to 1, of the cooling. */
  run(moves: number, point: number): void {
    if (this.#movable.length === 0) return
    const temperature = hottest * Math.pow(coldest / hottest, point)
    for (let move = 0; move < moves; move++) this.#move(temperature)
  }

  #choices(meeting: number): number {
    return this.#grid.domainFrom[meeting + 1]! - this.#grid.domainFrom[meeting]!
  }

  #move(temperature: number): void {
    const random = this.#random
    const { domain, domainFrom } = this.#grid
    const meeting = this.#movable[random(this.#movable.length)]!
    const low = domainFrom[meeting]!
    const slot = domain[low + random(domainFrom[meeting + 1]! - low)]!
    const now = this.board.slotOf[meeting]!
    const before = this.board.cost
    if (now === out || random(singleEvery) === 0) {
      const to = this.#mayLeaveOut && now !== out && random(leaveEvery) === 0 ? out : slot
      this.board.put(meeting, to)
      if (!this.#isAccepted(before, temperature)) this.board.put(meeting, now)
    } else if (slot !== now) {
      const length = this.#chainOf(meeting, now, slot)
      if (length === 0) return
      this.#swap(length, now, slot)
      if (!this.#isAccepted(before, temperature)) this.#swap(length, now, slot)
    }
  }

  #isAccepted(before: number, temperature: number): boolean {
    const worse = this.board.cost - before
    if (worse > 0) return this.#random(grain) < grain * Math.exp(-worse / temperature)
    if (worse < 0) this.#note()
    return true
  }

  #note(): void {
    if (!this.board.isFaultless || this.board.cost > this.bestCost - gainMin) return
    this.bestCost = this.board.cost
    this.best = this.board.slotOf.slice()
  }

  #swap(length: number, one: number, other: number): void {
    for (let index = 0; index < length; index++) {
      const meeting = this.#chain[index]!
      this.board.put(meeting, this.board.slotOf[meeting] === one ? other : one)
    }
  }

  /** All that must change sides when the first does; 0 when one of them may not. */
  #chainOf(first: number, one: number, other: number): number {
    const { seats, seatsFrom, allowed, slots } = this.#grid
    const chain = this.#chain
    const round = ++this.#round
    chain[0] = first
    this.#stamp[first] = round
    let length = 1
    for (let index = 0; index < length; index++) {
      const meeting = chain[index]!
      const to = this.board.slotOf[meeting] === one ? other : one
      if (allowed[meeting * slots + to] === 0 || length > chainMax) return 0
      for (let seat = seatsFrom[meeting]!; seat < seatsFrom[meeting + 1]!; seat++) {
        const next = this.board.at(seats[seat]!, to)
        if (next === out || this.#stamp[next] === round) continue
        this.#stamp[next] = round
        chain[length++] = next
      }
    }
    return length
  }
}

/** Leaving a meeting out costs more than the breaks that could save, and, where it must be, less than a clash. */
function costsOf(grid: Grid, mayLeaveOut: boolean): Costs {
  const costs = grid.value.map((value, meeting) => grid.seatsFrom[meeting + 1]! - grid.seatsFrom[meeting]! + 0.5 + value)
  const dearest = costs.reduce((most, cost) => Math.max(most, cost), 0)
  return {
    clash: mayLeaveOut ? dearest + 0.5 : clashCost,
    table: mayLeaveOut ? dearest + 0.5 : tableCost,
    crowd: crowdCost,
    out: costs,
  }
}
