import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'
import { topPlaces } from './newcomers.ts'
import type { Newcomer } from './newcomers.ts'

/**
 * Of these companies those first listed after `since`, with the days of rankings on which a scene's readers saw them in
 * the top ten before `day`, counted in days since 1970. The example data was listed when its records say they were made.
 */
export async function findNewcomers(db: Db, companyIds: readonly string[], since: Date, day: number): Promise<Newcomer[]> {
  if (companyIds.length === 0) return []
  const { rows } = await sql<Newcomer>`
    select company.id as "companyId", (
      select count(distinct (impression.scene_id, impression.day))::int from impression
      where impression.company_id = company.id and impression.side = 'scene' and impression.position <= ${topPlaces}
        and impression.at >= ${since} and impression.day < ${day}) as served
    from company
    where company.id = any(${[...companyIds]}::uuid[]) and company.updated_at >= ${since} and coalesce((
      select min(event.at) from audit_event as event
      where event.object_type = 'company' and event.object_id = company.id::text
        and event.action in ('company.list', 'company.import') and event.to_status = 'listed'), company.created_at) >= ${since}`.execute(
    db,
  )
  return rows
}
