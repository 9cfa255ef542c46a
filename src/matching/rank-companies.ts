import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Demand } from './demand.ts'
import { demandOf, demandOfScene } from './market.ts'
import { findControllers } from './control-store.ts'
import { relaxationsOf, wouldPass } from './counterfactual-demand.ts'
import type { Relaxation } from './counterfactual-demand.ts'
import { orderSuffix } from './order.ts'
import { findMarksOfScene } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import type { PairView } from './pair.ts'
import type { Placed } from './place-contenders.ts'
import { listVersion, offsetOf, pageOfIndex } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { rerankedPlaces } from './rerank.ts'
import { scoreMarket } from './score-market.ts'
import type { ScoredMarket } from './score-market.ts'
import { viewPairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'
import { fromIndex } from '../indexing/source.ts'
import { suggestTeams } from './team-suggestions.ts'
import type { TeamView } from './team-suggestions.ts'

export type MatchView = PairView & {
  company: RankedCompany
  place: number | null
  mark?: Mark
  /** Near-identical profiles stand on this place together; those behind the first are named to readers of the whole ranking. */
  nearIdentical?: RankedCompany[]
  /** The place was given to a newcomer that fits: where it stands by fit alone, and how likely it was to be drawn. */
  newcomer?: { fitPlace: number; propensity: number }
}

export type RankedCompany = { id: string; name: string; nameEn: string | null; isExample: boolean }

/** A ranking with what the scene could give up, and how many more could pitch then. */
export type RankedScene = RankingPage<MatchView> & { relaxations: WorthRelaxing[]; teams?: TeamView[] }
export type WorthRelaxing = Pick<Relaxation, 'kind' | 'text'> & { more: number }

export type RankingQuery = {
  limit: number
  cursor?: string | undefined
  includeExcluded?: boolean | undefined
  /** Who could pitch together, where nobody covers all that is essential alone. */
  includeTeams?: boolean | undefined
  /** By fit, or by what both sides see in a pair. */
  order?: 'reciprocal' | undefined
}

/** Who should pitch for a stored scene, in order; for its own organisation, the district office, matchmakers and auditors. */
export async function rankCompanies(ports: Ports, actor: Actor, sceneId: string, query: RankingQuery): Promise<RankedScene> {
  const scene = await sceneFor(ports, actor, sceneId)
  unwrap(permit(actor, 'match.read_scene', targetOfScene(scene, ports.clock())))
  const ranking = await rankDemand(ports, actor.districtId, await demandFor(ports, scene), query, {
    of: `${scene.id} ${scene.version}`,
    sceneId: scene.id,
  })
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
): Promise<RankedScene> {
  unwrap(permit(actor, 'match.preview'))
  const district = await ports.db
    .selectFrom('district')
    .select(['city', 'name'])
    .where('id', '=', actor.districtId)
    .executeTakeFirstOrThrow()
  const demand = demandOf(content, { id: 'preview', place: { city: district.city, district: district.name } })
  return rankDemand(ports, actor.districtId, demand, query, { of: JSON.stringify(demand), keep: 'nowhere' })
}

/** `of` tells this ranking from others; one of a demand that is not stored leaves no vector behind. */
type RankingOf = { of: string; keep?: 'nowhere'; sceneId?: string }

function rankDemand(
  ports: Ports,
  districtId: string,
  demand: Demand,
  query: RankingQuery,
  { of, keep, sceneId }: RankingOf,
): Promise<RankedScene> {
  return fromIndex(ports, { districtId, collection: 'card' }, async (source) => {
    const market = await scoreMarket(ports, source, districtId, demand, { keep, sceneId })
    const given = market.ranked.find(({ slot }) => slot !== undefined)?.slot
    const slot = given === undefined ? '' : ` ${given.companyId} ${given.place}`
    const read = ports.rerank === undefined ? '' : ` ${market.ranked.slice(0, rerankedPlaces).map(idOf).join(' ')}`
    const { version: weightsVersion } = (await source.matcher()).weights
    const version = await listVersion(source, `${of}${slot}${read}${orderSuffix(query)} ${weightsVersion}`)
    const offset = offsetOf(query.cursor, version)
    const listed = inOrderOf(query, query.includeExcluded === true ? market.excluded.map(alone) : market.ranked)
    const shown = listed.slice(offset, offset + query.limit)
    const items = await matchViews(ports, shown, query.includeExcluded === true ? null : offset + 1)
    const page = pageOfIndex(items, { offset, limit: query.limit, total: listed.length, version, source })
    const teams = query.includeTeams === true ? { teams: await suggestTeams(ports, demand, market.ranked) } : {}
    return { ...page, weightsVersion, relaxations: relaxationsIn(market, demand), ...teams }
  })
}

/** What both sides see in a pair, where that was asked for; else as it stands. */
function inOrderOf({ order }: RankingQuery, placed: Placed[]): Placed[] {
  return order === undefined ? placed : placed.toSorted((a, b) => b.pair.reciprocal.both - a.pair.reciprocal.both)
}

/** What each condition keeps out that nothing else does, by companies. */
function relaxationsIn({ excluded }: ScoredMarket, { terms }: Demand): WorthRelaxing[] {
  const pairs = excluded.map(({ pair }) => pair)
  return relaxationsOf(terms, pairs)
    .map((relaxation) => {
      const more = pairs.filter((pair) => wouldPass(pair, relaxation)).length
      return { kind: relaxation.kind, text: relaxation.text, more }
    })
    .filter(({ more }) => more > 0)
}

/** The scene with who controls its organisation. */
export async function demandFor({ db }: Pick<Ports, 'db'>, scene: StoredScene): Promise<Demand> {
  return demandOfScene(scene, (await findControllers(db, [scene.orgId])).get(scene.orgId))
}

export async function matchViews(ports: Ports, shown: readonly Placed[], firstPlace: number | null): Promise<MatchView[]> {
  const views = await viewPairs(ports, shown)
  return shown.map((placed, index) => ({
    ...views[index]!,
    place: firstPlace === null ? null : firstPlace + index,
    company: companyOf(placed),
    ...(placed.behind.length > 0 && { nearIdentical: placed.behind.map(companyOf) }),
    ...(placed.slot && { newcomer: { fitPlace: placed.slot.fitPlace, propensity: placed.slot.propensity } }),
  }))
}

function idOf({ contender }: Scored): string {
  return contender.standing.id
}

function companyOf({ contender: { standing }, pair: { name, nameEn } }: Scored): RankedCompany {
  return { id: standing.id, name, nameEn, isExample: standing.isExample }
}

/** Out of the ranking nobody shares a place. */
export function alone(scored: Scored): Placed {
  return { ...scored, behind: [] }
}

export async function sceneFor(ports: Ports, actor: Actor, sceneId: string): Promise<StoredScene> {
  const scene = await findScene(ports.db, sceneId)
  return scene !== undefined && maySee(actor, scene, ports.clock()) ? scene : unwrap<never>(refuse('scene.not_found'))
}
