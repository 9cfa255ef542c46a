import { decodeCursor, encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import type { Part } from '../shared/fault.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Source } from '../indexing/source.ts'

/** A page from the index, with what was missing when it was made. `version` is the list's own, as its cursors hold it. */
export type IndexPage<T> = Page<T> & { degraded: Part[]; version: string }

export type RankingPage<T> = IndexPage<T> & { weightsVersion: string }

/**
 * Changes whenever the order could: with the query's own text, which for a ranking names its weights, with the index,
 * and with what the list had to do without, which is known only once it is made.
 */
export async function listVersion(
  { generation, degraded }: Pick<Source, 'generation' | 'degraded'>,
  of: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(`${of} ${await generation} ${[...degraded].toSorted().join(' ')}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Where a page begins; a cursor of another version of the list is refused as stale. */
export function offsetOf(cursor: string | undefined, version: string): number {
  if (cursor === undefined) return 0
  const [from, offset] = decodeCursor(cursor, 2)
  if (from !== version) unwrap(refuse('request.stale_cursor'))
  return typeof offset === 'number' && offset >= 0 ? offset : unwrap<never>(refuse('request.bad_cursor'))
}

export function pageOfIndex<T>(
  items: T[],
  {
    offset,
    limit,
    total,
    version,
    source,
  }: {
    offset: number
    limit: number
    total: number
    version: string
    source: Pick<Source, 'degraded'>
  },
): IndexPage<T> {
  const next = offset + limit
  return {
    items,
    total,
    nextCursor: next < total ? encodeCursor([version, next]) : null,
    degraded: [...source.degraded].toSorted(),
    version,
  }
}
