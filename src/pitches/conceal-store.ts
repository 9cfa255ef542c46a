import type { Db } from '../db/transact.ts'
import type { Known } from './conceal-names.ts'

/** What each of these organisations can be known by. */
export async function findKnown(db: Db, orgIds: readonly string[]): Promise<Map<string, Known>> {
  if (orgIds.length === 0) return new Map()
  const ids = [...orgIds]
  const organisations = await db
    .selectFrom('organisation')
    .leftJoin('company', 'company.orgId', 'organisation.id')
    .select(['organisation.id', 'legalName', 'nameEn', 'uscc', 'city', 'district', 'company.content'])
    .where('organisation.id', 'in', ids)
    .execute()
  const cards = await db.selectFrom('card').select(['orgId', 'content']).where('orgId', 'in', ids).execute()
  const people = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select(['orgId', 'name'])
    .where('orgId', 'in', ids)
    .execute()
  return new Map(
    organisations.map(({ id, content, ...organisation }) => [
      id,
      {
        organisation,
        content: content ?? undefined,
        cards: cards.filter(({ orgId }) => orgId === id).map((card) => card.content),
        people: people.filter(({ orgId }) => orgId === id).map(({ name }) => name),
      },
    ]),
  )
}
