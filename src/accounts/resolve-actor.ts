import type { Ports } from '../ports.ts'
import { RefusedError } from '../shared/refusal.ts'
import { publicActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { findMemberships } from './organisation-store.ts'
import type { Membership } from './organisation-store.ts'
import { findPerson } from './person-store.ts'

export const organisationCookie = 'org'

/** Who asks: the owner of the API key, else whoever the cookie signs in, else the public of this district. */
export async function resolveActor(ports: Ports, headers: Headers, districtId: string): Promise<Actor> {
  const key = headers.get('x-api-key')
  if (key !== null) return keyActor(ports, key, districtId)
  if (headers.get('cookie') === null) return publicActor(districtId)
  const personId = await ports.auth.personOf(headers)
  if (personId === undefined) return publicActor(districtId)
  const memberships = await findMemberships(ports.db, personId)
  const chosen = chosenOrganisation(headers)
  return personActor(ports, personId, memberships.find(({ orgId }) => orgId === chosen) ?? memberships[0], districtId)
}

/** A key is for one organisation; when its owner has left that one, the key is void. */
async function keyActor(ports: Ports, key: string, districtId: string): Promise<Actor> {
  const owner = await ports.auth.keyOwner(key)
  if (owner === undefined) throw new RefusedError({ code: 'key.invalid' })
  if (owner.orgId === null) return personActor(ports, owner.personId, undefined, districtId)
  const membership = (await findMemberships(ports.db, owner.personId)).find(({ orgId }) => orgId === owner.orgId)
  if (membership === undefined) throw new RefusedError({ code: 'key.invalid' })
  return personActor(ports, owner.personId, membership, districtId)
}

async function personActor(
  ports: Ports,
  personId: string,
  membership: Membership | undefined,
  districtId: string,
): Promise<Actor> {
  const person = await findPerson(ports.db, personId)
  return {
    kind: 'person',
    personId,
    name: person?.name ?? null,
    orgId: membership?.orgId ?? null,
    orgVerified: membership?.status === 'verified',
    districtId: membership?.districtId ?? districtId,
    roles: membership?.roles ?? [],
  }
}

function chosenOrganisation(headers: Headers): string | undefined {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([name]) => name === organisationCookie)?.[1]
}
