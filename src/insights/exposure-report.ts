import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { findCompanies } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { exposureBand, exposureOf, qualifiedScoreMin, seenOnce, traitsOf } from '../matching/exposure-rules.ts'
import type { ExposureRow, Traits } from '../matching/exposure-rules.ts'
import type { Ports } from '../ports.ts'
import { unwrap } from '../shared/refusal.ts'
import type { Part } from '../shared/fault.ts'
import { dateIn } from '../shared/time.ts'
import { findSeen } from './insight-store.ts'
import { surveyMarket } from './survey-market.ts'
import type { SurveyedScene } from './survey-market.ts'

/** How far back impressions count. */
const seenDays = 30
const dayMs = 86_400_000

/** More groups of near-identical profiles nobody looks at on one day. */
const foldedMax = 20

export type NamedCompany = { id: string; name: string; nameEn: string | null; isExample: boolean }

export type ExposureReport = {
  scenesCounted: number
  scenesOpen: number
  qualifiedScoreMin: number
  band: { low: number; high: number }
  /** From the rankings as they stand, each looked at once. */
  current: ExposureRow[]
  /** From what was really shown in the last thirty days; null where nothing was. */
  seen: ExposureRow[] | null
  /** Near-identical profiles that share places. */
  nearIdentical: NamedCompany[][]
  degraded: Part[]
  isExample: boolean
}

type Home = { name: string; timeZone: string }

/** Whether small, young and outside companies get the exposure that those able among them would share evenly. */
export async function exposureReport(ports: Ports, actor: Actor, home: Home): Promise<ExposureReport> {
  const { districtId } = actor
  unwrap(permit(actor, 'insight.read_exposure'))
  const now = ports.clock()
  const { scenes, open, degraded } = await surveyMarket(ports, districtId)
  const rankings = scenes.map(({ scene, ranked }) => ({ sceneId: scene.id, ranked }))
  const companies = await companiesIn(ports, districtId, scenes)
  const traits = traitsOfAll(companies, home, now)
  const sceneIds = rankings.map(({ sceneId }) => sceneId)
  const seen = await findSeen(ports.db, sceneIds, new Date(now.getTime() - seenDays * dayMs))
  return {
    scenesCounted: scenes.length,
    scenesOpen: open,
    qualifiedScoreMin,
    band: exposureBand,
    current: exposureOf(rankings, seenOnce(rankings), traits),
    seen: seen.length === 0 ? null : exposureOf(rankings, seen, traits),
    nearIdentical: nearIdenticalIn(scenes, companies),
    degraded,
    isExample: scenes.some(({ scene }) => scene.isExample),
  }
}

async function companiesIn(
  ports: Ports,
  districtId: string,
  scenes: readonly SurveyedScene[],
): Promise<Map<string, CompanyRecord>> {
  const ids = new Set(scenes.flatMap(({ ranked }) => ranked.flatMap(({ companyId, behind }) => [companyId, ...behind])))
  const companies = await findCompanies(ports.db, districtId, [...ids])
  return new Map(companies.map((company) => [company.id, company]))
}

function traitsOfAll(companies: ReadonlyMap<string, CompanyRecord>, { name, timeZone }: Home, now: Date): Map<string, Traits> {
  const year = Number(dateIn(timeZone, now).slice(0, 4))
  return new Map([...companies].map(([id, { content }]) => [id, traitsOf(content, { district: name, year })]))
}

/** Each group once, whichever of it stood first in a ranking. */
function nearIdenticalIn(scenes: readonly SurveyedScene[], companies: ReadonlyMap<string, CompanyRecord>): NamedCompany[][] {
  const groups = new Map<string, string[]>()
  for (const { companyId, behind } of scenes.flatMap(({ ranked }) => ranked)) {
    const group = [companyId, ...behind].toSorted()
    if (behind.length > 0) groups.set(group.join(' '), group)
  }
  return [...groups.values()].slice(0, foldedMax).map((ids) => ids.flatMap((id) => namedCompany(companies.get(id))))
}

function namedCompany(company: CompanyRecord | undefined): NamedCompany[] {
  if (company === undefined) return []
  const { id, content, orgName, isExample } = company
  return [{ id, name: content.name ?? orgName, nameEn: content.nameEn ?? null, isExample }]
}
