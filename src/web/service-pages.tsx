import { Hono } from 'hono'
import { answers } from '../db/answers.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { about } from './http.ts'
import type { Env } from './http.ts'
import { openApi } from './openapi.ts'
import { ProblemPage, ProblemsPage } from './problem-pages.tsx'
import { ReferencePage } from './reference-page.tsx'
import packageJson from '../../package.json' with { type: 'json' }

/** Whether this process can answer at all; asked before anybody is known. */
export const health = new Hono<Env>().get(
  '/healthz',
  about({ action: 'public.read', summary: 'Whether the service is up' }),
  async (c) => {
    const { db, down } = c.get('ports')
    await answers(db)
    return c.json({ status: 'ok', version: packageJson.version, degraded: down?.() ?? [] })
  },
)

/** The service describing itself, from the routes as they are mounted. */
export function servicePages(app: Hono<Env>, baseUrl: string): Hono<Env> {
  const pages = new Hono<Env>()
  let made: ReturnType<typeof openApi> | undefined
  const description = () => (made ??= openApi(app, baseUrl, packageJson.version, '/api/'))
  pages.get('/openapi.json', about({ action: 'public.read', summary: 'This interface as OpenAPI 3.1' }), (c) =>
    c.json(description()),
  )
  pages.get('/reference', about({ action: 'public.read', summary: 'This interface to read' }), (c) =>
    c.html(<ReferencePage c={c} description={description()} />),
  )
  pages.get('/problems', about({ action: 'public.read', summary: 'Every refusal' }), (c) => c.html(<ProblemsPage c={c} />))
  pages.get('/problems/:code', about({ action: 'public.read', summary: 'What a refusal means' }), (c) => {
    const code = c.req.param('code')
    if (!Object.hasOwn(refusals, code)) unwrap(refuse('route.not_found'))
    return c.html(<ProblemPage c={c} code={code as RefusalCode} />)
  })
  return pages
}
