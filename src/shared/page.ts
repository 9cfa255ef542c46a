import * as v from 'valibot'
import { refuse, unwrap } from './refusal.ts'

export const pageLimitMax = 100
export const pageLimitDefault = 20

/** `?limit=` and `?cursor=` of every list. */
export const pageQuery = {
  limit: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number), v.minValue(1), v.maxValue(pageLimitMax))),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(400))),
}

export type Page<T> = { items: T[]; nextCursor: string | null; total: number }

/** Opaque to callers; the parts are ours to change. */
export function encodeCursor(parts: (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(parts))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '')
}

/** The parts as they were encoded; anything else is refused with request.bad_cursor. */
export function decodeCursor(cursor: string, length: number): (string | number)[] {
  const parts = parsed(cursor)
  const valid =
    Array.isArray(parts) &&
    parts.length === length &&
    parts.every((part) => typeof part === 'string' || Number.isSafeInteger(part))
  if (!valid) unwrap(refuse('request.bad_cursor'))
  return parts as (string | number)[]
}

function parsed(cursor: string): unknown {
  try {
    const binary = atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(binary, (char) => char.codePointAt(0)!)))
  } catch {
    return undefined
  }
}
