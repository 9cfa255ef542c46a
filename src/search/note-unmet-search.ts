import type { Ports } from '../ports.ts'
import { personalNumberIn } from '../scenes/quality-privacy.ts'
import { normalise } from '../shared/text.ts'
import { dateIn } from '../shared/time.ts'
import type { SearchPage, SearchQuery } from './search.ts'
import { countUnmetSearch } from './unmet-search-store.ts'

/** Nobody needs more to know what was looked for, and more of it could be anything. */
export const unmetCharactersMax = 60

/** Where somebody searches: the district, and its clock. */
export type SearchedIn = { id: string; timeZone: string }

/** Counts a search that found nothing, by its words alone; when it cannot be counted, the search answers all the same. */
export async function noteUnmetSearch(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  { id: districtId, timeZone }: SearchedIn,
  collection: 'scene' | 'company',
  { q, cursor }: Pick<SearchQuery, 'q' | 'cursor'>,
  { total, degraded }: Pick<SearchPage<unknown>, 'total' | 'degraded'>,
): Promise<void> {
  const text = unmetText(q)
  // While the index is down an empty answer says nothing of the market.
  if (total > 0 || cursor !== undefined || degraded.includes('index') || text === undefined) return
  try {
    await countUnmetSearch(db, { districtId, month: dateIn(timeZone, clock()).slice(0, 7), collection, text })
  } catch (error) {
    log('warn', 'search.unmet_not_noted', { error: String(error) })
  }
}

/** The words of a search as they may be kept: trimmed, and none where they name a person's number or address. */
export function unmetText(q: string): string | undefined {
  const text = normalise(q).replaceAll(/\s+/gu, ' ').trim()
  const isPersonal = personalNumberIn(text) !== undefined || /\d[\d\s-]{6,}|@/u.test(text)
  return text === '' || isPersonal ? undefined : [...text].slice(0, unmetCharactersMax).join('').trim()
}
