import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
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

/** All in one JSON text, because a parameter a column would run out at some four thousand events. */
export async function insertEvents(tx: Tx, events: readonly StoredEvent[]): Promise<void> {
  await sql`
    insert into audit_event (
      id, district_id, object_type, object_id, seq, actor_id, action, from_status, to_status, reason, detail, at, previous_hash, hash)
    select id, "districtId", "objectType", "objectId", seq, "actorId", action, "fromStatus", "toStatus", reason, detail, at,
      "previousHash", hash
    from jsonb_to_recordset(${jsonValue(events)}::jsonb) as event(
      id uuid, "districtId" uuid, "objectType" text, "objectId" text, seq integer, "actorId" text, action text, "fromStatus" text,
      "toStatus" text, reason text, detail jsonb, at timestamptz, "previousHash" text, hash text)`.execute(tx)
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
