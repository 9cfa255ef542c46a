import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { findOrganisation } from '../accounts/organisation-store.ts'
import { permit } from '../accounts/permissions.ts'
import { readablePassword } from '../accounts/token.ts'
import { findCompany } from '../companies/company-store.ts'
import { maySee } from '../scenes/scene-access.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, reshapeSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { findParticipants, insertParticipants } from './participant-store.ts'
import type { Participant, StoredParticipant } from './participant-store.ts'
import type { Invited } from './session-input.ts'
import { targetOfSession } from './session.ts'

/** Puts organisations on the list; all of them, or none where one cannot be. */
export function inviteParticipants(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  invited: readonly Invited[],
): Promise<StoredParticipant[]> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const { tx, session } = work
    unwrap(permit(actor, 'session.invite', targetOfSession(session)))
    const known = new Set((await findParticipants(tx, sessionId)).map(({ orgId }) => orgId))
    const rows: Participant[] = []
    for (const one of invited) {
      const row = await participantOf(work, one)
      if (known.has(row.orgId)) unwrap(refuse('participant.exists', { org: row.orgId }))
      known.add(row.orgId)
      rows.push(row)
    }
    await insertParticipants(tx, rows)
    await record(work, 'session.invite', { detail: { participants: rows.map(({ id, orgId, side }) => ({ id, orgId, side })) } })
    const ids = new Set(rows.map(({ id }) => id))
    return (await findParticipants(tx, sessionId)).filter(({ id }) => ids.has(id))
  })
}

async function participantOf(work: Work, invited: Invited): Promise<Participant> {
  const { actor, session, now, ports } = work
  const { departmentMin, departmentMax, companyMin, companyMax } = session.content
  const asked = await askedFor(work, invited)
  const quota =
    invited.side === 'company'
      ? { meetingsMin: companyMin, meetingsMax: companyMax }
      : { meetingsMin: invited.side === 'guest' ? 0 : departmentMin, meetingsMax: departmentMax }
  return {
    id: ports.ids(),
    sessionId: session.id,
    side: invited.side,
    status: 'invited',
    version: 1,
    ...asked,
    ...quota,
    unavailable: [],
    checkInCode: newCode(),
    invitedBy: actorId(actor),
    answeredAt: null,
    checkedInAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

async function askedFor(work: Work, invited: Invited): Promise<Pick<Participant, 'orgId' | 'companyId' | 'sceneIds'>> {
  if (invited.side === 'company') {
    const company = await findCompany(work.tx, work.session.districtId, invited.companyId)
    if (company === undefined) return unwrap<never>(refuse('company.not_found', { id: invited.companyId }))
    return { ...(await verified(work, company.orgId)), companyId: company.id, sceneIds: [] }
  }
  const org = await verified(work, invited.orgId)
  return { ...org, companyId: null, sceneIds: invited.side === 'guest' ? [] : await scenesOf(work, org.orgId, invited.sceneIds) }
}

async function verified({ tx, session }: Work, id: string): Promise<{ orgId: string }> {
  const organisation = await findOrganisation(tx, id)
  if (organisation?.districtId !== session.districtId) unwrap(refuse('organisation.not_found', { id }))
  if (organisation?.status !== 'verified') unwrap(refuse('organisation.not_verified', { id }))
  return { orgId: id }
}

/** Scenes of that organisation which the matchmaker knows of. */
export async function scenesOf({ tx, actor, now }: Work, orgId: string, sceneIds: readonly string[]): Promise<string[]> {
  const ids = [...new Set(sceneIds)]
  const scenes = await findScenes(tx, ids)
  const known = new Set(scenes.filter((scene) => scene.orgId === orgId && maySee(actor, scene, now)).map(({ id }) => id))
  const unknown = ids.find((id) => !known.has(id))
  return unknown === undefined ? ids : unwrap<never>(refuse('scene.not_found', { id: unknown }))
}

/** Two groups of four, to be read aloud at the door; only who is signed in can try one. */
function newCode(): string {
  return readablePassword().slice(0, 9)
}
