import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { Minutes } from './session-content.ts'
import type { MeetingStatus } from './session-status.ts'
import type { Slot } from './slots.ts'

export type Meeting = {
  id: string
  districtId: string
  sessionId: string
  sceneId: string | null
  status: MeetingStatus
  version: number
  /** Of its calendar entry: rises when time, place or people change. */
  sequence: number
  origin: 'request' | 'plan' | 'matchmaker'
  requestedBy: string | null
  message: string | null
  fit: number | null
  slot: number | null
  tableNo: number | null
  /** When it is; without a slot, when it last was to be. */
  during: string | null
  isPinned: boolean
  isRequired: boolean
  windowFrom: number | null
  windowTo: number | null
  statusReason: string | null
  statusSince: Date
  outcome: MeetingOutcome | null
  minutes: Minutes | null
  minutesBy: string | null
  minutesAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export type MeetingOutcome = 'next_meeting' | 'pitch_invited' | 'pilot_talks' | 'info_only' | 'no_fit'

export type Seat = {
  meetingId: string
  participantId: string
  isChair: boolean
  personId: string | null
  acceptedAt: Date | null
  acceptedBy: string | null
  checkedInAt: Date | null
}

export type SeatedMeeting = Meeting & { seats: Seat[] }

/** What a decision sets; slot, table and time are the booking store's to write. */
export type MeetingChange = Partial<
  Pick<
    Meeting,
    | 'status'
    | 'statusReason'
    | 'statusSince'
    | 'isPinned'
    | 'isRequired'
    | 'sequence'
    | 'outcome'
    | 'minutes'
    | 'minutesBy'
    | 'minutesAt'
    | 'fit'
    | 'windowFrom'
    | 'windowTo'
    | 'requestedBy'
  >
>

/** In these the two are in talks, so that a second meeting of the same would be one too many. */
export const talkingStatuses: readonly MeetingStatus[] = ['proposed', 'pending', 'accepted', 'checked_in', 'held']

/** In these it still lies ahead. */
export const aheadStatuses: readonly MeetingStatus[] = ['proposed', 'pending', 'accepted']

export const seatsMin = 2
export const seatsMax = 6
export const checkInEarlyMs = 30 * 60_000
export const noShowAfterMs = 5 * 60_000
export const chasedFromMs = 24 * 3_600_000
export const releasedFromMs = 4 * 3_600_000
export const minutesDueMs = 48 * 3_600_000

/** After two no-shows in these days an organisation may have only so many requests open. */
export const noShowDays = 90
export const noShowsTolerated = 1
export const cappedRequests = 3

export function requestsMaxOf(requestsMax: number, noShows: number): number {
  return noShows > noShowsTolerated ? Math.min(cappedRequests, requestsMax) : requestsMax
}

/** Accepted as a whole once every seat has. */
export function afterAccepting(meeting: SeatedMeeting, participantId: string, now: Date): MeetingChange {
  const isWhole = meeting.seats.every((seat) => seat.acceptedAt !== null || seat.participantId === participantId)
  return isWhole ? entered('accepted', now) : {}
}

export function declined(reason: string, now: Date): MeetingChange {
  return { ...entered('declined', now, reason), isPinned: false }
}

/** By either side, until it begins. */
export function cancelled(startsAt: Date | undefined, reason: string, now: Date): Outcome<MeetingChange> {
  if (startsAt !== undefined && startsAt <= now)
    return refuse('meeting.wrong_state', { state: 'accepted', allowed: [], began: startsAt })
  return done({ ...entered('cancelled', now, reason), isPinned: false })
}

export function expired(now: Date): MeetingChange {
  return { ...entered('expired', now), isPinned: false }
}

/** A request that nobody answered is void when it would begin, or when the last slot it could have had does. */
export function expiresAt({ slot, windowTo }: Pick<Meeting, 'slot' | 'windowTo'>, slots: readonly Slot[]): Date | undefined {
  const last = slot ?? windowTo
  // The day may have been laid out anew, with fewer slots.
  return (slots[(last ?? slots.length) - 1] ?? slots.at(-1))?.startsAt
}

/** The seats that were just taken, and what that makes of the meeting. */
export function checkedIn(
  meeting: SeatedMeeting,
  participantIds: readonly string[],
  startsAt: Date | undefined,
  now: Date,
): Outcome<MeetingChange> {
  if (startsAt === undefined) return refuse('meeting.wrong_state', { state: meeting.status, allowed: [], needs: 'place' })
  const from = new Date(startsAt.getTime() - checkInEarlyMs)
  if (now < from) return refuse('meeting.wrong_state', { state: meeting.status, allowed: [], from })
  const isWhole = meeting.seats.every((seat) => seat.checkedInAt !== null || participantIds.includes(seat.participantId))
  return done(isWhole ? entered('checked_in', now) : {})
}

export type AbsentSide = 'company' | 'unit'

/** Whether it could be said by now that somebody did not come. */
export function mayBeNoShow(meeting: Pick<Meeting, 'status'>, startsAt: Date | undefined, now: Date): boolean {
  const isWaitedFor = meeting.status === 'accepted' || meeting.status === 'pending'
  return isWaitedFor && startsAt !== undefined && startsAt.getTime() + noShowAfterMs <= now.getTime()
}

export function noShow(meeting: Meeting, side: AbsentSide, startsAt: Date | undefined, now: Date): Outcome<MeetingChange> {
  if (!mayBeNoShow(meeting, startsAt, now)) {
    const from = startsAt === undefined ? {} : { from: new Date(startsAt.getTime() + noShowAfterMs) }
    return refuse('meeting.wrong_state', { state: meeting.status, allowed: [], ...from })
  }
  return done({ ...entered(side === 'company' ? 'no_show_company' : 'no_show_unit', now), isPinned: false })
}

/** An outcome, and what follows of it: who does what by when; or else why the two do not fit. */
export function minuted(
  outcome: MeetingOutcome,
  minutes: Minutes,
  by: { id: string; date: string },
  now: Date,
): Outcome<MeetingChange> {
  const isTold = outcome === 'no_fit' ? (minutes.noFitReason ?? '') !== '' : minutes.actions.length > 0
  if (!isTold) return refuse('meeting.needs_outcome')
  const late = minutes.actions.filter(({ due }) => due < by.date)
  if (late.length > 0) return refuse('meeting.needs_outcome', { late: late.map(({ due }) => due) })
  return done({ ...entered('held', now), outcome, minutes, minutesBy: by.id, minutesAt: now })
}

/** Without one a session is not over. */
export function needsOutcome({ status, outcome }: Pick<Meeting, 'status' | 'outcome'>): boolean {
  return ['pending', 'accepted', 'checked_in', 'held'].includes(status) && outcome === null
}

/** Named people are asked for, then waited for, and in the end the place goes to others. */
export function staffing(
  meeting: Pick<SeatedMeeting, 'status' | 'seats' | 'updatedAt'>,
  startsAt: Date | undefined,
  now: Date,
): 'named' | 'open' | 'chased' | 'released' {
  if (meeting.status !== 'accepted' || startsAt === undefined || now >= startsAt) return 'named'
  if (meeting.seats.every(({ personId }) => personId !== null)) return 'named'
  const left = startsAt.getTime() - now.getTime()
  // What was agreed later than that has had no time to name anybody.
  const hadTime = startsAt.getTime() - meeting.updatedAt.getTime() >= releasedFromMs
  if (left <= releasedFromMs && hadTime) return 'released'
  return left <= chasedFromMs ? 'chased' : 'open'
}

export function entered(status: MeetingStatus, since: Date, reason: string | null = null) {
  return { status, statusSince: since, statusReason: reason }
}
