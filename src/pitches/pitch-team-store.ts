import { sql } from 'kysely'
import type { Db, Tx } from '../db/transact.ts'
import type { PitchMember } from './pitch-team.ts'

const memberColumns = [
  'pitchMember.pitchId',
  'pitchMember.companyId',
  'pitchMember.orgId',
  'pitchMember.role',
  'pitchMember.status',
  'pitchMember.askedAt',
  'pitchMember.answeredBy',
  'pitchMember.answeredAt',
] as const

export type NamedMember = PitchMember & { name: string; nameEn: string | null }

export function findMembers(db: Db, pitchId: string): Promise<NamedMember[]> {
  return db
    .selectFrom('pitchMember')
    .innerJoin('organisation', 'organisation.id', 'pitchMember.orgId')
    .select(memberColumns)
    .select(['organisation.legalName as name', 'organisation.nameEn as nameEn'])
    .where('pitchId', '=', pitchId)
    .orderBy('askedAt')
    .orderBy('companyId')
    .execute()
}

/** Asking again who declined puts the question anew. */
export async function putMember(tx: Tx, member: PitchMember): Promise<void> {
  const { role, status, askedAt, answeredBy, answeredAt } = member
  await tx
    .insertInto('pitchMember')
    .values(member)
    .onConflict((conflict) =>
      conflict.columns(['pitchId', 'companyId']).doUpdateSet({ role, status, askedAt, answeredBy, answeredAt }),
    )
    .execute()
}

/** While the pitch is held, so that of two answers at once the second finds the first. */
export async function answerMember(
  tx: Tx,
  { pitchId, companyId }: PitchMember,
  answer: Pick<PitchMember, 'status' | 'answeredBy' | 'answeredAt'>,
): Promise<void> {
  await tx.updateTable('pitchMember').set(answer).where('pitchId', '=', pitchId).where('companyId', '=', companyId).execute()
}

export async function deleteMember(tx: Tx, pitchId: string, companyId: string): Promise<void> {
  await tx.deleteFrom('pitchMember').where('pitchId', '=', pitchId).where('companyId', '=', companyId).execute()
}

/** Whether anybody can sign for the organisation. */
export async function hasSignatory(db: Db, orgId: string): Promise<boolean> {
  const signatory = await db
    .selectFrom('membership')
    .select('id')
    .where('orgId', '=', orgId)
    .where(sql<boolean>`'company_signatory' = any(roles)`)
    .limit(1)
    .executeTakeFirst()
  return signatory !== undefined
}

/** Listed companies that are called exactly this, at most two: with more than one the name says too little. */
export async function findListedByName(db: Db, districtId: string, name: string): Promise<string[]> {
  if (name === '') return []
  const rows = await db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select('company.id')
    .where('company.districtId', '=', districtId)
    .where('company.status', '=', 'listed')
    .where(
      sql<boolean>`(lower(organisation.legal_name) = lower(${name}) or lower(organisation.name_en) = lower(${name})
        or lower(company.content ->> 'name') = lower(${name}) or lower(company.content ->> 'nameEn') = lower(${name}))`,
    )
    .limit(2)
    .execute()
  return rows.map(({ id }) => id)
}
