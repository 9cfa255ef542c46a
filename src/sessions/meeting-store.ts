import { sql } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Meeting, MeetingChange, Seat, SeatedMeeting } from './meeting.ts'
import type { MeetingStatus } from './session-status.ts'

const meetingColumns = [
  'meeting.id',
  'meeting.districtId',
  'meeting.sessionId',
  'meeting.sceneId',
  'meeting.status',
  'meeting.version',
  'meeting.sequence',
  'meeting.origin',
  'meeting.requestedBy',
  'meeting.message',
  'meeting.fit',
  'meeting.slot',
  'meeting.tableNo',
  'meeting.during',
  'meeting.isPinned',
  'meeting.isRequired',
  'meeting.windowFrom',
  'meeting.windowTo',
  'meeting.statusReason',
  'meeting.statusSince',
  'meeting.outcome',
  'meeting.minutes',
  'meeting.minutesBy',
  'meeting.minutesAt',
  'meeting.createdAt',
  'meeting.updatedAt',
] as const

const seatColumns = [
  'meetingSeat.meetingId',
  'meetingSeat.participantId',
  'meetingSeat.isChair',
  'meetingSeat.personId',
  'meetingSeat.acceptedAt',
  'meetingSeat.acceptedBy',
  'meetingSeat.checkedInAt',
] as const

export type { Meeting, MeetingChange, Seat, SeatedMeeting }

export async function findMeeting(db: Db, id: string): Promise<SeatedMeeting | undefined> {
  const meeting = await db.selectFrom('meeting').select(meetingColumns).where('id', '=', id).executeTakeFirst()
  return meeting && (await seated(db, [meeting]))[0]
}

/** The session that must be held before the meeting is read to be changed. */
export async function findSessionOf(db: Db, meetingId: string): Promise<string | undefined> {
  const row = await db.selectFrom('meeting').select('sessionId').where('id', '=', meetingId).executeTakeFirst()
  return row?.sessionId
}

/** Every meeting of a session, or those in some states, in order of their ids. */
export async function findMeetings(db: Db, sessionId: string, statuses?: readonly MeetingStatus[]): Promise<SeatedMeeting[]> {
  const rows = await db
    .selectFrom('meeting')
    .select(meetingColumns)
    .where('sessionId', '=', sessionId)
    .$if(statuses !== undefined, (query) => query.where('status', 'in', [...statuses!]))
    .orderBy('id')
    .execute()
  return seated(db, rows)
}

export type MeetingFilter = {
  sessionId: string
  status?: MeetingStatus | undefined
  /** Those in which this participant has a seat. */
  participantId?: string | undefined
  /** What only the matchmaker sees is left out. */
  isTold?: boolean | undefined
}

export async function listMeetings(
  db: Db,
  filter: MeetingFilter,
  after: string | undefined,
  limit: number,
): Promise<SeatedMeeting[]> {
  const rows = await filtered(db, filter)
    .select(meetingColumns)
    .$if(after !== undefined, (query) => query.where('meeting.id', '>', after!))
    .orderBy('meeting.id')
    .limit(limit)
    .execute()
  return seated(db, rows)
}

export async function countMeetings(db: Db, filter: MeetingFilter): Promise<number> {
  const query = filtered(db, filter).select((eb) => eb.fn.countAll<string>().as('count'))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

export async function insertMeetings(tx: Tx, meetings: readonly SeatedMeeting[]): Promise<void> {
  if (meetings.length === 0) return
  const rows = meetings.map(({ seats: _seats, minutes, ...meeting }) => ({
    ...meeting,
    minutes: minutes === null ? null : jsonValue(minutes),
  }))
  for (const part of inParts(rows)) await tx.insertInto('meeting').values(part).execute()
  for (const part of inParts(meetings.flatMap(({ seats }) => seats))) await tx.insertInto('meetingSeat').values(part).execute()
}

/** Writes a decision under the next version, over exactly the row that the rule looked at. */
export async function updateMeeting<M extends Meeting>(tx: Tx, before: M, change: MeetingChange, now: Date): Promise<M> {
  const { minutes, ...rest } = change
  const version = before.version + 1
  const result = await tx
    .updateTable('meeting')
    .set({
      ...rest,
      ...(minutes !== undefined && { minutes: minutes === null ? null : jsonValue(minutes) }),
      version,
      updatedAt: now,
    })
    .where('id', '=', before.id)
    .where('status', '=', before.status)
    .where('version', '=', before.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed', version: before.version })
  return { ...before, ...change, version, updatedAt: now }
}

/** Every calendar that holds a placed meeting of the session is to read its entry again. */
export async function raiseSequences(tx: Tx, sessionId: string, now: Date): Promise<void> {
  await tx
    .updateTable('meeting')
    .set((eb) => ({ sequence: eb('sequence', '+', 1), updatedAt: now }))
    .where('sessionId', '=', sessionId)
    .where('slot', 'is not', null)
    .execute()
}

export type SeatChange = Partial<Pick<Seat, 'personId' | 'acceptedAt' | 'acceptedBy' | 'checkedInAt'>>

export async function updateSeat(tx: Tx, seat: Pick<Seat, 'meetingId' | 'participantId'>, change: SeatChange): Promise<void> {
  await tx
    .updateTable('meetingSeat')
    .set(change)
    .where('meetingId', '=', seat.meetingId)
    .where('participantId', '=', seat.participantId)
    .execute()
}

/** In how many meetings since then, of whatever session, the organisation did not come. */
export async function countNoShows(db: Db, orgId: string, since: Date): Promise<number> {
  const { count } = await db
    .selectFrom('meeting')
    .innerJoin('meetingSeat', 'meetingSeat.meetingId', 'meeting.id')
    .innerJoin('sessionParticipant', 'sessionParticipant.id', 'meetingSeat.participantId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('sessionParticipant.orgId', '=', orgId)
    .where('meeting.statusSince', '>=', since)
    .where('meetingSeat.checkedInAt', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('meeting.status', '=', 'no_show_company'), eb('sessionParticipant.side', '=', 'company')]),
        eb.and([eb('meeting.status', '=', 'no_show_unit'), eb('sessionParticipant.side', '=', 'department')]),
      ]),
    )
    .executeTakeFirstOrThrow()
  return Number(count)
}

function filtered(db: Db, { sessionId, status, participantId, isTold }: MeetingFilter) {
  return db
    .selectFrom('meeting')
    .where('sessionId', '=', sessionId)
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
    .$if(isTold === true, (query) => query.where('status', '<>', 'proposed'))
    .$if(participantId !== undefined, (query) =>
      query.where('meeting.id', 'in', (eb) =>
        eb.selectFrom('meetingSeat').select('meetingId').where('participantId', '=', participantId!),
      ),
    )
}

async function seated(db: Db, meetings: readonly Meeting[]): Promise<SeatedMeeting[]> {
  if (meetings.length === 0) return []
  const seats = await db
    .selectFrom('meetingSeat')
    .select(seatColumns)
    .where('meetingId', '=', sql<string>`any(${meetings.map(({ id }) => id)}::uuid[])`)
    .orderBy('participantId')
    .execute()
  const byMeeting = Map.groupBy(seats, ({ meetingId }) => meetingId)
  return meetings.map((meeting) => ({ ...meeting, seats: byMeeting.get(meeting.id) ?? [] }))
}

/** A statement has at most 65,535 parameters. */
const rowsOfStatementMax = 500

function inParts<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsOfStatementMax) }, (_, part) =>
    rows.slice(part * rowsOfStatementMax, (part + 1) * rowsOfStatementMax),
  )
}
