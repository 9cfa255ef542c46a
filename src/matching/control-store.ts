import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'
import type { Controller } from './demand.ts'

/** Who controls each of these organisations, as far as it has a profile that says so. */
export async function findControllers(db: Db, orgIds: readonly string[]): Promise<Map<string, Controller[]>> {
  if (orgIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('company')
    .select(['orgId', 'content'])
    .where('orgId', '=', sql<string>`any(${[...new Set(orgIds)]}::uuid[])`)
    .execute()
  return new Map(rows.flatMap(({ orgId, content }) => (content.controllers === undefined ? [] : [[orgId, content.controllers]])))
}
