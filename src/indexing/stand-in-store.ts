import type { Change } from '../db/outbox.ts'
import type { Db } from '../db/transact.ts'

/** The scenes of a district that anybody may find, newest first. */
export function newestScenes(db: Db, districtId: string, limit: number): Promise<Change[]> {
  return db
    .selectFrom('scene')
    .select((eb) => [eb.val<'scene'>('scene').as('objectType'), 'id as objectId'])
    .where('districtId', '=', districtId)
    .where('publishedAt', 'is not', null)
    .orderBy('publishedAt', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The listed companies of a district, those that last did something to their profile first. */
export function newestCompanies(db: Db, districtId: string, limit: number): Promise<Change[]> {
  return db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select((eb) => [eb.val<'company'>('company').as('objectType'), 'company.id as objectId'])
    .where('company.districtId', '=', districtId)
    .where('company.status', '=', 'listed')
    .where('organisation.status', '=', 'verified')
    .orderBy('company.updatedAt', 'desc')
    .orderBy('company.id')
    .limit(limit)
    .execute()
}
