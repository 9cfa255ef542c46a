import type { Ports } from '../ports.ts'
import { decodeCursor, encodeCursor } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { weights } from './weights.ts'

/** A page of a ranking, with what was missing when it was made. */
export type RankingPage<T> = Page<T> & { degraded: string[]; weightsVersion: string }

/** Changes whenever the order could: with the query's own text, with the index, with the weights. */
export async function rankingVersion(ports: Pick<Ports, 'search'>, of: string | number): Promise<string> {
  const bytes = new TextEncoder().encode(`${of} ${await ports.search.generation()} ${weights.version}`)
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
  { offset, limit, total, version }: { offset: number; limit: number; total: number; version: string },
): RankingPage<T> {
  const next = offset + limit
  return {
    items,
    total,
    nextCursor: next < total ? encodeCursor([version, next]) : null,
    degraded: [],
    weightsVersion: weights.version,
  }
}
