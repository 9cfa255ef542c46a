import type { Db } from './transact.ts'

/** The district with this code, or the first one. */
export function findDistrict(db: Db, code: string | undefined) {
  return db
    .selectFrom('district')
    .select(['id', 'code', 'name', 'nameEn', 'city', 'timeZone'])
    .$if(code !== undefined, (query) => query.where('code', '=', code!))
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}
