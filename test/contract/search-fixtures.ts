import { expect } from 'vitest'
import type { Collection, Filter, FindQuery, IndexSet, QueryVector, SearchDocument, SearchPort } from '../../src/ports.ts'

/** An engine as a suite opens it: nothing in it, nothing serving. */
export type Engine = {
  port: SearchPort
  /** Lucene counts what was replaced or removed until it has merged it away, half a minute later at the earliest. */
  countsRemoved?: boolean
}

/** An engine with one set that serves, and that everything here goes to. */
export type TestIndex = Pick<SearchPort, 'recall' | 'find' | 'generation'> & {
  port: SearchPort
  set: IndexSet
  put: (documents: readonly SearchDocument[]) => Promise<void>
  remove: (collection: Collection, id: string, version: number) => Promise<void>
  countsRemoved: boolean
}

export type Opened = () => TestIndex

/** Two numbers are enough to point everywhere that the tests look. */
export const flatSpace = { model: 'flat', dimensions: 2, version: '1' }

export async function serving({ port, countsRemoved = false }: Engine): Promise<TestIndex> {
  const set = await port.begin(flatSpace)
  await port.serve(set)
  return {
    port,
    set,
    put: (documents) => port.put(set, documents),
    remove: (collection, id, version) => port.remove(set, [{ collection, id, version }]),
    recall: (query) => port.recall(query),
    find: (query) => port.find(query),
    generation: () => port.generation(),
    countsRemoved,
  }
}

export const everyDocument: FindQuery = {
  collection: 'scene',
  tokens: '',
  filters: [],
  facets: [],
  sort: 'relevance',
  offset: 0,
  limit: 100,
}

export function document(id: string, overrides: Partial<SearchDocument> = {}): SearchDocument {
  return { collection: 'scene', id, version: 1, group: id, tokens: '共同', keywords: {}, numbers: {}, ...overrides }
}

export function unit(...values: number[]): Float32Array {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

export function towards(...values: number[]): QueryVector {
  return { space: flatSpace, values: unit(...values) }
}

export async function hitsFor(search: TestIndex, words: string, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.recall({ collection, by: 'tokens', tokens: words, filters: [], size: 100 })).map((hit) => hit.id)
}

export async function nearest(search: TestIndex, vector: QueryVector): Promise<string[]> {
  return (await search.recall({ collection: 'scene', by: 'vector', vector, filters: [], size: 10 })).map((hit) => hit.id)
}

export async function idsWhere(search: TestIndex, chosen: Filter[]): Promise<string[]> {
  return (await search.find({ ...everyDocument, filters: chosen })).ids.toSorted()
}

export async function everything(search: Pick<SearchPort, 'find'>, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.find({ ...everyDocument, collection })).ids.toSorted()
}

export async function cleared(search: TestIndex): Promise<void> {
  for (const collection of ['scene', 'company', 'card'] as const) expect(await everything(search, collection)).toEqual([])
}
