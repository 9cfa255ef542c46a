import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'

export type StoredEvent = Selectable<Database['auditEvent']>

const eventColumns = [
  'id',
  'districtId',
  'objectType',
  'objectId',
  'seq',
  'actorId',
  'action',
  'fromStatus',
  'toStatus',
  'reason',
  'detail',
  'at',
  'previousHash',
  'hash',
] as const

/** Holds the object's chain until the transaction ends; a row lock could not, before the first event exists. */
export async function lockChain(tx: Tx, objectType: string, objectId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${objectType}:${objectId}`}, 0))`.execute(tx)
}

export function findLastEvent(tx: Tx, objectType: string, objectId: string) {
  return tx
    .selectFrom('auditEvent')
    .select(['seq', 'hash'])
    .where('objectType', '=', objectType)
    .where('objectId', '=', objectId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertEvent(tx: Tx, event: StoredEvent): Promise<void> {
  await tx
    .insertInto('auditEvent')
    .values({ ...event, detail: JSON.stringify(event.detail) })
    .execute()
}

/** The whole chain of one object, oldest first. */
export function findEvents(db: Db, objectType: string, objectId: string): Promise<StoredEvent[]> {
  return db
    .selectFrom('auditEvent')
    .select(eventColumns)
    .where('objectType', '=', objectType)
    .where('objectId', '=', objectId)
    .orderBy('seq')
    .execute()
}
