import { instantAt } from '../shared/time.ts'
import { troublesOf } from './board-troubles.ts'
import type { Trouble } from './board-troubles.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionPerson, StoredParticipant } from '../sessions/participant-store.ts'
import type { SessionContent } from '../sessions/session-content.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import { tablesOf } from '../sessions/slots.ts'
import type { Slot, Span, Table } from '../sessions/slots.ts'

/** A line of the day: a slot, or a pause between two. */
export type DayLine = ({ kind: 'slot' } & Slot) | ({ kind: 'break'; label: string | undefined } & Span)

export type BoardSeat = {
  participant: StoredParticipant
  person: SessionPerson | undefined
  hasAccepted: boolean
  isChair: boolean
  hasCome: boolean
}
export type BoardMeeting = { meeting: SeatedMeeting; seats: BoardSeat[]; troubles: Trouble[] }

export type Board = {
  lines: DayLine[]
  tables: Table[]
  /** By slot and table, as placeKey says it; where one side did not come a second meeting may stand. */
  at: ReadonlyMap<string, BoardMeeting[]>
  /** By participant and slot, as placeKey says it. */
  ofParticipant: ReadonlyMap<string, BoardMeeting[]>
  unplaced: BoardMeeting[]
  troubled: BoardMeeting[]
  counts: Record<'placed' | 'pending' | 'accepted' | 'unplaced' | 'troubles', number>
}

/** In these a meeting stands on the board, if it has a place. */
const shownStatuses: readonly MeetingStatus[] = [
  'proposed',
  'pending',
  'accepted',
  'checked_in',
  'held',
  'no_show_company',
  'no_show_unit',
]
const aheadStatuses: readonly MeetingStatus[] = ['proposed', 'pending', 'accepted']

/** The timetable as it stands, and everything in it that somebody should look at. */
export function boardOf(facts: SessionFacts, now: Date): Board {
  const shown = facts.meetings.filter(({ status }) => shownStatuses.includes(status))
  const troubles = troublesOf(facts, now)
  const seated = seatsBy(facts)
  const meetings = shown.map((meeting) => ({ meeting, seats: seated(meeting), troubles: troubles.get(meeting.id) ?? [] }))
  const placed = meetings.filter(({ meeting }) => meeting.slot !== null)
  const unplaced = meetings.filter(({ meeting }) => meeting.slot === null && aheadStatuses.includes(meeting.status))
  const troubled = meetings.filter((one) => one.troubles.length > 0)
  const count = (status: MeetingStatus) => meetings.filter(({ meeting }) => meeting.status === status).length
  return {
    lines: dayLines(facts.session.content, facts.session.zone, facts.slots),
    tables: tablesOf(facts.session.content),
    at: Map.groupBy(placed, ({ meeting }) => placeKey(meeting.slot!, meeting.tableNo!)),
    ofParticipant: grouped(
      placed.flatMap((one) => one.seats.map(({ participant }) => [placeKey(one.meeting.slot!, participant.id), one] as const)),
    ),
    unplaced,
    troubled,
    counts: {
      placed: placed.length,
      pending: count('pending'),
      accepted: count('accepted'),
      unplaced: unplaced.length,
      troubles: troubled.length,
    },
  }
}

export function placeKey(slot: number, at: number | string): string {
  return `${slot}.${at}`
}

/** Slots and pauses in order of time. */
export function dayLines(content: SessionContent, zone: string, slots: readonly Slot[]): DayLine[] {
  const pauses = content.breaks.flatMap(({ from, to, label }): DayLine[] => {
    const [startsAt, endsAt] = [instantAt(zone, content.date, from), instantAt(zone, content.date, to)]
    return startsAt === undefined || endsAt === undefined ? [] : [{ kind: 'break', startsAt, endsAt, label }]
  })
  const lines = [...slots.map((slot): DayLine => ({ kind: 'slot', ...slot })), ...pauses]
  return lines.toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime())
}

/** Who sits in a meeting: departments first, then companies, then guests. */
export function seatsBy({ participants, people }: SessionFacts): (meeting: SeatedMeeting) => BoardSeat[] {
  const [byId, named] = [new Map(participants.map((one) => [one.id, one])), new Map(people.map((one) => [one.id, one]))]
  return ({ seats }) =>
    seats
      .flatMap(({ participantId, personId, isChair, acceptedAt, checkedInAt }): BoardSeat[] => {
        const participant = byId.get(participantId)
        const person = personId === null ? undefined : named.get(personId)
        if (participant === undefined) return []
        return [{ participant, person, isChair, hasAccepted: acceptedAt !== null, hasCome: checkedInAt !== null }]
      })
      .toSorted((one, other) => sideOrder.indexOf(one.participant.side) - sideOrder.indexOf(other.participant.side))
}

export const sideOrder: readonly StoredParticipant['side'][] = ['department', 'company', 'guest']

function grouped<T>(entries: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = Map.groupBy(entries, ([key]) => key)
  return new Map([...groups].map(([key, members]) => [key, members.map(([, member]) => member)]))
}
