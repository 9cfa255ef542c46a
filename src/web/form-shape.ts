import type * as v from 'valibot'
import { CalendarDate, Fen } from '../shared/schema.ts'

/** What a form needs to know of a field's schema, to draw it and to read it back. */
export type Shape =
  | { kind: 'text'; max: number }
  | { kind: 'number'; min?: number; max?: number }
  | { kind: 'money' | 'date' | 'boolean' }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'choices'; options: readonly string[]; max: number }
  | { kind: 'lines'; max: number; each: number }
  | { kind: 'rows'; max: number; columns: Columns }
  | { kind: 'group'; columns: Columns }

export type Columns = Record<string, Shape>

type Schema = v.GenericSchema & {
  pipe?: readonly unknown[]
  options?: readonly string[]
  item?: Schema
  entries?: Record<string, Schema>
  wrapped?: Schema
}

/** Walks the schema itself, so that a new field needs no new code here. */
export function shapeOf(schema: v.GenericSchema): Shape {
  const known = schema as Schema
  if (known.wrapped !== undefined) return shapeOf(known.wrapped)
  if (schema === (Fen as v.GenericSchema)) return { kind: 'money' }
  if (schema === (CalendarDate as v.GenericSchema)) return { kind: 'date' }
  switch (known.type) {
    case 'picklist':
      return { kind: 'choice', options: known.options ?? [] }
    case 'boolean':
      return { kind: 'boolean' }
    case 'number':
      return numberShape(known)
    case 'array':
      return listShape(known)
    case 'strict_object':
      return { kind: 'group', columns: columnsOf(known) }
    default:
      return { kind: 'text', max: codePointsMax(known) }
  }
}

const shapes = new WeakMap<object, Shape>()

/** As shapeOf, walked once a schema. */
export function cachedShape(schema: v.GenericSchema): Shape {
  const known = shapes.get(schema) ?? shapeOf(schema)
  shapes.set(schema, known)
  return known
}

function listShape(schema: Schema): Shape {
  const max = actionOf(schema, 'max_length')?.requirement ?? Number.POSITIVE_INFINITY
  const item = shapeOf(schema.item!)
  if (item.kind === 'choice') return { kind: 'choices', options: item.options, max }
  if (item.kind === 'group') return { kind: 'rows', max, columns: item.columns }
  return { kind: 'lines', max, each: item.kind === 'text' ? item.max : Number.POSITIVE_INFINITY }
}

function columnsOf(schema: Schema): Columns {
  return Object.fromEntries(Object.entries(schema.entries ?? {}).map(([name, entry]) => [name, shapeOf(entry)]))
}

function numberShape(schema: Schema): Shape {
  const min = actionOf(schema, 'min_value')?.requirement
  const max = actionOf(schema, 'max_value')?.requirement
  return { kind: 'number', ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }
}

function codePointsMax(schema: Schema): number {
  for (const step of schema.pipe ?? []) {
    const max = (step as { codePointsMax?: number }).codePointsMax ?? nestedMax(step)
    if (max !== undefined) return max
  }
  return Number.POSITIVE_INFINITY
}

/** A pipe's first member is a schema, which may be a pipe itself. */
function nestedMax(step: unknown): number | undefined {
  const { pipe } = step as Schema
  const max = pipe === undefined ? undefined : codePointsMax(step as Schema)
  return max === Number.POSITIVE_INFINITY ? undefined : max
}

function actionOf(schema: Schema, type: string): { requirement: number } | undefined {
  return schema.pipe?.find((step) => (step as { type: string }).type === type) as { requirement: number } | undefined
}
