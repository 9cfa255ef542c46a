import type { MiddlewareHandler } from 'hono'
import type { Env } from './http.ts'

/** Runs after every change that succeeded; a relay that fails is logged and tried again after the next change. */
export const relayAfterChange: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || c.res.status >= 400) return
  const { relay, log } = c.get('ports')
  await relay().catch((error: unknown) => log('error', 'relay.failed', { requestId: c.get('requestId'), error }))
}
