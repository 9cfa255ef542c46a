import type { ColumnType, JSONColumnType } from 'kysely'
import type { Plan, TimetableProblem } from '../planning/timetable-problem.ts'
import type { PlanChoice, PlanProgress } from '../plans/plan-content.ts'
import type { Minutes, SessionContent } from '../sessions/session-content.ts'
import type { MeetingStatus, ParticipantStatus, PlanStatus, SessionStatus } from '../sessions/session-status.ts'

export type SessionTables = {
  session: SessionTable
  sessionParticipant: SessionParticipantTable
  sessionPerson: SessionPersonTable
  sessionWish: SessionWishTable
  sessionPairMark: SessionPairMarkTable
  meeting: MeetingTable
  meetingSeat: MeetingSeatTable
  booking: BookingTable
  sessionPlan: SessionPlanTable
  calendarFeed: CalendarFeedTable
}

type Json<T extends object> = JSONColumnType<T>
type JsonOrNull<T extends object> = ColumnType<T | null, string | null | undefined, string | null>
type Instant = ColumnType<Date>
type InstantOrNull = ColumnType<Date | null>
/** Written as `[from,until)`. */
type Span = ColumnType<string, string, string>

type SessionTable = {
  id: string
  districtId: string
  /** Who runs it. */
  orgId: string
  status: SessionStatus
  /** Rises with every change of anything a plan is made from: participants, wishes, marks, meetings too. */
  version: number
  content: Json<SessionContent>
  startsAt: Instant
  endsAt: Instant
  writtenBy: string
  publishedAt: InstantOrNull
  closedAt: InstantOrNull
  /** Of a site visit, for everybody who follows its scenes. */
  minutes: string | null
  minutesAt: InstantOrNull
  statusReason: string | null
  statusSince: Instant
  isExample: boolean
  createdAt: Instant
  updatedAt: Instant
}

type SessionParticipantTable = {
  id: string
  sessionId: string
  orgId: string
  side: 'department' | 'company' | 'guest'
  companyId: string | null
  /** The scenes a department brings. */
  sceneIds: string[]
  status: ParticipantStatus
  version: number
  meetingsMin: number
  meetingsMax: number
  /** Slots, from 1. */
  unavailable: number[]
  checkInCode: string
  invitedBy: string
  /** Its place in the queue where there is one. */
  answeredAt: InstantOrNull
  checkedInAt: InstantOrNull
  createdAt: Instant
  updatedAt: Instant
}

/** Somebody who comes for a participant, with an account here or without. */
type SessionPersonTable = {
  id: string
  sessionId: string
  participantId: string
  personId: string | null
  name: string
  post: string | null
  unavailable: number[]
  leftAt: InstantOrNull
  createdAt: Instant
}

type SessionWishTable = { sessionId: string; participantId: string; wishedId: string; place: number }

/** The matchmaker's word: this pair meets, or does not. */
type SessionPairMarkTable = {
  sessionId: string
  departmentId: string
  companyId: string
  kind: 'pin' | 'ban'
  reason: string | null
  markedBy: string
  markedAt: Instant
}

type MeetingTable = {
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
  /** Reciprocal fit of the pair, 0 to 100, when it was made. */
  fit: number | null
  /** Slot and table together, or neither; table numbers count on through the rooms. */
  slot: number | null
  tableNo: number | null
  during: ColumnType<string | null, string | null, string | null>
  isPinned: boolean
  isRequired: boolean
  windowFrom: number | null
  windowTo: number | null
  statusReason: string | null
  statusSince: Instant
  outcome: 'next_meeting' | 'pitch_invited' | 'pilot_talks' | 'info_only' | 'no_fit' | null
  minutes: JsonOrNull<Minutes>
  minutesBy: string | null
  minutesAt: InstantOrNull
  createdAt: Instant
  updatedAt: Instant
}

/** Two to six of a meeting, one of them its chair. */
type MeetingSeatTable = {
  meetingId: string
  participantId: string
  isChair: boolean
  personId: string | null
  acceptedAt: InstantOrNull
  acceptedBy: string | null
  checkedInAt: InstantOrNull
}

/** `holder`: a participant's id, `session:table`, or a person; a person with an account is one in all sessions. */
type BookingTable = { meetingId: string; kind: 'participant' | 'person' | 'table'; holder: string; during: Span }

type SessionPlanTable = {
  id: string
  sessionId: string
  status: PlanStatus
  /** The session's version when its facts were read: a plan of older facts is stale. */
  sessionVersion: number
  kind: 'whole' | 'repair'
  /** Null until its facts were read. */
  problem: JsonOrNull<TimetableProblem>
  plan: JsonOrNull<Plan>
  /** Who meets whom, and what becomes of meetings that are not in it. */
  allocation: JsonOrNull<PlanChoice>
  progress: JsonOrNull<PlanProgress>
  seed: number
  seconds: number
  stopAskedAt: InstantOrNull
  madeBy: string
  madeAt: Instant
  finishedAt: InstantOrNull
  publishedAt: InstantOrNull
  /** When its process last said that it still works on it. */
  heartbeatAt: InstantOrNull
  /** Why it failed. */
  failure: 'process_died' | 'fault' | null
}

/** A person's own calendar address. */
type CalendarFeedTable = { id: string; personId: string; tokenHash: string; createdAt: Instant }
