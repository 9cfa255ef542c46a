import type { Clock, Ids, IndexSet, IndexSets, Log, QueryVector, SearchPort } from '../ports.ts'
import { DocumentsRefusedError, SetGoneError, UnavailableError } from '../shared/fault.ts'
import { FaultNote } from './fault-note.ts'
import { openCalls, ShardsAwayError } from './search-elasticsearch-calls.ts'
import type { Timeouts } from './search-elasticsearch-calls.ts'
import { find, generation, recall, recallMany, versions } from './search-elasticsearch-read.ts'
import { beginSet, findSets, serveSet, usable } from './search-elasticsearch-sets.ts'
import type { SetKeeping } from './search-elasticsearch-sets.ts'
import { putDocuments, removeDocuments } from './search-elasticsearch-write.ts'
import { sortedOut, valuesFor } from './search-vector.ts'

export type ElasticsearchOptions = {
  /** May carry user and password. */
  url: string
  apiKey: string | undefined
  /** The certificate of the authority that the server's own was signed by, as PEM. */
  ca: string | undefined
  /** What the names of all indices and aliases begin with. */
  prefix: string
  timeouts?: Timeouts
}

export type ElasticsearchPorts = {
  clock: Clock
  ids: Ids
  log: Log
  /** Shows at once what was written: for tests, since it costs the server dear. */
  refresh?: boolean
}

/** Readers may be told of the sets what was true so long ago. */
const readerMs = 5_000

/** A cluster as the index. Nothing is asked of it before the first call, so that it may be away while the app starts. */
export async function openElasticsearch(options: ElasticsearchOptions, ports: ElasticsearchPorts): Promise<SearchPort> {
  const { clock, ids, log, refresh = false } = ports
  const cluster: SetKeeping = {
    calls: await openCalls(options, ports),
    prefix: options.prefix,
    refresh,
    places: new Map(),
    log,
    note: new FaultNote(ports, { wrong: 'index.sets_fault', right: 'index.sets_right' }),
    newName: () => setName(clock(), ids()),
  }
  const known = new KnownSets(clock, () => findSets(cluster))
  return {
    sets: (reader) => known.sets(reader),
    begin: (space) => beginSet(cluster, space),
    async serve(set) {
      await serveSet(cluster, usable(set))
      known.forget()
    },
    async put(set, documents) {
      const { good, refused } = sortedOut(usable(set), documents)
      for (const [id, reason] of await putDocuments(cluster, set, good)) refused.set(id, reason)
      if (refused.size > 0) throw new DocumentsRefusedError(refused)
    },
    remove: async (set, removals) => removeDocuments(cluster, usable(set), removals),
    versions: async (set, collection, after, limit) => versions(cluster, set, { collection, after, limit }),
    recall: (query) => known.asked((set) => recall(cluster, set, query)),
    recallMany: (queries) => known.asked((set) => recallMany(cluster, set, queries)),
    find: (query) => known.asked((set, values) => find(cluster, set, query, values), query.vector),
    generation: () => known.asked((set) => generation(cluster, set)),
  }
}

/** Names sort by the time they were made at; the end of the id tells apart those of the same millisecond. */
function setName(now: Date, id: string): string {
  return `${now
    .toISOString()
    .replaceAll(/[-:.Z]/gu, '')
    .toLowerCase()}-${id.slice(-8)}`
}

const noValues = new Float32Array(0)

/** The sets as they were a moment ago, so that not every search asks for them first. */
class KnownSets {
  readonly #clock: Clock
  readonly #find: () => Promise<IndexSets>
  #kept: { sets: IndexSets; at: number } | undefined

  constructor(clock: Clock, findThem: () => Promise<IndexSets>) {
    this.#clock = clock
    this.#find = findThem
  }

  async sets(reader?: 'reader'): Promise<IndexSets> {
    const now = this.#clock().getTime()
    if (reader === 'reader' && this.#kept !== undefined && now - this.#kept.at < readerMs) return this.#kept.sets
    const sets = await this.#find()
    // Who waits for the first set is not to wait longer than it takes.
    this.#kept = sets.serving === undefined ? undefined : { sets, at: now }
    return sets
  }

  forget(): void {
    this.#kept = undefined
  }

  /** Asks the set that serves; should it have been dropped meanwhile, the one that took its place. */
  async asked<T>(ask: (set: IndexSet, values: Float32Array) => Promise<T>, vector?: QueryVector): Promise<T> {
    const attempt = async (set: IndexSet) => ask(set, vector === undefined ? noValues : valuesFor(set, vector))
    const set = await this.#serving()
    try {
      return await attempt(set)
    } catch (error) {
      if (!(error instanceof SetGoneError) && !(error instanceof ShardsAwayError)) throw error
      this.forget()
      const other = await this.#serving()
      if (other.name === set.name) throw error
      return attempt(other)
    }
  }

  async #serving(): Promise<IndexSet> {
    const { serving } = await this.sets('reader')
    if (serving === undefined) throw new UnavailableError('index', 'the index is not filled yet')
    return serving
  }
}
