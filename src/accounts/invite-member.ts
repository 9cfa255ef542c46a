import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { checkGrant, invitationLengthDays, sides } from './organisation.ts'
import type { Organisation, Side } from './organisation.ts'
import { addMembership, findOrganisationForUpdate, insertInvitation } from './organisation-store.ts'
import { permit } from './permissions.ts'
import type { Action } from './permissions.ts'
import type { Role } from './role.ts'
import { newToken, tokenHash } from './token.ts'
import type { Tx } from '../db/transact.ts'

export type IssuedInvitation = { id: string; path: string; roles: Role[]; expiresAt: Date }

/** The link is shown this once: only the hash of its token is kept. */
export async function inviteMember(
  ports: Ports,
  actor: Actor,
  orgId: string,
  wanted: readonly Role[],
): Promise<IssuedInvitation> {
  const token = newToken()
  const hash = await tokenHash(token)
  return transact(ports.db, actor, async (tx) => {
    const organisation = await permittedOrganisation(tx, actor, 'organisation.invite', orgId)
    const roles = unwrap(checkGrant(actor, organisation, wanted))
    const now = ports.clock()
    const invitation = { id: ports.ids(), orgId, roles, expiresAt: new Date(now.getTime() + invitationLengthDays * 86_400_000) }
    await insertInvitation(tx, { ...invitation, tokenHash: hash, createdBy: actor.personId ?? '', createdAt: now, usedAt: null })
    await recordEvent(tx, ports, actor, {
      objectType: 'organisation',
      objectId: orgId,
      action: 'organisation.invite',
      detail: { roles },
    })
    return { id: invitation.id, path: `/join/${token}`, roles, expiresAt: invitation.expiresAt }
  })
}

/** The other half of the market: whoever signs for the organisation takes both of its roles. */
export async function addSide(ports: Ports, actor: Actor, orgId: string, side: Side): Promise<Role[]> {
  return transact(ports.db, actor, async (tx) => {
    const organisation = await permittedOrganisation(tx, actor, 'organisation.add_side', orgId)
    const roles = unwrap(checkGrant(actor, organisation, sides[side]))
    await addMembership(tx, { id: ports.ids(), orgId, personId: actor.personId ?? '', roles, createdAt: ports.clock() })
    await recordEvent(tx, ports, actor, {
      objectType: 'organisation',
      objectId: orgId,
      action: 'organisation.add_side',
      detail: { side },
    })
    return roles
  })
}

async function permittedOrganisation(tx: Tx, actor: Actor, action: Action, orgId: string): Promise<Organisation> {
  const organisation = await findOrganisationForUpdate(tx, orgId)
  if (organisation === undefined) throw new RefusedError({ code: 'organisation.not_found' })
  unwrap(permit(actor, action, { orgId, districtId: organisation.districtId, status: organisation.status }))
  return organisation
}
