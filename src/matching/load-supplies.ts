import { findStandings, hydrateCompanies } from '../companies/hydrate-store.ts'
import type { CompanyStanding } from '../companies/hydrate-store.ts'
import type { Ports } from '../ports.ts'
import type { SupplyAnalysis } from './analysis.ts'
import { supplyOf } from './market.ts'

/** A company as it stands now, cut up for matching. */
export type Contender = { standing: CompanyStanding; analysis: SupplyAnalysis }

/** Reads where each company stands, and the contents only of those that changed since they were last cut up. */
export async function loadSupplies(ports: Pick<Ports, 'db' | 'matcher' | 'clock'>, companyIds: readonly string[]): Promise<Contender[]> {
  const now = ports.clock()
  const standings = await findStandings(ports.db, companyIds)
  const keyed = standings.map((standing) => ({ standing, key: keyOf(standing, now) }))
  const known = keyed.map(({ standing, key }) => ports.matcher.kept(standing.id, key))
  const missing = keyed.filter((_, index) => known[index] === undefined)
  const hydrated = await hydrateCompanies(ports.db, missing.map(({ standing }) => standing.id))
  const keys = new Map(missing.map(({ standing, key }) => [standing.id, key]))
  const fresh = new Map(hydrated.map((company) => [company.company.id, ports.matcher.supply(keys.get(company.company.id)!, supplyOf(company, now))]))
  return keyed.flatMap(({ standing }, index) => {
    const analysis = known[index] ?? fresh.get(standing.id)
    return analysis === undefined ? [] : [{ standing, analysis }]
  })
}

/** Changes with every change of a text, a term, or of what time and the office have done to the profile. */
function keyOf({ version, status, validUntil, orgStatus, orgVersion, cards }: CompanyStanding, now: Date): string {
  const valid = cards.filter((card) => card.validUntilMs > now.getTime()).map((card) => `${card.id}:${card.version}`)
  return [version, status, validUntil > now, orgStatus, orgVersion, ...valid].join(' ')
}
