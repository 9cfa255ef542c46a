import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Filter, Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { demandText } from './demand.ts'
import type { Demand } from './demand.ts'
import { findContenders, readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { demandOf, demandOfScene } from './market.ts'
import { findMarksOfScene } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import type { PairView } from './pair.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { inDistrict, recall } from './recall.ts'
import { scorePairs, viewPairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'
import { fromIndex } from './source.ts'
import type { Source } from './source.ts'

export type MatchView = PairView & {
  company: { id: string; name: string; nameEn: string | null; isExample: boolean }
  place: number | null
  mark?: Mark
}

/** What the place was found without, where a part was down. */
export type ExplainedMatch = MatchView & Pick<RankingPage<MatchView>, 'degraded'>

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
  const ranking = await rankDemand(ports, actor.districtId, demandOfScene(scene), query, { of: `${scene.id} ${scene.version}` })
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
  return rankDemand(ports, actor.districtId, demand, query, { of: JSON.stringify(demand), keep: 'nowhere' })
}

/**
 * One company's own standing for a scene: place, reasons and gaps, and nothing of anybody else.
 * `place` is null where a gate keeps it out or it is not among the candidates.
 */
export async function explainMatch(ports: Ports, actor: Actor, sceneId: string, companyId: string): Promise<ExplainedMatch> {
  const scene = await sceneFor(ports, actor, sceneId)
  const { contender, target } = await readContender(ports, actor, companyId)
  unwrap(
    anyOf(permit(actor, 'match.read_company', target), permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock()))),
  )
  const { districtId } = actor
  const { market, degraded } = await fromIndex(ports, { districtId, collection: 'card' }, async (source) => {
    const found = await scoreMarket(ports, source, districtId, demandOfScene(scene), { always: contender })
    return { market: found, degraded: [...source.degraded].toSorted() }
  })
  const place = market.ranked.findIndex((scored) => scored.contender.standing.id === companyId)
  const own = [...market.ranked, ...market.excluded].find((scored) => scored.contender.standing.id === companyId)!
  const [view] = await matchViews(ports, [own], place < 0 ? null : place + 1)
  return { ...view!, degraded }
}

/** `of` tells this ranking from others; one of a demand that is not stored leaves no vector behind. */
type RankingOf = { of: string; keep?: 'nowhere' }

function rankDemand(
  ports: Ports,
  districtId: string,
  demand: Demand,
  query: RankingQuery,
  { of, keep }: RankingOf,
): Promise<RankingPage<MatchView>> {
  return fromIndex(ports, { districtId, collection: 'card' }, async (source) => {
    const market = await scoreMarket(ports, source, districtId, demand, { keep })
    const version = await rankingVersion(source, of)
    const offset = offsetOf(query.cursor, version)
    const listed = query.includeExcluded === true ? market.excluded : market.ranked
    const shown = listed.slice(offset, offset + query.limit)
    const items = await matchViews(ports, shown, query.includeExcluded === true ? null : offset + 1)
    return pageOfRanking(items, { offset, limit: query.limit, total: listed.length, version, degraded: source.degraded })
  })
}

type ScoredMarket = { ranked: Scored[]; excluded: Scored[] }

/** Recall, hydrate, rules: everybody who could pitch, best first, and those a gate keeps out; `always` is scored even when not recalled. */
async function scoreMarket(
  ports: Ports,
  source: Source,
  districtId: string,
  demand: Demand,
  { always, keep }: { always?: Contender; keep?: 'nowhere' | undefined },
): Promise<ScoredMarket> {
  const listed: Filter[] = [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }]
  const ids = await recall(source, 'card', demandText(demand), listed, keep)
  const recalled = await findContenders(
    ports,
    ids.filter((id) => id !== always?.standing.id),
  )
  const contenders = [
    ...recalled.filter(({ standing }) => standing.districtId === districtId),
    ...(always === undefined ? [] : [always]),
  ]
  const scored = await scorePairs(
    ports,
    source,
    contenders.map((contender) => ({ demand, contender })),
  )
  const ordered = scored.toSorted(byFit)
  return { ranked: ordered.filter(({ pair }) => !pair.isOut), excluded: ordered.filter(({ pair }) => pair.isOut) }
}

async function matchViews(ports: Ports, shown: readonly Scored[], firstPlace: number | null): Promise<MatchView[]> {
  const views = await viewPairs(ports, shown)
  return shown.map(({ contender: { standing }, pair: { name, nameEn } }, index) => ({
    ...views[index]!,
    place: firstPlace === null ? null : firstPlace + index,
    company: { id: standing.id, name, nameEn, isExample: standing.isExample },
  }))
}

async function sceneFor(ports: Ports, actor: Actor, sceneId: string): Promise<StoredScene> {
  const scene = await findScene(ports.db, sceneId)
  return scene !== undefined && maySee(actor, scene, ports.clock()) ? scene : unwrap<never>(refuse('scene.not_found'))
}

function anyOf<T extends { ok: boolean }>(first: T, second: T): T {
  return first.ok ? first : second
}

function byFit(a: Scored, b: Scored): number {
  return b.pair.fused - a.pair.fused || (a.contender.standing.id < b.contender.standing.id ? -1 : 1)
}
