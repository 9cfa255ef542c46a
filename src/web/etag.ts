import type { MiddlewareHandler } from 'hono'
import { sha256 } from './digest.ts'
import type { Env } from './http.ts'

/**
 * Gives every successful read an ETag and answers 304 to who has it already.
 * A row's version alone would not do: what is shown also depends on the reader, the language and the time.
 */
export const conditionalGet: MiddlewareHandler<Env> = async (c, next) => {
  await next()
  if ((c.req.method !== 'GET' && c.req.method !== 'HEAD') || c.res.status !== 200) return
  const digest = (await sha256(new Uint8Array(await c.res.clone().arrayBuffer()))).slice(0, 20)
  const version = /^"(\d+)"$/u.exec(c.res.headers.get('etag') ?? '')?.[1]
  const etag = version === undefined ? `"${digest}"` : `"${version}.${digest}"`
  c.header('etag', etag)
  if (!holds(c.req.header('if-none-match'), etag)) return
  const headers = new Headers(c.res.headers)
  for (const name of ['content-type', 'content-length']) headers.delete(name)
  c.res = new Response(null, { status: 304, headers })
}

function holds(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  const known = header.split(',').map((tag) => tag.trim().replace(/^W\//u, ''))
  return known.includes('*') || known.includes(etag)
}
