import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'

/** Where in the chain each company says it stands; those that say nothing are left out. */
export async function findLayers(db: Db, companyIds: readonly string[]): Promise<Map<string, string>> {
  if (companyIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('company')
    .select(['id', sql<string | null>`content ->> 'layer'`.as('layer')])
    .where('id', '=', sql<string>`any(${[...companyIds]}::uuid[])`)
    .execute()
  return new Map(rows.flatMap(({ id, layer }) => (layer === null ? [] : [[id, layer]])))
}
