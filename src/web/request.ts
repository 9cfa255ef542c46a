import type { Viewing } from '../accounts/actor.ts'
import { decodeCursor, encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import type { C } from './http.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu

export function isUuid(text: string): boolean {
  return uuid.test(text)
}

/** The id of the path; one that could be nobody's answers as an unknown one does. */
export function pathId(c: C, notFound: RefusalCode, name = 'id'): string {
  const id = c.req.param(name) ?? ''
  return uuid.test(id) ? id.toLowerCase() : unwrap<never>(refuse(notFound))
}

/** The id after which a keyset page begins. */
export function afterId(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined
  const [id] = decodeCursor(cursor, 1)
  return typeof id === 'string' && uuid.test(id) ? id : unwrap<never>(refuse('request.bad_cursor'))
}

/** A page of rows that were read one beyond the limit, to know whether more follow. */
export function pageOf<Row extends { id: string }>(rows: readonly Row[], limit: number, total: number): Page<Row> {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null, total }
}

/** The same page as its reader may see it. */
export function pageAs<Row, View>(page: Page<Row>, view: (row: Row) => View): Page<View> {
  return { ...page, items: page.items.map(view) }
}

/** Who looks, when, and in which zone a calendar date ends. */
export function viewing(c: C): Viewing {
  return { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone }
}
