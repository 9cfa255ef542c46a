import type { Assignment, TimetableProblem } from '../planning/timetable-problem.ts'
import type { Ports } from '../ports.ts'
import { findMeetings } from '../sessions/meeting-store.ts'
import { exportProblem, takePlan } from '../plans/plan-session.ts'
import { publishPlan } from '../plans/publish-plan.ts'
import { repairSession } from '../plans/repair-session.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Stage } from './session-stage.ts'

export type Replanned = {
  /** Meetings that were called off on purpose. */
  excused: ReadonlySet<string>
  faults: string[]
}

/** Plans anew, or repairs after a cancellation, and publishes it; pinned meetings must not have moved where they could stay. */
export async function replan(
  ports: Ports,
  { matchmaker }: Stage,
  session: string,
  kind: 'whole' | 'repair',
  random: () => number,
): Promise<Replanned> {
  const before = await findMeetings(ports.db, session, ['pending', 'accepted'])
  let problem: Pick<TimetableProblem, 'participants'> | null
  const cancelled = kind === 'repair' && before.length > 0 ? [before[Math.floor(random() * before.length)]!.id] : []
  try {
    const plan =
      kind === 'repair'
        ? await repairSession(ports, matchmaker, session, {
            cancelledMeetings: cancelled,
            leavers: [],
            unavailable: [],
            arrivals: [],
          })
        : await wholePlan(ports, matchmaker, session)
    problem = plan.problem
    await publishPlan(ports, matchmaker, session, plan.id)
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error
    return { excused: new Set(), faults: [`${kind} plan: ${error.refusal.code} ${JSON.stringify(error.refusal)}`] }
  }
  const after = new Map((await findMeetings(ports.db, session)).map((meeting) => [meeting.id, meeting]))
  const away = new Set(problem?.participants.flatMap(({ id, unavailable }) => (unavailable ?? []).map((slot) => `${id} ${slot}`)))
  const moved = before.filter(
    ({ id, isPinned, slot, seats }) =>
      isPinned &&
      !cancelled.includes(id) &&
      after.get(id)!.slot !== slot &&
      !seats.some(({ participantId }) => away.has(`${participantId} ${slot}`)),
  )
  return { excused: new Set(cancelled), faults: moved.map(({ id }) => `${kind} plan moved the pinned ${id}`) }
}

async function wholePlan(ports: Ports, matchmaker: Stage['matchmaker'], session: string) {
  const { sessionVersion, ...problem } = await exportProblem(ports, matchmaker, session, {})
  return takePlan(ports, matchmaker, session, { sessionVersion, assignments: firstFit(problem) })
}

/** What stays first, then each meeting at the first slot and table that are free for it; what finds none is left out. */
function firstFit({ slots, tables, participants, meetings }: TimetableProblem): Assignment[] {
  const taken = new Set<string>(participants.flatMap(({ id, unavailable }) => (unavailable ?? []).map((slot) => `${id} ${slot}`)))
  const tablesUsed = new Map<number, number>()
  const assignments: Assignment[] = []
  for (const meeting of meetings.toSorted((a, b) => Number(isSet(b.slot)) - Number(isSet(a.slot)))) {
    const [first, last] = meeting.window ?? [1, slots]
    for (let slot = meeting.slot ?? first; slot <= (meeting.slot ?? last); slot += 1) {
      const table = (tablesUsed.get(slot) ?? 0) + 1
      if (table > tables || meeting.participants.some((id) => taken.has(`${id} ${slot}`))) continue
      tablesUsed.set(slot, table)
      for (const id of meeting.participants) taken.add(`${id} ${slot}`)
      assignments.push({ meeting: meeting.id, slot, table })
      break
    }
  }
  return assignments
}

function isSet(slot: number | null | undefined): boolean {
  return slot !== null && slot !== undefined
}
