import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import type { Slot } from '../sessions/slots.ts'

/** What the matchmaker should look at before the day; who it is about. */
export type Trouble =
  /** In two meetings at once, of which one is only proposed. */
  | { code: 'twice'; participantId: string }
  /** Nobody is named for the seat. */
  | { code: 'unstaffed'; participantId: string }
  /** The participant, or whoever is named for it, cannot be there then. */
  | { code: 'away'; participantId: string }
  /** It has not joined, or does not come after all. */
  | { code: 'not_coming'; participantId: string }
  /** More is asked of it at these hours than it has slots free. */
  | { code: 'wished_twice'; participantId: string }
  /** The matchmaker said that the two do not meet. */
  | { code: 'banned'; participantId: string }

/** By meeting; of those that lie ahead. */
export function troublesOf(facts: SessionFacts, now: Date): Map<string, Trouble[]> {
  const ahead = facts.meetings.filter((meeting) => isAhead(meeting, facts.slots, now))
  const wished = wishedTwice(facts, ahead, now)
  const found = ahead.map((meeting): [string, Trouble[]] => {
    const seats = meeting.seats.flatMap(({ participantId, personId }): Trouble[] => {
      const told = (code: Trouble['code'], isSo: boolean): Trouble[] => (isSo ? [{ code, participantId }] : [])
      return [
        ...told('not_coming', !comes(facts, participantId)),
        ...told('twice', isTwice(ahead, meeting, participantId)),
        ...told('away', isAway(facts, meeting, participantId, personId)),
        ...told('unstaffed', meeting.slot !== null && personId === null),
        ...told('wished_twice', wished.has(`${meeting.id} ${participantId}`)),
      ]
    })
    return [meeting.id, [...seats, ...bans(facts, meeting)]]
  })
  return new Map(found.filter(([, troubles]) => troubles.length > 0))
}

function isAhead({ status, slot }: SeatedMeeting, slots: readonly Slot[], now: Date): boolean {
  const begins = slot === null ? undefined : slots[slot - 1]?.startsAt
  return ['proposed', 'pending', 'accepted'].includes(status) && (begins === undefined || begins > now)
}

function comes({ participants }: SessionFacts, id: string): boolean {
  return participants.some((one) => one.id === id && one.status === 'joined')
}

function isTwice(meetings: readonly SeatedMeeting[], meeting: SeatedMeeting, participantId: string): boolean {
  return meetings.some(
    ({ id, slot, seats }) =>
      id !== meeting.id && slot !== null && slot === meeting.slot && seats.some((seat) => seat.participantId === participantId),
  )
}

function isAway(facts: SessionFacts, { slot }: SeatedMeeting, participantId: string, personId: string | null): boolean {
  if (slot === null) return false
  const participant = facts.participants.find(({ id }) => id === participantId)
  const person = facts.people.find(({ id }) => id === personId)
  return participant?.unavailable.includes(slot) === true || person?.unavailable.includes(slot) === true
}

function bans({ pairMarks }: SessionFacts, { seats }: SeatedMeeting): Trouble[] {
  const seated = new Set(seats.map(({ participantId }) => participantId))
  return pairMarks
    .filter(({ kind, departmentId, companyId }) => kind === 'ban' && seated.has(departmentId) && seated.has(companyId))
    .map(({ companyId }) => ({ code: 'banned', participantId: companyId }))
}

/**
 * Requests for certain hours that cannot all be granted to one participant: of those that fit within a stretch of slots
 * there are more than slots in it are free. By Hall's theorem, for stretches, that is the only way they cannot.
 */
function wishedTwice(facts: SessionFacts, meetings: readonly SeatedMeeting[], now: Date): Set<string> {
  const found = new Set<string>()
  for (const { id, unavailable } of facts.participants) {
    const own = meetings.filter(({ seats }) => seats.some(({ participantId }) => participantId === id))
    const taken = new Set([...unavailable, ...own.flatMap(({ slot }) => slot ?? [])])
    const free = facts.slots.filter(({ number, startsAt }) => startsAt > now && !taken.has(number)).map(({ number }) => number)
    const asked = own.flatMap(({ id: meeting, slot, windowFrom, windowTo }) =>
      slot === null && windowFrom !== null && windowTo !== null ? [{ meeting, from: windowFrom, to: windowTo }] : [],
    )
    for (const from of new Set(asked.map((one) => one.from)))
      for (const to of new Set(asked.map((one) => one.to))) {
        const within = asked.filter((one) => one.from >= from && one.to <= to)
        if (within.length <= free.filter((slot) => slot >= from && slot <= to).length) continue
        for (const { meeting } of within) found.add(`${meeting} ${id}`)
      }
  }
  return found
}
