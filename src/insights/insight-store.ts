import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'
import type { Seen } from '../matching/exposure-rules.ts'
import { topPlaces } from '../matching/newcomers.ts'

/** Who was really seen in the top ten of these scenes' rankings since then, and how often. */
export async function findSeen(db: Db, sceneIds: readonly string[], since: Date): Promise<Seen[]> {
  if (sceneIds.length === 0) return []
  const rows = await db
    .selectFrom('impression')
    .select(['sceneId', 'companyId', 'position'])
    .select((eb) => eb.fn.countAll<string>().as('times'))
    .where('side', '=', 'scene')
    .where('sceneId', '=', sql<string>`any(${[...sceneIds]}::uuid[])`)
    .where('position', '<=', topPlaces)
    .where('at', '>=', since)
    .groupBy(['sceneId', 'companyId', 'position'])
    .execute()
  return rows.map((row) => ({ ...row, times: Number(row.times) }))
}

/** Scenes recorded as unmatched in a stretch of time, the latest first. */
export async function findUnmatchedIds(db: Db, districtId: string, from: Date, to: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('scene')
    .select('id')
    .where('districtId', '=', districtId)
    .where('status', '=', 'unmatched')
    .where('statusSince', '>=', from)
    .where('statusSince', '<', to)
    .orderBy('statusSince', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
