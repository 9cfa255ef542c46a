import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { deleteKey, insertKey, listKeys } from './key-store.ts'
import { permit } from './permissions.ts'
import { keysPerPersonMax } from './person.ts'
import { findPersonForUpdate } from './person-store.ts'
import { newToken } from './token.ts'

export type IssuedKey = { id: string; name: string; key: string }

const keyPrefix = 'dj_'

/** A key that acts for the person in the organisation they act for now; it is shown this once. */
export async function issueKey(ports: Ports, actor: Actor, name: string): Promise<IssuedKey> {
  unwrap(permit(actor, 'key.manage'))
  const key = keyPrefix + newToken()
  const hash = await ports.auth.hashKey(key)
  const personId = actor.personId ?? ''
  return transact(ports.db, actor, async (tx) => {
    const person = await findPersonForUpdate(tx, personId)
    if (person === undefined) throw new RefusedError({ code: 'person.not_found' })
    if ((await listKeys(tx, personId)).length >= keysPerPersonMax) throw new RefusedError({ code: 'key.too_many' })
    const id = ports.ids()
    await insertKey(tx, { id, personId, orgId: actor.orgId, name, key, hash, now: ports.clock() })
    await recordEvent(tx, ports, actor, {
      objectType: 'person',
      objectId: personId,
      action: 'key.issue',
      detail: { keyId: id, name },
    })
    return { id, name, key }
  })
}

export async function revokeKey(ports: Ports, actor: Actor, id: string): Promise<void> {
  unwrap(permit(actor, 'key.manage'))
  const personId = actor.personId ?? ''
  await transact(ports.db, actor, async (tx) => {
    if (!(await deleteKey(tx, personId, id))) throw new RefusedError({ code: 'key.not_found' })
    await recordEvent(tx, ports, actor, { objectType: 'person', objectId: personId, action: 'key.revoke', detail: { keyId: id } })
  })
}

export type GivenKey = { personId: string; orgId: string | null; name: string; key: string; now: Date }

/** A key whose value is known beforehand, as the example data has them. */
export async function insertApiKey(ports: Pick<Ports, 'db' | 'auth' | 'ids'>, given: GivenKey): Promise<void> {
  await insertKey(ports.db, { ...given, id: ports.ids(), hash: await ports.auth.hashKey(given.key) })
}
