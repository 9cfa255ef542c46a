import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'

/** The names by which listed companies of a district, and their listed cards, are known. */
export async function findNamesOf(db: Db, districtId: string, companyIds: readonly string[]): Promise<string[]> {
  if (companyIds.length === 0) return []
  const { rows } = await sql<{ names: (string | null)[] }>`
    select array_prepend(company.content ->> 'name',
      array(select jsonb_array_elements_text(coalesce(company.content -> 'aliases', '[]')))
      || array(select card.content ->> 'name' from card where card.company_id = company.id and card.status = 'listed')) as names
    from company
    where company.district_id = ${districtId} and company.status = 'listed' and company.id = any(${[...companyIds]}::uuid[])
    order by id`.execute(db)
  return rows.flatMap(({ names }) => names.filter((name) => name !== null))
}

/** The organisation of a district with this 统一社会信用代码. */
export function findOrganisationByUscc(db: Db, districtId: string, uscc: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('organisation')
    .select('id')
    .where('districtId', '=', districtId)
    .where('uscc', '=', uscc)
    .executeTakeFirst()
}

/** The scene of a district with this number. */
export function findSceneByRef(db: Db, districtId: string, ref: string): Promise<{ id: string } | undefined> {
  return db.selectFrom('scene').select('id').where('districtId', '=', districtId).where('ref', '=', ref).executeTakeFirst()
}
