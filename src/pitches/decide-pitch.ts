import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { unwrap } from '../shared/refusal.ts'
import { decide, shortlist } from './decision.ts'
import type { DecisionInput } from './decision.ts'
import { atWork, lockPanel, lockPanelOf, stepQuietly } from './panel-facts.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** The unit chooses whom it may select from; from now on the panel knows who they are. */
export function shortlistPitches(ports: VerbPorts, actor: Actor, sceneId: string, pitchIds: readonly string[]): Promise<void> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const { scene, pitches } = await lockPanel(tx, actor, sceneId, now)
    unwrap(permit(actor, 'decision.shortlist', { ...targetOfScene(scene, now), public: true }))
    unwrap(atWork(scene, now))
    for (const pitch of unwrap(shortlist(pitches, pitchIds, scene.content)))
      await stepQuietly(tx, ports, actor, pitch, { status: 'shortlisted' }, { action: 'decision.shortlist' })
  })
}

/** Written down silently; it may be written anew until the release. */
export function decidePitch(ports: VerbPorts, actor: Actor, pitchId: string, input: DecisionInput): Promise<void> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const { scene, pitch, pitches } = await lockPanelOf(tx, actor, pitchId, now)
    unwrap(permit(actor, 'decision.write', { orgId: scene.orgId, districtId: scene.districtId }))
    const decided = unwrap(decide(pitch, pitches, input, scene.content))
    unwrap(atWork(scene, now))
    const change = { ...decided, decidedBy: actorId(actor), decidedAt: now }
    const { decision, decisionCodes: codes } = decided
    await stepQuietly(tx, ports, actor, pitch, change, { action: 'decision.write', detail: { decision, codes } })
  })
}
