import { sql } from 'kysely'
import type { Expression, Selectable, SqlBool } from 'kysely'
import type { Actor } from '../accounts/actor.ts'
import type { OrganisationStatus } from '../accounts/organisation.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { CompanyChange, CompanyStatus } from './company.ts'
import { readsWholeDistrict } from './company-access.ts'

export type CompanyRow = Selectable<Database['company']>

/** A company with what its organisation's record says. */
export type CompanyRecord = CompanyRow & { orgName: string; orgNameEn: string | null; orgStatus: OrganisationStatus }

export const companyColumns = [
  'company.id',
  'company.districtId',
  'company.orgId',
  'company.status',
  'company.version',
  'company.content',
  'company.validUntil',
  'company.statusReason',
  'company.suspendedFrom',
  'company.isExample',
  'company.createdAt',
  'company.updatedAt',
] as const

const recordColumns = [
  ...companyColumns,
  'organisation.legalName as orgName',
  'organisation.nameEn as orgNameEn',
  'organisation.status as orgStatus',
] as const

export function findCompany(db: Db, districtId: string, id: string): Promise<CompanyRecord | undefined> {
  return records(db).where('company.districtId', '=', districtId).where('company.id', '=', id).executeTakeFirst()
}

/** In the order of the ids asked for; absent ones are left out. */
export async function findCompanies(db: Db, districtId: string, ids: readonly string[]): Promise<CompanyRecord[]> {
  if (ids.length === 0) return []
  const rows = await records(db)
    .where('company.districtId', '=', districtId)
    .where('company.id', 'in', [...ids])
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The names and aliases of every listed company that the text names by any of them, at most twenty companies. */
export async function findNamesIn(db: Db, districtId: string, text: string): Promise<string[][]> {
  if (text === '') return []
  const { rows } = await sql<{ names: string[] }>`
    select names from (
      select company.id, array_prepend(company.content ->> 'name', array(select jsonb_array_elements_text(company.content -> 'aliases'))) as names
      from company
      where company.district_id = ${districtId} and company.status = 'listed' and jsonb_array_length(coalesce(company.content -> 'aliases', '[]')) > 0
    ) as aliased
    where exists (select 1 from unnest(names) as name where length(name) > 1 and position(lower(name) in lower(${text})) > 0)
    order by id limit 20`.execute(db)
  return rows.map(({ names }) => names)
}

export function findCompanyForUpdate(tx: Tx, districtId: string, id: string): Promise<CompanyRecord | undefined> {
  return records(tx)
    .where('company.districtId', '=', districtId)
    .where('company.id', '=', id)
    .forUpdate('company')
    .executeTakeFirst()
}

export function findCompanyOfOrganisation(db: Db, orgId: string): Promise<CompanyRecord | undefined> {
  return records(db).where('company.orgId', '=', orgId).executeTakeFirst()
}

export async function insertCompany(tx: Tx, company: CompanyRow): Promise<void> {
  const inserted = await tx
    .insertInto('company')
    .values({ ...company, content: jsonValue(company.content) })
    .onConflict((conflict) => conflict.column('orgId').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw new RefusedError({ code: 'company.exists' })
}

/** Writes the change over exactly the row that the rule looked at; returns the new version. */
export async function updateCompany(tx: Tx, before: CompanyRow, change: CompanyChange, now: Date): Promise<number> {
  const { content, ...rest } = change
  const version = before.version + 1
  const result = await tx
    .updateTable('company')
    .set({ ...rest, ...(content === undefined ? {} : { content: jsonValue(content) }), version, updatedAt: now })
    .where('id', '=', before.id)
    .where('status', '=', before.status)
    .where('version', '=', before.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed', version: before.version })
  return version
}

export type CompanyFilter = { actor: Actor; now: Date; status?: CompanyStatus | undefined; own?: boolean | undefined }

/** Companies the actor may see, oldest first. */
export function listCompanies(
  db: Db,
  filter: CompanyFilter,
  page: { after?: string | undefined; limit: number },
): Promise<CompanyRecord[]> {
  return records(db)
    .where(seenBy(filter))
    .$if(page.after !== undefined, (query) => query.where('company.id', '>', page.after!))
    .orderBy('company.id')
    .limit(page.limit)
    .execute()
}

export async function countCompanies(db: Db, filter: CompanyFilter): Promise<number> {
  const { total } = await db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select((eb) => eb.fn.countAll<string>().as('total'))
    .where(seenBy(filter))
    .executeTakeFirstOrThrow()
  return Number(total)
}

/** Companies whose listing has run out without its having been written down yet; locked against a second timer. */
export function findRunOutCompanies(tx: Tx, districtId: string, now: Date, limit: number): Promise<CompanyRow[]> {
  return tx
    .selectFrom('company')
    .select(companyColumns)
    .where('districtId', '=', districtId)
    .where('status', '=', 'listed')
    .where('validUntil', '<=', now)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

export async function listDistrictIds(db: Db): Promise<string[]> {
  const districts = await db.selectFrom('district').select('id').orderBy('id').execute()
  return districts.map((district) => district.id)
}

function records(db: Db) {
  return db.selectFrom('company').innerJoin('organisation', 'organisation.id', 'company.orgId').select(recordColumns)
}

/** The state as it reads now, as companyStatusAt says it. */
function statusNow(now: Date) {
  return sql<CompanyStatus>`case when company.status = 'listed' and company.valid_until <= ${now} then 'hidden' else company.status end`
}

function seenBy({ actor, now, status, own }: CompanyFilter): Expression<SqlBool> {
  const shown = sql<boolean>`(${statusNow(now)} = 'listed' and organisation.status = 'verified')`
  const mine = sql<boolean>`company.org_id = ${actor.orgId}`
  const conditions = [sql<boolean>`company.district_id = ${actor.districtId}`]
  if (!readsWholeDistrict(actor)) conditions.push(actor.orgId === null ? shown : sql<boolean>`(${shown} or ${mine})`)
  if (own === true) conditions.push(actor.orgId === null ? sql<boolean>`false` : mine)
  if (status !== undefined) conditions.push(sql<boolean>`${statusNow(now)} = ${status}`)
  else if (own !== true) conditions.push(shown)
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`
}
