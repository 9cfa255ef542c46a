import { noteOrganisationChange } from '../db/outbox.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { resume, suspend, verify, withdrawVerification } from './organisation.ts'
import type { Organisation } from './organisation.ts'
import { findOrganisationForUpdate, moveOrganisation } from './organisation-store.ts'
import { permit } from './permissions.ts'
import type { Action } from './permissions.ts'

export function verifyOrganisation(ports: Ports, actor: Actor, id: string): Promise<Organisation> {
  return move(ports, actor, id, 'organisation.verify', (organisation) => verify(organisation, actor, ports.clock()))
}

export function withdrawOrganisation(ports: Ports, actor: Actor, id: string): Promise<Organisation> {
  return move(ports, actor, id, 'organisation.withdraw', withdrawVerification)
}

export function suspendOrganisation(ports: Ports, actor: Actor, id: string, reason: string): Promise<Organisation> {
  return move(ports, actor, id, 'organisation.suspend', suspend, reason)
}

export function resumeOrganisation(ports: Ports, actor: Actor, id: string): Promise<Organisation> {
  return move(ports, actor, id, 'organisation.resume', resume)
}

type Rule = (organisation: Organisation) => Outcome<Organisation>

async function move(ports: Ports, actor: Actor, id: string, action: Action, rule: Rule, reason?: string): Promise<Organisation> {
  return transact(ports.db, actor, async (tx) => {
    const before = await findOrganisationForUpdate(tx, id)
    if (before === undefined) throw new RefusedError({ code: 'organisation.not_found' })
    unwrap(permit(actor, action, { orgId: id, districtId: before.districtId, status: before.status }))
    const after = await moveOrganisation(tx, before, unwrap(rule(before)))
    await recordEvent(tx, ports, actor, {
      objectType: 'organisation',
      objectId: id,
      action,
      from: before.status,
      to: after.status,
      ...(reason !== undefined && { reason }),
    })
    await noteOrganisationChange(tx, id, ports.clock())
    return after
  })
}
