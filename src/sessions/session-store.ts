import { sql } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { SessionStatus } from './session-status.ts'
import type { Session, SessionChange } from './session.ts'

const sessionColumns = [
  'session.id',
  'session.districtId',
  'session.orgId',
  'session.status',
  'session.version',
  'session.content',
  'session.startsAt',
  'session.endsAt',
  'session.writtenBy',
  'session.publishedAt',
  'session.closedAt',
  'session.minutes',
  'session.minutesAt',
  'session.statusReason',
  'session.statusSince',
  'session.isExample',
  'session.createdAt',
  'session.updatedAt',
] as const

/** A session with the name of who runs it, and the zone its clock is in. */
export type StoredSession = Session & { orgName: string; orgNameEn: string | null; zone: string }

export function findSession(db: Db, id: string): Promise<StoredSession | undefined> {
  return baseQuery(db).where('session.id', '=', id).executeTakeFirst()
}

/**
 * Holds the row until the transaction ends. Whoever changes anything of a session holds its row first, so that within
 * one session there is only ever one writer.
 */
export function findSessionForUpdate(tx: Tx, id: string): Promise<StoredSession | undefined> {
  return baseQuery(tx).where('session.id', '=', id).forUpdate('session').executeTakeFirst()
}

export async function insertSession(tx: Tx, session: Session): Promise<void> {
  await tx
    .insertInto('session')
    .values({ ...session, content: jsonValue(session.content) })
    .execute()
}

/** Writes a decision down under the next version; refused when the row is no longer as it was read. */
export async function updateSession<S extends Session>(tx: Tx, session: S, change: SessionChange, now: Date): Promise<S> {
  const version = session.version + 1
  const { content, ...rest } = change
  const result = await tx
    .updateTable('session')
    .set({ ...rest, ...(content !== undefined && { content: jsonValue(content) }), version, updatedAt: now })
    .where('id', '=', session.id)
    .where('status', '=', session.status)
    .where('version', '=', session.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed', version: session.version })
  return { ...session, ...change, version, updatedAt: now }
}

/**
 * Raises the version after a change of anything a plan is made from: participants, people, times, wishes, marks, meetings
 * and their places. Checking in and minutes are no such change: a plan leaves alone what is checked in.
 */
export async function touchSession(tx: Tx, id: string, now: Date): Promise<void> {
  await tx
    .updateTable('session')
    .set((eb) => ({ version: eb('version', '+', 1), updatedAt: now }))
    .where('id', '=', id)
    .execute()
}

export type SessionFilter = {
  districtId: string
  /** Every session of the district, or those this organisation is invited to and has been told of. */
  sees: 'all' | { orgId: string | null }
  status?: SessionStatus | undefined
  /** What has not ended by then. */
  endsAfter?: Date | undefined
}

/** Newest first by id, which is stable while rows change. */
export function listSessions(db: Db, filter: SessionFilter, after: string | undefined, limit: number): Promise<StoredSession[]> {
  return filtered(baseQuery(db), filter)
    .$if(after !== undefined, (query) => query.where('session.id', '<', after!))
    .orderBy('session.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countSessions(db: Db, filter: SessionFilter): Promise<number> {
  const base = db
    .selectFrom('session')
    .innerJoin('organisation', 'organisation.id', 'session.orgId')
    .innerJoin('district', 'district.id', 'session.districtId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
  return Number((await filtered(base, filter).executeTakeFirstOrThrow()).count)
}

/** Site visits to which a scene was brought and whose minutes are written, the newest first. */
export function listVisits(db: Db, sceneId: string, after: string | undefined, limit: number): Promise<StoredSession[]> {
  return baseQuery(db)
    .where(isVisitOf(sceneId))
    .$if(after !== undefined, (query) => query.where('session.id', '<', after!))
    .orderBy('session.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countVisits(db: Db, sceneId: string): Promise<number> {
  const query = db
    .selectFrom('session')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(isVisitOf(sceneId))
  return Number((await query.executeTakeFirstOrThrow()).count)
}

/** Sessions that the clock may have something to do with: those that begin by then, and those that run or end. */
export function findDueSessions(db: Db, within: Date, limit: number): Promise<StoredSession[]> {
  return baseQuery(db)
    .where('session.status', 'in', ['open_for_interest', 'draft_schedule', 'published', 'live', 'closing'])
    .where('session.startsAt', '<=', within)
    .orderBy('session.startsAt', 'desc')
    .limit(limit)
    .execute()
}

function baseQuery(db: Db) {
  return db
    .selectFrom('session')
    .innerJoin('organisation', 'organisation.id', 'session.orgId')
    .innerJoin('district', 'district.id', 'session.districtId')
    .select(sessionColumns)
    .select(['organisation.legalName as orgName', 'organisation.nameEn as orgNameEn', 'district.timeZone as zone'])
}

type Filterable = ReturnType<typeof baseQuery>

function filtered<Q>(query: Q, { districtId, sees, status, endsAfter }: SessionFilter): Q {
  const narrowed = (query as Filterable)
    .where('session.districtId', '=', districtId)
    .$if(status !== undefined, (qb) => qb.where('session.status', '=', status!))
    .$if(endsAfter !== undefined, (qb) => qb.where('session.endsAt', '>', endsAfter!))
    .$if(sees !== 'all', (qb) => qb.where(toldTo(sees === 'all' ? null : sees.orgId)))
  return narrowed as Q
}

/** What is still being planned nobody has been told of. */
function toldTo(orgId: string | null) {
  return sql<boolean>`(session.status <> 'planned' and exists (
    select 1 from session_participant where session_participant.session_id = session.id and session_participant.org_id = ${orgId}))`
}

function isVisitOf(sceneId: string) {
  return sql<boolean>`(session.content ->> 'kind' = 'site_visit' and session.minutes is not null and exists (
    select 1 from session_participant where session_participant.session_id = session.id and ${sceneId}::uuid = any(session_participant.scene_ids)))`
}
