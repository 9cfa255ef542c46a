import * as v from 'valibot'
import { fenPerWan, fromWan } from '../shared/money.ts'
import { codePointLength } from '../shared/schema.ts'
import type { Field, Fields } from '../shared/schema.ts'
import { cachedShape } from './form-shape.ts'
import type { Columns, Shape } from './form-shape.ts'
import type { Lang } from './language.ts'
import { errorWords, fill, inLang } from './messages.ts'

/** What was typed, by the names of the inputs: `title`, `kpis.0.name`, one entry a box ticked. */
export type Typed = Map<string, string[]>

/** One thing wrong, at an input of the form. */
export type FormError = { name: string; text: string }

export type Read<P> = { patch: P; errors: FormError[]; typed: Typed }

/** Reads a form as a change of the whole content: what was left empty is cleared. */
export function formToContent<P>(fields: Fields, patchSchema: v.GenericSchema<unknown, P>, data: FormData, lang: Lang): Read<P> {
  const typed = compacted(fields, typedIn(data))
  const entries = Object.entries(fields).map(([name, field]) => [name, valueIn(typed, name, cachedShape(field.schema)) ?? null])
  const raw = Object.fromEntries(entries)
  const result = v.safeParse(patchSchema, raw)
  const errors = result.success ? [] : errorsOf(fields, result.issues, lang)
  return { patch: (result.success ? result.output : raw) as P, errors, typed }
}

/** The content as somebody would have typed it. */
export function contentToForm(fields: Fields, content: object): Typed {
  const typed: Typed = new Map()
  for (const [name, value] of Object.entries(content)) {
    const field = fields[name]
    if (field !== undefined && value !== undefined) writeValue(typed, name, cachedShape(field.schema), value)
  }
  return typed
}

export function first(typed: Typed, name: string): string {
  return typed.get(name)?.[0] ?? ''
}

/** How many rows of a list hold anything. */
export function rowCount(typed: Typed, name: string): number {
  return rowIndices(typed, name).length
}

function typedIn(data: FormData): Typed {
  const typed: Typed = new Map()
  for (const [name, value] of data.entries()) {
    if (typeof value === 'string') typed.set(name, [...(typed.get(name) ?? []), value.replaceAll('\r\n', '\n')])
  }
  return typed
}

/** Rows left wholly blank are taken out, so that the place of a row is its place in the content. */
function compacted(fields: Fields, typed: Typed): Typed {
  const result: Typed = new Map(typed)
  for (const [name, field] of Object.entries(fields)) {
    const shape = cachedShape(field.schema)
    if (shape.kind !== 'rows') continue
    const rows = rowIndices(typed, name).map((row) =>
      Object.keys(shape.columns).map((column) => [column, typed.get(`${name}.${row}.${column}`) ?? []] as const),
    )
    for (const key of typed.keys()) if (key.startsWith(`${name}.`)) result.delete(key)
    for (const [index, cells] of rows.entries())
      for (const [column, values] of cells) result.set(`${name}.${index}.${column}`, values)
  }
  return result
}

function rowIndices(typed: Typed, name: string): number[] {
  const rows = new Set<number>()
  for (const [key, values] of typed) {
    const [field, row] = key.split('.')
    if (field === name && /^\d{1,3}$/u.test(row ?? '') && values.some((value) => value.trim() !== '')) rows.add(Number(row))
  }
  return [...rows].toSorted((a, b) => a - b)
}

function valueIn(typed: Typed, name: string, shape: Shape): unknown {
  switch (shape.kind) {
    case 'choices':
      return nonEmpty(typed.get(name)?.filter((value) => value !== '') ?? [])
    case 'lines':
      return nonEmpty(
        first(typed, name)
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      )
    case 'rows':
      return nonEmpty(rowIndices(typed, name).map((row) => groupIn(typed, `${name}.${row}`, shape.columns) ?? {}))
    case 'group':
      return groupIn(typed, name, shape.columns)
    default:
      return scalarIn(first(typed, name).trim(), shape)
  }
}

function groupIn(typed: Typed, name: string, columns: Columns): Record<string, unknown> | undefined {
  const entries = Object.entries(columns).map(([column, shape]) => [column, valueIn(typed, `${name}.${column}`, shape)] as const)
  const given = entries.filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

function scalarIn(text: string, shape: Shape): unknown {
  if (text === '') return undefined
  if (shape.kind === 'number') return numberIn(text)
  if (shape.kind === 'money') return fromWan(numberIn(text))
  if (shape.kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** Only plain decimals: Number() would also take 0x10 and 1e9. */
function numberIn(text: string): number {
  const plain = text.replaceAll(/[,，\s]/gu, '')
  return /^[-+]?(?:\d+\.?\d*|\.\d+)$/u.test(plain) ? Number(plain) : Number.NaN
}

function nonEmpty<T>(values: T[]): T[] | undefined {
  return values.length === 0 ? undefined : values
}

function writeValue(typed: Typed, name: string, shape: Shape, value: unknown): void {
  if (shape.kind === 'choices') typed.set(name, (value as string[]).map(String))
  else if (shape.kind === 'lines') typed.set(name, [(value as string[]).map((line) => line.replaceAll('\n', ' ')).join('\n')])
  else if (shape.kind === 'rows')
    for (const [row, cells] of (value as object[]).entries()) writeGroup(typed, `${name}.${row}`, shape.columns, cells)
  else if (shape.kind === 'group') writeGroup(typed, name, shape.columns, value as object)
  else typed.set(name, [shape.kind === 'money' ? wanOf(value as number) : String(value)])
}

function writeGroup(typed: Typed, name: string, columns: Columns, values: object): void {
  for (const [column, value] of Object.entries(values)) {
    const shape = columns[column]
    if (shape !== undefined && value !== undefined) writeValue(typed, `${name}.${column}`, shape, value)
  }
}

/** To the last 分, without the trailing zeros. */
function wanOf(fen: number): string {
  return (fen / fenPerWan).toFixed(6).replace(/\.?0+$/u, '')
}

function errorsOf(fields: Fields, issues: readonly v.GenericIssue[], lang: Lang): FormError[] {
  return issues.map((issue) => {
    const path = (v.getDotPath(issue) ?? '').split('.')
    return { name: inputName(fields, path), text: errorText(fields, path, issue, lang) }
  })
}

/** A line of a textarea has no input of its own. */
function inputName(fields: Fields, path: string[]): string {
  const field = fields[path[0] ?? '']
  const kind = field === undefined ? undefined : cachedShape(field.schema).kind
  return kind === 'rows' || kind === 'group' ? path.join('.') : (path[0] ?? '')
}

function errorText(fields: Fields, path: string[], issue: v.GenericIssue, lang: Lang): string {
  const t = inLang(errorWords, lang)
  const label = labelAt(fields[path[0] ?? ''], path, lang)
  const shape = shapeAt(fields, path)
  return `${label}${lang === 'zh' ? '：' : ': '}${reasonOf(issue, shape, t)}`
}

function reasonOf(issue: v.GenericIssue, shape: Shape | undefined, t: Record<keyof typeof errorWords, string>): string {
  if (issue.input === undefined) return t.missing
  if (shape?.kind === 'text' && typeof issue.input === 'string') return textReason(issue.input, shape.max, t)
  if (shape?.kind === 'date') return t.notADate
  if (shape?.kind === 'choice' || shape?.kind === 'choices') {
    return issue.type === 'max_length' && 'max' in shape ? fill(t.tooManyChoices, { max: shape.max }) : t.notAChoice
  }
  if (issue.type === 'max_length')
    return fill(t.tooMany, { count: (issue.input as unknown[]).length, max: String(issue.requirement) })
  if (issue.type === 'max_value' || issue.type === 'min_value') return rangeReason(shape, t)
  return issue.type === 'integer' ? t.notWhole : t.notANumber
}

function textReason(input: string, max: number, t: Record<keyof typeof errorWords, string>): string {
  const count = codePointLength(input.trim())
  if (count > max) return fill(t.tooLong, { count, max })
  return count === 0 ? t.missing : t.notText
}

function rangeReason(shape: Shape | undefined, t: Record<keyof typeof errorWords, string>): string {
  if (shape?.kind === 'number') return fill(t.outOfRange, { min: shape.min ?? '−∞', max: shape.max ?? '∞' })
  return t.moneyRange
}

function shapeAt(fields: Fields, path: string[]): Shape | undefined {
  const field = fields[path[0] ?? '']
  if (field === undefined) return undefined
  const shape = cachedShape(field.schema)
  if (shape.kind === 'rows') return shape.columns[path[2] ?? ''] ?? shape
  if (shape.kind === 'group') return shape.columns[path[1] ?? ''] ?? shape
  return shape.kind === 'lines' && path.length > 1 ? { kind: 'text', max: shape.each } : shape
}

function labelAt(field: Field | undefined, path: string[], lang: Lang): string {
  const row = path.find((part) => /^\d+$/u.test(part))
  const name = field?.[lang] ?? path[0] ?? ''
  return row === undefined ? name : `${name} ${Number(row) + 1}`
}
