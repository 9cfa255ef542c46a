import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { CompanyStanding } from '../companies/hydrate-store.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { bagsOf } from './analysis.ts'
import { demandText } from './demand.ts'
import type { Demand } from './demand.ts'
import { loadSupplies, readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { demandOf, demandOfScene } from './market.ts'
import { findMarksOfScene } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import { Meeting } from './meeting.ts'
import { isOut, pairOf, viewOfPair } from './pair.ts'
import type { Pair, PairView } from './pair.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { inDistrict, recall } from './recall.ts'

export type MatchView = PairView & {
  company: { id: string; name: string; nameEn: string | null; isExample: boolean }
  place: number | null
  mark?: Mark
}

export type RankingQuery = { limit: number; cursor?: string | undefined; includeExcluded?: boolean | undefined }

/** Who should pitch for a stored scene, in order; for its own organisation, the district office, matchmakers and auditors. */
export async function rankCompanies(
  ports: Ports,
  actor: Actor,
  sceneId: string,
  query: RankingQuery,
): Promise<RankingPage<MatchView>> {
  const scene = await sceneFor(ports, actor, sceneId)
  unwrap(permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock())))
  const ranking = await rankDemand(
    ports,
    actor.districtId,
    demandOfScene(scene),
    query,
    await rankingVersion(ports, `${scene.id} ${scene.version}`),
  )
  const marks = await findMarksOfScene(
    ports.db,
    'scene',
    scene.id,
    ranking.items.map(({ company }) => company.id),
  )
  return {
    ...ranking,
    items: ranking.items.map((item) => ({ ...item, ...(marks.has(item.company.id) && { mark: marks.get(item.company.id)! }) })),
  }
}

/** The same for a scene that is not stored. */
export async function previewMatches(
  ports: Ports,
  actor: Actor,
  content: SceneContent,
  query: RankingQuery,
): Promise<RankingPage<MatchView>> {
  unwrap(permit(actor, 'match.preview'))
  const district = await ports.db
    .selectFrom('district')
    .select(['city', 'name'])
    .where('id', '=', actor.districtId)
    .executeTakeFirstOrThrow()
  const demand = demandOf(content, { id: 'preview', place: { city: district.city, district: district.name } })
  return rankDemand(ports, actor.districtId, demand, query, await rankingVersion(ports, JSON.stringify(demand)))
}

/**
 * One company's own standing for a scene: place, reasons and gaps, and nothing of anybody else.
 * `place` is null where a gate keeps it out or it is not among the candidates.
 */
export async function explainMatch(ports: Ports, actor: Actor, sceneId: string, companyId: string): Promise<MatchView> {
  const scene = await sceneFor(ports, actor, sceneId)
  const { contender, target } = await readContender(ports, actor, companyId)
  unwrap(
    anyOf(permit(actor, 'match.read_company', target), permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock()))),
  )
  const market = await scoreMarket(ports, actor.districtId, demandOfScene(scene), contender)
  const place = market.ranked.findIndex((pair) => pair.supply.supply.id === companyId)
  const pair = [...market.ranked, ...market.excluded].find((other) => other.supply.supply.id === companyId)!
  return matchView(ports, market, pair, place < 0 ? null : place + 1)
}

async function rankDemand(
  ports: Ports,
  districtId: string,
  demand: Demand,
  query: RankingQuery,
  version: string,
): Promise<RankingPage<MatchView>> {
  const offset = offsetOf(query.cursor, version)
  const market = await scoreMarket(ports, districtId, demand)
  const listed = query.includeExcluded === true ? market.excluded : market.ranked
  const items = listed
    .slice(offset, offset + query.limit)
    .map((pair, index) => matchView(ports, market, pair, query.includeExcluded === true ? null : offset + index + 1))
  return pageOfRanking(items, { offset, limit: query.limit, total: listed.length, version })
}

type ScoredMarket = { meeting: Meeting; ranked: Pair[]; excluded: Pair[]; standings: Map<string, CompanyStanding> }

/** Recall, hydrate, rules: everybody who could pitch, best first, and those a gate keeps out; `always` is scored even when not recalled. */
async function scoreMarket(ports: Ports, districtId: string, demand: Demand, always?: Contender): Promise<ScoredMarket> {
  const ids = await recall(ports, 'card', demandText(demand), [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }])
  const recalled = await loadSupplies(
    ports,
    ids.filter((id) => id !== always?.standing.id),
  )
  const contenders = [
    ...recalled.filter(({ standing }) => standing.districtId === districtId),
    ...(always === undefined ? [] : [always]),
  ]
  const analysis = ports.matcher.demand(demand)
  const meeting = new Meeting(
    ports.matcher.table,
    analysis.whole.bag,
    contenders.flatMap((contender) => bagsOf(contender.analysis)),
  )
  const pairs = contenders.map((contender) => pairOf(meeting, analysis, contender.analysis)).toSorted(byFit)
  return {
    meeting,
    ranked: pairs.filter((pair) => !isOut(pair)),
    excluded: pairs.filter(isOut),
    standings: new Map(contenders.map(({ standing }) => [standing.id, standing])),
  }
}

function matchView(ports: Ports, { meeting, standings }: ScoredMarket, pair: Pair, place: number | null): MatchView {
  const { id, name, nameEn = null } = pair.supply.supply
  const company = { id, name, nameEn, isExample: standings.get(id)!.isExample }
  return { ...viewOfPair(ports.matcher, meeting, pair), place, company }
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
