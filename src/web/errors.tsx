import type { ErrorHandler, Hono, NotFoundHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { TrieRouter } from 'hono/router/trie-router'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { RefusedError, refusals } from '../shared/refusal.ts'
import type { Refusal, RefusalCode } from '../shared/refusal.ts'
import { ErrorPage } from './error-page.tsx'
import { problem } from './http.ts'
import type { C, Env } from './http.ts'

/** A refusal as the asker reads it: problem+json, or a page. What nobody foresaw is logged and never shown. */
export const onError: ErrorHandler<Env> = (error, c) => {
  if (error instanceof RefusedError) return refused(c, error.refusal)
  if (error instanceof HTTPException) return refused(c, { code: codeOf(error) })
  const requestId = c.get('requestId')
  c.get('ports').log('error', 'server.fault', { requestId, method: c.req.method, error })
  return refused(c, { code: 'server.fault', requestId })
}

/** 405 where the address is known under another method, otherwise 404. */
export function onNotFound(app: Hono<Env>): NotFoundHandler<Env> {
  const methodsAt = methodIndex(app)
  return (c) => {
    const methods = methodsAt(c.req.path)
    if (methods.length === 0) return refused(c, { code: 'route.not_found' })
    c.header('allow', methods.join(', '))
    return refused(c, { code: 'route.method_not_allowed', allowed: methods })
  }
}

function methodIndex(app: Hono<Env>): (path: string) => string[] {
  const router = new TrieRouter<string>()
  const routes = new Set(app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`))
  for (const route of routes) {
    const [method, path] = route.split(' ') as [string, string]
    router.add('ALL', path, method)
    if (method === 'GET') router.add('ALL', path, 'HEAD')
  }
  return (path) => [...new Set(router.match('ALL', path)[0].map(([method]) => method))].toSorted()
}

function refused(c: C, refusal: Refusal): Response | Promise<Response> {
  if (!wantsPage(c)) return problem(c, refusal)
  if (refusal.code === 'login.required' && c.req.method === 'GET') return c.redirect(loginAddress(c), 303)
  const status = refusals[refusal.code].status as ContentfulStatusCode
  return Promise.resolve(c.html(<ErrorPage c={c} refusal={refusal} />, status))
}

function wantsPage(c: C): boolean {
  return !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html')
}

function loginAddress(c: C): string {
  const { pathname, search } = new URL(c.req.url)
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`
}

/** Hono itself throws only where a body cannot be read. */
function codeOf(error: HTTPException): RefusalCode {
  const codes: Record<number, RefusalCode> = {
    400: 'request.malformed_json',
    413: 'request.too_large',
    415: 'request.media_type',
  }
  return codes[error.status] ?? 'server.fault'
}
