import { Hono } from 'hono'
import { about, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { ExposurePage } from './exposure-page.tsx'
import { exposureReport } from './exposure-report.ts'
import { unmetQuery, UnmetRequest } from './insight-request.ts'
import { UnmetPageView } from './unmet-page.tsx'
import { unmetRadar } from './unmet-radar.ts'

/** For the office: whom rankings show, and what nobody supplies. */
export const insightPages = new Hono<Env>()

insightPages.get('/insights/exposure', about({ action: 'insight.read_exposure', summary: 'Fair exposure' }), async (c) =>
  c.html(<ExposurePage c={c} report={await exposureReport(c.get('ports'), c.get('actor'), c.get('district'))} />),
)

insightPages.get(
  '/insights/unmet',
  about({ action: 'insight.read_unmet', summary: 'Unmet demand' }),
  queryOf(UnmetRequest),
  async (c) => {
    const query = unmetQuery(c.req.valid('query'))
    const page = await unmetRadar(c.get('ports'), c.get('actor'), c.get('district').timeZone, query)
    return c.html(<UnmetPageView c={c} page={page} />)
  },
)
