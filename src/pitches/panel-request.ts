import * as v from 'valibot'
import { decodeCursor, encodeCursor, pageLimitDefault } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { line } from '../shared/schema.ts'

export const recusalCharactersMax = 300

export const Recusal = v.strictObject({ reason: line(recusalCharactersMax) })
export const Appointment = v.strictObject({ personId: line(60), isChair: v.optional(v.boolean(), false) })

/** A page of a list that is read whole, such as the pitches of one scene in the order of their letters. */
export function pagedBy<T>(
  all: readonly T[],
  { limit = pageLimitDefault, cursor }: { limit?: number | undefined; cursor?: string | undefined },
): Page<T> {
  const from = cursor === undefined ? 0 : placeOf(cursor)
  const nextCursor = all.length > from + limit ? encodeCursor([from + limit]) : null
  return { items: all.slice(from, from + limit), nextCursor, total: all.length }
}

function placeOf(cursor: string): number {
  const [place] = decodeCursor(cursor, 1)
  return typeof place === 'number' && place >= 0 ? place : unwrap<never>(refuse('request.bad_cursor'))
}
