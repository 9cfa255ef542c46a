import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import type { Env } from './http.ts'

/** Gives the request an id, which the answer and every line of the log carry. */
export const requestLog: MiddlewareHandler<Env> = async (c, next) => {
  const { ids, log } = c.get('ports')
  const startedAt = performance.now()
  const requestId = ids()
  c.set('requestId', requestId)
  await next()
  c.header('x-request-id', requestId)
  const durationMs = Math.round(performance.now() - startedAt)
  // The pattern and not the path, because an invitation's path is a secret.
  log('info', 'request', { requestId, method: c.req.method, route: routePath(c), status: c.res.status, durationMs })
}
