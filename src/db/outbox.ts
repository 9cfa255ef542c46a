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
