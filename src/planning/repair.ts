import { Board } from './board.ts'
import { eject } from './eject.ts'
import { explain } from './explain.ts'
import { gridOf, out } from './grid.ts'
import { scoreOf } from './score.ts'
import { assignmentsOf, slotsOfPlan } from './plan-timetable.ts'
import { placeFree } from './settle.ts'
import type { Plan, PlannedMeeting, TimetableProblem } from './timetable-problem.ts'

/** What happened since the plan was made. */
export type Change = {
  cancelledMeetings?: string[]
  /** They leave altogether, and with them their meetings. */
  leavers?: string[]
  unavailable?: { participant: string; slots: number[] }[]
  arrivals?: TimetableProblem['participants']
  newMeetings?: PlannedMeeting[]
  /** Meetings both sides have confirmed: they stay where they are while that is possible at all. */
  confirmed?: string[]
}

/** `moved`: meetings that had a place and now have another one, or none. */
export type Repair = { problem: TimetableProblem; plan: Plan; moved: string[] }

/** The same plan with as few meetings moved as it takes: confirmed and pinned ones stay. */
export function repair(problem: TimetableProblem, plan: Pick<Plan, 'assignments'>, change: Change): Repair {
  const changed = applyChange(problem, change)
  const grid = gridOf(changed)
  const before = slotsOfPlan(changed, plan)
  const confirmed = new Set(change.confirmed)
  const isFixed = changed.meetings.map(({ id, slot }, index) => before[index] !== out && (confirmed.has(id) || isNumber(slot)))
  const board = new Board(grid, { clash: 1, table: 1, crowd: 0, out: grid.value })
  const order = Array.from(before.keys())
  // Confirmed meetings take their place first, so that what can no longer stand beside them gives way.
  order.sort((one, other) => Number(isFixed[other]) - Number(isFixed[one]) || grid.value[other]! - grid.value[one]!)
  for (const meeting of order) keepPlace(board, meeting, before[meeting]!)
  const known = new Set(problem.meetings.map(({ id }) => id))
  const wasOut = changed.meetings.map(({ id }, index) => before[index] === out && known.has(id))
  // What was out already may take what is free now, but nobody moves for it.
  for (const meeting of order) if (board.slotOf[meeting] === out && !wasOut[meeting]) letIn(board, meeting, isFixed)
  for (const meeting of order) if (wasOut[meeting]) placeFree(board, meeting)
  const { breaks, gap } = scoreOf(grid, board.slotOf)
  return {
    problem: changed,
    plan: {
      assignments: assignmentsOf(changed, board.slotOf, plan.assignments),
      unplaced: explain(changed, grid, board.slotOf, false),
      breaks,
      gap,
    },
    moved: changed.meetings
      .filter((_, index) => before[index] !== out && before[index] !== board.slotOf[index])
      .map(({ id }) => id),
  }
}

/** The problem as it stands after the change. */
export function applyChange(problem: TimetableProblem, change: Change): TimetableProblem {
  const { cancelledMeetings, leavers, unavailable = [], arrivals = [], newMeetings = [] } = change
  const [cancelled, gone] = [new Set(cancelledMeetings), new Set(leavers)]
  const away = new Map(unavailable.map(({ participant, slots }) => [participant, slots]))
  return {
    ...problem,
    participants: [...problem.participants, ...arrivals]
      .filter(({ id }) => !gone.has(id))
      .map((person) => ({
        ...person,
        unavailable: [...new Set([...(person.unavailable ?? []), ...(away.get(person.id) ?? [])])],
      })),
    meetings: [...problem.meetings, ...newMeetings].filter(
      ({ id, participants }) => !cancelled.has(id) && !participants.some((person) => gone.has(person)),
    ),
  }
}

function keepPlace(board: Board, meeting: number, slot: number): void {
  if (slot === out || board.grid.allowed[meeting * board.grid.slots + slot] !== 1) return
  board.put(meeting, slot)
  if (!board.isFaultless) board.put(meeting, out)
}

function letIn(board: Board, meeting: number, isFixed: readonly boolean[]): boolean {
  return placeFree(board, meeting) || eject(board, meeting, isFixed)
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number'
}
