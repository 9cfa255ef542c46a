import type { Actor } from '../accounts/actor.ts'
import { companyTarget, maySee } from '../companies/company-access.ts'
import type { ObjectTarget } from '../companies/company-access.ts'
import { findStandings, hydrateCompanies } from '../companies/hydrate-store.ts'
import type { CompanyStanding } from '../companies/hydrate-store.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { SupplyAnalysis } from './analysis.ts'
import { supplyOf } from './market.ts'

/** A company as it stands now; the key changes with everything that matching reads of it. */
export type Contender = { standing: CompanyStanding; key: string }

type LoadPorts = Pick<Ports, 'db' | 'matcher' | 'clock' | 'meanings'>

/** Where each company stands; unknown ids are left out. */
export async function findContenders({ db, clock }: LoadPorts, companyIds: readonly string[]): Promise<Contender[]> {
  const now = clock()
  return (await findStandings(db, companyIds, now)).map((standing) => ({ standing, key: keyOf(standing, now) }))
}

/** The contenders cut up for matching, in their order; contents are read only of those that changed since they last were. */
export async function loadSupplies(ports: LoadPorts, contenders: readonly Contender[]): Promise<SupplyAnalysis[]> {
  const now = ports.clock()
  const known = new Map(contenders.map(({ standing, key }) => [standing.id, ports.matcher.kept(standing.id, key)]))
  const missing = contenders.filter(({ standing }) => known.get(standing.id) === undefined)
  const hydrated = await hydrateCompanies(
    ports.db,
    missing.map(({ standing }) => standing.id),
  )
  const keys = new Map(missing.map(({ standing, key }) => [standing.id, key]))
  const isRead = ports.meanings !== undefined
  for (const company of hydrated) {
    const { id } = company.company
    known.set(id, ports.matcher.supply(keys.get(id)!, supplyOf(company, now, isRead)))
  }
  // Companies are never deleted, so whoever stands is found.
  return contenders.map(({ standing }) => known.get(standing.id)!)
}

/** One company, if the actor may know of it, and what the permission matrix asks about it. */
export async function readContender(
  ports: LoadPorts,
  actor: Actor,
  companyId: string,
): Promise<{ contender: Contender; target: ObjectTarget }> {
  const [contender] = await findContenders(ports, [companyId])
  if (contender === undefined || contender.standing.districtId !== actor.districtId)
    return unwrap<never>(refuse('company.not_found'))
  const target = companyTarget({ ...contender.standing, orgVerified: contender.standing.orgStatus === 'verified' }, ports.clock())
  return maySee(actor, target) ? { contender, target } : unwrap<never>(refuse('company.not_found'))
}

/** Changes with every change of a text, a term, or of what time and the office have done to the profile. */
function keyOf(standing: CompanyStanding, now: Date): string {
  const { version, status, validUntil, orgStatus, orgVersion, cardVersions, cardsShown } = standing
  // Whoever vouches for a claim does so until a day.
  const today = now.toISOString().slice(0, 10)
  return [version, status, validUntil > now, orgStatus, orgVersion, today, cardVersions, cardsShown].join(' ')
}
