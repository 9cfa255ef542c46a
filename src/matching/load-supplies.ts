import type { Actor } from '../accounts/actor.ts'
import { companyTarget, maySee } from '../companies/company-access.ts'
import type { ObjectTarget } from '../companies/company-access.ts'
import { findStandings, hydrateCompanies } from '../companies/hydrate-store.ts'
import type { CompanyStanding } from '../companies/hydrate-store.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { SupplyAnalysis } from './analysis.ts'
import { supplyOf } from './market.ts'

/** A company as it stands now, cut up for matching. */
export type Contender = { standing: CompanyStanding; analysis: SupplyAnalysis }

/** Reads where each company stands, and the contents only of those that changed since they were last cut up. */
export async function loadSupplies(
  ports: Pick<Ports, 'db' | 'matcher' | 'clock'>,
  companyIds: readonly string[],
): Promise<Contender[]> {
  const now = ports.clock()
  const standings = await findStandings(ports.db, companyIds)
  const keyed = standings.map((standing) => ({ standing, key: keyOf(standing, now) }))
  const known = keyed.map(({ standing, key }) => ports.matcher.kept(standing.id, key))
  const missing = keyed.filter((_, index) => known[index] === undefined)
  const hydrated = await hydrateCompanies(
    ports.db,
    missing.map(({ standing }) => standing.id),
  )
  const keys = new Map(missing.map(({ standing, key }) => [standing.id, key]))
  const fresh = new Map(
    hydrated.map((company) => [company.company.id, ports.matcher.supply(keys.get(company.company.id)!, supplyOf(company, now))]),
  )
  return keyed.flatMap(({ standing }, index) => {
    const analysis = known[index] ?? fresh.get(standing.id)
    return analysis === undefined ? [] : [{ standing, analysis }]
  })
}

/** One company, if the actor may know of it, and what the permission matrix asks about it. */
export async function readContender(
  ports: Pick<Ports, 'db' | 'matcher' | 'clock'>,
  actor: Actor,
  companyId: string,
): Promise<{ contender: Contender; target: ObjectTarget }> {
  const [contender] = await loadSupplies(ports, [companyId])
  if (contender === undefined || contender.standing.districtId !== actor.districtId)
    return unwrap<never>(refuse('company.not_found'))
  const target = companyTarget({ ...contender.standing, orgVerified: contender.standing.orgStatus === 'verified' }, ports.clock())
  return maySee(actor, target) ? { contender, target } : unwrap<never>(refuse('company.not_found'))
}

/** Changes with every change of a text, a term, or of what time and the office have done to the profile. */
function keyOf({ version, status, validUntil, orgStatus, orgVersion, cards }: CompanyStanding, now: Date): string {
  const valid = cards.filter((card) => card.validUntilMs > now.getTime()).map((card) => `${card.id}:${card.version}`)
  return [version, status, validUntil > now, orgStatus, orgVersion, ...valid].join(' ')
}
