import type { TimetableProblem } from '../planning/timetable-problem.ts'
import { seatsMax } from '../planning/timetable-problem.ts'
import { bodyOf } from '../sessions/holders.ts'
import type { PlanFacts } from './plan-facts.ts'

const joint = '+'
/** Ids are of limited length, and of these few nobody else has all. */
const namedMax = 5

/**
 * Somebody who is the only one to come for several participants takes part in the problem themselves, so that no two of
 * these meet at once. A meeting with a place has them where they sit in it, since whoever is not named there may sit elsewhere.
 */
export function withSharedPeople(facts: PlanFacts, problem: TimetableProblem): TimetableProblem {
  const shared = sharedIn(facts)
  if (shared.size === 0) return problem
  const placed = new Map(facts.meetings.filter(({ slot }) => slot !== null).map((meeting) => [meeting.id, meeting]))
  const joins = (meeting: string, participant: string) => {
    const person = shared.get(participant)
    const seat = placed.get(meeting)?.seats.find(({ participantId }) => participantId === participant)
    return person === undefined || (seat !== undefined && seat.personId !== person.personId) ? [] : [person.id]
  }
  return {
    ...problem,
    participants: [...problem.participants, ...[...new Set([...shared.values()].map(({ id }) => id))].map((id) => ({ id }))],
    meetings: problem.meetings.map((meeting) => ({
      ...meeting,
      participants: [
        ...new Set([...meeting.participants, ...meeting.participants.flatMap((one) => joins(meeting.id, one))]),
      ].slice(0, seatsMax),
    })),
  }
}

/** The participants behind an id of a problem: its own, or those that one person comes for. */
export function participantsBehind(id: string): string[] {
  return id.split(joint)
}

/** Of each participant with one person who comes for others too: that person, called by all of those. */
function sharedIn({ participants, people }: PlanFacts): Map<string, { id: string; personId: string }> {
  const joined = new Set(participants.filter(({ status }) => status === 'joined').map(({ id }) => id))
  const named = Map.groupBy(
    people.filter(({ participantId }) => joined.has(participantId)),
    ({ participantId }) => participantId,
  )
  const only = [...named.values()].flatMap((own) => (own.length === 1 ? own : []))
  const together = [...Map.groupBy(only, bodyOf).values()].filter(({ length }) => length > 1)
  return new Map(
    together.flatMap((seats) => {
      const id = seats
        .slice(0, namedMax)
        .map(({ participantId }) => participantId)
        .join(joint)
      return seats.map((seat) => [seat.participantId, { id, personId: seat.id }] as const)
    }),
  )
}
