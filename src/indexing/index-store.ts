import type { Change } from '../db/outbox.ts'
import type { Db } from '../db/transact.ts'
import type { Collection } from '../ports.ts'
import { sceneStatuses } from '../scenes/scene.ts'

/** What every walk over rows in order of id begins after. */
export const beforeAll = '00000000-0000-0000-0000-000000000000'

/** What is walked over to fill an index: a company brings its cards along. */
export type Walked = 'scene' | 'company'

/** The next rows that may have documents, in order of id. */
export async function rowsAfter(db: Db, objectType: Walked, after: string, limit: number): Promise<Change[]> {
  const rows = await db.selectFrom(objectType).select('id').where('id', '>', after).orderBy('id').limit(limit).execute()
  return rows.map(({ id }) => ({ objectType, objectId: id }))
}

export async function countRows(db: Db, table: Collection): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Which companies these cards belong to. */
export function companiesOfCards(db: Db, cardIds: readonly string[]): Promise<{ id: string; companyId: string }[]> {
  if (cardIds.length === 0) return Promise.resolve([])
  return db
    .selectFrom('card')
    .select(['id', 'companyId'])
    .where('id', 'in', [...cardIds])
    .execute()
}

export type IdVersion = { id: string; version: number }

/** The documents that there should be after this id, and their versions: the same that index-documents.ts makes, for rows. */
export const documentsAfter: Record<Collection, (db: Db, after: string, limit: number) => Promise<IdVersion[]>> = {
  scene: (db, after, limit) =>
    db
      .selectFrom('scene')
      .innerJoin('organisation', 'organisation.id', 'scene.orgId')
      .select((eb) => ['scene.id', eb('scene.version', '+', eb.ref('organisation.version')).as('version')])
      .where(
        'scene.status',
        'in',
        sceneStatuses.filter((status) => status.public).map(({ id }) => id),
      )
      .where('scene.id', '>', after)
      .orderBy('scene.id')
      .limit(limit)
      .execute(),
  company: async (db, after, limit) => {
    const rows = await shownCompanies(db)
      .select((eb) => [
        'company.id',
        'company.version',
        'organisation.version as orgVersion',
        eb
          .selectFrom('card')
          .select((card) => card.fn.sum('card.version').as('sum'))
          .whereRef('card.companyId', '=', 'company.id')
          .as('cardVersions'),
      ])
      .where('company.id', '>', after)
      .orderBy('company.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ id: row.id, version: row.version + row.orgVersion + Number(row.cardVersions) }))
  },
  card: async (db, after, limit) => {
    const rows = await shownCompanies(db)
      .innerJoin('card', 'card.companyId', 'company.id')
      .select(['card.id', 'card.version', 'company.version as companyVersion', 'organisation.version as orgVersion'])
      .where('card.status', '=', 'listed')
      .where('card.id', '>', after)
      .orderBy('card.id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({ id: row.id, version: row.version + row.companyVersion + row.orgVersion }))
  },
}

function shownCompanies(db: Db) {
  return db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .where('company.status', '=', 'listed')
    .where('organisation.status', '=', 'verified')
}
