import { AsyncLocalStorage } from 'node:async_hooks'
import type { PostgresPool } from 'kysely'

/** Cloudflare's: work that may outlive the answer. */
export type WaitUntil = (work: Promise<unknown>) => void

type Scope = { pool: PostgresPool; later: Promise<unknown>[] }

/** A Worker's connections end with the request that opened them, so each request has a pool of its own. */
export class RequestScope {
  readonly #open: () => PostgresPool
  readonly #scopes = new AsyncLocalStorage<Scope>()

  constructor(open: () => PostgresPool) {
    this.#open = open
  }

  /**
   * Runs one request; its connections are closed when all that it left for later is done too. It goes on when whoever
   * asked hangs up, because others may wait for what it began.
   */
  run<T>(waitUntil: WaitUntil, request: () => Promise<T>): Promise<T> {
    const scope: Scope = { pool: this.#open(), later: [] }
    const running = this.#scopes.run(scope, request)
    scope.later.push(running)
    waitUntil(finish(scope))
    return running
  }

  /** Goes on after the answer. */
  later(work: Promise<unknown>): void {
    this.#current().later.push(work)
  }

  /** The pool of whichever request asks. */
  readonly pool: PostgresPool = {
    options: {},
    connect: () => this.#current().pool.connect(),
    end: async () => {},
  }

  #current(): Scope {
    const scope = this.#scopes.getStore()
    if (scope === undefined) throw new Error('There is no database outside a request')
    return scope
  }
}

async function finish({ pool, later }: Scope): Promise<void> {
  // Work left for later may leave more.
  for (let done = 0; done < later.length; done += 1) await later[done]!.catch(() => undefined)
  await pool.end()
}
