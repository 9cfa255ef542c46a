import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import type { UnmetQuery } from './unmet-radar.ts'

/** Of the radar, by API and page alike. */
export const UnmetRequest = v.strictObject({
  ...pageQuery,
  month: v.optional(v.pipe(v.string(), v.regex(/^20\d{2}-(?:0[1-9]|1[0-2])$/u, 'must be a month such as 2026-11'))),
  lang: v.optional(v.picklist(['zh', 'en'])),
})

export function unmetQuery({ month, limit, cursor }: v.InferOutput<typeof UnmetRequest>): UnmetQuery {
  return { month, limit: limit ?? pageLimitDefault, cursor }
}
