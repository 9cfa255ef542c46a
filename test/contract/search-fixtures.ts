import { expect } from 'vitest'
import type { Collection, Filter, FindQuery, SearchDocument, SearchPort } from '../../src/ports.ts'

export type Opened = () => SearchPort

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

export async function hitsFor(search: SearchPort, words: string, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.recall({ collection, by: 'tokens', tokens: words, filters: [], size: 100 })).map((hit) => hit.id)
}

export async function nearest(search: SearchPort, vector: Float32Array): Promise<string[]> {
  return (await search.recall({ collection: 'scene', by: 'vector', vector, filters: [], size: 10 })).map((hit) => hit.id)
}

export async function idsWhere(search: SearchPort, chosen: Filter[]): Promise<string[]> {
  return (await search.find({ ...everyDocument, filters: chosen })).ids.toSorted()
}

export async function everything(search: SearchPort, collection: Collection = 'scene'): Promise<string[]> {
  return (await search.find({ ...everyDocument, collection })).ids.toSorted()
}

export async function cleared(search: SearchPort): Promise<void> {
  for (const collection of ['scene', 'company', 'card'] as const) expect(await everything(search, collection)).toEqual([])
}
