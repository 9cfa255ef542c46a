import * as v from 'valibot'
import { RefusedError } from './refusal.ts'
import { snakeKey } from './wire.ts'

/** The value as the schema wants it, or request.invalid with one error a field. */
export function validated<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value)
  if (!result.success) throw new RefusedError({ code: 'request.invalid', errors: fieldErrors(result.issues) })
  return result.output
}

export type FieldError = { field: string; message: string }

/** One error an issue; fields are named as on the wire. */
export function fieldErrors(issues: readonly v.GenericIssue[]): FieldError[] {
  return issues.map((issue) => ({
    field: (v.getDotPath(issue) ?? '').split('.').map(wireName).join('.'),
    message: issue.expected === 'never' ? 'is not a field' : issue.message,
  }))
}

/** A key that was not snake_case is named as it came. */
function wireName(key: string): string {
  return key.startsWith('?') ? key.slice(1) : snakeKey(key)
}
