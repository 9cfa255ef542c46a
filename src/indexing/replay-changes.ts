import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { replayDead } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { unwrap } from '../shared/refusal.ts'

/** Rows replayed by one request; the rest are there for the next. */
export const replayMax = 500

/** Has the relay try again what it gave up on: the rows named, or all of the district. Answers how many. */
export function replayChanges(ports: Ports, actor: Actor, ids: readonly string[] | undefined): Promise<number> {
  unwrap(permit(actor, 'relay.replay', { orgId: null, districtId: actor.districtId }))
  if (ids?.length === 0) return Promise.resolve(0)
  return transact(ports.db, actor, async (tx) => {
    const changes = await replayDead(tx, actor.districtId, ids, ports.clock(), replayMax)
    const objects = Map.groupBy(changes, ({ objectId }) => objectId)
    for (const [objectId, rows] of objects)
      await recordEvent(tx, ports, actor, {
        objectType: rows[0]!.objectType,
        objectId,
        action: 'relay.replay',
        detail: { changes: rows.length },
      })
    return changes.length
  })
}
