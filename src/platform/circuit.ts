import type { Clock, EmbedPort, Log, SearchPort } from '../ports.ts'
import { UnavailableError } from '../shared/fault.ts'
import type { Part } from '../shared/fault.ts'

const failuresMax = 5
/** With the time that a trial may take, well below the ten seconds in which a part that is back must be found. */
const trialEveryMs = 4_000

/** A part that failed five times in a row is left alone, and tried by one call every few seconds. */
export class Circuit {
  readonly part: Part
  readonly #clock: Clock
  readonly #log: Log
  #failures = 0
  /** When the next call may try; undefined while the circuit is closed. */
  #trialAt: number | undefined
  #last = ''

  constructor(part: Part, { clock, log }: { clock: Clock; log: Log }) {
    this.part = part
    this.#clock = clock
    this.#log = log
  }

  get isOpen(): boolean {
    return this.#trialAt !== undefined
  }

  /** Only a part that is unavailable has failed; whatever else it throws, it did answer. */
  async run<T>(call: () => Promise<T>, limitMs?: number): Promise<T> {
    const now = this.#clock().getTime()
    if (this.#trialAt !== undefined) {
      if (now < this.#trialAt) throw new UnavailableError(this.part, `left alone until it answers again: ${this.#last}`)
      this.#trialAt = now + trialEveryMs
    }
    try {
      const result = await (limitMs === undefined ? call() : within(limitMs, this.part, call))
      this.#succeeded()
      return result
    } catch (error) {
      if (error instanceof UnavailableError) this.#failed(error)
      else this.#succeeded()
      throw error
    }
  }

  #succeeded(): void {
    this.#failures = 0
    if (this.#trialAt === undefined) return
    this.#trialAt = undefined
    this.#log('info', 'circuit.closed', { part: this.part })
  }

  #failed({ message }: Error): void {
    this.#failures += 1
    this.#last = message
    if (this.#trialAt !== undefined || this.#failures < failuresMax) return
    this.#trialAt = this.#clock().getTime() + trialEveryMs
    this.#log('warn', 'circuit.opened', { part: this.part, error: message })
  }
}

/** The parts behind these that are left alone at present. */
export function partsDown(circuits: readonly Circuit[]): Part[] {
  return [...new Set(circuits.filter(({ isOpen }) => isOpen).map(({ part }) => part))]
}

async function within<T>(limitMs: number, part: Part, call: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new UnavailableError(part, `no answer within ${limitMs} ms`)), limitMs)
  })
  try {
    return await Promise.race([call(), late])
  } finally {
    clearTimeout(timer)
  }
}

/** Longer than a reader should wait for any one of an answer's parts. */
const readMs = 3_000

/** What readers wait for. Who fills the index has its own patience, and is not to be stopped by readers who had none. */
export function withSearchCircuit(search: SearchPort, circuit: Circuit, limitMs = readMs): SearchPort {
  const read = <T>(call: () => Promise<T>): Promise<T> => circuit.run(call, limitMs)
  return {
    sets: (reader) => (reader === undefined ? search.sets() : read(() => search.sets(reader))),
    begin: (space) => search.begin(space),
    serve: (set) => search.serve(set),
    put: (set, documents) => search.put(set, documents),
    remove: (set, removals) => search.remove(set, removals),
    versions: (set, collection, after, limit) => search.versions(set, collection, after, limit),
    recall: (query) => read(() => search.recall(query)),
    recallMany: (queries) => read(() => search.recallMany(queries)),
    find: (query) => read(() => search.find(query)),
    generation: () => read(() => search.generation()),
  }
}

/** Queries and documents each have a circuit: an endpoint too slow for a reader may be quick enough for the relay. */
export type EmbedCircuits = { query: Circuit; document: Circuit }

/** `open` makes the circuits of another model at the same endpoint. */
export function withEmbedCircuits(
  embed: EmbedPort,
  circuits: EmbedCircuits,
  open: () => EmbedCircuits,
  limitMs = readMs,
): EmbedPort {
  const others = new WeakMap<EmbedPort, EmbedPort>()
  const wrapped: EmbedPort = {
    model: embed.model,
    dimensions: embed.dimensions,
    version: embed.version,
    embed: (texts, role, keep) =>
      circuits[role].run(() => embed.embed(texts, role, keep), role === 'query' ? limitMs : undefined),
    inSpace(space) {
      const other = embed.inSpace(space)
      if (other === undefined || other === embed) return other && wrapped
      const known = others.get(other) ?? withEmbedCircuits(other, open(), open, limitMs)
      others.set(other, known)
      return known
    },
  }
  return wrapped
}
