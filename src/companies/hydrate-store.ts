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
  /** The sum over all cards, which rises with every change of any; none is ever deleted. */
  cardVersions: number
  /** Listed cards that are valid now. */
  cardsShown: number
}

/** The standing of many companies at once, without their contents; unknown ids are left out, the order is that of the ids given. */
export async function findStandings(db: Db, companyIds: readonly string[], now: Date): Promise<CompanyStanding[]> {
  if (companyIds.length === 0) return []
  const { rows } = await standingsOf(companyIds, now).execute(db)
  const byId = new Map(rows[0]!.standings.map((standing) => [standing.id, standing]))
  return companyIds.flatMap((id) => {
    const found = byId.get(id)
    return found === undefined ? [] : [{ ...found, validUntil: new Date(found.validUntil) }]
  })
}

type WireStanding = Omit<CompanyStanding, 'validUntil'> & { validUntil: string }

// Every ranking asks this of some two hundred companies: one row of JSON costs a third of as many rows of columns.
// The organisation is looked up one by one, since a database without statistics would read all of them.
function standingsOf(companyIds: readonly string[], now: Date) {
  return sql<{ standings: WireStanding[] }>`
    select coalesce(json_agg(json_build_object(
      'id', company.id, 'districtId', company.district_id, 'orgId', company.org_id, 'status', company.status,
      'version', company.version, 'validUntil', company.valid_until, 'isExample', company.is_example,
      'orgStatus', own.status, 'orgVersion', own.version, 'cardVersions', cards.versions, 'cardsShown', cards.shown)), '[]') as standings
    from company
    cross join lateral (select status, version from organisation where organisation.id = company.org_id limit 1) as own
    cross join lateral (
      select coalesce(sum(version), 0) as versions, count(*) filter (where status = 'listed' and valid_until > ${now}) as shown
      from card where card.company_id = company.id) as cards
    where company.id = any(${[...companyIds]}::uuid[])`
}

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
