import type { Board } from './board.ts'
import { out } from './grid.ts'

export const ejectionsMax = 4
/** Bounds the search however dense the session is. */
const triesMax = 60_000

type Trial = {
  board: Board
  isFixed: readonly boolean[]
  isHeld: Uint8Array
  tries: number
  fewestBreaks: number
  best: Int32Array | undefined
}

/**
 * Lets a meeting in by moving others: with one move if that is enough, then two, and so on; of equally short
 * ways the one with the fewest breaks. Answers whether it could.
 */
export function eject(board: Board, meeting: number, isFixed: readonly boolean[]): boolean {
  const trial: Trial = {
    board,
    isFixed,
    isHeld: new Uint8Array(board.grid.meetings),
    tries: 0,
    fewestBreaks: Infinity,
    best: undefined,
  }
  for (let moves = 0; moves <= ejectionsMax; moves++) {
    place(trial, [meeting], moves)
    if (trial.best === undefined) continue
    trial.best.forEach((slot, other) => board.put(other, slot))
    return true
  }
  return false
}

/** Places the first of those that wait, in every slot in turn, and those it sends away after the others. */
function place(trial: Trial, waiting: readonly number[], moves: number): void {
  const { board, isHeld } = trial
  const [meeting, ...others] = waiting
  if (meeting === undefined) return note(trial)
  const { domain, domainFrom } = board.grid
  isHeld[meeting] = 1
  for (let index = domainFrom[meeting]!; index < domainFrom[meeting + 1]!; index++) {
    if (trial.tries++ > triesMax) break
    const slot = domain[index]!
    for (const away of waysIn(trial, meeting, slot, moves)) {
      const before = away.map((other) => board.slotOf[other]!)
      away.forEach((other) => board.put(other, out))
      board.put(meeting, slot)
      place(trial, [...others, ...away], moves - away.length)
      board.put(meeting, out)
      away.forEach((other, position) => board.put(other, before[position]!))
    }
  }
  isHeld[meeting] = 0
}

/** Every set of meetings that makes room in the slot by leaving it. */
function waysIn({ board, isFixed, isHeld }: Trial, meeting: number, slot: number, moves: number): number[][] {
  const { grid } = board
  const seats = grid.seats.subarray(grid.seatsFrom[meeting], grid.seatsFrom[meeting + 1])
  const blockers = [...new Set(Array.from(seats, (person) => board.at(person, slot)))].filter((other) => other !== out)
  const mayLeave = (other: number) => isFixed[other] !== true && isHeld[other] === 0
  if (blockers.length > moves || !blockers.every(mayLeave)) return []
  if (blockers.length > 0 || board.load[slot]! < grid.tables) return [blockers]
  if (moves === 0) return []
  return Array.from(board.slotOf.keys())
    .filter((other) => board.slotOf[other] === slot && mayLeave(other))
    .map((other) => [other])
}

function note(trial: Trial): void {
  if (trial.board.breaks >= trial.fewestBreaks) return
  trial.fewestBreaks = trial.board.breaks
  trial.best = trial.board.slotOf.slice()
}
