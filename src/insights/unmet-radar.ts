import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Controller, Demand } from '../matching/demand.ts'
import { findControllers } from '../matching/control-store.ts'
import { demandOf, demandOfScene } from '../matching/market.ts'
import { isQualified } from '../matching/place-contenders.ts'
import { placeAll } from '../matching/score-market.ts'
import { viewPairs } from '../matching/score-pairs.ts'
import type { Scored } from '../matching/score-pairs.ts'
import { findUnmetSearches } from '../search/unmet-search-store.ts'
import type { UnmetSearch } from '../search/unmet-search-store.ts'
import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { unwrap } from '../shared/refusal.ts'
import { tokensOf } from '../shared/text.ts'
import { dateIn, startOfDate } from '../shared/time.ts'
import { offsetOf } from '../matching/ranking-page.ts'
import { findUnmatchedIds } from './insight-store.ts'
import { nearestOf, surveyMarket } from './survey-market.ts'
import { clusterUnmet, clusteredMax } from './unmet-clusters.ts'
import type { Cluster, Unmet } from './unmet-clusters.ts'

export type UnmetKind = 'unmatched' | 'thin' | 'company_search' | 'scene_search'

/** One thing asked for; `id` and `ref` where it is a scene. */
export type UnmetExample = {
  kind: UnmetKind
  id: string | null
  ref: string | null
  text: string
  textEn: string | null
  times: number
  isExample: boolean
}

/** Who comes nearest to a cluster, and what stands between. */
export type NearestSupply = {
  company: { id: string; name: string; nameEn: string | null; isExample: boolean }
  cardName: string | null
  score: number
  /** Whether it would be ranked at all, and counts as able. */
  isRanked: boolean
  isQualified: boolean
  gap: { zh: string; en: string }[]
}

export type UnmetCluster = { size: number; times: number; examples: UnmetExample[]; nearest: NearestSupply | null }

export type UnmetPage = Page<UnmetCluster> & { month: string }

export type UnmetQuery = { month?: string | undefined; limit: number; cursor?: string | undefined }

const examplesMax = 5
const gapsMax = 3

type Asked = Unmet & { example: UnmetExample; demand: Demand }

/** What was asked for in a month and nobody supplies, grouped by meaning, with the supply that comes nearest. */
export async function unmetRadar(ports: Ports, actor: Actor, timeZone: string, query: UnmetQuery): Promise<UnmetPage> {
  const { districtId } = actor
  unwrap(permit(actor, 'insight.read_unmet'))
  const month = query.month ?? dateIn(timeZone, ports.clock()).slice(0, 7)
  const asked = await unmetIn(ports, districtId, timeZone, month)
  const clusters = clusterUnmet(asked)
  const version = `${month} ${asked.length} ${clusters.length}`
  const offset = offsetOf(query.cursor, version)
  const items: UnmetCluster[] = []
  for (const cluster of clusters.slice(offset, offset + query.limit)) items.push(await shownCluster(ports, districtId, cluster))
  const next = offset + query.limit
  return { month, items, total: clusters.length, nextCursor: next < clusters.length ? encodeCursor([version, next]) : null }
}

async function unmetIn(ports: Ports, districtId: string, timeZone: string, month: string): Promise<Asked[]> {
  const [from, to] = [startOfDate(timeZone, `${month}-01`), startOfDate(timeZone, `${monthAfter(month)}-01`)]
  const unmatched = await findScenes(ports.db, await findUnmatchedIds(ports.db, districtId, from, to, clusteredMax))
  const { scenes } = await surveyMarket(ports, districtId)
  const wasOpen = ({ opensAt, publishedAt }: StoredScene) => (opensAt ?? publishedAt ?? to) < to
  // A month to come asks for nothing yet.
  const isToCome = from > ports.clock()
  const thin = isToCome ? [] : scenes.filter(({ scene, ranked }) => wasOpen(scene) && !ranked.some((one) => one.isQualified))
  const controllers = await findControllers(ports.db, [
    ...new Set([...unmatched, ...thin.map((one) => one.scene)].map(({ orgId }) => orgId)),
  ])
  const searches = await findUnmetSearches(ports.db, districtId, month, clusteredMax)
  return [
    ...unmatched.map((scene) => askedByScene(ports, 'unmatched', scene, controllers.get(scene.orgId))),
    ...thin.map(({ scene }) => askedByScene(ports, 'thin', scene, controllers.get(scene.orgId))),
    ...searches.map((search) => askedBySearch(ports, search)),
  ]
}

function askedByScene(ports: Ports, kind: 'unmatched' | 'thin', scene: StoredScene, controllers?: Controller[]): Asked {
  const { id, ref, content, isExample } = scene
  const demand = demandOfScene(scene, controllers)
  const example = { kind, id, ref, text: content.title ?? '', textEn: content.titleEn ?? null, times: 1, isExample }
  return { ...askedAs(ports, demand), key: id, times: 1, example, demand }
}

function askedBySearch(ports: Ports, { collection, text, searches }: UnmetSearch): Asked {
  const demand = demandOf({ title: text }, { id: `search ${text}`, place: {} })
  const kind = collection === 'company' ? 'company_search' : 'scene_search'
  const example = { kind, id: null, ref: null, text, textEn: null, times: searches, isExample: false } as const
  return { ...askedAs(ports, demand), key: `${kind} ${text}`, times: searches, example, demand }
}

/** By its title alone: long texts are all somewhat alike, and a search is short. */
function askedAs({ matcher: { table } }: Ports, { title }: Demand): Pick<Unmet, 'tokens' | 'vector'> {
  return { tokens: tokensOf(title), vector: table.mean([table.sum(table.bag(title))]) }
}

async function shownCluster(ports: Ports, districtId: string, { members, times }: Cluster<Asked>): Promise<UnmetCluster> {
  // A scene says more of what is missing than the words of a search.
  const { demand } = members.find(({ example }) => example.id !== null) ?? members[0]!
  const nearest = nearestOf(await placeAll(ports, districtId, demand))
  return {
    size: members.length,
    times,
    examples: members.slice(0, examplesMax).map(({ example }) => example),
    nearest: nearest === undefined ? null : await supplyOf(ports, nearest),
  }
}

async function supplyOf(ports: Ports, scored: Scored): Promise<NearestSupply> {
  const [view] = await viewPairs(ports, [scored])
  const { score, reasons, coverage, gates, missing } = view!
  const { contender, pair } = scored
  const evidence = reasons[0]?.evidence ?? coverage.find((row) => row.evidence !== undefined)?.evidence
  const failed = gates.filter(({ outcome }) => outcome === 'failed').map(({ why }) => why)
  return {
    company: { id: contender.standing.id, name: pair.name, nameEn: pair.nameEn, isExample: contender.standing.isExample },
    cardName: evidence?.cardName ?? null,
    score,
    isRanked: !pair.isOut,
    isQualified: isQualified(scored),
    gap: [...failed, ...missing.filter((gap) => !failed.includes(gap))].slice(0, gapsMax),
  }
}

function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
