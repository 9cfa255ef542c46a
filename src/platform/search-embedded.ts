import type { Collection, Filter, FindQuery, Found, Hit, IndexSet, RecallQuery, SearchPort } from '../ports.ts'
import { DocumentsRefusedError, SetGoneError, UnavailableError } from '../shared/fault.ts'
import { mappingVersion } from '../shared/index-mapping.ts'
import { passes } from './search-filter.ts'
import { Shelf } from './search-shelf.ts'
import { denseShare, sortedOut, valuesFor } from './search-vector.ts'

/** The in-process engine: everything in memory, made anew from Postgres at every start. */
export function createEmbeddedSearch(kernel?: WebAssembly.Module): SearchPort {
  let [serving, building]: (Held | undefined)[] = []
  let [count, changes] = [0, 0]
  const held = ({ name }: IndexSet): Held => {
    const found = [serving, building].find((one) => one?.set.name === name)
    if (found === undefined) throw new SetGoneError(`the index set ${name} is gone`)
    return found
  }
  const served = (): Held => {
    if (serving === undefined) throw new UnavailableError('index', 'the index is not filled yet')
    return serving
  }
  return {
    async sets() {
      return { serving: serving?.set, building: building?.set }
    },
    async begin({ model, dimensions, version }) {
      const set = { name: String((count += 1)), space: { model, dimensions, version }, mappingVersion }
      const shelf = () => new Shelf(dimensions, kernel)
      building = { set, shelves: { scene: shelf(), company: shelf(), card: shelf() } }
      return set
    },
    async serve(set) {
      serving = held(set)
      building = undefined
      changes += 1
    },
    async put(set, documents) {
      const { shelves } = held(set)
      const { good, refused } = sortedOut(set, documents)
      for (const document of good) if (shelves[document.collection].put(document)) changes += 1
      if (refused.size > 0) throw new DocumentsRefusedError(refused)
    },
    async remove(set, removals) {
      const { shelves } = held(set)
      for (const { collection, id, version } of removals) if (shelves[collection].remove(id, version)) changes += 1
    },
    async versions(set, collection, after, limit) {
      return held(set).shelves[collection].versions(after, limit)
    },
    async recall(query) {
      return recall(served(), query)
    },
    async recallMany(queries) {
      return queries.map((query) => recall(served(), query))
    },
    async find(query) {
      return find(served(), query)
    },
    async generation() {
      return `${served().set.name}.${changes}`
    },
  }
}

type Held = { set: IndexSet; shelves: Record<Collection, Shelf> }

function recall({ set, shelves }: Held, query: RecallQuery): Hit[] {
  const shelf = shelves[query.collection]
  return query.by === 'tokens'
    ? shelf.byTokens(query.tokens, query.filters, query.size)
    : shelf.byVector(valuesFor(set, query.vector), query.filters, query.size)
}

function find({ set, shelves }: Held, query: FindQuery): Found {
  const shelf = shelves[query.collection]
  const matching = query.tokens === '' ? shelf.passing([]) : shelf.byTokens(query.tokens, [], shelf.size)
  const hits = matching.filter((hit) => passes(shelf.document(hit.id)!, query.filters))
  const facets = Object.fromEntries(query.facets.map((field) => [field, facetCounts(shelf, matching, query.filters, field)]))
  const scored = query.vector === undefined ? hits : blended(shelf, hits, valuesFor(set, query.vector))
  const ids = sorted(shelf, scored, query.sort).slice(query.offset, query.offset + query.limit)
  return { ids: ids.map((hit) => hit.id), total: hits.length, facets }
}

/** The vector orders what the words have found; where nothing was asked in words, it says nothing. */
function blended(shelf: Shelf, hits: readonly Hit[], values: Float32Array): readonly Hit[] {
  const most = hits[0]?.score ?? 0
  if (most === 0) return hits
  const dense = new Map(shelf.byVector(values, [], shelf.size).map((hit) => [hit.id, hit.score]))
  return hits.map((hit) => ({ ...hit, score: (1 - denseShare) * (hit.score / most) + denseShare * (dense.get(hit.id) ?? 0) }))
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
