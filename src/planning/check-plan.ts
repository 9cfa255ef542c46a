import { explain } from './explain.ts'
import { gridOf } from './grid.ts'
import { slotsOfPlan } from './plan-timetable.ts'
import { scoreOf } from './score.ts'
import type { Assignment, Plan, TimetableProblem } from './timetable-problem.ts'

/** What is wrong with a timetable made elsewhere, in the words of its file; nobody twice, nothing where it may not be. */
export function faultsOfPlan(problem: TimetableProblem, assignments: readonly Assignment[]): string[] {
  const meetings = new Map(problem.meetings.map((meeting) => [meeting.id, meeting]))
  const away = new Map(problem.participants.map(({ id, unavailable }) => [id, new Set(unavailable ?? [])]))
  const taken = new Map<string, string>()
  const faults: string[] = []
  const take = (what: string, meeting: string) => {
    if (taken.has(what)) faults.push(`${meeting}: ${what} is taken by ${taken.get(what)}`)
    taken.set(what, meeting)
  }
  for (const { meeting: id, slot, table } of assignments) {
    const meeting = meetings.get(id)
    if (meeting === undefined) faults.push(`${id} is unknown`)
    if (slot > problem.slots || table > problem.tables) faults.push(`${id}: slot ${slot}, table ${table} is beyond the last`)
    take(`the place of ${id}`, id)
    take(`slot ${slot}, table ${table}`, id)
    const [first, last] = meeting?.window ?? [1, problem.slots]
    if (slot < first || slot > last) faults.push(`${id}: slot ${slot} is outside its window ${first}–${last}`)
    const pinned = meeting?.slot ?? slot
    if (slot !== pinned) faults.push(`${id} is pinned to slot ${pinned}`)
    for (const participant of meeting?.participants ?? []) {
      take(`slot ${slot} of participant ${participant}`, id)
      if (away.get(participant)!.has(slot)) faults.push(`${id}: participant ${participant} is unavailable in slot ${slot}`)
    }
  }
  return faults
}

/** The plan that these assignments make: its breaks, its gap, and why what is not in it is not. */
export function planOf(problem: TimetableProblem, assignments: readonly Assignment[]): Plan {
  const grid = gridOf(problem)
  const slots = slotsOfPlan(problem, { assignments: [...assignments] })
  const { breaks, gap } = scoreOf(grid, slots)
  return { assignments: [...assignments], unplaced: explain(problem, grid, slots, false), breaks, gap }
}
