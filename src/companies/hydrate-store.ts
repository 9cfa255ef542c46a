import { sql } from 'kysely'
import type { OrganisationStatus } from '../accounts/organisation.ts'
import type { Db } from '../db/transact.ts'
import type { CardRow } from './card-store.ts'
import { companyColumns } from './company-store.ts'
import type { CompanyRow } from './company-store.ts'

export type HydratedCard = Pick<
  CardRow,
  'id' | 'companyId' | 'orgId' | 'status' | 'version' | 'validUntil' | 'content' | 'claims' | 'isExample'
>

export type HydratedOrganisation = {
  id: string
  status: OrganisationStatus
  legalName: string
  uscc: string
  district: string
  city: string
  version: number
}

/** A company with its organisation and its listed cards: all that the rules of matching need. */
export type HydratedCompany = { company: CompanyRow; organisation: HydratedOrganisation; cards: HydratedCard[] }

/** And the versions of all its cards, whatever their status: what the index needs beside. */
export type VersionedCompany = HydratedCompany & { cardVersions: { id: string; version: number }[] }

/** Many companies at once; unknown ids are left out, the order is that of the ids given. */
export async function hydrateCompanies(db: Db, companyIds: readonly string[]): Promise<VersionedCompany[]> {
  if (companyIds.length === 0) return []
  const rows = await db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select(companyColumns)
    .select([
      'organisation.status as orgStatus',
      'organisation.legalName',
      'organisation.uscc',
      'organisation.district',
      'organisation.city',
      'organisation.version as orgVersion',
    ])
    .select([listedCards.as('cards'), cardVersions.as('cardVersions')])
    .where('company.id', '=', sql<string>`any(${[...companyIds]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return companyIds.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [hydrated(row)]
  })
}

/** What decides whether a company and its cards may be ranked now, and whether a kept copy of them is still true. */
export type CompanyStanding = Pick<
  CompanyRow,
  'id' | 'districtId' | 'orgId' | 'status' | 'version' | 'validUntil' | 'isExample'
> & {
  orgStatus: OrganisationStatus
  orgVersion: number
  /** The listed cards, by id: version and the end of validity in epoch milliseconds. */
  cards: { id: string; version: number; validUntilMs: number }[]
}

/** The standing of many companies at once, without their contents; unknown ids are left out, the order is that of the ids given. */
export async function findStandings(db: Db, companyIds: readonly string[]): Promise<CompanyStanding[]> {
  if (companyIds.length === 0) return []
  const rows = await db
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select([
      'company.id',
      'company.districtId',
      'company.orgId',
      'company.status',
      'company.version',
      'company.validUntil',
      'company.isExample',
    ])
    .select(['organisation.status as orgStatus', 'organisation.version as orgVersion'])
    .select(cardStandings.as('cards'))
    .where('company.id', '=', sql<string>`any(${[...companyIds]}::uuid[])`)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return companyIds.flatMap((id) => byId.get(id) ?? [])
}

const cardStandings = sql<CompanyStanding['cards']>`coalesce((
  select json_agg(json_build_object(
    'id', card.id, 'version', card.version, 'validUntilMs', floor(extract(epoch from card.valid_until) * 1000)) order by card.id)
  from card where card.company_id = company.id and card.status = 'listed'), '[]'::json)`

type WireCard = Omit<HydratedCard, 'companyId' | 'orgId' | 'status' | 'validUntil'> & { validUntilMs: number }

// One array of JSON a company, because a join would send each company's own content once a card.
const listedCards = sql<WireCard[]>`coalesce((
  select json_agg(json_build_object(
    'id', card.id, 'version', card.version, 'validUntilMs', floor(extract(epoch from card.valid_until) * 1000),
    'content', card.content, 'claims', card.claims, 'isExample', card.is_example) order by card.id)
  from card where card.company_id = company.id and card.status = 'listed'), '[]'::json)`

const cardVersions = sql<VersionedCompany['cardVersions']>`coalesce((
  select json_agg(json_build_object('id', card.id, 'version', card.version) order by card.id)
  from card where card.company_id = company.id), '[]'::json)`

type Row = CompanyRow &
  Omit<HydratedOrganisation, 'id' | 'status' | 'version'> &
  Pick<VersionedCompany, 'cardVersions'> & { orgStatus: OrganisationStatus; orgVersion: number; cards: WireCard[] }

function hydrated(row: Row): VersionedCompany {
  const { orgStatus, orgVersion, legalName, uscc, district, city, cards, cardVersions: versions, ...company } = row
  return {
    company,
    organisation: { id: company.orgId, status: orgStatus, legalName, uscc, district, city, version: orgVersion },
    cardVersions: versions,
    cards: cards.map(({ validUntilMs, ...card }) => ({
      ...card,
      companyId: company.id,
      orgId: company.orgId,
      status: 'listed',
      validUntil: new Date(validUntilMs),
    })),
  }
}
