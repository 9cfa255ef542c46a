import type { GenericSchema } from 'valibot'
import { jsonSchema } from '../shared/schema.ts'
import { snakeKey } from '../shared/wire.ts'

export type JsonSchema = {
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  [keyword: string]: unknown
}

const known = new WeakMap<GenericSchema, JsonSchema>()

/** The schema as JSON Schema with the names of the wire. */
export function wireSchema(schema: GenericSchema): JsonSchema {
  const found = known.get(schema) ?? (renamed(jsonSchema(schema)) as JsonSchema)
  known.set(schema, found)
  return found
}

/** Property names change; what stands under enum, const or default is a value and stays. */
function renamed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(renamed)
  if (node === null || typeof node !== 'object') return node
  const entries = Object.entries(node).filter(([keyword]) => keyword !== '$schema')
  return Object.fromEntries(entries.map(([keyword, value]) => [keyword, keywords[keyword]?.(value) ?? renamed(value)]))
}

const unchanged = (value: unknown) => value

const keywords: Record<string, (value: unknown) => unknown> = {
  properties: (value) =>
    Object.fromEntries(Object.entries(value as object).map(([name, schema]) => [snakeKey(name), renamed(schema)])),
  required: (value) => (value as string[]).map(snakeKey),
  enum: unchanged,
  const: unchanged,
  default: unchanged,
  examples: unchanged,
}
