import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { HydratedCompany } from '../companies/hydrate-store.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { demandText } from './demand.ts'
import type { Demand } from './demand.ts'
import { demandOf, demandOfScene, supplyKey, supplyOf } from './market.ts'
import { findMarksOfScene } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import { Meeting } from './meeting.ts'
import { isOut, pairOf, viewOfPair } from './pair.ts'
import type { Pair, PairView } from './pair.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { recall } from './recall.ts'

export type MatchView = PairView & { company: { id: string; name: string; isExample: boolean }; place: number | null; mark?: Mark }

export type RankingQuery = { limit: number; cursor?: string | undefined; includeExcluded?: boolean | undefined }

/** Who should pitch for a stored scene, in order; for its own organisation, the district office, matchmakers and auditors. */
export async function rankCompanies(ports: Ports, actor: Actor, sceneId: string, query: RankingQuery): Promise<RankingPage<MatchView>> {
  const scene = await sceneFor(ports, actor, sceneId)
  unwrap(permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock())))
  const ranking = await rankDemand(ports, actor.districtId, demandOfScene(scene), query, await rankingVersion(ports, scene.version))
  const marks = await findMarksOfScene(ports.db, 'scene', scene.id, ranking.items.map(({ company }) => company.id))
  return { ...ranking, items: ranking.items.map((item) => ({ ...item, ...(marks.has(item.company.id) && { mark: marks.get(item.company.id)! }) })) }
}

/** The same for a scene that is not stored. */
export async function previewMatches(ports: Ports, actor: Actor, content: SceneContent, query: RankingQuery): Promise<RankingPage<MatchView>> {
  unwrap(permit(actor, 'match.preview'))
  const district = await ports.db.selectFrom('district').select(['city', 'name']).where('id', '=', actor.districtId).executeTakeFirstOrThrow()
  const demand = demandOf(content, { id: 'preview', place: { city: district.city, district: district.name } })
  return rankDemand(ports, actor.districtId, demand, query, await rankingVersion(ports, demandText(demand)))
}

/**
 * One company's own standing for a scene: place, reasons and gaps, and nothing of anybody else.
 * `place` is null where a gate keeps it out or it is not among the candidates.
 */
export async function explainMatch(ports: Ports, actor: Actor, sceneId: string, companyId: string): Promise<MatchView> {
  const scene = await sceneFor(ports, actor, sceneId)
  const [company] = await hydrateCompanies(ports.db, [companyId])
  const target = company && { orgId: company.company.orgId, districtId: company.company.districtId }
  if (target === undefined || company!.company.districtId !== actor.districtId) unwrap<never>(refuse('company.not_found'))
  unwrap(anyOf(permit(actor, 'match.read_company', target), permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock()))))
  const demand = demandOfScene(scene)
  const { meeting, ranked } = await scoreMarket(ports, actor.districtId, demand)
  const pair = pairOf(meeting, ports.matcher.demand(demand), supplyFor(ports, company!))
  const place = ranked.findIndex((other) => other.supply.supply.id === companyId)
  return { ...matchView(ports, meeting, pair, place < 0 ? null : place + 1), company: companyOf(company!) }
}

async function rankDemand(ports: Ports, districtId: string, demand: Demand, query: RankingQuery, version: string): Promise<RankingPage<MatchView>> {
  const offset = offsetOf(query.cursor, version)
  const { meeting, ranked, excluded, companies } = await scoreMarket(ports, districtId, demand)
  const listed = query.includeExcluded === true ? excluded : ranked
  const items = listed.slice(offset, offset + query.limit).map((pair, index) => ({
    ...matchView(ports, meeting, pair, query.includeExcluded === true ? null : offset + index + 1),
    company: companyOf(companies.get(pair.supply.supply.id)!),
  }))
  return pageOfRanking(items, { offset, limit: query.limit, total: listed.length, version })
}

type ScoredMarket = { meeting: Meeting; ranked: Pair[]; excluded: Pair[]; companies: Map<string, HydratedCompany> }

/** Recall, hydrate, rules: everybody who could pitch, best first, and those a gate keeps out. */
async function scoreMarket(ports: Ports, districtId: string, demand: Demand): Promise<ScoredMarket> {
  const ids = await recall(ports, 'card', demandText(demand), [{ field: 'status', anyOf: ['listed'] }])
  const hydrated = (await hydrateCompanies(ports.db, ids)).filter(({ company }) => company.districtId === districtId)
  const analysis = ports.matcher.demand(demand)
  const meeting = new Meeting(ports.matcher.table, analysis.whole.bag)
  const supplies = hydrated.map((company) => supplyFor(ports, company))
  meeting.admit(supplies.flatMap((supply) => [supply.own.bag, ...supply.cards.map(({ text }) => text.bag)]))
  const pairs = supplies.map((supply) => pairOf(meeting, analysis, supply)).toSorted(byFit)
  return {
    meeting,
    ranked: pairs.filter((pair) => !isOut(pair)),
    excluded: pairs.filter(isOut),
    companies: new Map(hydrated.map((company) => [company.company.id, company])),
  }
}

function supplyFor(ports: Ports, hydrated: HydratedCompany): Pair['supply'] {
  const supply = supplyOf(hydrated, ports.clock())
  return ports.matcher.supply(supplyKey(hydrated, supply), supply)
}

function matchView(ports: Ports, meeting: Meeting, pair: Pair, place: number | null): PairView & { place: number | null } {
  return { ...viewOfPair(ports.matcher, meeting, pair), place }
}

function companyOf({ company, organisation }: HydratedCompany): MatchView['company'] {
  return { id: company.id, name: company.content.name ?? organisation.legalName, isExample: company.isExample }
}

async function sceneFor(ports: Ports, actor: Actor, sceneId: string): Promise<StoredScene> {
  const scene = await findScene(ports.db, sceneId)
  return scene !== undefined && maySee(actor, scene, ports.clock()) ? scene : unwrap<never>(refuse('scene.not_found'))
}

function anyOf<T extends { ok: boolean }>(first: T, second: T): T {
  return first.ok ? first : second
}

function byFit(a: Pair, b: Pair): number {
  return b.fit.fused - a.fit.fused || (a.supply.supply.id < b.supply.supply.id ? -1 : 1)
}
