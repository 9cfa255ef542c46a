import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { noteChange } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { targetOfScene } from './scene-access.ts'
import { insertVersion } from './scene-history-store.ts'
import { findSceneForUpdate, updateScene } from './scene-store.ts'
import type { StoredScene } from './scene-store.ts'
import { statusAt } from './scene.ts'
import type { SceneChange } from './scene.ts'

export type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock' | 'search' | 'log'>

/** What a decision came to, and what the audit trail says of it. */
export type Decision = { change: SceneChange; reason?: string; detail?: Record<string, unknown> }

export type Step = {
  action: Action
  /** The version the caller read; absent where the state alone decides. */
  version?: number | undefined
  decide: (tx: Tx, scene: StoredScene, now: Date) => Promise<Outcome<Decision>> | Outcome<Decision>
}

/** What every change of a scene has in common: lock, permit, rule, guarded update, audit, outbox. */
export function changeScene(ports: VerbPorts, actor: Actor, id: string, step: Step): Promise<StoredScene> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = await lockScene(tx, actor, id)
    unwrap(permit(actor, step.action, targetOfScene(scene, now)))
    if (step.version !== undefined && step.version !== scene.version)
      unwrap(refuse('request.precondition_failed', { version: scene.version }))
    const decision = unwrap(await step.decide(tx, scene, now))
    return writeDecision(tx, ports, actor, scene, step.action, decision, now)
  })
}

export async function writeDecision(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  scene: StoredScene,
  action: string,
  { change, reason, detail }: Decision,
  now: Date,
): Promise<StoredScene> {
  const changed = await updateScene(tx, scene, change, now)
  if (change.content !== undefined) await insertVersion(tx, scene.id, changed.version, change.content, actorId(actor), now)
  await recordEvent(tx, ports, actor, {
    objectType: 'scene',
    objectId: scene.id,
    action,
    from: actor.kind === 'system' ? scene.status : statusAt(scene, now),
    to: changed.status,
    ...(reason === undefined ? {} : { reason }),
    detail: { version: changed.version, ...detail },
  })
  await noteChange(tx, actor, 'scene', scene.id, changed.version, now)
  return changed
}

/** The public learns nothing from an id, not even that it is nobody's. */
async function lockScene(tx: Tx, actor: Actor, id: string): Promise<StoredScene> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const scene = await findSceneForUpdate(tx, id)
  return scene ?? unwrap<never>(refuse('scene.not_found'))
}
