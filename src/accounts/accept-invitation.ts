import { transact } from '../db/transact.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { joinerOf, refusingTaken, settleJoiner } from './join.ts'
import type { Joiner } from './join.ts'
import type { Organisation } from './organisation.ts'
import { addMembership, findInvitation, findInvitationForUpdate, findOrganisation, useInvitation } from './organisation-store.ts'
import type { Invitation } from './organisation-store.ts'
import { allowedTransitions, permit } from './permissions.ts'
import type { NewPerson } from './person.ts'
import type { Role } from './role.ts'
import { tokenHash } from './token.ts'

export type Joined = { organisation: Organisation; personId: string; roles: Role[] }

/** The one signed in joins, or somebody new; the link works once. */
export async function acceptInvitation(
  ports: Ports,
  actor: Actor,
  token: string,
  person: NewPerson | undefined,
): Promise<Joined> {
  unwrap(permit(actor, 'invitation.accept'))
  const hash = await tokenHash(token)
  open(await findInvitation(ports.db, hash), ports.clock())
  const joiner = await joinerOf(ports, actor, person)
  return refusingTaken(() => transact(ports.db, actor, (tx) => writeMembership(tx, ports, actor, hash, joiner)))
}

/** What a link offers; undefined when it is unknown, used or expired. */
export async function offerOf(
  db: Db,
  token: string,
  now: Date,
): Promise<{ organisation: Organisation; roles: Role[] } | undefined> {
  const invitation = await findInvitation(db, await tokenHash(token))
  if (invitation === undefined || !isOpen(invitation, now)) return undefined
  return { organisation: (await findOrganisation(db, invitation.orgId))!, roles: invitation.roles }
}

async function writeMembership(tx: Tx, ports: Ports, actor: Actor, hash: string, joiner: Joiner): Promise<Joined> {
  const now = ports.clock()
  const invitation = open(await findInvitationForUpdate(tx, hash), now)
  const organisation = (await findOrganisation(tx, invitation.orgId))!
  refuseSuspended(actor, organisation)
  const { personId, name } = await settleJoiner(tx, ports, joiner)
  await useInvitation(tx, invitation.id, now)
  await addMembership(tx, { id: ports.ids(), orgId: organisation.id, personId, roles: invitation.roles, createdAt: now })
  const member: Actor = { ...actor, kind: 'person', personId, name, orgId: organisation.id, districtId: organisation.districtId }
  await recordEvent(tx, ports, member, {
    objectType: 'organisation',
    objectId: organisation.id,
    action: 'invitation.accept',
    detail: { roles: invitation.roles, invitedBy: invitation.createdBy },
  })
  return { organisation, personId, roles: invitation.roles }
}

function refuseSuspended(actor: Actor, { id, districtId, status }: Organisation): void {
  if (status !== 'suspended') return
  const allowed = allowedTransitions(actor, 'organisation', { orgId: id, districtId, status })
  throw new RefusedError({ code: 'organisation.wrong_state', state: status, allowed })
}

function open(invitation: Invitation | undefined, now: Date): Invitation {
  if (invitation === undefined || !isOpen(invitation, now)) throw new RefusedError({ code: 'invitation.not_found' })
  return invitation
}

function isOpen(invitation: Invitation, now: Date): boolean {
  return invitation.usedAt === null && now < invitation.expiresAt
}
