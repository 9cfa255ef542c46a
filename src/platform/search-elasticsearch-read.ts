import type { Collection, Filter, FindQuery, Found, Hit, IndexSet, RecallQuery } from '../ports.ts'
import { UnavailableError } from '../shared/fault.ts'
import { cosineOf, filterClause, nearestClause, nothing, passing, wordsClause } from './search-elasticsearch-query.ts'
import type { Clause } from './search-elasticsearch-query.ts'
import { collections, indexName } from './search-elasticsearch-sets.ts'
import type { Cluster } from './search-elasticsearch-sets.ts'
import { denseShare, hasDirection, valuesFor } from './search-vector.ts'

/** Elasticsearch counts no further than this into a list of hits. */
const depthMax = 10_000
/** More values than any facet has. */
const facetValuesMax = 10_000

const best = [{ _score: 'desc' }, { id: 'asc' }]

export async function recall(cluster: Cluster, set: IndexSet, query: RecallQuery): Promise<Hit[]> {
  const { hits } = await search(cluster, set, query.collection, recallBody(set, query))
  return hits.map((hit) => recalledHit(query, hit))
}

export async function recallMany(cluster: Cluster, set: IndexSet, queries: readonly RecallQuery[]): Promise<Hit[][]> {
  if (queries.length === 0) return []
  const { responses = [] } = await cluster.calls.read<{ responses?: SearchAnswer[] }>({
    method: 'POST',
    path: '/_msearch',
    querystring: { filter_path: ['status', 'error', ...answerParts].map((part) => `responses.${part}`).join(',') },
    bulkBody: queries.flatMap((query) => [
      JSON.stringify({ index: indexName(cluster, set, query.collection), ...sameCopy }),
      JSON.stringify({ ...withoutSource, ...recallBody(set, query) }),
    ]),
  })
  return queries.map((query, index) => answered(responses[index]).hits.map((hit) => recalledHit(query, hit)))
}

function recallBody(set: IndexSet, query: RecallQuery): Record<string, unknown> {
  const open = passing(query.filters)
  const list = { size: query.size, sort: best, docvalue_fields: ['group'] }
  // Counting all hits and filtering after scoring makes Lucene add up the terms one after the other, as search-postings.ts
  // does; at the hundreds of terms of a scene that is three times as fast as skipping what cannot win.
  if (query.by === 'tokens') return { ...list, query: wordsClause(query.tokens), post_filter: open, track_total_hits: true }
  const values = valuesFor(set, query.vector)
  return { ...list, query: hasDirection(values) ? nearestClause(values, open, query.size) : nothing, track_total_hits: false }
}

function recalledHit({ by }: RecallQuery, { sort: [score, id], fields }: SearchHit): Hit {
  return { id: id as string, group: fields!.group[0]!, score: by === 'vector' ? cosineOf(score as number) : (score as number) }
}

/** Two requests where words and vector blend, since the best score of the words must be known first; else one. */
export async function find(cluster: Cluster, set: IndexSet, query: FindQuery, values: Float32Array): Promise<Found> {
  const blends = query.tokens !== '' && query.sort === 'relevance' && hasDirection(values)
  const counted = await search(cluster, set, query.collection, {
    ...countedBody(query),
    ...(blends ? { size: 1, sort: best } : page(query)),
  })
  const total = counted.total ?? 0
  const facets = Object.fromEntries(query.facets.map((field) => [field, facetValues(counted.aggregations, field)]))
  if (!blends || total === 0) return { ids: blends ? [] : idsOf(counted.hits), total, facets }
  const most = counted.hits[0]!.sort[0] as number
  const { hits } = await search(cluster, set, query.collection, {
    ...page(query),
    query: blended(query, values, { most, total }),
    track_total_hits: false,
  })
  return { ids: idsOf(hits), total, facets }
}

export async function versions(
  cluster: Cluster,
  set: IndexSet,
  { collection, after, limit }: { collection: Collection; after: string; limit: number },
): Promise<{ id: string; version: number }[]> {
  // Whoever begins to walk through wants to meet what was put a moment ago.
  if (after === '') await cluster.calls.write({ method: 'POST', path: `/${indexName(cluster, set, collection)}/_refresh` })
  const { hits } = await search(cluster, set, collection, {
    query: passing([]),
    size: limit,
    sort: [{ id: 'asc' }],
    ...(after !== '' && { search_after: [after] }),
    stored_fields: [],
    version: true,
    track_total_hits: false,
  })
  return hits.map(({ sort: [id], _version: version }) => ({ id: id as string, version: version! }))
}

/**
 * The highest sequence numbers that searches see: each write that counts has one, and a refresh shows it. One request,
 * answered from the server's cache until then.
 */
export async function generation(cluster: Cluster, set: IndexSet): Promise<string> {
  const { aggregations } = await search(cluster, set, collections, {
    size: 0,
    track_total_hits: false,
    aggs: { indices: { terms: { field: '_index' }, aggs: { highest: { max: { field: '_seq_no' } } } } },
  })
  const { buckets } = aggregations['indices'] as { buckets: { key: string; highest: { value: number | null } }[] }
  const highest = new Map(buckets.map(({ key, highest: { value } }) => [key, value]))
  return [set.name, ...collections.map((collection) => highest.get(indexName(cluster, set, collection)) ?? '')].join('.')
}

type SearchHit = { sort: (number | string)[]; fields?: { group: string[] }; _version?: number }
type Aggregations = Record<string, unknown>
type SearchAnswer = { took?: number; hits?: { total?: { value: number }; hits?: SearchHit[] }; aggregations?: Aggregations }

/** Always the same copy of a shard, for copies differ in what of their past still weighs on scores. */
const sameCopy = { allow_partial_search_results: false, preference: 'duijie' }

/** Ids come with the sort values; without stored fields a hit costs no reading from disk. */
const withoutSource = { stored_fields: '_none_' }

const answerParts = ['took', 'hits.total.value', 'hits.hits.sort', 'hits.hits.fields', 'hits.hits._version', 'aggregations']

async function search(
  cluster: Cluster,
  set: IndexSet,
  searched: Collection | readonly Collection[],
  body: Record<string, unknown>,
): Promise<{ hits: SearchHit[]; total: number | undefined; aggregations: Aggregations }> {
  const answer = await cluster.calls.read<SearchAnswer>({
    method: 'POST',
    path: `/${[searched]
      .flat()
      .map((collection) => indexName(cluster, set, collection))
      .join(',')}/_search`,
    querystring: { ...sameCopy, filter_path: answerParts.join(',') },
    body: { ...withoutSource, ...body },
  })
  return answered(answer)
}

function answered(answer: SearchAnswer = {}): { hits: SearchHit[]; total: number | undefined; aggregations: Aggregations } {
  if (answer.took === undefined) throw new UnavailableError('index', 'Elasticsearch: the answer to a search is none')
  return { hits: answer.hits?.hits ?? [], total: answer.hits?.total?.value, aggregations: answer.aggregations ?? {} }
}

/** Hits, their number, and the facets; filters on a facet's own field come after the counting of that facet. */
function countedBody({ tokens, filters, facets }: FindQuery): Record<string, unknown> {
  const isOnFacet = (filter: Filter): filter is Extract<Filter, { field: string }> =>
    'field' in filter && facets.includes(filter.field)
  const [late, early] = [filters.filter(isOnFacet), filters.filter((filter) => !isOnFacet(filter))]
  const aggs = facets.map((field) => {
    const values = { terms: { field, size: facetValuesMax } }
    const others = late.filter((filter) => filter.field !== field).map(filterClause)
    return [field, { filter: { bool: { filter: others } }, aggs: { values } }]
  })
  return {
    query: within(tokens === '' ? { match_all: {} } : wordsClause(tokens), passing(early)),
    ...(late.length > 0 && { post_filter: { bool: { filter: late.map(filterClause) } } }),
    aggs: Object.fromEntries(aggs) as Aggregations,
    track_total_hits: true,
  }
}

/** As search-embedded.ts blends: the share of the best lexical score, and the cosine of those that have a vector. */
function blended({ tokens, filters }: FindQuery, values: Float32Array, { most, total }: { most: number; total: number }): Clause {
  const found = within(wordsClause(tokens), passing(filters))
  const size = Math.min(total, depthMax)
  const noVector = { constant_score: { filter: { bool: { must_not: [{ exists: { field: 'vector' } }] } }, boost: denseShare } }
  return {
    bool: {
      must: [within(wordsClause(tokens, (1 - denseShare) / most), passing(filters))],
      // Twice the share, since the score of a cosine is half of one more; who has no vector stands as at cosine nought.
      should: [nearestClause(values, found, size, 2 * denseShare), noVector],
    },
  }
}

function within(scored: Clause, open: Clause): Clause {
  return { bool: { must: [scored], filter: [open] } }
}

function page({ offset, limit, sort }: FindQuery): Record<string, unknown> {
  const from = Math.min(offset, depthMax)
  const order = sort === 'relevance' ? best : [sortClause(sort), { id: 'asc' }]
  return { from, size: Math.min(limit, depthMax - from), sort: order }
}

function sortClause({ field, descending }: Exclude<FindQuery['sort'], 'relevance'>): Clause {
  return { [field]: { order: descending ? 'desc' : 'asc', missing: '_last', unmapped_type: 'long' } }
}

/** The id is the last thing that every list is sorted by. */
function idsOf(hits: readonly SearchHit[]): string[] {
  return hits.map(({ sort }) => sort.at(-1) as string)
}

type Bucket = { key: string | number; key_as_string?: string; doc_count: number }

function facetValues(aggregations: Aggregations, field: string): { value: string; count: number }[] {
  const { values } = aggregations[field] as { values: { buckets: Bucket[] } }
  return values.buckets.map(({ key, key_as_string: word, doc_count: count }) => ({ value: word ?? String(key), count }))
}
