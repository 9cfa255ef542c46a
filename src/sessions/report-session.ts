import * as v from 'valibot'
import type { Ports } from '../ports.ts'
import { addWorkingDays } from '../shared/time.ts'
import { findMeetings } from './meeting-store.ts'
import { mayBeNoShow, minutesDueMs, needsOutcome, staffing } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findParticipants } from './participant-store.ts'
import { holdingStatuses, meetingStatuses, participantStatuses } from './session-status.ts'
import type { StoredSession } from './session-store.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

const visitMinutesWorkingDays = 2

const Ids = v.array(v.string())

export const SessionReport = v.object({
  meetings: v.record(v.string(), v.number()),
  participants: v.record(v.string(), v.number()),
  /** Agreed, and still without a place. */
  unplaced: Ids,
  /** A seat that nobody is named for, from a day before the meeting. */
  chased: Ids,
  /** Begun five minutes ago, and somebody is missing. */
  mayBeNoShow: Ids,
  /** Without an outcome the session is not over. */
  withoutOutcome: Ids,
  /** The share of meetings whose minutes were written within 48 hours of their end; null before there are any. */
  minutedInTime: v.nullable(v.number()),
  /** The last day for the minutes of a site visit, two working days after it. */
  minutesDue: v.nullable(v.string()),
})
export type SessionReport = v.InferOutput<typeof SessionReport>

export async function reportOn({ db, clock }: Pick<Ports, 'db' | 'clock'>, session: StoredSession): Promise<SessionReport> {
  const [meetings, participants, now] = [await findMeetings(db, session.id), await findParticipants(db, session.id), clock()]
  const slots = slotsOf(session.content, session.zone)
  const slotOf = ({ slot }: SeatedMeeting): Slot | undefined => (slot === null ? undefined : slots[slot - 1])
  const idsOf = (holds: (meeting: SeatedMeeting) => boolean) => meetings.filter(holds).map(({ id }) => id)
  return {
    meetings: countsOf(meetingStatuses, meetings),
    participants: countsOf(participantStatuses, participants),
    unplaced: idsOf((meeting) => meeting.status === 'accepted' && meeting.slot === null),
    chased: idsOf((meeting) => ['chased', 'released'].includes(staffing(meeting, slotOf(meeting)?.startsAt, now))),
    mayBeNoShow: idsOf((meeting) => mayBeNoShow(meeting, slotOf(meeting)?.startsAt, now)),
    withoutOutcome: idsOf(needsOutcome),
    minutedInTime: shareInTime(meetings, slotOf),
    minutesDue: session.content.kind === 'site_visit' ? addWorkingDays(session.content.date, visitMinutesWorkingDays) : null,
  }
}

/** Who could sit down at once where a place has become free: agreed, unplaced, and all of them free then. */
export async function standbyFor(db: Ports['db'], session: StoredSession, slot: number): Promise<string[]> {
  const meetings = await findMeetings(db, session.id)
  const participants = new Map((await findParticipants(db, session.id)).map((one) => [one.id, one]))
  const isHeld = ({ slot: held, status }: SeatedMeeting) => held === slot && holdingStatuses.includes(status)
  const taken = new Set(meetings.filter(isHeld).flatMap(({ seats }) => seats.map(({ participantId }) => participantId)))
  const isFree = (id: string) => !taken.has(id) && participants.get(id)?.unavailable.includes(slot) === false
  return meetings
    .filter(
      ({ status, slot: held, seats }) =>
        status === 'accepted' && held === null && seats.every((seat) => isFree(seat.participantId)),
    )
    .toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired) || (b.fit ?? 0) - (a.fit ?? 0) || (a.id < b.id ? -1 : 1))
    .map(({ id }) => id)
}

function countsOf(statuses: readonly { id: string }[], rows: readonly { status: string }[]): Record<string, number> {
  return Object.fromEntries(statuses.map(({ id }) => [id, rows.filter(({ status }) => status === id).length]))
}

function shareInTime(meetings: readonly SeatedMeeting[], slotOf: (meeting: SeatedMeeting) => Slot | undefined): number | null {
  const met = meetings.filter(({ status }) => status === 'checked_in' || status === 'held')
  const inTime = met.filter((meeting) => {
    const end = slotOf(meeting)?.endsAt
    return meeting.minutesAt !== null && end !== undefined && meeting.minutesAt.getTime() - end.getTime() <= minutesDueMs
  })
  return met.length === 0 ? null : inTime.length / met.length
}
