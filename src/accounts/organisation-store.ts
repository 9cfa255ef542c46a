import type { Insertable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Organisation, OrganisationStatus } from './organisation.ts'
import type { Role } from './role.ts'

const organisationColumns = [
  'organisation.id',
  'organisation.districtId',
  'kind',
  'uscc',
  'legalName',
  'nameEn',
  'city',
  'district',
  'status',
  'verifiedAt',
  'isExample',
  'organisation.createdAt',
  'version',
] as const

export function findOrganisation(db: Db, id: string): Promise<Organisation | undefined> {
  return db.selectFrom('organisation').select(organisationColumns).where('id', '=', id).executeTakeFirst()
}

export function findOrganisationForUpdate(tx: Tx, id: string): Promise<Organisation | undefined> {
  return tx.selectFrom('organisation').select(organisationColumns).where('id', '=', id).forUpdate().executeTakeFirst()
}

export function findOrganisationByUscc(db: Db, uscc: string) {
  return db.selectFrom('organisation').select('id').where('uscc', '=', uscc).executeTakeFirst()
}

export type OrganisationFilter = { districtId: string; status?: OrganisationStatus | undefined }

/** Oldest first, as a queue is worked off; ids are in order of time. */
export function listOrganisations(
  db: Db,
  filter: OrganisationFilter,
  after: string | undefined,
  limit: number,
): Promise<Organisation[]> {
  return filtered(db, filter)
    .select(organisationColumns)
    .$if(after !== undefined, (query) => query.where('id', '>', after!))
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countOrganisations(db: Db, filter: OrganisationFilter): Promise<number> {
  const { count } = await filtered(db, filter)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function filtered(db: Db, { districtId, status }: OrganisationFilter) {
  return db
    .selectFrom('organisation')
    .where('districtId', '=', districtId)
    .$if(status !== undefined, (query) => query.where('status', '=', status!))
}

export async function insertOrganisation(tx: Db, organisation: Insertable<Database['organisation']>): Promise<void> {
  await tx.insertInto('organisation').values(organisation).execute()
}

/** Writes the state it moves to, if nobody moved it in the meantime. */
export async function moveOrganisation(tx: Tx, before: Organisation, after: Organisation): Promise<Organisation> {
  const result = await tx
    .updateTable('organisation')
    .set({ status: after.status, verifiedAt: after.verifiedAt, version: before.version + 1 })
    .where('id', '=', before.id)
    .where('status', '=', before.status)
    .where('version', '=', before.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
  return { ...after, version: before.version + 1 }
}

export type Member = { id: string; personId: string; name: string; email: string; roles: Role[]; createdAt: Date }

export function listMembers(db: Db, orgId: string, after: string | undefined, limit: number): Promise<Member[]> {
  return db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select(['membership.id', 'personId', 'name', 'email', 'roles', 'membership.createdAt'])
    .where('orgId', '=', orgId)
    .$if(after !== undefined, (query) => query.where('membership.id', '>', after!))
    .orderBy('membership.id')
    .limit(limit)
    .execute()
}

export async function countMembers(db: Db, orgId: string): Promise<number> {
  const query = db
    .selectFrom('membership')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('orgId', '=', orgId)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

export type Membership = {
  orgId: string
  roles: Role[]
  legalName: string
  nameEn: string | null
  kind: string
  status: OrganisationStatus
  districtId: string
}

/** The oldest first: it is the one somebody acts for who has chosen none. */
export function findMemberships(db: Db, personId: string): Promise<Membership[]> {
  return db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.orgId')
    .select(['orgId', 'roles', 'legalName', 'nameEn', 'kind', 'status', 'districtId'])
    .where('personId', '=', personId)
    .orderBy('membership.createdAt')
    .orderBy('membership.id')
    .execute()
}

/** Adds the roles to those the person holds there already. */
export async function addMembership(tx: Db, membership: Insertable<Database['membership']>): Promise<void> {
  const held = await tx
    .selectFrom('membership')
    .select('roles')
    .where('orgId', '=', membership.orgId)
    .where('personId', '=', membership.personId)
    .forUpdate()
    .executeTakeFirst()
  const roles = [...new Set([...(held?.roles ?? []), ...membership.roles])]
  await tx
    .insertInto('membership')
    .values({ ...membership, roles })
    .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doUpdateSet({ roles }))
    .execute()
}

export type Invitation = { id: string; orgId: string; roles: Role[]; createdBy: string; expiresAt: Date; usedAt: Date | null }

export async function insertInvitation(tx: Tx, invitation: Insertable<Database['invitation']>): Promise<void> {
  await tx.insertInto('invitation').values(invitation).execute()
}

const invitationColumns = ['id', 'orgId', 'roles', 'createdBy', 'expiresAt', 'usedAt'] as const

export function findInvitation(db: Db, tokenHash: string): Promise<Invitation | undefined> {
  return db.selectFrom('invitation').select(invitationColumns).where('tokenHash', '=', tokenHash).executeTakeFirst()
}

export function findInvitationForUpdate(tx: Tx, tokenHash: string): Promise<Invitation | undefined> {
  return tx.selectFrom('invitation').select(invitationColumns).where('tokenHash', '=', tokenHash).forUpdate().executeTakeFirst()
}

export async function useInvitation(tx: Tx, id: string, now: Date): Promise<void> {
  const result = await tx
    .updateTable('invitation')
    .set({ usedAt: now })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'invitation.not_found' })
}
