import { Board } from './board.ts'
import { causeWords, remedyWords } from './cause.ts'
import type { Cause, Remedy } from './cause.ts'
import { out } from './grid.ts'
import type { Grid, Slots } from './grid.ts'
import { shortages } from './shortage.ts'
import type { Shortage } from './shortage.ts'
import type { Bound, PlannedMeeting, TimetableProblem, Unplaced } from './timetable-problem.ts'

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
  const { problem } = context
  const meeting = problem.meetings[index]!
  const [{ bound, cause }, remedy] = [standsAgainst(context, index), smallestRelaxation(context, index)]
  return {
    meeting: meeting.id,
    bound,
    reason: causeWords(cause).en,
    cause,
    ...(remedy !== undefined && { relaxation: remedyWords(remedy).en, remedy }),
  }
}

function standsAgainst({ problem, grid, short, isPlaced }: Context, index: number): { bound: Bound; cause: Cause } {
  const meeting = problem.meetings[index]!
  if (grid.domainFrom[index] === grid.domainFrom[index + 1]) return { bound: 'no_slot', cause: noSlot(problem, meeting) }
  const clash = pinnedClash(problem, meeting)
  if (clash !== undefined) return { bound: 'pinned_clash', cause: clash }
  const shortage = short.find(({ meetings }) => meetings.includes(index))
  if (shortage !== undefined) return shortOf(problem, shortage)
  return isPlaced ? { bound: 'combination', cause: { code: 'combination' } } : { bound: 'stopped', cause: { code: 'stopped' } }
}

function noSlot(problem: TimetableProblem, { participants, window, slot }: PlannedMeeting): Cause {
  const [first, last] = window ?? [1, problem.slots]
  const isPinned = slot !== null && slot !== undefined
  if (isPinned && (slot < first || slot > last)) return { code: 'pinned_outside_window', slot, first, last }
  const away = problem.participants
    .filter(({ id, unavailable }) => participants.includes(id) && (unavailable ?? []).length > 0)
    .map(({ id }) => id)
  return isPinned
    ? { code: 'away_when_pinned', participants: away, slot }
    : { code: 'nobody_free', participants: away, first, last }
}

function shortOf(problem: TimetableProblem, { person, meetings, room }: Shortage): { bound: Bound; cause: Cause } {
  const counts = { meetings: meetings.length, room, excess: meetings.length - room }
  if (person === undefined) return { bound: 'tables', cause: { code: 'tables_short', ...counts, tables: problem.tables } }
  const { id: participant } = problem.participants[person]!
  return { bound: 'participant_slots', cause: { code: 'participant_short', participant, ...counts } }
}

function pinnedClash(problem: TimetableProblem, { id, participants, slot }: PlannedMeeting): Cause | undefined {
  if (slot === null || slot === undefined) return undefined
  const other = problem.meetings.find(
    (meeting) =>
      meeting.id !== id && meeting.slot === slot && meeting.participants.some((person) => participants.includes(person)),
  )
  return other && { code: 'pinned_clash', slot, meeting: other.id }
}

/** The slot with the fewest obstacles in this plan, when removing one is enough. */
function smallestRelaxation(context: Context, index: number): Remedy | undefined {
  const { problem } = context
  const slots = Array.from({ length: problem.slots }, (_, slot) => obstaclesAt(context, index, slot))
  const best = slots.toSorted((one, other) => effort(one) - effort(other))[0]!
  return best.length > 1 ? { code: 'add_slot', slot: problem.slots + 1 } : best[0]
}

/** Of as many changes, those that cost nobody a meeting come first. */
function effort(obstacles: readonly Remedy[]): number {
  return obstacles.length + obstacles.filter(({ code }) => code === 'leave_out').length / 100
}

function obstaclesAt({ problem, grid, board }: Context, index: number, at: number): Remedy[] {
  const { window, slot: pinned, participants } = problem.meetings[index]!
  const [first, last] = window ?? [1, problem.slots]
  const slot = at + 1
  const found: Remedy[] = []
  if (pinned !== null && pinned !== undefined && pinned !== slot) found.push({ code: 'pin_elsewhere', slot })
  if (slot < first || slot > last) found.push({ code: 'widen_window', slot })
  if (board.load[at]! >= grid.tables) found.push({ code: 'one_more_table', slot })
  for (const participant of participants) {
    const person = problem.participants.findIndex(({ id }) => id === participant)
    if (problem.participants[person]!.unavailable?.includes(slot)) found.push({ code: 'be_available', participant, slot })
    const other = board.at(person, at)
    if (other !== out) found.push({ code: 'leave_out', meeting: problem.meetings[other]!.id, participant, slot })
  }
  return found
}
