import { transact } from '../db/transact.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import { systemActor } from './actor.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import {
  deleteOpenLinks,
  findFoundingLink,
  findFoundingLinkForUpdate,
  insertFoundingLink,
  officeExists,
  useFoundingLink,
} from './founding-store.ts'
import type { FoundingLink } from './founding-store.ts'
import { joinerOf, refusingTaken, settleJoiner } from './join.ts'
import type { Joiner } from './join.ts'
import { foundingLengthDays } from './organisation.ts'
import type { FoundOffice } from './organisation.ts'
import { addMembership, findOrganisationByUscc, insertOrganisation } from './organisation-store.ts'
import { permit } from './permissions.ts'
import { newOrganisation } from './register-organisation.ts'
import type { Registered } from './register-organisation.ts'
import type { Role } from './role.ts'
import { newToken, tokenHash } from './token.ts'

/** The path by which the district's first office is founded; undefined where there is an office. An earlier path ends. */
export async function offerFounding(ports: Pick<Ports, 'db' | 'ids' | 'clock'>, districtId: string): Promise<string | undefined> {
  const token = newToken()
  const hash = await tokenHash(token)
  const now = ports.clock()
  return transact(ports.db, systemActor(districtId), async (tx) => {
    if (await officeExists(tx, districtId)) return undefined
    await deleteOpenLinks(tx, districtId)
    const expiresAt = new Date(now.getTime() + foundingLengthDays * 86_400_000)
    await insertFoundingLink(tx, { id: ports.ids(), districtId, tokenHash: hash, createdAt: now, expiresAt, usedAt: null })
    return `/found/${token}`
  })
}

/** Whether the link still founds an office. */
export async function isFoundingOpen(db: Db, token: string, now: Date): Promise<boolean> {
  const link = await findFoundingLink(db, await tokenHash(token))
  return link !== undefined && isOpen(link, now)
}

/** The district scene office, verified at once, and its administrator, who invites the others; the link works once. */
export async function foundOffice(ports: Ports, actor: Actor, token: string, input: FoundOffice): Promise<Registered> {
  unwrap(permit(actor, 'office.found'))
  const hash = await tokenHash(token)
  open(await findFoundingLink(ports.db, hash), ports.clock())
  const joiner = await joinerOf(ports, actor, input.person)
  return refusingTaken(() => transact(ports.db, actor, (tx) => writeOffice(tx, ports, actor, hash, input, joiner)))
}

const founderRoles: Role[] = ['administrator']

async function writeOffice(
  tx: Tx,
  ports: Ports,
  actor: Actor,
  hash: string,
  input: FoundOffice,
  joiner: Joiner,
): Promise<Registered> {
  const now = ports.clock()
  const { id, districtId } = open(await findFoundingLinkForUpdate(tx, hash), now)
  if (await officeExists(tx, districtId)) throw new RefusedError({ code: 'invitation.not_found' })
  if ((await findOrganisationByUscc(tx, input.uscc)) !== undefined) throw new RefusedError({ code: 'organisation.taken' })
  await useFoundingLink(tx, id, now)
  const { personId, name } = await settleJoiner(tx, ports, joiner)
  const registered = newOrganisation(ports, districtId, { ...input, kind: 'district_office' })
  const organisation = { ...registered, status: 'verified' as const, verifiedAt: now }
  await insertOrganisation(tx, organisation)
  await addMembership(tx, { id: ports.ids(), orgId: organisation.id, personId, roles: founderRoles, createdAt: now })
  const founder: Actor = { ...actor, kind: 'person', personId, name, orgId: organisation.id, districtId, roles: founderRoles }
  await recordEvent(tx, ports, founder, {
    objectType: 'organisation',
    objectId: organisation.id,
    action: 'office.found',
    to: 'verified',
    detail: { uscc: input.uscc, roles: founderRoles },
  })
  return { organisation, personId }
}

function open(link: FoundingLink | undefined, now: Date): FoundingLink {
  if (link === undefined || !isOpen(link, now)) throw new RefusedError({ code: 'invitation.not_found' })
  return link
}

function isOpen(link: FoundingLink, now: Date): boolean {
  return link.usedAt === null && now < link.expiresAt
}
