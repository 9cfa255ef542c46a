import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'

const participantColumns = [
  'sessionParticipant.id',
  'sessionParticipant.sessionId',
  'sessionParticipant.orgId',
  'sessionParticipant.side',
  'sessionParticipant.companyId',
  'sessionParticipant.sceneIds',
  'sessionParticipant.status',
  'sessionParticipant.version',
  'sessionParticipant.meetingsMin',
  'sessionParticipant.meetingsMax',
  'sessionParticipant.unavailable',
  'sessionParticipant.checkInCode',
  'sessionParticipant.invitedBy',
  'sessionParticipant.answeredAt',
  'sessionParticipant.checkedInAt',
  'sessionParticipant.createdAt',
  'sessionParticipant.updatedAt',
] as const

const personColumns = [
  'id',
  'sessionId',
  'participantId',
  'personId',
  'name',
  'post',
  'unavailable',
  'leftAt',
  'createdAt',
] as const

export type Participant = Selectable<Database['sessionParticipant']>
export type StoredParticipant = Participant & { orgName: string; orgNameEn: string | null; orgUscc: string }
export type ParticipantChange = Partial<
  Pick<Participant, 'status' | 'meetingsMin' | 'meetingsMax' | 'unavailable' | 'sceneIds' | 'answeredAt' | 'checkedInAt'>
>
/** Somebody who comes for a participant; once `leftAt` is set, no more. */
export type SessionPerson = Selectable<Database['sessionPerson']>
export type Wish = Selectable<Database['sessionWish']>
export type PairMark = Selectable<Database['sessionPairMark']>

export function findParticipant(db: Db, id: string): Promise<StoredParticipant | undefined> {
  return participants(db).where('sessionParticipant.id', '=', id).executeTakeFirst()
}

export function findParticipantOf(db: Db, sessionId: string, orgId: string): Promise<StoredParticipant | undefined> {
  return participants(db)
    .where('sessionParticipant.sessionId', '=', sessionId)
    .where('sessionParticipant.orgId', '=', orgId)
    .executeTakeFirst()
}

/** Everybody of a session, in the order in which they were put on the list. */
export function findParticipants(db: Db, sessionId: string): Promise<StoredParticipant[]> {
  return participants(db).where('sessionParticipant.sessionId', '=', sessionId).orderBy('sessionParticipant.id').execute()
}

export type ParticipantFilter = {
  sessionId: string
  side?: Participant['side'] | undefined
  status?: Participant['status'] | undefined
  only?: readonly string[] | undefined
}

export function listParticipants(
  db: Db,
  filter: ParticipantFilter,
  after: string | undefined,
  limit: number,
): Promise<StoredParticipant[]> {
  return filtered(participants(db), filter)
    .$if(after !== undefined, (query) => query.where('sessionParticipant.id', '>', after!))
    .orderBy('sessionParticipant.id')
    .limit(limit)
    .execute()
}

export async function countParticipants(db: Db, filter: ParticipantFilter): Promise<number> {
  const base = db
    .selectFrom('sessionParticipant')
    .innerJoin('organisation', 'organisation.id', 'sessionParticipant.orgId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
  return Number((await filtered(base, filter).executeTakeFirstOrThrow()).count)
}

export async function insertParticipants(tx: Tx, rows: readonly Participant[]): Promise<void> {
  if (rows.length > 0)
    await tx
      .insertInto('sessionParticipant')
      .values([...rows])
      .execute()
}

/** Writes the change over exactly the row that the rule looked at. */
export async function updateParticipant<P extends Participant>(
  tx: Tx,
  before: P,
  change: ParticipantChange,
  now: Date,
): Promise<P> {
  const version = before.version + 1
  const result = await tx
    .updateTable('sessionParticipant')
    .set({ ...change, version, updatedAt: now })
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed', version: before.version })
  return { ...before, ...change, version, updatedAt: now }
}

/** Everybody named in a session, those who left too. */
export function findPeople(db: Db, sessionId: string): Promise<SessionPerson[]> {
  return db.selectFrom('sessionPerson').select(personColumns).where('sessionId', '=', sessionId).orderBy('id').execute()
}

export async function insertPersonOf(tx: Tx, person: SessionPerson): Promise<void> {
  await tx.insertInto('sessionPerson').values(person).execute()
}

export async function updatePersonOf(
  tx: Tx,
  id: string,
  change: Partial<Pick<SessionPerson, 'name' | 'post' | 'unavailable' | 'leftAt'>>,
): Promise<void> {
  await tx.updateTable('sessionPerson').set(change).where('id', '=', id).execute()
}

/** The best first, participant by participant. */
export function findWishes(db: Db, sessionId: string): Promise<Wish[]> {
  return db
    .selectFrom('sessionWish')
    .select(['sessionId', 'participantId', 'wishedId', 'place'])
    .where('sessionId', '=', sessionId)
    .orderBy('participantId')
    .orderBy('place')
    .execute()
}

/** The whole list of one participant, anew. */
export async function replaceWishes(
  tx: Tx,
  sessionId: string,
  participantId: string,
  wishedIds: readonly string[],
): Promise<void> {
  await tx.deleteFrom('sessionWish').where('participantId', '=', participantId).execute()
  if (wishedIds.length === 0) return
  await tx
    .insertInto('sessionWish')
    .values(wishedIds.map((wishedId, index) => ({ sessionId, participantId, wishedId, place: index + 1 })))
    .execute()
}

export function findPairMarks(db: Db, sessionId: string): Promise<PairMark[]> {
  return db
    .selectFrom('sessionPairMark')
    .select(['sessionId', 'departmentId', 'companyId', 'kind', 'reason', 'markedBy', 'markedAt'])
    .where('sessionId', '=', sessionId)
    .orderBy('departmentId')
    .orderBy('companyId')
    .execute()
}

export async function putPairMark(tx: Tx, mark: PairMark): Promise<void> {
  const { kind, reason, markedBy, markedAt } = mark
  await tx
    .insertInto('sessionPairMark')
    .values(mark)
    .onConflict((conflict) => conflict.columns(['departmentId', 'companyId']).doUpdateSet({ kind, reason, markedBy, markedAt }))
    .execute()
}

/** Whether there was one. */
export async function deletePairMark(tx: Tx, departmentId: string, companyId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('sessionPairMark')
    .where('departmentId', '=', departmentId)
    .where('companyId', '=', companyId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

function participants(db: Db) {
  return db
    .selectFrom('sessionParticipant')
    .innerJoin('organisation', 'organisation.id', 'sessionParticipant.orgId')
    .select(participantColumns)
    .select(['organisation.legalName as orgName', 'organisation.nameEn as orgNameEn', 'organisation.uscc as orgUscc'])
}

type Filterable = ReturnType<typeof participants>

function filtered<Q>(query: Q, { sessionId, side, status, only }: ParticipantFilter): Q {
  const narrowed = (query as Filterable)
    .where('sessionParticipant.sessionId', '=', sessionId)
    .$if(side !== undefined, (qb) => qb.where('sessionParticipant.side', '=', side!))
    .$if(status !== undefined, (qb) => qb.where('sessionParticipant.status', '=', status!))
    .$if(only !== undefined, (qb) => qb.where('sessionParticipant.id', '=', sql<string>`any(${[...only!]}::uuid[])`))
  return narrowed as Q
}
