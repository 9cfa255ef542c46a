import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { hasConflict } from './appoint-evaluator.ts'
import { memberOf } from './panel.ts'
import { atWork, lockPanelOf, settleScores, stepQuietly } from './panel-facts.ts'
import { findAffiliations } from './panel-store.ts'
import { findPitchForUpdate } from './pitch-store.ts'
import { wrongState } from './pitch.ts'
import { putConsensus } from './score-store.ts'
import { checkMarks, criteriaOf, weightedTotal } from './score.ts'
import type { Consensus, ConsensusInput } from './score.ts'

/** The chair writes down what the panel agreed on, and who did not; the total is computed. Until the shortlist it may be mended. */
export function agreeConsensus(
  ports: Pick<Ports, 'db' | 'ids' | 'clock'>,
  actor: Actor,
  pitchId: string,
  { marks, remark, dissent }: ConsensusInput,
): Promise<Consensus> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPanelOf(tx, actor, pitchId, now)
    const { scene, members } = facts
    unwrap(permit(actor, 'consensus.write', { orgId: scene.orgId, districtId: scene.districtId }))
    if (!members.some(({ personId }) => personId === actor.personId)) unwrap(refuse('pitch.not_found'))
    if (!unwrap(memberOf(members, actor.personId)).isChair) unwrap(refuse('consensus.not_chair'))
    unwrap(atWork(scene, now))
    if (await hasConflict(tx, scene, await findAffiliations(tx, actorId(actor)))) unwrap(refuse('panel.conflict'))
    if (!facts.isOpen) unwrap(refuse('consensus.too_early'))
    await settleScores(tx, ports, actor, facts)
    const pitch = (await findPitchForUpdate(tx, pitchId)) ?? unwrap<never>(refuse('pitch.not_found'))
    if (pitch.status !== 'scored' && pitch.status !== 'consensus') unwrap(wrongState(pitch.status))
    unwrap(checkMarks(marks, criteriaOf(scene), true))
    const total = weightedTotal(marks, criteriaOf(scene))
    const consensus = { pitchId, marks, total, remark, dissent, agreedBy: actorId(actor), agreedAt: now }
    await putConsensus(tx, consensus)
    await stepQuietly(
      tx,
      ports,
      actor,
      pitch,
      { status: 'consensus' },
      { action: 'consensus.write', detail: { marks, total, dissent } },
    )
    return consensus
  })
}
