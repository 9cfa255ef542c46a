import type { Actor } from '../accounts/actor.ts'
import { actorId } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { noteTrainingEvent } from '../matching/training-event.ts'
import type { TrainingKind } from '../matching/training-event.ts'
import { writeDecision as writeScene } from '../scenes/change-scene.ts'
import type { Ports } from '../ports.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { release } from '../scenes/scene-after.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { unwrap } from '../shared/refusal.ts'
import { writeDecision as writePitch } from './change-pitch.ts'
import { checkRelease } from './decision.ts'
import { lockPanel } from './panel-facts.ts'
import { findPitchesForUpdate } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { entered, isAppealOpen } from './pitch.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** Everybody learns at the same moment: all pitches of the scene and the scene itself, in one transaction. */
export function releaseDecisions(ports: VerbPorts, actor: Actor, sceneId: string): Promise<StoredScene> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const { scene, pitches } = await lockPanel(tx, actor, sceneId, now)
    unwrap(permit(actor, 'scene.release', targetOfScene(scene, now)))
    const change = unwrap(release(scene, actorId(actor), now))
    const ruledOut = await findPitchesForUpdate(tx, scene, ['ineligible'])
    unwrap(checkRelease(pitches, ruledOut.filter(isAppealOpen).length, actor.personId, scene.content))
    for (const pitch of pitches) await tell(tx, ports, actor, scene, pitch, now)
    return writeScene(tx, ports, actor, scene, 'scene.release', { change, detail: { pitches: pitches.length } }, now)
  })
}

async function tell(tx: Tx, ports: VerbPorts, actor: Actor, scene: StoredScene, pitch: StoredPitch, now: Date): Promise<void> {
  const { decision } = pitch
  if (decision === null) return
  await writePitch(tx, ports, actor, pitch, 'scene.release', { change: { ...entered(decision, now), releasedAt: now } }, now)
  // The judgement is the unit's, also where the office tells of it.
  const unit = { ...actor, orgId: scene.orgId }
  for (const kind of judgedAs(pitch))
    await noteTrainingEvent(tx, ports, unit, { side: 'scene', sceneId: scene.id, companyId: pitch.companyId, kind })
}

function judgedAs({ status, decision }: StoredPitch): TrainingKind[] {
  const shortlisted: TrainingKind[] = status === 'shortlisted' ? ['shortlisted'] : []
  if (decision === 'selected') return [...shortlisted, 'accepted']
  return decision === 'declined' ? [...shortlisted, 'declined'] : shortlisted
}
