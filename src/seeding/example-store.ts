import { insertCards } from '../companies/card-store.ts'
import type { CardRow } from '../companies/card-store.ts'
import type { CompanyRow } from '../companies/company-store.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import type { ObjectType } from '../db/outbox.ts'
import type { Organisation } from '../accounts/organisation.ts'
import type { Scene } from '../scenes/scene.ts'
import type { District } from '../web/http.ts'

export async function districtExists(db: Db): Promise<boolean> {
  return (await db.selectFrom('district').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Addresses of people who belong to an example organisation of the district: nobody who registered is among them. */
export async function findExampleEmails(db: Db, districtId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('person')
    .innerJoin('membership', 'membership.personId', 'person.id')
    .innerJoin('organisation', 'organisation.id', 'membership.orgId')
    .select('email')
    .where('organisation.districtId', '=', districtId)
    .where('organisation.isExample', '=', true)
    .execute()
  return rows.map(({ email }) => email)
}

export async function insertDistrict(tx: Tx, district: District): Promise<void> {
  await tx.insertInto('district').values(district).execute()
}

export async function insertOrganisations(tx: Tx, organisations: readonly Organisation[]): Promise<void> {
  await tx
    .insertInto('organisation')
    .values([...organisations])
    .execute()
}

export async function insertCompanies(tx: Tx, companies: readonly CompanyRow[]): Promise<void> {
  await tx
    .insertInto('company')
    .values(companies.map((company) => ({ ...company, content: jsonValue(company.content) })))
    .execute()
}

/** In batches, since one statement takes no more than 65,535 parameters. */
export async function insertAllCards(tx: Tx, cards: readonly CardRow[]): Promise<void> {
  for (let start = 0; start < cards.length; start += batch) await insertCards(tx, cards.slice(start, start + batch))
}

const batch = 500

export async function insertScenes(tx: Tx, scenes: readonly Scene[]): Promise<void> {
  const values = scenes.map((scene) => ({
    ...scene,
    content: jsonValue(scene.content),
    duplicatesAnswered: jsonValue(scene.duplicatesAnswered),
    overrides: jsonValue(scene.overrides),
  }))
  await tx.insertInto('scene').values(values).execute()
  const versions = scenes.map(({ id, content, writtenBy, createdAt }) => ({
    sceneId: id,
    version: 1,
    content: jsonValue(content),
    savedBy: writtenBy,
    savedAt: createdAt,
  }))
  await tx.insertInto('sceneVersion').values(versions).execute()
}

export type ExampleSides = { scenes: { id: string; orgId: string }[]; companies: { id: string; orgId: string }[] }

/** What can be brought to a session: published scenes, and companies. */
export async function findExampleSides(tx: Tx, districtId: string): Promise<ExampleSides> {
  const companies = await tx
    .selectFrom('company')
    .select(['id', 'orgId'])
    .where('districtId', '=', districtId)
    .orderBy('id')
    .execute()
  const scenes = await tx
    .selectFrom('scene')
    .select(['id', 'orgId'])
    .where('districtId', '=', districtId)
    .where('status', '=', 'published')
    .orderBy('id')
    .execute()
  return { scenes, companies }
}

export type Noted = { objectType: ObjectType; objectId: string; version: number }

export async function insertOutbox(tx: Tx, districtId: string, changes: readonly Noted[], now: Date): Promise<void> {
  await tx
    .insertInto('outbox')
    .values(changes.map((change) => ({ ...change, districtId, createdAt: now, dueAt: now, doneAt: null })))
    .execute()
}
