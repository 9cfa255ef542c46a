import type { Fields, Indexed } from './schema.ts'
import { snakeKey } from './wire.ts'

/** Rises with any change of a mapping or of how documents are built: readers then need a new index. */
export const mappingVersion = 2

export const vectorDimensionsDefault = 128

type Stored = Exclude<Indexed, 'text'>

export type IndexMapping = {
  version: number
  settings: Record<string, unknown>
  mappings: { dynamic: 'strict'; _source: { excludes: string[] }; properties: Record<string, Record<string, unknown>> }
}

/**
 * Settings and mapping of one collection's index, from its field table: text goes into `tokens`, cut by
 * shared/text.ts; every other indexed field stands under its wire name; `extras` are names no form field has.
 */
export function indexMapping(fields: Fields, extras: Record<string, Stored>, dims = vectorDimensionsDefault): IndexMapping {
  const fromFields = Object.entries(fields).flatMap(([name, { index }]) =>
    index === undefined || index === 'text' ? [] : [[snakeKey(name), stored(index)]],
  )
  const fromExtras = Object.entries(extras).map(([name, index]) => [name, stored(index)])
  return {
    version: mappingVersion,
    settings: { number_of_shards: 1, auto_expand_replicas: '0-1', refresh_interval: '1s' },
    mappings: {
      dynamic: 'strict',
      // The record is in Postgres and nothing here is read back, so the two largest fields are kept once and not twice.
      _source: { excludes: ['tokens', 'vector'] },
      properties: { ...common(dims), ...Object.fromEntries([...fromFields, ...fromExtras]) },
    },
  }
}

function common(dims: number) {
  return {
    id: { type: 'keyword' },
    group: { type: 'keyword' },
    // A tombstone: it holds its version against late replays, and is found by nothing.
    gone: { type: 'boolean' },
    tokens: { type: 'text', analyzer: 'whitespace' },
    // All vectors are compared, as they are: of 50,000 cards' nearest ten a graph of int8 vectors finds 40 to 70 %, and the
    // words' side of a recall takes longer anyway. Left unsaid, servers from 9.1 on would keep one bit of a dimension.
    vector: { type: 'dense_vector', dims, index: true, similarity: 'cosine', index_options: { type: 'flat' } },
  }
}

function stored(index: Stored) {
  return index === 'date' ? { type: 'date', format: 'epoch_millis' } : { type: index }
}

/** What the fields say in words, joined for tokensOf: lists and objects contribute every text they hold. */
export function indexedText(fields: Fields, content: object): string {
  return valuesOf(fields, content, ['text'])
    .flatMap(([, value]) => textsIn(value))
    .join('\n')
}

/** Exact values for filters and facets, under their wire names; an object counts by its `kind`. */
export function indexedKeywords(fields: Fields, content: object): Record<string, string[]> {
  const entries = valuesOf(fields, content, ['keyword', 'boolean']).map(([name, value]) => [
    snakeKey(name),
    [value].flat().map(keywordOf),
  ])
  return Object.fromEntries(entries.filter(([, values]) => values!.length > 0))
}

/** Numbers, and calendar dates as the epoch milliseconds of their midnight in UTC. */
export function indexedNumbers(fields: Fields, content: object): Record<string, number> {
  const entries = valuesOf(fields, content, ['long', 'date'])
  return Object.fromEntries(
    entries.map(([name, value]) => [snakeKey(name), typeof value === 'number' ? value : Date.parse(String(value))]),
  )
}

function valuesOf(fields: Fields, content: object, kinds: Indexed[]): [string, unknown][] {
  return Object.entries(content).filter(([name, value]) => {
    const index = fields[name]?.index
    return index !== undefined && kinds.includes(index) && value !== undefined && value !== null
  })
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

function keywordOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : String(value)
}
