import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db } from '../db/transact.ts'

export type UnmetSearch = Selectable<Database['unmetSearch']>

/** More different texts a district does not keep of a month: anybody can search, and nothing else bounds them. */
const textsMax = 5_000

/** One more search for this text. */
export async function countUnmetSearch(
  db: Db,
  { districtId, month, collection, text }: Omit<UnmetSearch, 'searches'>,
): Promise<void> {
  await sql`
    insert into unmet_search (district_id, month, collection, text, searches)
    select ${districtId}, ${month}, ${collection}, ${text}, 1
    where (select count(*) from unmet_search where district_id = ${districtId} and month = ${month}) < ${textsMax}
    on conflict (district_id, month, collection, text) do update set searches = unmet_search.searches + 1`.execute(db)
}

/** What was searched for most in the month, the rest left out. */
export function findUnmetSearches(db: Db, districtId: string, month: string, limit: number): Promise<UnmetSearch[]> {
  return db
    .selectFrom('unmetSearch')
    .select(['districtId', 'month', 'collection', 'text', 'searches'])
    .where('districtId', '=', districtId)
    .where('month', '=', month)
    .orderBy('searches', 'desc')
    .orderBy('text')
    .limit(limit)
    .execute()
}
