import type { Actor } from '../accounts/actor.ts'
import { findCompanies } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import type { Collection, Filter, Found, Ports, QueryVector } from '../ports.ts'
import { isPublic } from '../scenes/scene.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { tokensOf } from '../shared/text.ts'
import { codeIn } from './query-codes.ts'
import { meaningOf } from './query-meaning.ts'
import type { AskedQuery, Condition, QueryMeaning } from './query-meaning.ts'
import type { Understood } from './query-parse.ts'
import { findSceneByRef } from './query-store.ts'
import { inDistrict } from '../matching/recall.ts'
import { listVersion, offsetOf, pageOfIndex } from '../matching/ranking-page.ts'
import type { IndexPage } from '../matching/ranking-page.ts'
import { fromIndex, queryVector } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'

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

export type SearchQuery = AskedQuery & {
  sort: 'relevance' | 'deadline' | 'newest'
  limit: number
  cursor?: string | undefined
}

export type SearchPage<T> = IndexPage<T> & {
  facets: Found['facets']
  /** What of the query was taken for a condition or a name, for people to see and to take back. */
  understood: Understood[]
  /** When nothing was found: how many there would be without each filter, and what comes nearest. */
  relaxations: { field: string; total: number }[]
  nearest: T[]
}

const nearestMax = 5

/** Public scenes; those open for application unless a status is asked for. The number of a scene finds it whatever its status. */
export async function searchScenes(ports: Ports, actor: Actor, query: SearchQuery): Promise<SearchPage<StoredScene>> {
  const now = ports.clock()
  const { districtId } = actor
  const isOver: Filter = { field: 'deadline', max: now.getTime() }
  // Until the timer has closed it, a published scene past its deadline is neither the one nor the other.
  const settled: Filter = { or: [{ not: { field: 'status', anyOf: ['published'] } }, { not: isOver }] }
  const visible: Filter[] = [inDistrict(districtId), { field: 'opens_at', max: now.getTime() }, settled]
  const load = async (ids: string[]) =>
    (await findScenes(ports.db, ids)).filter((scene) => scene.districtId === districtId && isPublic(scene, now))
  const [numbered] = await load(await numberedIds(ports, districtId, query))
  const market = { districtId, facets: sceneFacets, load }
  if (numbered !== undefined) return onlyPage(ports, 'scene', query, market, numbered)
  const meaning = await meaningOf(ports, actor, 'scene', query)
  const isAsked = [...Object.keys(query.filters), ...meaning.conditions.map(({ field }) => field)].includes('status')
  const open: Filter[] = isAsked ? [] : [{ field: 'status', anyOf: ['published'] }]
  return searchIn(ports, 'scene', query, { ...market, always: [...visible, ...open], meaning })
}

/** Listed companies. */
export async function searchCompanies(ports: Ports, actor: Actor, query: SearchQuery): Promise<SearchPage<CompanyRecord>> {
  const { districtId } = actor
  const valid: Filter = { not: { field: 'valid_until', max: ports.clock().getTime() } }
  return searchIn(ports, 'company', query, {
    districtId,
    always: [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }, valid],
    facets: companyFacets,
    load: (ids: string[]) => findCompanies(ports.db, districtId, ids),
    meaning: await meaningOf(ports, actor, 'company', query),
  })
}

type Market<T> = { districtId: string; facets: readonly string[]; load: (ids: string[]) => Promise<T[]> }

type Asked<T> = Market<T> & { always: Filter[]; meaning: QueryMeaning }

async function numberedIds(ports: Ports, districtId: string, { q, parse }: SearchQuery): Promise<string[]> {
  const code = parse === 'off' ? undefined : codeIn(q)
  if (code?.kind !== 'ref' || code.rest !== '') return []
  const scene = await findSceneByRef(ports.db, districtId, code.code)
  return scene === undefined ? [] : [scene.id]
}

function onlyPage<T>(
  ports: Ports,
  collection: Collection,
  { q, limit }: SearchQuery,
  market: Market<T>,
  item: T,
): Promise<SearchPage<T>> {
  const { districtId, facets } = market
  return fromIndex(ports, { districtId, collection }, async (source) => ({
    ...pageOfIndex([item], { offset: 0, limit, total: 1, version: '', source }),
    facets: Object.fromEntries(facets.map((name) => [name, []])),
    understood: [{ field: 'ref', text: q, values: [codeIn(q)!.code] }],
    relaxations: [],
    nearest: [],
  }))
}

async function searchIn<T>(ports: Ports, collection: Collection, query: SearchQuery, asked: Asked<T>): Promise<SearchPage<T>> {
  const { districtId } = asked
  return fromIndex(ports, { districtId, collection }, (source) => searchFrom(source, { collection, query, ...asked }))
}

async function searchFrom<T>(
  source: Source,
  { collection, query, always, facets, load, meaning }: Asked<T> & { collection: Collection; query: SearchQuery },
): Promise<SearchPage<T>> {
  const { text, conditions, understood } = meaning
  const vector = await queryVector(source, text)
  const version = await listVersion(source, JSON.stringify([query.q, query.filters, query.sort, query.parse, query.literal]))
  const offset = offsetOf(query.cursor, version)
  const find = (filters: Filter[], limit: number) =>
    source.search.find({
      collection,
      tokens: tokensOf(text).join(' '),
      ...(vector !== undefined && { vector }),
      filters,
      facets: [...facets],
      sort: sorts[text === '' && query.sort === 'relevance' ? 'newest' : query.sort](collection),
      offset,
      limit,
    })
  const chosen = [...chosenIn(query.filters), ...conditions]
  const found = await find([...always, ...chosen.map(({ filter }) => filter)], query.limit)
  const { total } = found
  const page = pageOfIndex(await load(found.ids), { offset, limit: query.limit, total, version, source })
  if (total > 0) return { ...page, facets: found.facets, understood, relaxations: [], nearest: [] }
  // The words, which may be anything, are counted apart (note-unmet-search.ts) and never logged.
  source.log('info', 'search.unmet', { collection, filters: query.filters })
  // Where the query is conditions alone, what comes nearest is nearest to what was typed.
  const asked = text === '' ? await queryVector(source, query.q) : vector
  return {
    ...page,
    facets: found.facets,
    understood,
    ...(await help(source, { collection, vector: asked, always, chosen, find, load })),
  }
}

type Help<T> = Pick<Asked<T>, 'always' | 'load'> & {
  collection: Collection
  vector: QueryVector | undefined
  chosen: readonly Condition[]
  find: (filters: Filter[], limit: number) => Promise<Found>
}

async function help<T>(
  { search }: Source,
  { collection, vector, always, chosen, find, load }: Help<T>,
): Promise<Pick<SearchPage<T>, 'relaxations' | 'nearest'>> {
  const relaxations = await Promise.all(
    chosen.map(async (condition) => {
      const others = chosen.filter((other) => other !== condition).map(({ filter }) => filter)
      return { field: condition.field, total: (await find([...always, ...others], 1)).total }
    }),
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

function chosenIn(filters: SearchQuery['filters']): Condition[] {
  return Object.entries(filters).map(([field, anyOf]) => ({ field, filter: { field, anyOf } }))
}
