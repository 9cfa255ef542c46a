import type { MiddlewareHandler } from 'hono'
import { actorId } from '../accounts/actor.ts'
import { claimKey, findKey, keepAnswer, releaseKey } from '../db/idempotency.ts'
import type { KeyedRequest } from '../db/idempotency.ts'
import { RefusedError } from '../shared/refusal.ts'
import { sha256 } from './digest.ts'
import type { C, Env } from './http.ts'

export const idempotencyKeyLengthMax = 255
export const idempotencyHoursKept = 24
/** A request that has run this long died with its process. */
export const abandonedAfterMs = 600_000

/** Idempotency-Key as Stripe defines it: a POST sent again answers what it answered the first time, and does nothing. */
export const idempotency: MiddlewareHandler<Env> = async (c, next) => {
  const key = c.req.method === 'POST' ? c.req.header('idempotency-key') : undefined
  if (key === undefined) return next()
  const { db, clock } = c.get('ports')
  const request = await keyedRequest(c, key, clock())
  if (!(await claimKey(db, request, limitsAt(request.createdAt)))) return replay(c, request)
  await next()
  if (isKept(c)) await keepAnswer(db, request, c.res.status, await envelope(c.res))
  else await releaseKey(db, request)
  return undefined
}

async function keyedRequest(c: C, key: string, createdAt: Date): Promise<KeyedRequest> {
  if (key === '' || key.length > idempotencyKeyLengthMax) {
    const message = `must have 1 to ${idempotencyKeyLengthMax} characters`
    throw new RefusedError({ code: 'request.invalid', errors: [{ field: 'Idempotency-Key', message }] })
  }
  const actor = c.get('actor')
  const { pathname, search } = new URL(c.req.url)
  const head = JSON.stringify([actor.orgId, pathname, search, c.req.header('content-type') ?? ''])
  // As bytes, which whoever reads on can have as text or JSON; of text, a file's would not come back.
  const whole = new Blob([`${head}\n`, await c.req.arrayBuffer()])
  const requestHash = await sha256(new Uint8Array(await whole.arrayBuffer()))
  return { actorId: actorId(actor), key, requestHash, createdAt }
}

function limitsAt(now: Date) {
  return {
    expiredBefore: new Date(now.getTime() - idempotencyHoursKept * 3_600_000),
    abandonedBefore: new Date(now.getTime() - abandonedAfterMs),
  }
}

async function replay(c: C, request: KeyedRequest): Promise<Response> {
  const first = await findKey(c.get('ports').db, request.actorId, request.key)
  if (first !== undefined && first.requestHash !== request.requestHash)
    throw new RefusedError({ code: 'request.idempotency_reused' })
  if (first === undefined || first.status === null) throw new RefusedError({ code: 'request.idempotency_running' })
  const { headers, text } = JSON.parse(first.body!) as Envelope
  return new Response(text, { status: first.status, headers: { ...headers, 'idempotent-replayed': 'true' } })
}

/**
 * Kept is what the request did or was refused on its merits. Sent again freely: what failed before anything ran, what broke,
 * and what carries a cookie or another secret, which must not lie in the database.
 */
function isKept(c: C): boolean {
  const early = c.error instanceof RefusedError && /^(?:request|login|key)\./u.test(c.error.refusal.code)
  const secret = c.res.headers.has('set-cookie') || c.res.headers.get('cache-control') === 'no-store'
  return c.res.status < 500 && !early && !secret
}

type Envelope = { headers: Record<string, string>; text: string }

const keptHeaders = ['content-type', 'etag', 'location']

async function envelope(response: Response): Promise<string> {
  const headers = Object.fromEntries([...response.headers].filter(([name]) => keptHeaders.includes(name)))
  return JSON.stringify({ headers, text: await response.clone().text() } satisfies Envelope)
}
