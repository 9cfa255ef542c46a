import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { targetOfScene } from '../scenes/scene-access.ts'
import { statusAt } from '../scenes/scene.ts'
import type { Scene } from '../scenes/scene.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { appoint, memberOf } from './panel.ts'
import { lockPanel, settleScores } from './panel-facts.ts'
import type { PanelFacts } from './panel-facts.ts'
import { findAffiliations, findPitchingOrgs, insertPanelMember, putChair, putRecusal, readingRoles } from './panel-store.ts'
import type { Affiliation } from './panel-store.ts'

type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

export type Appointment = { personId: string; isChair: boolean }

/** The office puts an evaluator on the panel, or makes a member its chair. */
export function appointEvaluator(ports: VerbPorts, actor: Actor, sceneId: string, appointment: Appointment): Promise<void> {
  const now = ports.clock()
  const { personId, isChair } = appointment
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPanel(tx, actor, sceneId, now)
    const { scene, members, isOpen } = facts
    unwrap(permit(actor, 'panel.appoint', targetOfScene(scene, now)))
    const affiliations = await findAffiliations(tx, personId)
    const does = unwrap(
      appoint(members, personId, {
        sceneStatus: statusAt(scene, now),
        isEvaluator: affiliations.some((one) => isEvaluatorOf(one, scene)),
        hasConflict: await hasConflict(tx, scene, affiliations),
        areOpen: isOpen,
      }),
    )
    if (does === 'join') {
      const appointed = { appointedBy: actorId(actor), appointedAt: now, recusedAt: null, recusalReason: null }
      await insertPanelMember(tx, { sceneId: scene.id, personId, isChair: false, ...appointed })
    }
    if (isChair) await putChair(tx, scene.id, personId)
    await record(tx, ports, actor, scene, 'panel.appoint', { personId, isChair })
  })
}

/** An evaluator declares a conflict and leaves; the others count. */
export function stepAside(ports: VerbPorts, actor: Actor, sceneId: string, reason: string): Promise<void> {
  return recuse(ports, actor, sceneId, reason, (facts, now) => {
    unwrap(permit(actor, 'panel.step_aside', targetOfScene(facts.scene, now)))
    return unwrap(memberOf(facts.members, actor.personId)).personId
  })
}

/** The office takes an evaluator off who cannot judge, or does not. */
export function standDown(ports: VerbPorts, actor: Actor, sceneId: string, personId: string, reason: string): Promise<void> {
  return recuse(ports, actor, sceneId, reason, (facts, now) => {
    unwrap(permit(actor, 'panel.appoint', targetOfScene(facts.scene, now)))
    if (!facts.members.some((member) => member.personId === personId)) unwrap(refuse('person.not_found'))
    return personId
  })
}

type Choose = (facts: PanelFacts, now: Date) => string

function recuse(ports: VerbPorts, actor: Actor, sceneId: string, reason: string, choose: Choose): Promise<void> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const facts = await lockPanel(tx, actor, sceneId, now)
    const personId = choose(facts, now)
    const status = statusAt(facts.scene, now)
    if (status !== 'published' && status !== 'closed') unwrap(refuse('panel.wrong_state'))
    if (!(await putRecusal(tx, facts.scene.id, personId, reason, now))) unwrap(refuse('panel.wrong_state'))
    await record(tx, ports, actor, facts.scene, 'panel.step_aside', { personId }, reason)
    await settleScores(tx, ports, actor, facts)
  })
}

/** Belongs to the unit or to whoever pitches, or holds a role to which names are shown. */
export async function hasConflict(db: Db, scene: Scene, affiliations: readonly Affiliation[]): Promise<boolean> {
  const parties = [scene.orgId, ...(await findPitchingOrgs(db, scene.id))]
  return affiliations.some(
    ({ orgId, districtId, roles }) =>
      parties.includes(orgId) || (districtId === scene.districtId && roles.some((role) => readingRoles.includes(role))),
  )
}

function isEvaluatorOf({ districtId, isVerified, roles }: Affiliation, scene: Scene): boolean {
  return districtId === scene.districtId && isVerified && roles.includes('evaluator')
}

function record(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  scene: Scene,
  action: string,
  detail: Record<string, unknown>,
  reason?: string,
): Promise<void> {
  return recordEvent(tx, ports, actor, {
    objectType: 'scene',
    objectId: scene.id,
    action,
    detail,
    ...(reason !== undefined && { reason }),
  })
}
