import { sql } from 'kysely'
import type { Organisation } from '../accounts/organisation.ts'
import { jsonValue } from '../db/json-value.ts'
import type { Tx } from '../db/transact.ts'
import type { CardRow } from './card-store.ts'
import type { CompanyRow } from './company-store.ts'

/** What every row of one batch has in common. */
export type BatchFacts = {
  districtId: string
  status: 'draft' | 'listed'
  isExample: boolean
  writtenBy: string
  validUntil: Date
  now: Date
}

export type NewOrganisation = Pick<Organisation, 'id' | 'kind' | 'uscc' | 'legalName' | 'nameEn' | 'city' | 'district'>
export type NewCompany = Pick<CompanyRow, 'id' | 'orgId' | 'content'>
export type NewCard = Pick<CardRow, 'id' | 'orgId' | 'companyId' | 'content'>

// One JSON text a statement, which the server takes apart: a parameter a column would cost more on both sides.

/** The ids of those that are new; whoever is there already is left as they are. */
export async function insertNewOrganisations(
  tx: Tx,
  facts: BatchFacts,
  organisations: readonly NewOrganisation[],
): Promise<Set<string>> {
  const verified = facts.status === 'listed'
  const { rows } = await sql<{ id: string }>`
    insert into organisation (
      id, district_id, kind, uscc, legal_name, name_en, city, district, status, verified_at, is_example, created_at, version)
    select id, ${facts.districtId}, kind, uscc, "legalName", "nameEn", city, district,
      ${verified ? 'verified' : 'registered'}, ${verified ? facts.now : null}, ${facts.isExample}, ${facts.now}, 1
    from jsonb_to_recordset(${jsonValue(organisations)}::jsonb)
      as row(id uuid, kind text, uscc text, "legalName" text, "nameEn" text, city text, district text)
    on conflict (uscc) do nothing returning id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export async function insertNewCompanies(tx: Tx, facts: BatchFacts, companies: readonly NewCompany[]): Promise<void> {
  await sql`
    insert into company (id, district_id, org_id, status, version, content, valid_until, is_example, created_at, updated_at)
    select id, ${facts.districtId}, "orgId", ${facts.status}, 1, content, ${facts.validUntil}, ${facts.isExample}, ${facts.now}, ${facts.now}
    from jsonb_to_recordset(${jsonValue(companies)}::jsonb) as row(id uuid, "orgId" uuid, content jsonb)`.execute(tx)
}

export async function insertNewCards(tx: Tx, facts: BatchFacts, cards: readonly NewCard[]): Promise<void> {
  await sql`
    insert into card (
      id, district_id, org_id, company_id, status, version, content, claims, written_by, valid_until, is_example, created_at, updated_at)
    select id, ${facts.districtId}, "orgId", "companyId", ${facts.status}, 1, content, '[]', ${facts.writtenBy}, ${facts.validUntil},
      ${facts.isExample}, ${facts.now}, ${facts.now}
    from jsonb_to_recordset(${jsonValue(cards)}::jsonb) as row(id uuid, "orgId" uuid, "companyId" uuid, content jsonb)`.execute(
    tx,
  )
}

/** Every one at its first version: nobody has changed them yet. */
export async function noteNewRows(
  tx: Tx,
  facts: BatchFacts,
  objectType: 'company' | 'card',
  ids: readonly string[],
): Promise<void> {
  await sql`
    insert into outbox (district_id, object_type, object_id, version, created_at, due_at)
    select ${facts.districtId}, ${objectType}, id, 1, ${facts.now}, ${facts.now}
    from unnest(${[...ids]}::uuid[]) with ordinality as row(id, place) order by place`.execute(tx)
}
