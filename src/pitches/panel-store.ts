import { sql } from 'kysely'
import { districtRoles } from '../accounts/role.ts'
import type { Role } from '../accounts/role.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { PanelMember } from './panel.ts'

const memberColumns = [
  'scenePanel.sceneId',
  'scenePanel.personId',
  'scenePanel.isChair',
  'scenePanel.appointedBy',
  'scenePanel.appointedAt',
  'scenePanel.recusedAt',
  'scenePanel.recusalReason',
] as const

export type NamedPanelMember = PanelMember & { name: string }

/** In the order of their appointment. */
export function findPanel(db: Db, sceneId: string): Promise<NamedPanelMember[]> {
  return db
    .selectFrom('scenePanel')
    .innerJoin('person', 'person.id', 'scenePanel.personId')
    .select([...memberColumns, 'person.name'])
    .where('sceneId', '=', sceneId)
    .orderBy('appointedAt')
    .orderBy('personId')
    .execute()
}

export async function insertPanelMember(tx: Tx, member: PanelMember): Promise<void> {
  await tx.insertInto('scenePanel').values(member).execute()
}

/** The chair passes to this member, or to nobody. */
export async function putChair(tx: Tx, sceneId: string, personId: string | null): Promise<void> {
  await tx.updateTable('scenePanel').set({ isChair: false }).where('sceneId', '=', sceneId).where('isChair', '=', true).execute()
  if (personId === null) return
  await tx
    .updateTable('scenePanel')
    .set({ isChair: true })
    .where('sceneId', '=', sceneId)
    .where('personId', '=', personId)
    .where('recusedAt', 'is', null)
    .execute()
}

/** Of two who set it at once the second finds it set. */
export async function putRecusal(tx: Tx, sceneId: string, personId: string, reason: string, at: Date): Promise<boolean> {
  const result = await tx
    .updateTable('scenePanel')
    .set({ recusedAt: at, recusalReason: reason, isChair: false })
    .where('sceneId', '=', sceneId)
    .where('personId', '=', personId)
    .where('recusedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

export type Affiliation = { orgId: string; districtId: string; roles: Role[]; isVerified: boolean }

/** Where a person belongs, and as what. */
export async function findAffiliations(db: Db, personId: string): Promise<Affiliation[]> {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('organisation', 'organisation.id', 'membership.orgId')
    .select(['orgId', 'districtId', 'roles', 'organisation.status'])
    .where('personId', '=', personId)
    .execute()
  return rows.map(({ status, ...row }) => ({ ...row, isVerified: status === 'verified' }))
}

/** Every organisation that pitches for the scene, alone or in a team. */
export async function findPitchingOrgs(db: Db, sceneId: string): Promise<string[]> {
  const leads = await db
    .selectFrom('pitch')
    .select('orgId')
    .where('sceneId', '=', sceneId)
    .where('status', 'not in', ['withdrawn', 'disqualified'])
    .execute()
  const members = await db
    .selectFrom('pitchMember')
    .innerJoin('pitch', 'pitch.id', 'pitchMember.pitchId')
    .select('pitchMember.orgId')
    .where('sceneId', '=', sceneId)
    .where('pitchMember.status', '<>', 'declined')
    .execute()
  return [...new Set([...leads, ...members].map(({ orgId }) => orgId))]
}

export type Candidate = { personId: string; name: string; orgName: string }

/** Whoever holds `evaluator` in a verified organisation of the district, by name. */
export async function findEvaluators(db: Db, districtId: string, limit: number): Promise<Candidate[]> {
  return db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .innerJoin('organisation', 'organisation.id', 'membership.orgId')
    .select(['personId', 'person.name', 'organisation.legalName as orgName'])
    .where('organisation.districtId', '=', districtId)
    .where('organisation.status', '=', 'verified')
    .where(sql<boolean>`'evaluator' = any(roles)`)
    .orderBy('person.name')
    .orderBy('personId')
    .limit(limit)
    .execute()
}

/** Roles of the district that read companies’ names in pitches. */
export const readingRoles: readonly Role[] = districtRoles.filter((role) =>
  ['district_officer', 'matchmaker', 'auditor', 'administrator'].includes(role),
)

/** The scenes on whose panels somebody sits or sat; newest first. */
export function listPanelsOf(
  db: Db,
  personId: string,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<PanelMember[]> {
  return db
    .selectFrom('scenePanel')
    .select(memberColumns)
    .where('personId', '=', personId)
    .$if(after !== undefined, (query) => query.where('sceneId', '<', after!))
    .orderBy('sceneId', 'desc')
    .limit(limit)
    .execute()
}

export async function countPanelsOf(db: Db, personId: string): Promise<number> {
  const { count } = await db
    .selectFrom('scenePanel')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return Number(count)
}
