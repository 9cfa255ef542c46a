import type { Board } from './board.ts'
import { out } from './grid.ts'

/** Makes a timetable faultless: takes out the cheapest of what clashes or has no table, then puts back what fits. */
export function settle(board: Board): void {
  const { grid } = board
  const cheapestFirst = Array.from({ length: grid.meetings }, (_, meeting) => meeting)
  cheapestFirst.sort((one, other) => grid.value[one]! - grid.value[other]!)
  for (const meeting of cheapestFirst) if (!board.isFaultless && isInTheWay(board, meeting)) board.put(meeting, out)
  for (const meeting of cheapestFirst.toReversed()) if (board.slotOf[meeting] === out) placeFree(board, meeting)
}

function isInTheWay(board: Board, meeting: number): boolean {
  const slot = board.slotOf[meeting]!
  return (
    slot !== out &&
    (board.load[slot]! > board.grid.tables || seatsOf(board, meeting).some((person) => board.countAt(person, slot) > 1))
  )
}

/** Puts a meeting where everybody and a table are free and it breaks least, if there is such a slot. */
export function placeFree(board: Board, meeting: number): boolean {
  const { grid } = board
  let best = out
  let leastBreaks = Infinity
  for (const slot of grid.domain.subarray(grid.domainFrom[meeting], grid.domainFrom[meeting + 1])) {
    if (!isFree(board, meeting, slot)) continue
    board.put(meeting, slot)
    if (board.breaks < leastBreaks) [best, leastBreaks] = [slot, board.breaks]
    board.put(meeting, out)
  }
  board.put(meeting, best)
  return best !== out
}

function isFree(board: Board, meeting: number, slot: number): boolean {
  return board.load[slot]! < board.grid.tables && seatsOf(board, meeting).every((person) => board.countAt(person, slot) === 0)
}

function seatsOf({ grid }: Board, meeting: number): number[] {
  return Array.from(grid.seats.subarray(grid.seatsFrom[meeting], grid.seatsFrom[meeting + 1]))
}
