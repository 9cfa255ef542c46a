import type { Collection, Filter, FindQuery, Found, Hit, SearchPort } from '../ports.ts'
import { passes } from './search-filter.ts'
import { Shelf } from './search-shelf.ts'

/** The share of the dense side when a list is searched by tokens and vector together. */
const denseShare = 0.3

/** The in-process engine: everything in memory, made anew from Postgres at every start. */
export function createEmbeddedSearch(): SearchPort {
  const shelves: Record<Collection, Shelf> = { scene: new Shelf(), company: new Shelf(), card: new Shelf() }
  let generation = 0
  return {
    async put(documents) {
      for (const document of documents) if (shelves[document.collection].put(document)) generation += 1
    },
    async remove(collection, id, version) {
      if (shelves[collection].remove(id, version)) generation += 1
    },
    async recall(query) {
      const shelf = shelves[query.collection]
      return query.by === 'tokens'
        ? shelf.byTokens(query.tokens, query.filters, query.size)
        : shelf.byVector(query.vector, query.filters, query.size)
    },
    async find(query) {
      return find(shelves[query.collection], query)
    },
    async generation() {
      return String(generation)
    },
  }
}

function find(shelf: Shelf, query: FindQuery): Found {
  const matching = candidates(shelf, query)
  const hits = matching.filter((hit) => passes(shelf.document(hit.id)!, query.filters))
  const facets = Object.fromEntries(query.facets.map((field) => [field, facetCounts(shelf, matching, query.filters, field)]))
  const ids = sorted(shelf, hits, query.sort).slice(query.offset, query.offset + query.limit)
  return { ids: ids.map((hit) => hit.id), total: hits.length, facets }
}

/** With tokens, only documents that hold one of them; the vector orders them, it does not add any. */
function candidates(shelf: Shelf, query: FindQuery): Hit[] {
  if (query.tokens === '') return shelf.passing([])
  const lexical = shelf.byTokens(query.tokens, [], shelf.size)
  if (query.vector === undefined || lexical.length === 0) return lexical
  const dense = new Map(shelf.byVector(query.vector, [], shelf.size).map((hit) => [hit.id, hit.score]))
  const most = lexical[0]!.score
  return lexical.map((hit) => ({ ...hit, score: (1 - denseShare) * (hit.score / most) + denseShare * (dense.get(hit.id) ?? 0) }))
}

/** A facet counts what its own filter would leave open, so that choosing another value tells the truth. */
function facetCounts(
  shelf: Shelf,
  hits: readonly Hit[],
  filters: readonly Filter[],
  field: string,
): { value: string; count: number }[] {
  const others = filters.filter((filter) => !('field' in filter) || filter.field !== field)
  const counts = new Map<string, number>()
  for (const hit of hits) {
    const document = shelf.document(hit.id)!
    if (!passes(document, others)) continue
    for (const value of new Set(document.keywords[field])) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function sorted(shelf: Shelf, hits: readonly Hit[], sort: FindQuery['sort']): Hit[] {
  if (sort === 'relevance') return hits.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
  const value = (hit: Hit): number => shelf.document(hit.id)!.numbers[sort.field] ?? (sort.descending ? -Infinity : Infinity)
  const direction = sort.descending ? -1 : 1
  return hits.toSorted((a, b) => direction * (value(a) - value(b)) || (a.id < b.id ? -1 : 1))
}
