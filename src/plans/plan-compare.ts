import type { Assignment } from '../planning/timetable-problem.ts'

export type Stand = { slot: number; table: number }
export type ChangeOfPlace = { meeting: string; before: Stand | null; after: Stand | null }

/** What publishing a plan would change, meeting by meeting; `same` counts those that stay where they are. */
export type Comparison = { moved: ChangeOfPlace[]; added: ChangeOfPlace[]; removed: ChangeOfPlace[]; same: number }

export function comparePlaces(before: readonly Assignment[], after: readonly Assignment[]): Comparison {
  const [was, becomes] = [placesOf(before), placesOf(after)]
  const meetings = [...new Set([...was.keys(), ...becomes.keys()])]
  const changes = meetings.map((meeting) => ({
    meeting,
    before: was.get(meeting) ?? null,
    after: becomes.get(meeting) ?? null,
  }))
  const isSame = ({ before: one, after: other }: ChangeOfPlace) => one?.slot === other?.slot && one?.table === other?.table
  return {
    moved: changes.filter((change) => change.before !== null && change.after !== null && !isSame(change)),
    added: changes.filter((change) => change.before === null),
    removed: changes.filter((change) => change.after === null),
    same: changes.filter(isSame).length,
  }
}

function placesOf(assignments: readonly Assignment[]): Map<string, Stand> {
  return new Map(assignments.map(({ meeting, slot, table }) => [meeting, { slot, table }]))
}
