import { UnavailableError } from '../shared/fault.ts'

/** The clock and the timer of whoever waits. */
export type Time = { now: () => number; wait: (ms: number, signal: AbortSignal) => Promise<void> }

type Role = 'query' | 'document'
type Slot = { since: number }

const minuteMs = 60_000
/** The share of a minute's texts that documents leave to queries: one part in ten. */
const keptForQueries = 10
/** Longer than anybody's patience: a Worker's request that is ended leaves its slot behind. */
const abandonedMs = 300_000

/**
 * Who may ask the endpoint next. Somebody waits for a query, so queries go first, and documents leave them a slot and
 * a part of the minute's texts wherever there is more than one.
 */
export class EmbeddingQueue {
  readonly #concurrency: number
  readonly #perMinute: number
  readonly #time: Time
  readonly #waiting: Record<Role, (() => void)[]> = { query: [], document: [] }
  readonly #running = new Set<Slot>()
  #sent: { at: number; texts: number }[] = []

  constructor(limits: { concurrency: number; perMinute: number | undefined }, time: Time) {
    this.#concurrency = limits.concurrency
    this.#perMinute = limits.perMinute ?? Infinity
    this.#time = time
  }

  /** Texts of this role that any minute has room for. */
  perMinute(role: Role): number {
    if (role === 'query' || this.#perMinute === Infinity) return this.#perMinute
    return this.#perMinute - Math.floor(this.#perMinute / keptForQueries)
  }

  async run<T>(role: Role, texts: number, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    let slot = await this.#slot(role, signal)
    for (let waitMs = this.#takeTexts(role, texts); waitMs > 0; waitMs = this.#takeTexts(role, texts)) {
      this.#leave(slot)
      if (role === 'query') throw new UnavailableError('embedding', 'EMBEDDING_PER_MINUTE is used up for this minute')
      await this.#time.wait(waitMs, signal)
      slot = await this.#slot(role, signal)
    }
    try {
      return await call()
    } finally {
      this.#leave(slot)
    }
  }

  /** Counts them as sent; or how long until there may be room for them, and they are not. */
  #takeTexts(role: Role, texts: number): number {
    const now = this.#time.now()
    this.#sent = this.#sent.filter(({ at }) => at > now - minuteMs)
    const spent = this.#sent.reduce((sum, sent) => sum + sent.texts, 0)
    if (spent > 0 && spent + texts > this.perMinute(role)) return this.#sent[0]!.at + minuteMs - now
    this.#sent.push({ at: now, texts })
    return 0
  }

  async #slot(role: Role, signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted()
    if (this.#hasRoom(role)) return this.#enter()
    return new Promise((resolve, reject) => {
      const line = this.#waiting[role]
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve(this.#enter())
      }
      const leave = () => {
        line.splice(line.indexOf(enter), 1)
        reject(signal.reason as Error)
      }
      signal.addEventListener('abort', leave, { once: true })
      line.push(enter)
    })
  }

  #enter(): Slot {
    const slot = { since: this.#time.now() }
    this.#running.add(slot)
    return slot
  }

  #leave(slot: Slot): void {
    this.#running.delete(slot)
    for (const role of ['query', 'document'] as const) {
      while (this.#waiting[role].length > 0 && this.#hasRoom(role)) this.#waiting[role].shift()!()
    }
  }

  #hasRoom(role: Role): boolean {
    for (const slot of this.#running) if (this.#time.now() - slot.since > abandonedMs) this.#running.delete(slot)
    return this.#running.size < (role === 'query' ? this.#concurrency : Math.max(1, this.#concurrency - 1))
  }
}
