import type { MiddlewareHandler } from 'hono'
import { RefusedError } from '../shared/refusal.ts'
import type { Env } from './http.ts'

export const bodyBytesMax = 1_048_576

/** Reads the body once, up to the limit, whatever its length was said to be. */
export const limitedBody: MiddlewareHandler<Env> = async (c, next) => {
  const { raw } = c.req
  if (Number(c.req.header('content-length') ?? 0) > bodyBytesMax)
    throw new RefusedError({ code: 'request.too_large', limit: bodyBytesMax })
  if (raw.body !== null && raw.method !== 'GET' && raw.method !== 'HEAD') {
    const body = await readLimited(raw.body)
    c.req.raw = new Request(raw.url, { method: raw.method, headers: raw.headers, body })
  }
  return next()
}

async function readLimited(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > bodyBytesMax) throw new RefusedError({ code: 'request.too_large', limit: bodyBytesMax })
    chunks.push(chunk)
  }
  return joined(chunks, length)
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.length
  }
  return whole
}
