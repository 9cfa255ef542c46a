import type { Db } from './transact.ts'

export type KeyedRequest = { actorId: string; key: string; requestHash: string; createdAt: Date }
export type Limits = { expiredBefore: Date; abandonedBefore: Date }

/** Takes the key for this request; false when another request holds it. */
export async function claimKey(db: Db, request: KeyedRequest, limits: Limits): Promise<boolean> {
  await db
    .deleteFrom('idempotency')
    .where('actorId', '=', request.actorId)
    .where((row) =>
      row.or([
        row('createdAt', '<', limits.expiredBefore),
        row.and([row('status', 'is', null), row('createdAt', '<', limits.abandonedBefore)]),
      ]),
    )
    .execute()
  const inserted = await db
    .insertInto('idempotency')
    .values({ ...request, status: null, body: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

export function findKey(db: Db, actorId: string, key: string) {
  return db
    .selectFrom('idempotency')
    .select(['requestHash', 'status', 'body'])
    .where('actorId', '=', actorId)
    .where('key', '=', key)
    .executeTakeFirst()
}

export async function keepAnswer(db: Db, { actorId, key }: KeyedRequest, status: number, body: string): Promise<void> {
  await db.updateTable('idempotency').set({ status, body }).where('actorId', '=', actorId).where('key', '=', key).execute()
}

export async function releaseKey(db: Db, { actorId, key }: KeyedRequest): Promise<void> {
  await db.deleteFrom('idempotency').where('actorId', '=', actorId).where('key', '=', key).execute()
}
