import { toJsonSchema } from '@valibot/to-json-schema'
import type { ConversionConfig } from '@valibot/to-json-schema'
import * as v from 'valibot'

/** Where a field may be shown: everybody, the registered, matched or invited parties, the owner alone. */
export type Access = 'pub' | 'reg' | 'mat' | 'int'

/** When a field must be there: to submit, to publish, or never. */
export type Need = 'submit' | 'publish' | 'optional'

/** How a field stands in a search document; absent: it is not indexed. */
export type Indexed = 'text' | 'keyword' | 'long' | 'date' | 'boolean'

export type Field<S extends v.GenericSchema = v.GenericSchema> = {
  schema: S
  zh: string
  en: string
  need: Need
  access: Access
  /** The chapter of the form it stands in. */
  group: string
  index?: Indexed
  /** What to write, for the person filling it in. */
  hint?: { zh: string; en: string }
}

export type Fields = Record<string, Field>

type ContentEntries<F extends Fields> = {
  [K in keyof F]: v.ExactOptionalSchema<F[K]['schema'], undefined>
}
type PatchEntries<F extends Fields> = { [K in keyof F]: v.NullishSchema<F[K]['schema'], undefined> }

/** Stored content: any field may still be missing, none may be over its limit, unknown keys are refused. */
export function contentSchema<F extends Fields>(fields: F) {
  const entries = Object.entries(fields).map(([name, field]) => [name, v.exactOptional(field.schema)])
  return v.strictObject(Object.fromEntries(entries) as ContentEntries<F>)
}

/** A change to stored content: null clears a field. */
export function patchSchema<F extends Fields>(fields: F) {
  const entries = Object.entries(fields).map(([name, field]) => [name, v.nullish(field.schema)])
  return v.strictObject(Object.fromEntries(entries) as PatchEntries<F>)
}

/** Applies a patch; what it does not name stays. */
export function patched<T extends object>(content: T, patch: { [K in keyof T]?: T[K] | null | undefined }): T {
  const merged = { ...content, ...patch }
  const kept = Object.entries(merged).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(kept) as T
}

/** The fields the content leaves empty although this step needs them. */
export function missingFields(fields: Fields, content: object, step: 'submit' | 'publish'): string[] {
  const needed = (field: Field) => field.need === 'submit' || (step === 'publish' && field.need === 'publish')
  return Object.entries(fields)
    .filter(([name, field]) => needed(field) && isEmpty((content as Record<string, unknown>)[name]))
    .map(([name]) => name)
}

/** The part of the content that somebody with this access may see. */
export function visible<T extends object>(fields: Fields, content: T, access: Access): Partial<T> {
  const order: Access[] = ['pub', 'reg', 'mat', 'int']
  const allowed = Object.entries(content).filter(([name]) => {
    const field = fields[name]
    return field !== undefined && order.indexOf(field.access) <= order.indexOf(access)
  })
  return Object.fromEntries(allowed) as Partial<T>
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Text of at most `max` Unicode code points, trimmed; refuses what Postgres cannot store. */
export function text(max: number) {
  return v.pipe(
    v.string(),
    v.trim(),
    v.check((value) => storable(value), 'holds a control character or half a surrogate pair'),
    codePoints(max),
  )
}

/** Text that must not be blank. */
export function line(max: number) {
  return v.pipe(text(max), v.nonEmpty('must not be empty'))
}

/** Counts as people do, not in UTF-16 units; the limit is kept for JSON Schema. */
function codePoints(max: number) {
  const action = v.check<string, (issue: v.CheckIssue<string>) => string>(
    (value) => codePointLength(value) <= max,
    (issue) => `has ${codePointLength(issue.input)} characters, at most ${max}`,
  )
  return Object.assign(action, { codePointsMax: max })
}

export function codePointLength(value: string): number {
  let length = 0
  for (const _ of value) length += 1
  return length
}

function storable(value: string): boolean {
  // Postgres' jsonb takes neither U+0000 nor an unpaired surrogate; other controls have no place in prose.
  return value.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(value)
}

/** A list whose members are told apart by where they stand. */
export function list<S extends v.GenericSchema>(item: S, max: number) {
  return v.pipe(
    v.array(item),
    v.maxLength(max, (issue) => `has ${issue.received} entries, at most ${max}`),
  )
}

export function wholeNumber(min: number, max: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
}

/** A figure of any unit; JSON knows no infinity, which 1e999 becomes. */
export const figureMax = 1e15
export const Figure = v.pipe(v.number(), v.minValue(-figureMax), v.maxValue(figureMax))

/** Money in 分; 10^13 分 is a hundred billion yuan, beyond any scene. */
export const Fen = wholeNumber(0, 1e13)

/** A calendar date in the district's zone, such as 2026-09-30. */
export const CalendarDate = v.pipe(v.string(), v.isoDate(), v.check(isRealDate, 'is not a date of the calendar'))

function isRealDate(value: string): boolean {
  const parsed = new Date(`${value}T00:00:00Z`)
  // Later years leave no room for date arithmetic in four digits.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value) && value < '3000'
}

const conversion: ConversionConfig = {
  errorMode: 'ignore',
  overrideAction: ({ valibotAction, jsonSchema: converted }) =>
    'codePointsMax' in valibotAction ? { ...converted, maxLength: valibotAction.codePointsMax as number } : undefined,
}

/** JSON Schema of a valibot schema, limits in code points as JSON Schema counts them; keys stay camelCase. */
export function jsonSchema(schema: v.GenericSchema) {
  return toJsonSchema(schema, { ...conversion, typeMode: 'input' })
}
