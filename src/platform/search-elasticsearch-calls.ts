import type { Clock, Log } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { FaultNote } from './fault-note.ts'

export type Timeouts = { readMs: number; writeMs: number }

export type Access = { url: string; apiKey: string | undefined; ca: string | undefined; timeouts?: Timeouts }

export type Request = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  querystring?: Record<string, string | boolean>
  body?: object
  /** Lines that are JSON already. */
  bulkBody?: string[]
}

/** One request and its answer; throws only the faults of shared/fault.ts, and TooLargeError. */
export type Calls = {
  /** For what somebody waits for. */
  read<T extends object>(request: Request): Promise<T>
  write<T extends object>(request: Request): Promise<T>
}

/** The index was there, but none of it answered: it may have been dropped at this very moment. */
export class ShardsAwayError extends UnavailableError {}

/** The request had more bytes than the server, or something before it, takes. */
export class TooLargeError extends Error {
  override name = 'TooLargeError'
}

const usualTimeouts: Timeouts = { readMs: 5_000, writeMs: 30_000 }

/** The client is loaded only where it is used: it is large. */
export async function openCalls(
  { url, apiKey, ca, timeouts = usualTimeouts }: Access,
  ports: { log: Log; clock: Clock },
): Promise<Calls> {
  const { Client, HttpConnection } = await import('@elastic/elasticsearch')
  const client = new Client({
    node: url,
    // The only one of the client's connections that workerd can run.
    Connection: HttpConnection,
    maxRetries: 0,
    ...(apiKey !== undefined && { auth: { apiKey } }),
    ...(ca !== undefined && { tls: { ca } }),
  })
  const note = new FaultNote(ports, { wrong: 'index.fault', right: 'index.answers_again' })
  const call = async <T extends object>(request: Request, timeoutMs: number): Promise<T> => {
    const send = () => client.transport.request<T>(request, { requestTimeout: timeoutMs })
    try {
      const answer = await within(timeoutMs, () => send().catch((error: Error) => onceMore(error, send)))
      refuseFailed(answer)
      note.right()
      return answer
    } catch (error) {
      const { fault, level, thrown } = translated(error as Fault)
      if (level !== undefined) note.wrong(level, fault, thrown.message)
      throw thrown
    }
  }
  return {
    read: (request) => call(request, timeouts.readMs),
    write: (request) => call(request, timeouts.writeMs),
  }
}

/** Of several searches in one request each fails by itself; here all fail with the first. */
function refuseFailed({ responses = [] }: { responses?: { status?: number; error?: object }[] }): void {
  const failed = responses.find(({ error }) => error !== undefined)
  if (failed === undefined) return
  throw Object.assign(new Error('a search failed'), { name: 'ResponseError', statusCode: failed.status, body: failed })
}

/** A server may have closed the connection that was kept for this request; a new one tells whether it is there. */
function onceMore<T>(error: Error, send: () => Promise<T>): Promise<T> {
  if (error.name !== 'ConnectionError') throw error
  return send()
}

/** The client's own timeout is one of silence: it waits for ever for an answer that trickles. */
async function within<T>(timeoutMs: number, run: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('late'), { name: 'TimeoutError' })), timeoutMs)
  })
  return Promise.race([run(), late]).finally(() => clearTimeout(timer))
}

/** An error of the client, whose classes are loaded with it. */
type Fault = Error & { statusCode?: number; body?: { error?: { type?: string; reason?: string } | string } }

type Translated = { fault: string; level?: 'warn' | 'error'; thrown: Error }

function translated(error: Fault): Translated {
  if (error.name === 'ResponseError') return refusal(error)
  const [fault, level, message] = unanswered[error.name] ?? (['unknown', 'error', 'the call failed'] as const)
  return { fault, level, thrown: new UnavailableError('index', `Elasticsearch: ${message}: ${error.message}`, { cause: error }) }
}

const unanswered: Record<string, readonly [fault: string, level: 'warn' | 'error', message: string]> = {
  ConnectionError: ['unreachable', 'warn', 'no connection'],
  TimeoutError: ['slow', 'warn', 'no answer in time'],
  DeserializationError: ['broken_answer', 'error', 'the answer is not JSON'],
  ProductNotSupportedError: ['not_elasticsearch', 'error', 'whoever answers there is something else'],
}

function refusal(error: Fault): Translated {
  const status = error.statusCode ?? 0
  const { type = '', reason = error.message } = typeof error.body?.error === 'object' ? error.body.error : {}
  const unavailable = (fault: string, level: 'warn' | 'error', message: string): Translated => ({
    fault,
    level,
    thrown: new UnavailableError('index', `Elasticsearch ${message} (${status}): ${reason}`, { cause: error }),
  })
  if (type === 'index_not_found_exception') return { fault: 'gone', thrown: new SetGoneError(reason) }
  if (status === 413) return { fault: 'too_large', thrown: new TooLargeError(reason) }
  if (type === 'search_phase_execution_exception' && status >= 500)
    return {
      ...unavailable('shards_away', 'warn', 'cannot search the index'),
      thrown: new ShardsAwayError('index', `Elasticsearch: ${reason}`, { cause: error }),
    }
  if (status === 429 || status >= 500) return unavailable('busy', 'warn', 'has no time')
  if (type === 'cluster_block_exception') return unavailable('blocked', 'error', 'lets nobody write to the index')
  if (status === 401 || status === 403) return unavailable('credentials', 'error', 'does not accept our credentials')
  return unavailable('refused', 'error', 'refuses the request')
}
