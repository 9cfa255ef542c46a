import * as v from 'valibot'
import { decodeCursor, encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { line } from '../shared/schema.ts'
import type { C } from '../web/http.ts'

/** A reason that the other side reads. */
export const Reason = v.strictObject({ reason: line(400) })

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu

/** The id of the path; one that could be nobody's answers as an unknown one does. */
export function pathId(c: C, notFound: RefusalCode): string {
  const id = c.req.param('id') ?? ''
  return uuid.test(id) ? id : unwrap<never>(refuse(notFound))
}

/** Who looks, and when. */
export function viewing(c: C) {
  const ports = c.get('ports')
  return { ports, actor: c.get('actor'), now: ports.clock(), zone: c.get('district').timeZone }
}

/** The id after which a keyset page begins. */
export function afterId(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [id] = decodeCursor(cursor, 1)
  return typeof id === 'string' && uuid.test(id) ? id : unwrap<never>(refuse('request.bad_cursor'))
}

/** A page of rows that were read one beyond the limit, to know whether more follow. */
export function pageOf<Row extends { id: string }, View>(
  rows: Row[],
  limit: number,
  total: number,
  view: (row: Row) => View,
): Page<View> {
  const items = rows.slice(0, limit)
  const nextCursor = rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null
  return { items: items.map(view), nextCursor, total }
}
