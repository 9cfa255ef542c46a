import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { joinerOf, refusingTaken, settleJoiner } from './join.ts'
import type { Joiner } from './join.ts'
import { firstSide, sides } from './organisation.ts'
import type { Organisation, RegisterOrganisation } from './organisation.ts'
import { addMembership, findOrganisationByUscc, insertOrganisation } from './organisation-store.ts'
import { permit } from './permissions.ts'

export type Registered = { organisation: Organisation; personId: string }

/** An organisation waiting for verification, and its first member: a new person, or whoever is signed in. */
export async function registerOrganisation(ports: Ports, actor: Actor, input: RegisterOrganisation): Promise<Registered> {
  unwrap(permit(actor, 'organisation.register'))
  const joiner = await joinerOf(ports, actor, input.person)
  return refusingTaken(() => transact(ports.db, actor, (tx) => writeRegistration(tx, ports, actor, input, joiner)))
}

async function writeRegistration(
  tx: Tx,
  ports: Ports,
  actor: Actor,
  input: RegisterOrganisation,
  joiner: Joiner,
): Promise<Registered> {
  if ((await findOrganisationByUscc(tx, input.uscc)) !== undefined) throw new RefusedError({ code: 'organisation.taken' })
  const { personId, name } = await settleJoiner(tx, ports, joiner)
  const organisation = newOrganisation(ports, actor.districtId, input)
  const roles = [...sides[firstSide(input.kind)]]
  await insertOrganisation(tx, organisation)
  await addMembership(tx, { id: ports.ids(), orgId: organisation.id, personId, roles, createdAt: organisation.createdAt })
  const member: Actor = { ...actor, kind: 'person', personId, name, orgId: organisation.id, roles }
  await recordEvent(tx, ports, member, {
    objectType: 'organisation',
    objectId: organisation.id,
    action: 'organisation.register',
    to: 'registered',
    detail: { uscc: input.uscc, roles },
  })
  return { organisation, personId }
}

export function newOrganisation(
  ports: Ports,
  districtId: string,
  input: Omit<RegisterOrganisation, 'kind' | 'person'> & { kind: string },
): Organisation {
  return {
    id: ports.ids(),
    districtId,
    kind: input.kind,
    uscc: input.uscc,
    legalName: input.legalName,
    nameEn: input.nameEn ?? null,
    city: input.city,
    district: input.district,
    status: 'registered',
    verifiedAt: null,
    isExample: false,
    createdAt: ports.clock(),
    version: 1,
  }
}
