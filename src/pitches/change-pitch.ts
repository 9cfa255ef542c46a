import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { findSceneForUpdate } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { changeQuietly } from './decision-store.ts'
import { maySeePitch, targetFor } from './pitch-access.ts'
import { findPitch, findPitchForUpdate, updatePitch } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { findMembers } from './pitch-team-store.ts'
import type { PitchMember } from './pitch-team.ts'
import type { PitchChange } from './pitch.ts'

export type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** What a decision came to, and what the audit trail says of it. */
export type Decision = {
  change: PitchChange
  reason?: string
  detail?: Record<string, unknown>
  /** Written down so that the pitch's own side does not notice. */
  isQuiet?: boolean
}

/** What a step looks at, all of it held until the transaction ends. */
export type PitchFacts = { pitch: StoredPitch; scene: StoredScene; members: PitchMember[] }

export type Step = {
  action: Action
  /** The version the caller read; absent where the state alone decides. */
  version?: number | undefined
  decide: (tx: Tx, facts: PitchFacts, now: Date) => Promise<Outcome<Decision>> | Outcome<Decision>
}

/** What every change of a pitch has in common: lock, permit, rule, guarded update, audit. */
export function changePitch(ports: VerbPorts, actor: Actor, id: string, step: Step): Promise<StoredPitch> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPitch(tx, actor, id)
    const { pitch } = facts
    if (!maySeePitch(actor, facts, now)) unwrap(refuse('pitch.not_found'))
    unwrap(permit(actor, step.action, targetFor(actor, facts, now)))
    if (step.version !== undefined && step.version !== pitch.version)
      unwrap(refuse('request.precondition_failed', { version: pitch.version }))
    const decision = unwrap(await step.decide(tx, facts, now))
    return writeDecision(tx, ports, actor, pitch, step.action, decision, now)
  })
}

export async function writeDecision(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  pitch: StoredPitch,
  action: string,
  { change, reason, detail, isQuiet = false }: Decision,
  now: Date,
): Promise<StoredPitch> {
  const changed = isQuiet ? await changeQuietly(tx, pitch, change) : await updatePitch(tx, pitch, change, now)
  await recordEvent(tx, ports, actor, {
    objectType: 'pitch',
    objectId: pitch.id,
    action,
    from: pitch.status,
    to: changed.status,
    ...(reason === undefined ? {} : { reason }),
    detail: { version: changed.version, ...detail },
  })
  return changed
}

/** The scene first and the pitch second, as everybody locks them. The public learns nothing from an id. */
export async function lockPitch(tx: Tx, actor: Actor, id: string): Promise<PitchFacts> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const sceneId = (await findPitch(tx, id))?.sceneId
  const scene = sceneId === undefined ? undefined : await findSceneForUpdate(tx, sceneId)
  const pitch = scene === undefined ? undefined : await findPitchForUpdate(tx, id)
  if (scene === undefined || pitch === undefined) return unwrap<never>(refuse('pitch.not_found'))
  return { pitch, scene, members: await findMembers(tx, id) }
}
