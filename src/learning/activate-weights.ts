import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { weights } from '../matching/weights.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { isBetter } from './ranking-weights.ts'
import { changeWeights, findActiveForUpdate, findWeightsForUpdate } from './weights-store.ts'
import type { LearnedWeights } from './weights-store.ts'

type ActivatePorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** Puts a learned version into force that was measured to be better in every respect, in the place of what was. */
export function activateWeights(ports: ActivatePorts, actor: Actor, version: string, reason?: string): Promise<void> {
  return transact(ports.db, actor, async (tx) => {
    unwrap(permit(actor, 'learning.activate', { orgId: null, districtId: actor.districtId }))
    const active = await findActiveForUpdate(tx, actor.districtId)
    const chosen = await known(tx, actor, version)
    if (chosen.parameters.base !== weights.version) unwrap(refuse('learning.other_base', { base: chosen.parameters.base }))
    if (chosen.status === 'active') unwrap(refuse('learning.wrong_state', { state: chosen.status }))
    if (!isBetter(chosen.report)) unwrap(refuse('learning.not_better', { holds: chosen.report.holds }))
    await putInForce(ports, tx, actor, active, chosen, reason)
  })
}

/** Within the transaction that made it: what was measured a moment ago goes into force at once. */
export async function putInForce(
  ports: ActivatePorts,
  tx: Tx,
  actor: Actor,
  active: LearnedWeights | undefined,
  chosen: LearnedWeights,
  reason?: string,
): Promise<void> {
  if (active !== undefined) await changeWeights(tx, active, { status: 'replaced' })
  await changeWeights(tx, chosen, { status: 'active', activeFrom: ports.clock(), replaces: active?.version ?? null })
  await recordEvent(tx, ports, actor, {
    objectType: 'weights',
    objectId: chosen.version,
    action: 'learning.activate',
    from: chosen.status,
    to: 'active',
    ...(reason !== undefined && { reason }),
    detail: { replaces: active?.version ?? weights.version, ndcg: chosen.report.ndcg },
  })
}

/** Takes the version out of force again; what was before it is in force, in the end the shipped weights. */
export function rollBackWeights(ports: ActivatePorts, actor: Actor, version: string, reason?: string): Promise<void> {
  return transact(ports.db, actor, async (tx) => {
    unwrap(permit(actor, 'learning.roll_back', { orgId: null, districtId: actor.districtId }))
    const active = await known(tx, actor, version)
    if (active.status !== 'active') unwrap(refuse('learning.wrong_state', { state: active.status }))
    const before = active.replaces === null ? undefined : await findWeightsForUpdate(tx, actor.districtId, active.replaces)
    // What it came after is forgotten with it, so that going back again and again ends with the shipped weights.
    await changeWeights(tx, active, { status: 'replaced', replaces: null })
    if (before !== undefined) await changeWeights(tx, before, { status: 'active', activeFrom: ports.clock() })
    await recordEvent(tx, ports, actor, {
      objectType: 'weights',
      objectId: version,
      action: 'learning.roll_back',
      from: 'active',
      to: 'replaced',
      ...(reason !== undefined && { reason }),
      detail: { inForce: before?.version ?? weights.version },
    })
  })
}

async function known(tx: Tx, actor: Actor, version: string): Promise<LearnedWeights> {
  return (await findWeightsForUpdate(tx, actor.districtId, version)) ?? unwrap<never>(refuse('learning.not_found'))
}
