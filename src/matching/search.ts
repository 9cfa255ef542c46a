import type { Actor } from '../accounts/actor.ts'
import { findCompanies, findNamesIn } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import type { Collection, Filter, Found, Ports, QueryVector } from '../ports.ts'
import { isPublic } from '../scenes/scene.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { normalise, tokensOf } from '../shared/text.ts'
import { inDistrict } from './recall.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { fromIndex, queryVector } from './source.ts'
import type { Source } from './source.ts'
import { managedSynonyms, withSynonyms } from './synonyms.ts'

/** What narrows a search, by the names on the wire; each also is a facet. */
export const sceneFacets = [
  'status',
  'domain',
  'scene_type',
  'budget_band',
  'deployment',
  'data_level',
  'min_stage',
  'ai_form',
  'coop_modes',
  'compliance_needs',
  'carrier',
] as const
export const companyFacets = [
  'domain',
  'layer',
  'stage',
  'deployment',
  'ai_form',
  'staff_band',
  'district',
  'filings',
  'carrier',
  'coop_modes',
] as const

export type SearchQuery = {
  q: string
  filters: Record<string, string[]>
  sort: 'relevance' | 'deadline' | 'newest'
  limit: number
  cursor?: string | undefined
}

export type SearchPage<T> = RankingPage<T> & {
  facets: Found['facets']
  /** When nothing was found: how many there would be without each filter, and what comes nearest. */
  relaxations: { field: string; total: number }[]
  nearest: T[]
}

const nearestMax = 5

/** Public scenes; those open for application unless a status is asked for. */
export async function searchScenes(ports: Ports, actor: Actor, query: SearchQuery): Promise<SearchPage<StoredScene>> {
  const now = ports.clock()
  const isOver: Filter = { field: 'deadline', max: now.getTime() }
  // Until the timer has closed it, a published scene past its deadline is neither the one nor the other.
  const settled: Filter = { or: [{ not: { field: 'status', anyOf: ['published'] } }, { not: isOver }] }
  const visible: Filter[] = [inDistrict(actor.districtId), { field: 'opens_at', max: now.getTime() }, settled]
  const open: Filter[] = query.filters['status'] === undefined ? [{ field: 'status', anyOf: ['published'] }] : []
  const load = async (ids: string[]) =>
    (await findScenes(ports.db, ids)).filter((scene) => scene.districtId === actor.districtId && isPublic(scene, now))
  return searchIn(ports, 'scene', query, {
    districtId: actor.districtId,
    always: [...visible, ...open],
    facets: sceneFacets,
    load,
  })
}

/** Listed companies. */
export async function searchCompanies(ports: Ports, actor: Actor, query: SearchQuery): Promise<SearchPage<CompanyRecord>> {
  const load = (ids: string[]) => findCompanies(ports.db, actor.districtId, ids)
  const valid: Filter = { not: { field: 'valid_until', max: ports.clock().getTime() } }
  return searchIn(ports, 'company', query, {
    districtId: actor.districtId,
    always: [inDistrict(actor.districtId), { field: 'status', anyOf: ['listed'] }, valid],
    facets: companyFacets,
    load,
  })
}

type Market<T> = { districtId: string; always: Filter[]; facets: readonly string[]; load: (ids: string[]) => Promise<T[]> }

async function searchIn<T>(ports: Ports, collection: Collection, query: SearchQuery, market: Market<T>): Promise<SearchPage<T>> {
  const { districtId } = market
  const text = await meantBy(ports, districtId, query.q)
  return fromIndex(ports, { districtId, collection }, (source) => searchFrom(source, { collection, text, query, ...market }))
}

async function searchFrom<T>(
  source: Source,
  { collection, text, query, always, facets, load }: Market<T> & { collection: Collection; text: string; query: SearchQuery },
): Promise<SearchPage<T>> {
  const vector = await queryVector(source, text)
  const version = await rankingVersion(source, JSON.stringify([query.q, query.filters, query.sort]))
  const offset = offsetOf(query.cursor, version)
  const find = (filters: Filter[], limit: number) =>
    source.search.find({
      collection,
      tokens: tokensOf(text).join(' '),
      ...(vector !== undefined && { vector }),
      filters,
      facets: [...facets],
      sort: sorts[query.q === '' && query.sort === 'relevance' ? 'newest' : query.sort](collection),
      offset,
      limit,
    })
  const chosen = filtersOf(query.filters)
  const found = await find([...always, ...chosen], query.limit)
  const { total } = found
  const page = pageOfRanking(await load(found.ids), { offset, limit: query.limit, total, version, degraded: source.degraded })
  if (total > 0) return { ...page, facets: found.facets, relaxations: [], nearest: [] }
  source.log('info', 'search.unmet', { collection, q: query.q, filters: query.filters })
  return { ...page, facets: found.facets, ...(await help(source, { collection, vector, always, chosen, find, load })) }
}

/** The query in every name that it uses: managed synonyms, and companies' names and aliases. */
async function meantBy(ports: Ports, districtId: string, q: string): Promise<string> {
  return withSynonyms(q, [...managedSynonyms, ...(await findNamesIn(ports.db, districtId, normalise(q)))])
}

type Help<T> = Pick<Market<T>, 'always' | 'load'> & {
  collection: Collection
  vector: QueryVector | undefined
  chosen: ReturnType<typeof filtersOf>
  find: (filters: Filter[], limit: number) => Promise<Found>
}

async function help<T>(
  { search }: Source,
  { collection, vector, always, chosen, find, load }: Help<T>,
): Promise<Pick<SearchPage<T>, 'relaxations' | 'nearest'>> {
  const relaxations = await Promise.all(
    chosen.map(async (filter) => ({
      field: filter.field,
      total: (await find([...always, ...chosen.filter((other) => other !== filter)], 1)).total,
    })),
  )
  const hits =
    vector === undefined ? [] : await search.recall({ collection, by: 'vector', vector, filters: always, size: nearestMax })
  return { relaxations: relaxations.filter(({ total }) => total > 0), nearest: await load(hits.map(({ id }) => id)) }
}

const sorts: Record<SearchQuery['sort'], (collection: Collection) => 'relevance' | { field: string; descending: boolean }> = {
  relevance: () => 'relevance',
  deadline: () => ({ field: 'deadline', descending: false }),
  newest: (collection) => ({ field: collection === 'scene' ? 'published_at' : 'valid_until', descending: true }),
}

function filtersOf(filters: SearchQuery['filters']): { field: string; anyOf: string[] }[] {
  return Object.entries(filters).map(([field, anyOf]) => ({ field, anyOf }))
}
