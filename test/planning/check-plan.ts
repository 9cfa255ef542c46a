import type { Plan, TimetableProblem } from '../../src/planning/timetable-problem.ts'

/** Written from the evaluation's README alone, without the planner's own code: every fault of a plan, in words. */
export function faultsOf(problem: TimetableProblem, plan: Plan): string[] {
  const faults: string[] = []
  const seen = new Map<string, string>()
  const claim = (key: string, meeting: string) => {
    if (seen.has(key)) faults.push(`${key}: ${seen.get(key)} and ${meeting}`)
    seen.set(key, meeting)
  }
  for (const { meeting: id, slot, table } of plan.assignments) {
    const meeting = problem.meetings.find((one) => one.id === id)
    if (meeting === undefined) {
      faults.push(`${id} is unknown`)
      continue
    }
    claim(`meeting ${id}`, id)
    claim(`slot ${slot} table ${table}`, id)
    for (const person of meeting.participants) claim(`slot ${slot} participant ${person}`, id)
    if (!(slot >= 1 && slot <= problem.slots && table >= 1 && table <= problem.tables)) faults.push(`${id} is off the board`)
    if (meeting.window && (slot < meeting.window[0] || slot > meeting.window[1])) faults.push(`${id} is outside its window`)
    if (meeting.slot && slot !== meeting.slot) faults.push(`${id} is not where it is pinned`)
    for (const { id: person, unavailable } of problem.participants)
      if (meeting.participants.includes(person) && unavailable?.includes(slot)) faults.push(`${id}: ${person} is away`)
  }
  for (const { meeting } of plan.unplaced) claim(`meeting ${meeting}`, meeting)
  for (const { id } of problem.meetings) if (!seen.has(`meeting ${id}`)) faults.push(`${id} is neither placed nor unplaced`)
  for (const { meeting, reason } of plan.unplaced) if (reason === '') faults.push(`${meeting} has no reason`)
  const breaks = breaksOf(problem, plan)
  const total = breaks.reduce((sum, count) => sum + count, 0)
  if (total !== plan.breaks) faults.push(`${total} breaks, not ${plan.breaks}`)
  const gap = breaks.length === 0 ? 0 : Math.max(...breaks) - Math.min(...breaks)
  if (gap !== plan.gap) faults.push(`a gap of ${gap}, not ${plan.gap}`)
  return faults
}

function breaksOf({ slots, participants, meetings }: TimetableProblem, { assignments }: Plan): number[] {
  const slotOf = new Map(assignments.map(({ meeting, slot }) => [meeting, slot]))
  return participants.map(({ id }) => {
    const busy = meetings.filter((meeting) => meeting.participants.includes(id)).map((meeting) => slotOf.get(meeting.id))
    const row = Array.from({ length: slots }, (_, slot) => (busy.includes(slot + 1) ? 'x' : '.')).join('')
    return row.match(/(?<=x)\.+(?=x)/gu)?.length ?? 0
  })
}

/** The best there is, by trying everything: most placed, then fewest breaks with a gap of at most two. */
export function bestByTrying(problem: TimetableProblem): { unplaced: number; breaks: number } {
  let best = { unplaced: Infinity, crowd: Infinity, breaks: Infinity }
  const tryFrom = (index: number, assignments: Plan['assignments'], unplaced: number) => {
    if (unplaced > best.unplaced) return
    const meeting = problem.meetings[index]
    if (meeting === undefined) {
      const breaks = breaksOf(problem, { assignments, unplaced: [], breaks: 0, gap: 0 })
      const total = breaks.reduce((sum, count) => sum + count, 0)
      const crowd = Math.max(0, Math.max(0, ...breaks) - Math.min(...breaks) - 2)
      const one = { unplaced, crowd, breaks: total }
      const isBetter = [one.unplaced - best.unplaced, one.crowd - best.crowd, one.breaks - best.breaks].find((by) => by !== 0)
      if (isBetter !== undefined && isBetter < 0) best = one
      return
    }
    for (let slot = 1; slot <= problem.slots; slot++) {
      const others = assignments.filter((one) => one.slot === slot)
      if (
        others.length < problem.tables &&
        fits(
          problem,
          meeting,
          slot,
          others.map((one) => one.meeting),
        )
      )
        tryFrom(index + 1, [...assignments, { meeting: meeting.id, slot, table: others.length + 1 }], unplaced)
    }
    tryFrom(index + 1, assignments, unplaced + 1)
  }
  tryFrom(0, [], 0)
  return { unplaced: best.unplaced, breaks: best.breaks }
}

function fits(problem: TimetableProblem, meeting: TimetableProblem['meetings'][number], slot: number, others: string[]): boolean {
  const { participants, window, slot: pinned } = meeting
  if (window && (slot < window[0] || slot > window[1])) return false
  if (pinned && slot !== pinned) return false
  if (problem.participants.some(({ id, unavailable }) => participants.includes(id) && unavailable?.includes(slot))) return false
  return !problem.meetings.some(
    (other) => others.includes(other.id) && other.participants.some((id) => participants.includes(id)),
  )
}
