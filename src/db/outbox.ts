import type { Actor } from '../accounts/actor.ts'
import type { Db, Tx } from './transact.ts'

export type ObjectType = 'scene' | 'company' | 'card'

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
    .values({ districtId: actor.districtId, objectType, objectId, version, createdAt: now, doneAt: null })
    .execute()
}

/** An organisation's standing shows in the documents of its company and cards. */
export async function noteOrganisationChange(tx: Tx, orgId: string, now: Date): Promise<void> {
  for (const objectType of ['company', 'card'] as const) {
    await tx
      .insertInto('outbox')
      .columns(['districtId', 'objectType', 'objectId', 'version', 'createdAt'])
      .expression((eb) =>
        eb
          .selectFrom(objectType)
          .select(['districtId', eb.val(objectType).as('objectType'), 'id', 'version', eb.val(now).as('createdAt')])
          .where('orgId', '=', orgId),
      )
      .execute()
  }
}

export type Change = { id: string; objectType: ObjectType; objectId: string; version: number }

/** The oldest changes that no document follows yet. */
export function openChanges(db: Db, limit: number): Promise<Change[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'objectType', 'objectId', 'version'])
    .where('doneAt', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function markDone(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ doneAt: now })
    .where('id', 'in', [...ids])
    .execute()
}

/** Every row that may have a document, oldest first: an index that lives in memory starts empty. */
export async function everyChange(db: Db, objectType: 'scene' | 'company', after: string, limit: number): Promise<Change[]> {
  const rows = await db
    .selectFrom(objectType)
    .select(['id', 'version'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, version }) => ({ id, objectType, objectId: id, version }))
}

/** Which companies these cards belong to. */
export async function companiesOfCards(
  db: Db,
  cardIds: readonly string[],
): Promise<{ id: string; companyId: string; version: number }[]> {
  if (cardIds.length === 0) return []
  return db
    .selectFrom('card')
    .select(['id', 'companyId', 'version'])
    .where('id', 'in', [...cardIds])
    .execute()
}
