import type { Assignment } from '../planning/timetable-problem.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import { holdingStatuses } from '../sessions/session-status.ts'
import { tableCount } from '../sessions/slots.ts'

/** What a plan is made from, and what of the day is over or taken elsewhere by then. */
export type PlanFacts = SessionFacts & {
  now: Date
  /** When somebody named here is booked by another session; by the id of session_person. */
  busy: ReadonlyMap<string, readonly { startsAt: Date; endsAt: Date }[]>
}

/** Of each participant who comes, the slots in which nobody can: over by now, or everybody named for it away. */
export function unavailableOf(
  facts: PlanFacts,
  staying: readonly SeatedMeeting[],
  isFixedHere: (meeting: SeatedMeeting) => boolean,
): Map<string, number[]> {
  const people = Map.groupBy(facts.people, ({ participantId }) => participantId)
  const fixed = staying.filter(isFixedHere)
  const stands = new Set(fixed.flatMap(({ slot, seats }) => seats.map(({ participantId }) => `${participantId} ${slot}`)))
  return new Map(
    comingOf(facts, staying).map(({ id, unavailable }) => {
      const own = people.get(id) ?? []
      const isAway = (slot: number) =>
        unavailable.includes(slot) || (own.length > 0 && own.every((person) => !isPersonFree(facts, person, slot)))
      const away = facts.slots.filter((slot) => isOverBy(facts, slot.number) || isAway(slot.number))
      // Where a meeting is fixed it stands, whatever was said of the slot since; a repair moves it.
      return [id, away.map(({ number }) => number).filter((slot) => !stands.has(`${id} ${slot}`))]
    }),
  )
}

/** What began by now is nobody's to plan. */
export function isOverBy({ slots, now }: Pick<PlanFacts, 'slots' | 'now'>, slot: number): boolean {
  return (slots[slot - 1]?.startsAt ?? now) <= now
}

export function isPersonFree(facts: PlanFacts, person: { id: string; unavailable: readonly number[] }, number: number): boolean {
  if (person.unavailable.includes(number)) return false
  const slot = facts.slots[number - 1]!
  const busy = facts.busy.get(person.id) ?? []
  return !busy.some(({ startsAt, endsAt }) => startsAt < slot.endsAt && endsAt > slot.startsAt)
}

/** Who is planned for: those who joined, and whoever has a meeting that stays. */
export function comingOf(facts: Pick<PlanFacts, 'participants'>, staying: readonly SeatedMeeting[]): PlanFacts['participants'] {
  const seated = new Set(staying.flatMap(({ seats }) => seats.map(({ participantId }) => participantId)))
  return facts.participants.filter(({ id, status }) => status === 'joined' || seated.has(id))
}

export function tablesFor({ session }: Pick<PlanFacts, 'session'>): number {
  return tableCount(session.content)
}

/** Where everything that holds a place is now. */
export function placesIn({ meetings }: Pick<PlanFacts, 'meetings'>): Assignment[] {
  return meetings.flatMap(({ id, status, slot, tableNo }) =>
    slot === null || tableNo === null || !holdingStatuses.includes(status) ? [] : [{ meeting: id, slot, table: tableNo }],
  )
}
