import { Hono } from 'hono'
import * as v from 'valibot'
import { ExposureRow } from '../matching/exposure-view.ts'
import { about, answer, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { exposureReport } from './exposure-report.ts'
import { unmetQuery, UnmetRequest } from './insight-request.ts'
import { unmetRadar } from './unmet-radar.ts'

const Part = v.picklist(['embedding', 'index'])
const Company = v.object({ id: v.string(), name: v.string(), nameEn: v.nullable(v.string()), isExample: v.boolean() })

const ExposureView = v.object({
  scenesCounted: v.number(),
  scenesOpen: v.number(),
  qualifiedScoreMin: v.number(),
  band: v.object({ low: v.number(), high: v.number() }),
  current: v.array(ExposureRow),
  /** From what was shown in the last thirty days. */
  seen: v.nullable(v.array(ExposureRow)),
  nearIdentical: v.array(v.array(Company)),
  degraded: v.array(Part),
  isExample: v.boolean(),
})

const Example = v.object({
  kind: v.picklist(['unmatched', 'thin', 'company_search', 'scene_search']),
  id: v.nullable(v.string()),
  ref: v.nullable(v.string()),
  text: v.string(),
  textEn: v.nullable(v.string()),
  times: v.number(),
  isExample: v.boolean(),
})

const UnmetView = v.object({
  month: v.string(),
  items: v.array(
    v.object({
      size: v.number(),
      times: v.number(),
      examples: v.array(Example),
      nearest: v.nullable(
        v.object({
          company: Company,
          cardName: v.nullable(v.string()),
          score: v.number(),
          isRanked: v.boolean(),
          isQualified: v.boolean(),
          gap: v.array(v.string()),
        }),
      ),
    }),
  ),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
})

export const insightApi = new Hono<Env>()

insightApi.get(
  '/insights/exposure',
  about({
    action: 'insight.read_exposure',
    summary: 'Exposure in the top ten by size, age and place, against the share of those who qualify',
    answers: { 200: ExposureView },
    refusals: ['actor.forbidden'],
  }),
  async (c) => answer(c, await exposureReport(c.get('ports'), c.get('actor'), c.get('district'))),
)

insightApi.get(
  '/insights/unmet',
  about({
    action: 'insight.read_unmet',
    summary: 'What was asked for in a month and nobody supplies, in clusters, with the nearest supply and the gap',
    answers: { 200: UnmetView },
    refusals: ['actor.forbidden', 'request.invalid', 'request.stale_cursor', 'request.bad_cursor'],
  }),
  queryOf(UnmetRequest),
  async (c) => {
    const lang = c.get('lang')
    const query = unmetQuery(c.req.valid('query'))
    const page = await unmetRadar(c.get('ports'), c.get('actor'), c.get('district').timeZone, query)
    const items = page.items.map(({ nearest, ...cluster }) => ({
      ...cluster,
      nearest: nearest === null ? null : { ...nearest, gap: nearest.gap.map((gap) => gap[lang]) },
    }))
    return answer(c, { ...page, items })
  },
)
