import type { Grid } from './grid.ts'

/** Meetings that want more room than there is, whoever plans them: `person` is undefined when it is the tables. */
export type Shortage = { person: number | undefined; meetings: number[]; room: number }

/** By Hall's theorem: for each person, and for the tables, the meetings that together have too few slots. */
export function shortages(grid: Grid): Shortage[] {
  const found: Shortage[] = []
  for (let person = 0; person < grid.people; person++) {
    const agenda = Array.from(grid.agenda.subarray(grid.agendaFrom[person], grid.agendaFrom[person + 1]))
    const short = overfull(
      grid,
      agenda.filter((meeting) => slotsOf(grid, meeting).length > 0),
      1,
    )
    if (short !== undefined) found.push({ person, ...short })
  }
  const all = Array.from({ length: grid.meetings }, (_, meeting) => meeting)
  const short = overfull(
    grid,
    all.filter((meeting) => slotsOf(grid, meeting).length > 0),
    grid.tables,
  )
  return short === undefined ? found : [...found, { person: undefined, ...short }]
}

/** What must stay out at least, in value: the cheapest ones of the tables' shortage, or of the people's that share none. */
export function leastMissed(grid: Grid, short: readonly Shortage[]): number {
  let nowhere = 0
  for (let meeting = 0; meeting < grid.meetings; meeting++)
    if (slotsOf(grid, meeting).length === 0) nowhere += grid.value[meeting]!
  const counted = new Set<number>()
  let [people, tables] = [0, 0]
  for (const { person, meetings, room } of short) {
    if (person === undefined) tables = cheapest(grid, meetings, meetings.length - room)
    else if (!meetings.some((meeting) => counted.has(meeting))) {
      people += cheapest(grid, meetings, meetings.length - room)
      for (const meeting of meetings) counted.add(meeting)
    }
  }
  return nowhere + Math.max(people, tables)
}

function cheapest(grid: Grid, meetings: readonly number[], count: number): number {
  const values = meetings.map((meeting) => grid.value[meeting]!).toSorted((one, other) => one - other)
  return values.slice(0, count).reduce((sum, value) => sum + value, 0)
}

/** Fits meetings into slots of that capacity by augmenting paths; what the failed searches reached is what is short. */
function overfull(grid: Grid, meetings: readonly number[], capacity: number): { meetings: number[]; room: number } | undefined {
  const taken: number[][] = Array.from({ length: grid.slots }, () => [])
  const stuck = new Set<number>()
  const reached = new Set<number>()
  for (const meeting of meetings) {
    if (augment(grid, meeting, taken, capacity) !== undefined) stuck.add(meeting)
  }
  if (stuck.size === 0) return undefined
  for (const meeting of stuck) for (const slot of augment(grid, meeting, taken, capacity) ?? []) reached.add(slot)
  const slots = [...reached]
  return { meetings: [...new Set([...stuck, ...slots.flatMap((slot) => taken[slot]!)])], room: slots.length * capacity }
}

/** Places the meeting and answers undefined, or answers every slot that would have to give way and cannot. */
function augment(grid: Grid, meeting: number, taken: number[][], capacity: number): Set<number> | undefined {
  const from = new Map<number, { meeting: number; slot: number | undefined }>()
  const queue: number[] = []
  const reach = (mover: number, slot: number | undefined) => {
    for (const next of slotsOf(grid, mover))
      if (!from.has(next)) {
        from.set(next, { meeting: mover, slot })
        queue.push(next)
      }
  }
  reach(meeting, undefined)
  for (const slot of queue) {
    if (taken[slot]!.length < capacity) {
      moveAlong(slot, from, taken)
      return undefined
    }
    for (const holder of taken[slot]!) reach(holder, slot)
  }
  return new Set(queue)
}

function moveAlong(last: number, from: Map<number, { meeting: number; slot: number | undefined }>, taken: number[][]): void {
  let slot: number | undefined = last
  while (slot !== undefined) {
    const step: { meeting: number; slot: number | undefined } = from.get(slot)!
    taken[slot]!.push(step.meeting)
    if (step.slot !== undefined) taken[step.slot] = taken[step.slot]!.filter((other) => other !== step.meeting)
    slot = step.slot
  }
}

function slotsOf(grid: Grid, meeting: number): Int32Array {
  return grid.domain.subarray(grid.domainFrom[meeting], grid.domainFrom[meeting + 1])
}
