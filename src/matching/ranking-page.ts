import { decodeCursor, encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import type { Part } from '../shared/fault.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Source } from '../indexing/source.ts'

/** A page of a ranking, with what was missing when it was made. `version` is the ranking's own, as its cursors hold it. */
export type RankingPage<T> = Page<T> & { degraded: Part[]; weightsVersion: string; version: string }

/**
 * Changes whenever the order could: with the query's own text, with the index, with the weights, and with what the
 * ranking had to do without, which is known only once it is made.
 */
export async function rankingVersion(
  { generation, degraded, weightsVersion }: Pick<Source, 'generation' | 'degraded' | 'weightsVersion'>,
  of: string,
): Promise<string> {
  const bytes = new TextEncoder().encode(`${of} ${await generation} ${weightsVersion} ${[...degraded].toSorted().join(' ')}`)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Where a page begins; a cursor of another version of the ranking is refused as stale. */
export function offsetOf(cursor: string | undefined, version: string): number {
  if (cursor === undefined) return 0
  const [from, offset] = decodeCursor(cursor, 2)
  if (from !== version) unwrap(refuse('request.stale_cursor'))
  return typeof offset === 'number' && offset >= 0 ? offset : unwrap<never>(refuse('request.bad_cursor'))
}

export function pageOfRanking<T>(
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
    source: Pick<Source, 'degraded' | 'weightsVersion'>
  },
): RankingPage<T> {
  const next = offset + limit
  return {
    items,
    total,
    nextCursor: next < total ? encodeCursor([version, next]) : null,
    degraded: [...source.degraded].toSorted(),
    weightsVersion: source.weightsVersion,
    version,
  }
}
