import type { Actor } from '../accounts/actor.ts'
import type { Tx } from './transact.ts'

export type ObjectType = 'scene' | 'company' | 'card'

/** Notes, in the transaction of the change itself, that this row's document must follow. */
export async function noteChange(tx: Tx, actor: Actor, objectType: ObjectType, objectId: string, version: number, now: Date): Promise<void> {
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
