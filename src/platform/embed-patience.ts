import { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import { UnavailableError } from '../shared/fault.ts'
import { WrongVectorsError } from './embed-answer.ts'
import type { Time } from './embed-queue.ts'

/**
 * How long one attempt may take, to begin with and for each text, for how long attempts are made, and how often it is
 * asked for again after a fault that passes.
 */
export type Patience = { attemptMs?: number; perTextMs?: number; totalMs: number; retriesMax: number }

/** The endpoint, or a proxy before it, does not take so many texts at once. */
export class TooManyTextsError extends UnavailableError {
  override name = 'TooManyTextsError'
}

/** Too large, and what proxies say when the answer took the endpoint too long. */
const tooManyTexts = [413, 504, 524]

const backoffMs = 500
const backoffMaxMs = 8_000

/** Asks again after what passes, when the endpoint says so and else ever later, until the patience is used up. */
export async function patiently<T>(
  of: string,
  texts: number,
  { totalMs, retriesMax, attemptMs = totalMs, perTextMs = 0 }: Patience,
  time: Time,
  signal: AbortSignal,
  ask: (signal: AbortSignal, timeoutMs: number) => Promise<T>,
): Promise<T> {
  const until = time.now() + totalMs
  const timeoutMs = attemptMs + perTextMs * texts
  for (let attempt = 0; ; attempt += 1) {
    // The client's own limit begins anew with the body of an answer.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    try {
      return await ask(limit, timeoutMs)
    } catch (error) {
      if (limit.aborted || isTimeout(error)) throw unavailable(`${of} did not answer within ${timeoutMs} ms`, error)
      if (texts > 1 && tooManyTexts.includes(statusOf(error) ?? 0))
        throw new TooManyTextsError('embedding', `${of} ${wordsFor(error)}`, { cause: error })
      const waitMs = retryAfter(error, time.now()) ?? backoff(attempt)
      if (attempt >= retriesMax || time.now() + waitMs >= until || !passes(error))
        throw error instanceof UnavailableError ? error : unavailable(`${of} ${wordsFor(error)}`, error)
      await time.wait(waitMs, signal)
    }
  }
}

/** Whether asking again may help: not of a wrong key, of a wrong request, or of vectors that are none. */
function passes(error: unknown): boolean {
  if (error instanceof WrongVectorsError) return false
  const status = statusOf(error)
  return status === undefined || status === 408 || status === 409 || status === 429 || status >= 500
}

/** The wait that a 429 or 503 asks for, in milliseconds; a date or a number of seconds. */
function retryAfter(error: unknown, now: number): number | undefined {
  const headers = error instanceof APIError ? error.headers : undefined
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN)
  if (exact >= 0) return exact
  const header = headers?.get('retry-after')
  if (header === null || header === undefined) return undefined
  const ms = /^[\d.]+$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

/** With a random part, so that many who failed together do not come back together. */
function backoff(attempt: number): number {
  return Math.min(backoffMs * 2 ** attempt, backoffMaxMs) * (0.75 + Math.random() / 4)
}

function unavailable(message: string, cause: unknown): UnavailableError {
  return new UnavailableError('embedding', message, { cause })
}

/** Whatever went wrong, in words that say what to do about it. */
function wordsFor(error: unknown): string {
  const status = statusOf(error)
  if (status === 401 || status === 403) return `does not take the key (${status}): is EMBEDDING_API_KEY right?`
  if (status === 404) return 'is not to be found (404): are EMBEDDING_URL and EMBEDDING_MODEL right?'
  if (status === 429) return 'has had too many requests (429)'
  if (status !== undefined) return `answered with a fault: ${(error as Error).message}`
  if (error instanceof SyntaxError) return 'sent an answer that is not JSON, or only a part of one'
  return `could not be reached, or broke off its answer: ${causeOf(error)}`
}

function statusOf(error: unknown): number | undefined {
  return error instanceof APIError ? (error.status as number | undefined) : undefined
}

function isTimeout(error: unknown): boolean {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) return true
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
}

/** The innermost cause: the layers above it say no more than that fetching failed. */
function causeOf(error: unknown): string {
  const isWrapped = error instanceof Error && error.cause instanceof Error
  return isWrapped ? causeOf(error.cause) : String((error as { code?: unknown } | undefined)?.code ?? error)
}

export const realTime: Time = {
  now: Date.now,
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted()
      const done = () => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      const timer = setTimeout(done, ms)
      const stop = () => {
        clearTimeout(timer)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', stop, { once: true })
    }),
}
