import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Filter, Ports } from '../ports.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { findScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Demand } from './demand.ts'
import { findContenders, readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { demandOf, demandOfScene } from './market.ts'
import { findControllers } from './control-store.ts'
import { relaxationsOf, wouldPass } from './counterfactual-demand.ts'
import type { Relaxation } from './counterfactual-demand.ts'
import { counterfactualsOf, whyNotOf } from './explain-change.ts'
import type { Counterfactual } from './explain-change.ts'
import { inOrder, orderSuffix } from './order.ts'
import { besideOf } from './beside.ts'
import type { Beside } from './beside.ts'
import { winningChance } from './reciprocal.ts'
import { findMarksOfScene } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import type { PairView } from './pair.ts'
import { placesByFit, withNewcomer } from './place-contenders.ts'
import type { Placed } from './place-contenders.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { inDistrict, recallCompanies } from './recall.ts'
import { reranked, rerankedPlaces } from './rerank.ts'
import { scorePairs, viewPairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'
import { fromIndex } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'
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

/** What the place was found without, where a part was down. */
export type ExplainedMatch = MatchView &
  Pick<RankingPage<MatchView>, 'degraded'> & {
    /** What keeps it out, or its first gaps. */
    whyNot: { zh: string; en: string }[]
    counterfactuals: Counterfactual[]
    /** What stands beside the fit on the company's side; `chance`: of being chosen among those ranked now. */
    beside: Beside & { chance: number | null }
  }

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
    const demand = await demandFor(ports, scene)
    const found = await scoreMarket(ports, source, districtId, demand, { always: contender, sceneId })
    return { market: found, degraded: [...source.degraded].toSorted() }
  })
  const isOwn = ({ contender: one }: Scored) => one.standing.id === companyId
  const place = market.ranked.findIndex((placed) => isOwn(placed) || placed.behind.some(isOwn))
  const { behind, ...own } = market.ranked[place] ?? alone(market.excluded.find(isOwn)!)
  const scored = isOwn(own) ? own : behind.find(isOwn)!
  const [view] = await matchViews(ports, [{ ...scored, behind: [] }], place < 0 ? null : place + 1)
  const others = [...market.ranked.flatMap((one) => [one, ...one.behind]), ...market.excluded].filter((one) => !isOwn(one))
  const placeOf = async (changed: Scored) => {
    const { ranked } = await arranged({ ...byFitAlone(ports), log: () => undefined }, [...others, changed], sceneId)
    const found = ranked.findIndex((placed) => isOwn(placed) || placed.behind.some(isOwn))
    return found < 0 ? null : found + 1
  }
  const from = ports.rerank === undefined ? view!.place : await placeOf(scored)
  const counterfactuals = await counterfactualsOf(ports, scored, view!, from, placeOf)
  const chance =
    place < 0
      ? null
      : winningChance(
          scored.pair.calibrated,
          market.ranked.map(({ pair }) => pair.calibrated),
          scene.content.awardN ?? 1,
        )
  return {
    ...view!,
    ...(behind.length > 0 && { nearIdentical: [] }),
    degraded,
    whyNot: whyNotOf(view!),
    counterfactuals,
    beside: { ...besideOf(scored), chance },
  }
}

/** Everybody's place for a demand, for reports over many; `sceneId` where the ranking is a stored scene's. */
export function placeAll(ports: Ports, districtId: string, demand: Demand, sceneId?: string): Promise<RankedMarket> {
  return fromIndex(ports, { districtId, collection: 'card' }, async (source) => ({
    ...(await scoreMarket(byFitAlone(ports), source, districtId, demand, {
      sceneId,
      keep: sceneId === undefined ? 'nowhere' : undefined,
    })),
    degraded: [...source.degraded].toSorted(),
  }))
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
    const version = await rankingVersion(source, `${of}${slot}${read}${orderSuffix(query)}`)
    const offset = offsetOf(query.cursor, version)
    const listed = inOrderOf(query, query.includeExcluded === true ? market.excluded.map(alone) : market.ranked)
    const shown = listed.slice(offset, offset + query.limit)
    const items = await matchViews(ports, shown, query.includeExcluded === true ? null : offset + 1)
    const page = pageOfRanking(items, { offset, limit: query.limit, total: listed.length, version, source })
    const teams = query.includeTeams === true ? { teams: await suggestTeams(ports, demand, market.ranked) } : {}
    return { ...page, relaxations: relaxationsIn(market, demand), ...teams }
  })
}

type ScoredMarket = { ranked: Placed[]; excluded: Scored[] }
export type RankedMarket = ScoredMarket & Pick<RankingPage<MatchView>, 'degraded'>

/** Recall, hydrate, rules: everybody who could pitch, best first, and those a gate keeps out; `always` is scored even when not recalled. */
async function scoreMarket(
  ports: Ports,
  source: Source,
  districtId: string,
  demand: Demand,
  { always, keep, sceneId }: { always?: Contender; keep?: 'nowhere' | undefined; sceneId?: string | undefined },
): Promise<ScoredMarket> {
  const listed: Filter[] = [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }]
  const ids = await recallCompanies(source, demand, listed, keep)
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
  return arranged(ports, scored, sceneId)
}

/** What both sides see in a pair, where that was asked for; else as it stands. */
function inOrderOf({ order }: RankingQuery, placed: Placed[]): Placed[] {
  return order === undefined ? placed : placed.toSorted((a, b) => b.pair.reciprocal.both - a.pair.reciprocal.both)
}

/** Where no model reads the head of a ranking again. */
function byFitAlone({ rerank: _rerank, ...ports }: Ports): Ports {
  return ports
}

async function arranged(ports: Ports, scored: readonly Scored[], sceneId: string | undefined): Promise<ScoredMarket> {
  const { ranked, excluded } = inOrder(scored, ({ pair, contender }) => ({ ...pair, id: contender.standing.id }))
  // What is asked in confidence no model is shown.
  if (sceneId === undefined) return { ranked: placesByFit(ranked), excluded }
  return { ranked: await withNewcomer(ports, sceneId, placesByFit(await reranked(ports, ranked))), excluded }
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
async function demandFor({ db }: Pick<Ports, 'db'>, scene: StoredScene): Promise<Demand> {
  return demandOfScene(scene, (await findControllers(db, [scene.orgId])).get(scene.orgId))
}

async function matchViews(ports: Ports, shown: readonly Placed[], firstPlace: number | null): Promise<MatchView[]> {
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
function alone(scored: Scored): Placed {
  return { ...scored, behind: [] }
}

async function sceneFor(ports: Ports, actor: Actor, sceneId: string): Promise<StoredScene> {
  const scene = await findScene(ports.db, sceneId)
  return scene !== undefined && maySee(actor, scene, ports.clock()) ? scene : unwrap<never>(refuse('scene.not_found'))
}

function anyOf<T extends { ok: boolean }>(first: T, second: T): T {
  return first.ok ? first : second
}
