import type { Actor } from '../accounts/actor.ts'
import type { Db, Tx } from './transact.ts'

export type ObjectType = 'scene' | 'company' | 'card'

/** A row whose document must follow. */
export type Change = { objectType: ObjectType; objectId: string }

/** Notes, in the transaction of the change itself, that this row's document must follow. */
export async function noteChange(
  tx: Tx,
  actor: Actor,
  objectType: ObjectType,
  objectId: string,
  version: number,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('outbox')
    .values({ districtId: actor.districtId, objectType, objectId, version, createdAt: now, dueAt: now, doneAt: null })
    .execute()
}

/** An organisation's names, place and standing show in the documents of its scenes, its company and its cards. */
export async function noteOrganisationChange(tx: Tx, orgId: string, now: Date): Promise<void> {
  for (const objectType of ['scene', 'company', 'card'] as const) await noteRows(tx, objectType, 'orgId', [orgId], now)
}

/** Notes that these documents must be written again; what has no row here any more is left out. */
export async function noteAgain(db: Db, changes: readonly Change[], now: Date): Promise<void> {
  for (const objectType of ['scene', 'company', 'card'] as const) {
    const ids = changes.filter((change) => change.objectType === objectType).map(({ objectId }) => objectId)
    if (ids.length > 0) await noteRows(db, objectType, 'id', ids, now)
  }
}

async function noteRows(db: Db, objectType: ObjectType, by: 'id' | 'orgId', ids: readonly string[], now: Date): Promise<void> {
  await db
    .insertInto('outbox')
    .columns(['districtId', 'objectType', 'objectId', 'version', 'createdAt', 'dueAt'])
    .expression((eb) =>
      eb
        .selectFrom(objectType)
        .select(['districtId', eb.val(objectType).as('objectType'), 'id', 'version'])
        .select([eb.val(now).as('createdAt'), eb.val(now).as('dueAt')])
        .where(by, 'in', [...ids]),
    )
    .execute()
}

/** A row of the outbox that one relay has until the lease ends. `attempts` counts this one. */
export type Claimed = Change & { id: string; attempts: number; createdAt: Date }

/**
 * Takes the rows that are due for `leaseMs`; a relay that dies with them loses them when the lease ends.
 * Rows that another relay is just taking are passed over.
 */
export async function claimChanges(db: Db, now: Date, leaseMs: number, limit: number): Promise<Claimed[]> {
  const rows = await db
    .with('due', (with_) =>
      with_
        .selectFrom('outbox')
        .select('id')
        .where('doneAt', 'is', null)
        .where('deadAt', 'is', null)
        .where('dueAt', '<=', now)
        .orderBy('dueAt')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .updateTable('outbox')
    .from('due')
    .set((eb) => ({ dueAt: later(now, leaseMs), attempts: eb('outbox.attempts', '+', 1) }))
    .whereRef('outbox.id', '=', 'due.id')
    .returning(['outbox.id', 'objectType', 'objectId', 'attempts', 'createdAt'])
    .execute()
  return rows.toSorted((a, b) => Number(a.id) - Number(b.id))
}

/**
 * Whoever holds the lease by now: the documents were read after the claim, and so follow.
 * What was given up on about the same objects is thereby done as well.
 */
export async function markDone(db: Db, rows: readonly Claimed[], now: Date): Promise<void> {
  if (rows.length === 0) return
  const [ids, objectIds] = [rows.map(({ id }) => id), [...new Set(rows.map(({ objectId }) => objectId))]]
  await db
    .updateTable('outbox')
    .set({ doneAt: now, deadAt: null, lastError: null })
    .where((eb) => eb.or([eb('id', 'in', ids), eb.and([eb('deadAt', 'is not', null), eb('objectId', 'in', objectIds)])]))
    .execute()
}

/** The newest change, if there is any. */
export async function newestChange(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('outbox').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id
}

/** Everything that waits, up to this change, was followed by filling a whole index. */
export async function markFollowed(db: Db, upTo: string, now: Date): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ doneAt: now, lastError: null })
    .where('id', '<=', upTo)
    .where('doneAt', 'is', null)
    .where('deadAt', 'is', null)
    .execute()
}

/** Something outside did not answer: the rows come back, and the attempt does not count. */
export function giveBack(db: Db, rows: readonly Claimed[], dueAt: Date, error: string): Promise<void> {
  return settle(db, rows, (attempts) => ({ dueAt, attempts: attempts - 1, lastError: error }))
}

/** The row itself failed: it comes back, and the attempt counts. */
export function postpone(db: Db, row: Claimed, dueAt: Date, error: string): Promise<void> {
  return settle(db, [row], () => ({ dueAt, lastError: error }))
}

/** Nobody tries the row again until an administrator has it replayed. */
export function bury(db: Db, row: Claimed, now: Date, error: string): Promise<void> {
  return settle(db, [row], () => ({ deadAt: now, lastError: error }))
}

type Settlement = { dueAt?: Date; attempts?: number; lastError: string; deadAt?: Date }

/** Unless another relay has taken the row up since, which its attempts tell. */
async function settle(db: Db, rows: readonly Claimed[], settlement: (attempts: number) => Settlement): Promise<void> {
  for (const [attempts, alike] of Map.groupBy(rows, (row) => row.attempts)) {
    await db
      .updateTable('outbox')
      .set(settlement(attempts))
      .where(
        'id',
        'in',
        alike.map(({ id }) => id),
      )
      .where('attempts', '=', attempts)
      .where('doneAt', 'is', null)
      .execute()
  }
}

/** When the next row is due, which may be in the past. */
export async function nextDue(db: Db): Promise<Date | undefined> {
  const row = await db
    .selectFrom('outbox')
    .select('dueAt')
    .where('doneAt', 'is', null)
    .where('deadAt', 'is', null)
    .orderBy('dueAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.dueAt
}

/** Which of these have a row that a relay still is to follow. */
export async function stillOpen(db: Db, objectIds: readonly string[]): Promise<Set<string>> {
  if (objectIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('outbox')
    .select('objectId')
    .where('doneAt', 'is', null)
    .where('deadAt', 'is', null)
    .where('objectId', 'in', [...objectIds])
    .execute()
  return new Set(rows.map(({ objectId }) => objectId))
}

/** Forgets a part of what was done before; answers how much. */
export async function prune(db: Db, before: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('id', 'in', (eb) => eb.selectFrom('outbox').select('id').where('doneAt', '<', before).orderBy('doneAt').limit(limit))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

export type OutboxCounts = { open: number; dead: number; oldestAt: Date | null }

/** How many rows of a district wait, and since when; how many were given up on. */
export async function countOutbox(db: Db, districtId: string): Promise<OutboxCounts> {
  const { open, dead, oldestAt } = await db
    .selectFrom('outbox')
    .select((eb) => [
      eb.fn.countAll().filterWhere('deadAt', 'is', null).as('open'),
      eb.fn.countAll().filterWhere('deadAt', 'is not', null).as('dead'),
      eb.fn.min('createdAt').filterWhere('deadAt', 'is', null).as('oldestAt'),
    ])
    .where('districtId', '=', districtId)
    .where('doneAt', 'is', null)
    .executeTakeFirstOrThrow()
  return { open: Number(open), dead: Number(dead), oldestAt }
}

export type DeadChange = Change & { id: string; attempts: number; lastError: string | null; createdAt: Date; deadAt: Date }

/** What a district's relay gave up on, the oldest first. */
export async function listDead(db: Db, districtId: string, after: string | undefined, limit: number): Promise<DeadChange[]> {
  const rows = await db
    .selectFrom('outbox')
    .select(['id', 'objectType', 'objectId', 'attempts', 'lastError', 'createdAt', 'deadAt'])
    .where('districtId', '=', districtId)
    .where('deadAt', 'is not', null)
    .$if(after !== undefined, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, deadAt: row.deadAt! }))
}

/** Has dead rows of a district tried again from the start; answers what they were about. */
export function replayDead(
  tx: Tx,
  districtId: string,
  ids: readonly string[] | undefined,
  now: Date,
  limit: number,
): Promise<Change[]> {
  return tx
    .updateTable('outbox')
    .set({ deadAt: null, attempts: 0, dueAt: now })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox')
        .select('id')
        .where('districtId', '=', districtId)
        .where('deadAt', 'is not', null)
        .$if(ids !== undefined, (query) => query.where('id', 'in', [...ids!]))
        .orderBy('id')
        .limit(limit),
    )
    .returning(['objectType', 'objectId'])
    .execute()
}

function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms)
}
