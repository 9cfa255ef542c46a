import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { findCompany } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { explainMatch } from '../matching/explain-match.ts'
import { noteTrainingEvent } from '../matching/training-event.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import { findScene, findSceneForUpdate, findZone } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { roundOf } from '../scenes/scene.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { expiryOf, invite, inviteAgain, isOverride } from './pitch-invitation.ts'
import type { ExcludingGate, PitchInvitation } from './pitch-invitation.ts'
import { findInvitation, findInvitationOf, insertInvitation, updateInvitation } from './pitch-invitation-store.ts'
import type { StoredInvitation } from './pitch-invitation-store.ts'
import { takesPitches } from './pitch.ts'

export type InvitationInput = { companyId: string; reason?: string | undefined; message?: string | undefined }

/** Where the company stands for the scene at this moment, and which gates keep it out. */
export type InvitationStanding = { place: number | null; excludedBy: ExcludingGate[] }

/** Invites a company to pitch; its place is the ranking's own, and below the twelfth somebody must say why. */
export async function inviteCompany(
  ports: Ports,
  actor: Actor,
  sceneId: string,
  { companyId, reason = '', message = '' }: InvitationInput,
): Promise<StoredInvitation> {
  unwrap(permitInvite(actor, await findScene(ports.db, sceneId), ports.clock()))
  const standing = await standingFor(ports, actor, sceneId, companyId)
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const scene = unwrap(permitInvite(actor, await findSceneForUpdate(tx, sceneId), now))
    unwrap(takesPitches(scene, now))
    const company = await findCompany(tx, scene.districtId, companyId)
    if (company === undefined) return unwrap<never>(refuse('company.not_found'))
    unwrap(invite({ ...standing, reason }))
    const expiresAt = expiryOf(await findZone(tx, scene.districtId), now)
    const said = { place: standing.place, reason: reason || null, message: message || null, expiresAt }
    const id = await writeInvitation(tx, ports, actor, { scene, company, said }, now)
    await recordInvited(tx, ports, actor, { id, sceneId, companyId, place: standing.place, reason })
    return (await findInvitation(tx, id))!
  })
}

export async function standingFor(ports: Ports, actor: Actor, sceneId: string, companyId: string): Promise<InvitationStanding> {
  const { place, gates } = await explainMatch(ports, actor, sceneId, companyId)
  const failed = gates.filter(({ outcome }) => outcome === 'failed')
  return { place, excludedBy: failed.map(({ id, why }) => ({ id, why })) }
}

function permitInvite(actor: Actor, scene: StoredScene | undefined, now: Date) {
  if (actor.kind === 'public') return refuse('login.required')
  if (scene === undefined || !maySee(actor, scene, now)) return refuse('scene.not_found')
  const permitted = permit(actor, 'pitch_invitation.invite', targetOfScene(scene, now))
  return permitted.ok ? { ok: true as const, value: scene } : permitted
}

type Said = Pick<PitchInvitation, 'place' | 'reason' | 'message' | 'expiresAt'>
type Writing = { scene: StoredScene; company: CompanyRecord; said: Said }

/** A first invitation, or one that lapsed sent anew. */
async function writeInvitation(
  tx: Tx,
  { ids }: Pick<Ports, 'ids'>,
  actor: Actor,
  { scene, company, said }: Writing,
  now: Date,
): Promise<string> {
  const { orgId: invitedOrgId } = actor
  if (invitedOrgId === null) return unwrap<never>(refuse('actor.forbidden'))
  const sent = { ...said, status: 'invited' as const, invitedBy: actorId(actor), invitedOrgId, invitedAt: now }
  const unanswered = { answeredBy: null, answeredAt: null, declineReason: null }
  const earlier = await findInvitationOf(tx, scene.id, company.id)
  if (earlier !== undefined) {
    unwrap(inviteAgain(earlier, roundOf(scene), now))
    await updateInvitation(tx, earlier, { ...sent, ...unanswered })
    return earlier.id
  }
  const id = ids()
  const { districtId, id: sceneId } = scene
  const { id: companyId, orgId } = company
  await insertInvitation(tx, { id, districtId, sceneId, companyId, orgId, version: 1, ...sent, ...unanswered })
  return id
}

type Invited = { id: string; sceneId: string; companyId: string; place: number | null; reason: string }

/** For the audit with whether the ranking was set aside, which is counted by person; and for the ranking to learn from. */
async function recordInvited(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  { id, sceneId, companyId, place, reason }: Invited,
): Promise<void> {
  await recordEvent(tx, ports, actor, {
    objectType: 'pitch_invitation',
    objectId: id,
    action: 'pitch_invitation.invite',
    to: 'invited',
    ...(reason !== '' && { reason }),
    detail: { sceneId, companyId, place, override: isOverride({ place }) },
  })
  await noteTrainingEvent(tx, ports, actor, { side: 'scene', sceneId, companyId, kind: 'invited', reason: reason || null })
}
