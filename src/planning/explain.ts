import { Board } from './board.ts'
import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'
import { shortages } from './shortage.ts'
import type { Shortage } from './shortage.ts'
import type { PlannedMeeting, TimetableProblem, Unplaced } from './timetable-problem.ts'

type Context = { problem: TimetableProblem; grid: Grid; board: Board; short: Shortage[]; isPlaced: boolean }

/** Why each meeting that is out is out, and the smallest change that would let it into this very plan. */
export function explain(problem: TimetableProblem, grid: Grid, slots: Slots, isPlaced: boolean): Unplaced[] {
  if (!slots.includes(out)) return []
  const board = new Board(grid, { clash: 0, table: 0, crowd: 0, out: grid.value })
  slots.forEach((slot, meeting) => board.put(meeting, slot))
  const context = { problem, grid, board, short: shortages(grid), isPlaced }
  return problem.meetings.flatMap((_, meeting) => (slots[meeting] === out ? [explainOne(context, meeting)] : []))
}

function explainOne(context: Context, index: number): Unplaced {
  const { problem, grid, short, isPlaced } = context
  const meeting = problem.meetings[index]!
  const remedy = smallestRelaxation(context, index)
  const relaxation = remedy === undefined ? {} : { relaxation: remedy }
  if (grid.domainFrom[index] === grid.domainFrom[index + 1])
    return { meeting: meeting.id, bound: 'no_slot', reason: noSlot(problem, meeting), ...relaxation }
  const clash = pinnedClash(problem, meeting)
  if (clash !== undefined) return { meeting: meeting.id, bound: 'pinned_clash', reason: clash, ...relaxation }
  const shortage = short.find(({ meetings }) => meetings.includes(index))
  if (shortage !== undefined) return { meeting: meeting.id, ...shortOf(problem, shortage), ...relaxation }
  const reason = isPlaced
    ? 'proven: it cannot stand beside the others, although it could alone'
    : 'no place was found for it in the time given; more time may find one'
  return { meeting: meeting.id, bound: isPlaced ? 'combination' : 'stopped', reason, ...relaxation }
}

function noSlot(problem: TimetableProblem, { participants, window, slot }: PlannedMeeting): string {
  const [first, last] = window ?? [1, problem.slots]
  if (slot !== null && slot !== undefined && (slot < first || slot > last))
    return `it is pinned to slot ${slot}, outside its window ${first}–${last}`
  const away = problem.participants.filter(({ id, unavailable }) => participants.includes(id) && (unavailable ?? []).length > 0)
  const where = slot === null || slot === undefined ? `any slot from ${first} to ${last}` : `slot ${slot}, where it is pinned`
  return `${away.map(({ id }) => id).join(', ')} unavailable: not everybody is free in ${where}`
}

function shortOf(problem: TimetableProblem, { person, meetings, room }: Shortage): Pick<Unplaced, 'bound' | 'reason'> {
  const excess = meetings.length - room
  if (person === undefined)
    return {
      bound: 'tables',
      reason: `${meetings.length} meetings share ${room} places (slots times ${problem.tables} tables): ${excess} too many`,
    }
  const { id } = problem.participants[person]!
  return {
    bound: 'participant_slots',
    reason: `participant ${id} has ${meetings.length} meetings for ${room} possible slots: ${excess} too many`,
  }
}

function pinnedClash(problem: TimetableProblem, { id, participants, slot }: PlannedMeeting): string | undefined {
  if (slot === null || slot === undefined) return undefined
  const other = problem.meetings.find(
    (meeting) =>
      meeting.id !== id && meeting.slot === slot && meeting.participants.some((person) => participants.includes(person)),
  )
  return other && `it is pinned to slot ${slot}, where ${other.id} with one of the same participants is pinned too`
}

/** The slot with the fewest obstacles in this plan, when removing one is enough. */
function smallestRelaxation(context: Context, index: number): string | undefined {
  const { problem } = context
  const slots = Array.from({ length: problem.slots }, (_, slot) => ({ slot, obstacles: obstaclesAt(context, index, slot) }))
  const best = slots.toSorted((one, other) => effort(one.obstacles) - effort(other.obstacles))[0]!
  const beyond = `add slot ${problem.slots + 1}, within its window and with everybody free`
  if (best.obstacles.length === 0) return undefined
  return best.obstacles.length > 1 ? beyond : `${best.obstacles[0]} (slot ${best.slot + 1})`
}

/** Of as many changes, those that cost nobody a meeting come first. */
function effort(obstacles: readonly string[]): number {
  return obstacles.length + obstacles.filter((obstacle) => obstacle.startsWith('leave out')).length / 100
}

function obstaclesAt({ problem, grid, board }: Context, index: number, slot: number): string[] {
  const { window, slot: pinned, participants } = problem.meetings[index]!
  const [first, last] = window ?? [1, problem.slots]
  const number = slot + 1
  const found: string[] = []
  if (pinned !== null && pinned !== undefined && pinned !== number) found.push(`pin it to slot ${number} instead`)
  if (number < first || number > last) found.push(`widen its window to slot ${number}`)
  if (board.load[slot]! >= grid.tables) found.push('one more table')
  for (const id of participants) {
    const person = problem.participants.findIndex((participant) => participant.id === id)
    if (problem.participants[person]!.unavailable?.includes(number)) found.push(`participant ${id} available in slot ${number}`)
    const other = board.at(person, slot)
    if (other !== out) found.push(`leave out ${problem.meetings[other]!.id} of participant ${id}`)
  }
  return found
}
