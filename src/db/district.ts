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

/** A district to begin with, where none of this code exists; its name is the code until somebody gives it a better one. */
export async function ensureDistrict(db: Db, id: string, code: string | undefined): Promise<{ id: string }> {
  const known = await findDistrict(db, code)
  if (known !== undefined) return known
  const name = code ?? firstDistrictCode
  await db
    .insertInto('district')
    .values({ id, code: name, name, nameEn: name, city: name, timeZone: 'Asia/Shanghai' })
    .onConflict((conflict) => conflict.column('code').doNothing())
    .execute()
  // Another process may have been quicker.
  return (await findDistrict(db, name))!
}

const firstDistrictCode = 'D1'
