import { Hono } from 'hono'
import { accountApi } from './accounts/account-api.ts'
import { accountPages } from './accounts/account-pages.tsx'
import { companyApi } from './companies/company-api.ts'
import { companyPages } from './companies/company-pages.tsx'
import { learningApi } from './learning/learning-api.ts'
import { learningPages } from './learning/learning-pages.tsx'
import { weightsInForce } from './learning/weights-request.ts'
import { insightApi } from './insights/insight-api.ts'
import { insightPages } from './insights/insight-pages.tsx'
import { matchApi } from './matching/match-api.ts'
import { relatedApi } from './matching/related-api.ts'
import { relayApi } from './indexing/relay-api.ts'
import { relayPages } from './indexing/relay-pages.tsx'
import { searchApi } from './search/search-api.ts'
import { matchPages } from './matching/match-pages.tsx'
import { calendarApi } from './papers/calendar-api.ts'
import { calendarPages } from './papers/calendar-pages.tsx'
import { printPages } from './papers/print-pages.tsx'
import { sheetApi } from './papers/sheet-api.ts'
import { sheetPages } from './papers/sheet-pages.tsx'
import type { Ports } from './ports.ts'
import { planApi } from './plans/plan-api.ts'
import { boardPages } from './boards/board-pages.tsx'
import { sessionApi } from './sessions/session-api.ts'
import { sessionPages } from './sessions/session-pages.tsx'
import { pitchApi } from './pitches/pitch-api.ts'
import { pitchPages } from './pitches/pitch-pages.tsx'
import { evaluationApi } from './pitches/evaluation-api.ts'
import { evaluationPages } from './pitches/evaluation-pages.tsx'
import { panelApi } from './pitches/panel-api.ts'
import { panelPages } from './pitches/panel-pages.tsx'
import { questionApi } from './pitches/question-api.ts'
import { questionPages } from './pitches/question-pages.tsx'
import { scorePages } from './pitches/score-pages.tsx'
import { sceneApi } from './scenes/scene-api.ts'
import { scenePages } from './scenes/scene-pages.tsx'
import { assets } from './web/assets.ts'
import { asker, language, withPorts } from './web/context.ts'
import { csrf } from './web/csrf.ts'
import { onError, onNotFound } from './web/errors.tsx'
import { conditionalGet } from './web/etag.ts'
import type { Env } from './web/http.ts'
import { idempotency } from './web/idempotency.ts'
import { limitedBody } from './web/limited-body.ts'
import { relayAfterChange } from './web/relay.ts'
import { requestLog } from './web/request-log.ts'
import { privateCache, securityHeaders } from './web/security.ts'
import { homePages } from './web/home-pages.tsx'
import { health, servicePages } from './web/service-pages.tsx'

export type AppOptions = {
  baseUrl: string
  /** The code of the district whose pages these are; the first one when it is not said. */
  district?: string
}

/** The only composition: every middleware in order, then every mount. */
export function createApp(ports: Ports, { baseUrl, district }: AppOptions): Hono<Env> {
  const app = new Hono<Env>()
  app.use(withPorts(ports), requestLog, securityHeaders(baseUrl), privateCache)
  app.route('/', health)
  app.route('/', assets)
  app.use(language, limitedBody, asker(district), csrf(baseUrl))
  app.use('/api/*', conditionalGet)
  app.use(relayAfterChange, weightsInForce)
  app.use('/api/v1/*', idempotency)

  app.route('/api/v1', accountApi)
  app.route('/api/v1', sceneApi)
  app.route('/api/v1', companyApi)
  app.route('/api/v1', matchApi)
  app.route('/api/v1', relatedApi)
  app.route('/api/v1', searchApi)
  app.route('/api/v1', relayApi)
  app.route('/api/v1', insightApi)
  app.route('/api/v1', pitchApi)
  app.route('/api/v1', questionApi)
  app.route('/api/v1', evaluationApi)
  app.route('/api/v1', panelApi)
  app.route('/api/v1', learningApi)
  app.route('/api/v1', planApi)
  app.route('/api/v1', sessionApi)
  app.route('/api/v1', sheetApi)
  app.route('/api/v1', calendarApi)
  app.route('/', accountPages)
  app.route('/', scenePages)
  app.route('/', companyPages)
  app.route('/', matchPages)
  app.route('/', relayPages)
  app.route('/', insightPages)
  app.route('/', pitchPages)
  app.route('/', questionPages)
  app.route('/', evaluationPages)
  app.route('/', scorePages)
  app.route('/', panelPages)
  app.route('/', learningPages)
  app.route('/', sessionPages)
  app.route('/', boardPages)
  app.route('/', printPages)
  app.route('/', sheetPages)
  app.route('/', calendarPages)
  app.route('/', homePages)
  app.route('/', servicePages(app, baseUrl))

  app.notFound(onNotFound(app))
  app.onError(onError)
  return app
}
