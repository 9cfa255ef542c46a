import { Hono } from 'hono'
import * as v from 'valibot'
import { CompanyView, companyView } from '../companies/company-view.ts'
import { findZone } from '../scenes/scene-store.ts'
import { SceneView, sceneView } from '../scenes/scene-view.ts'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { text } from '../shared/schema.ts'
import { camelKey } from '../shared/wire.ts'
import { about, answer, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { understoodLabel } from '../web/understood.ts'
import { rankingAnswer } from '../matching/match-view.ts'
import { noteUnmetSearch } from './note-unmet-search.ts'
import { companyFacets, sceneFacets, searchCompanies, searchScenes } from './search.ts'
import type { SearchQuery } from './search.ts'

export const searchApi = new Hono<Env>()

const queryCharactersMax = 400

/** Several values of one filter stand with commas between them. */
const commaList = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(1000),
    v.transform((value) => value.split(',').filter((part) => part !== '')),
  ),
)

function searchSchema(facets: readonly string[]) {
  const filters = Object.fromEntries(facets.map((name) => [camelKey(name), commaList]))
  return v.strictObject({
    ...pageQuery,
    q: v.optional(text(queryCharactersMax)),
    sort: v.optional(v.picklist(['relevance', 'deadline', 'newest'])),
    lang: v.optional(v.picklist(['zh', 'en'])),
    /** `off`: the query is words and nothing else. */
    parse: v.optional(v.picklist(['off'])),
    /** Fields of `understood` whose words are to be words again. */
    literal: commaList,
    ...filters,
  })
}

/** The query string as the search wants it; `facets` are its names on the wire. */
export function searchQuery(facets: readonly string[], query: Record<string, unknown>): SearchQuery {
  const filters = facets.flatMap((name) => {
    const values = query[camelKey(name)]
    return Array.isArray(values) && values.length > 0 ? [[name, values as string[]]] : []
  })
  const { q, sort, limit, ...rest } = query as Partial<Pick<SearchQuery, 'q' | 'sort' | 'limit' | 'cursor' | 'parse' | 'literal'>>
  return {
    q: q ?? '',
    sort: sort ?? 'relevance',
    limit: limit ?? pageLimitDefault,
    cursor: rest.cursor,
    parse: rest.parse,
    literal: rest.literal,
    filters: Object.fromEntries(filters),
  }
}

const facetEntries = {
  facets: v.record(v.string(), v.array(v.object({ value: v.string(), count: v.number() }))),
  /** What of the query was taken for a condition or a name; `literal` takes a field back, `parse=off` all of them. */
  understood: v.array(
    v.object({
      field: v.string(),
      text: v.string(),
      values: v.array(v.string()),
      min: v.optional(v.number()),
      max: v.optional(v.number()),
      label: v.string(),
    }),
  ),
  relaxations: v.array(v.object({ field: v.string(), total: v.number() })),
}

searchApi.get(
  '/search/scenes',
  about({
    action: 'public.read',
    summary: 'Search scenes, with filters and exact facet counts',
    answers: { 200: v.object({ ...rankingAnswer(SceneView).entries, ...facetEntries, nearest: v.array(SceneView) }) },
    refusals: ['request.invalid', 'request.stale_cursor'],
  }),
  queryOf(searchSchema(sceneFacets)),
  async (c) => {
    const { actor, ports } = c.var
    const viewing = { actor, now: ports.clock(), zone: await findZone(ports.db, actor.districtId) }
    const query = searchQuery(sceneFacets, c.req.valid('query'))
    const page = await searchScenes(ports, actor, query)
    await noteUnmetSearch(ports, c.get('district'), 'scene', query, page)
    return answer(c, {
      ...page,
      understood: page.understood.map((one) => ({ ...one, label: understoodLabel(one, c.var.lang) })),
      items: page.items.map((scene) => sceneView(scene, viewing)),
      nearest: page.nearest.map((scene) => sceneView(scene, viewing)),
    })
  },
)

searchApi.get(
  '/search/companies',
  about({
    action: 'public.read',
    summary: 'Search companies, with filters and exact facet counts',
    answers: { 200: v.object({ ...rankingAnswer(CompanyView).entries, ...facetEntries, nearest: v.array(CompanyView) }) },
    refusals: ['request.invalid', 'request.stale_cursor'],
  }),
  queryOf(searchSchema(companyFacets)),
  async (c) => {
    const { actor, ports } = c.var
    const viewing = { actor, now: ports.clock(), zone: await findZone(ports.db, actor.districtId) }
    const query = searchQuery(companyFacets, c.req.valid('query'))
    const page = await searchCompanies(ports, actor, query)
    await noteUnmetSearch(ports, c.get('district'), 'company', query, page)
    return answer(c, {
      ...page,
      understood: page.understood.map((one) => ({ ...one, label: understoodLabel(one, c.var.lang) })),
      items: page.items.map((company) => companyView(company, viewing)),
      nearest: page.nearest.map((company) => companyView(company, viewing)),
    })
  },
)
