import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { allowedActions } from '../accounts/permissions.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { isoIn } from '../shared/time.ts'
import { mayBeNoShow, staffing } from './meeting.ts'
import type { Seat, SeatedMeeting } from './meeting.ts'
import type { SessionPerson, StoredParticipant } from './participant-store.ts'
import { targetOfMeeting } from './session-access.ts'
import type { Reading } from './session-access.ts'
import { meetingOutcomes, Minutes } from './session-content.ts'
import { meetingStatuses } from './session-status.ts'
import type { StoredSession } from './session-store.ts'
import { Instant } from './session-view.ts'
import { slotsOf, tablesOf } from './slots.ts'

const Id = v.pipe(v.string(), v.uuid())

const SeatView = v.object({
  participantId: Id,
  org: v.object({ id: Id, name: v.string(), nameEn: v.nullable(v.string()) }),
  side: v.picklist(['department', 'company', 'guest']),
  isChair: v.boolean(),
  person: v.nullable(v.object({ id: Id, name: v.string(), post: v.nullable(v.string()) })),
  acceptedAt: v.nullable(Instant),
  checkedInAt: v.nullable(Instant),
})

export const MeetingView = v.object({
  id: Id,
  sessionId: Id,
  sceneId: v.nullable(Id),
  status: v.picklist(idsOf(meetingStatuses)),
  version: v.number(),
  origin: v.picklist(['request', 'plan', 'matchmaker']),
  requestedBy: v.nullable(Id),
  message: v.nullable(v.string()),
  slot: v.nullable(v.number()),
  startsAt: v.nullable(Instant),
  endsAt: v.nullable(Instant),
  table: v.nullable(v.object({ number: v.number(), room: v.string(), inRoom: v.number() })),
  window: v.nullable(v.tuple([v.number(), v.number()])),
  seats: v.array(SeatView),
  statusReason: v.nullable(v.string()),
  statusSince: Instant,
  /** Whether every seat is named: still open, asked for from a day before, or given up four hours before. */
  staffing: v.picklist(['named', 'open', 'chased', 'released']),
  outcome: v.nullable(v.picklist(idsOf(meetingOutcomes))),
  minutes: v.nullable(Minutes),
  minutesAt: v.nullable(Instant),
  allowed: v.array(v.string()),
  /** For whoever runs the session. */
  isPinned: v.optional(v.boolean()),
  isRequired: v.optional(v.boolean()),
  fit: v.nullish(v.number()),
  mayBeNoShow: v.optional(v.boolean()),
})

/** Who and what the views of one session's meetings are made from. */
export type MeetingViewing = {
  session: StoredSession
  actor: Actor
  reading: Reading
  participants: ReadonlyMap<string, StoredParticipant>
  people: ReadonlyMap<string, SessionPerson>
  now: Date
}

export function meetingView(meeting: SeatedMeeting, viewing: MeetingViewing) {
  const { session, actor, reading, now } = viewing
  const { id, sessionId, sceneId, status, version, origin, requestedBy, message, statusReason, outcome, minutes } = meeting
  const slot = meeting.slot === null ? undefined : slotsOf(session.content, session.zone)[meeting.slot - 1]
  const at = (instant: Date | null | undefined) =>
    instant === null || instant === undefined ? null : isoIn(session.zone, instant)
  return {
    id,
    sessionId,
    sceneId,
    status,
    version,
    origin,
    requestedBy,
    message,
    statusReason,
    outcome,
    minutes,
    slot: meeting.slot,
    startsAt: at(slot?.startsAt),
    endsAt: at(slot?.endsAt),
    table: meeting.tableNo === null ? null : (tablesOf(session.content)[meeting.tableNo - 1] ?? null),
    window: meeting.windowFrom === null || meeting.windowTo === null ? null : [meeting.windowFrom, meeting.windowTo],
    seats: meeting.seats.map((seat) => seatView(seat, meeting, viewing)),
    statusSince: at(meeting.statusSince),
    minutesAt: at(meeting.minutesAt),
    staffing: staffing(meeting, slot?.startsAt, now),
    allowed: allowedActions(actor, 'meeting', targetOfMeeting(actor, meeting, reading.own)),
    ...(reading.isStaff && {
      isPinned: meeting.isPinned,
      isRequired: meeting.isRequired,
      fit: meeting.fit,
      mayBeNoShow: mayBeNoShow(meeting, slot?.startsAt, now),
    }),
  }
}

/** Until a meeting is agreed nobody learns who would come for the other side. */
export function isNaming({ status }: Pick<SeatedMeeting, 'status'>): boolean {
  return status === 'accepted' || status === 'checked_in' || status === 'held'
}

function seatView(seat: Seat, meeting: SeatedMeeting, { session, reading, participants, people }: MeetingViewing) {
  const participant = participants.get(seat.participantId)!
  const isNamed = reading.isStaff || reading.own?.id === seat.participantId || isNaming(meeting)
  const person = seat.personId === null || !isNamed ? undefined : people.get(seat.personId)
  const at = (instant: Date | null) => (instant === null ? null : isoIn(session.zone, instant))
  return {
    participantId: seat.participantId,
    org: { id: participant.orgId, name: participant.orgName, nameEn: participant.orgNameEn },
    side: participant.side,
    isChair: seat.isChair,
    acceptedAt: at(seat.acceptedAt),
    checkedInAt: at(seat.checkedInAt),
    person: person === undefined ? null : { id: person.id, name: person.name, post: person.post },
  }
}
