import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { drain, leaseMs } from '../../src/indexing/relay.ts'
import { buildLeaseMs, reindex } from '../../src/indexing/reindex.ts'
import type { ReindexOptions } from '../../src/indexing/reindex.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { cachedEmbedding } from '../../src/platform/embed-cached.ts'
import { endpointEmbedding } from '../../src/platform/embed-openai.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { EmbedPort, Ports } from '../../src/ports.ts'
import { embeddingServer, listOf, vectorOf } from '../contract/embedding-server.ts'
import type { EmbeddingServer } from '../contract/embedding-server.ts'
import { perform, pointOf } from './operations.ts'
import type { Operation, OperationName } from './operations.ts'
import { expectSettled, readHeld } from './service-checks.ts'
import type { Held, Kept } from './service-checks.ts'
import { indicesOf, readiedFor, serviceWorld } from './service-world.ts'
import type { ServiceWorld } from './service-world.ts'
import { httpWire, postgresWire } from './wires.ts'
import type { Call, Watch } from './wires.ts'

/**
 * How the n-th call fails: it never arrives, or it is done and nobody hears of it; each once, or from then on with every
 * further call to the same server.
 */
const failures = ['it never arrives', 'its answer is lost', 'its server stays away'] as const
type Failure = (typeof failures)[number]

/** Counts the calls of a process and lets the n-th fail. */
class Sweep {
  failed: Call | undefined
  #failure: Failure | undefined
  #n = 0
  #calls = 0

  arm(failure: Failure, n: number): void {
    ;[this.#failure, this.#n, this.#calls, this.failed] = [failure, n, 0, undefined]
  }

  disarm(): void {
    this.#failure = undefined
  }

  readonly watch: Watch = (call, moment) => {
    if (this.#failure === undefined) return 'pass'
    if (moment === 'after') return this.#failure === 'its answer is lost' && this.failed === call ? 'break' : 'pass'
    this.#calls += 1
    if (this.#calls === this.#n) this.failed = call
    if (this.#failure === 'it never arrives') return this.failed === call ? 'break' : 'pass'
    return this.#failure === 'its server stays away' && this.failed?.to === call.to ? 'break' : 'pass'
  }
}

/** A process of the product, all of whose calls go over wires that can break. */
type Process = { ports: Ports; embedding: (model: string) => EmbedPort; sweep: Sweep; close: () => Promise<void> }

let endpoint: EmbeddingServer

beforeAll(async () => {
  endpoint = await embeddingServer(dimensions)
  endpoint.misbehave(({ model, input }) => listOf(input.map((text) => vectorOf(`${model} ${text}`, dimensions))))
})
afterAll(() => endpoint.close())

const dimensions = 8
const models = ['first-model', 'second-model'] as const

/** Waits for nothing, and asks once more where somebody would wait for long. */
function embeddingAt(url: string, model: string): EmbedPort {
  const options = { url, apiKey: undefined, model, dimensions, queryPrefix: '', documentPrefix: '', inputType: false }
  const time = { now: Date.now, wait: async () => {} }
  const patience = { query: { totalMs: 5_000, retriesMax: 1 }, document: { totalMs: 5_000, retriesMax: 1 } }
  return endpointEmbedding({ ...options, batch: 4, concurrency: 1, perMinute: undefined }, { time, patience })
}

async function startProcess({ databaseUrl, elasticsearchUrl, prefix, ports: { clock, ids } }: ServiceWorld): Promise<Process> {
  const sweep = new Sweep()
  const wires = [
    await postgresWire(databaseUrl, sweep.watch),
    await httpWire(elasticsearchUrl, 'index', sweep.watch),
    await httpWire(endpoint.url, 'embedding', sweep.watch),
  ] as const
  const log = () => {}
  const { db, close } = await openPg({ url: wires[0].url })
  const search = await openElasticsearch({ url: wires[1].url, apiKey: undefined, ca: undefined, prefix }, { clock, ids, log })
  const embedding = (model: string) => cachedEmbedding(embeddingAt(wires[2].url, model), { db, clock, log })
  const ports = { db, search, embed: embedding(models[0]), clock, ids, log } as Partial<Ports> as Ports
  return {
    ports,
    embedding,
    sweep,
    close: async () => {
      await close()
      for (const wire of wires) await wire.close()
    },
  }
}

async function withProcess(run: (world: ServiceWorld, process: Process) => Promise<void>): Promise<void> {
  const world = await serviceWorld(embeddingAt(endpoint.url, models[0]))
  const process = await startProcess(world)
  await run(world, process)
  await process.close()
  await world.close()
}

/** Which call of the process fails, and how. */
type Round = { world: ServiceWorld; process: Process; failure: Failure; n: number }

/** Lets the first call fail, then the second, until there is none left that could; answers how many there were. */
async function sweepThrough(round: Omit<Round, 'n'>, run: (round: Round) => Promise<void>): Promise<number> {
  for (let n = 1; ; n += 1) {
    await run({ ...round, n })
    if (round.process.sweep.failed === undefined) return n - 1
  }
}

/** What failed, for whoever reads that something went wrong. */
function nameOf({ failure, n, process: { sweep } }: Round): string {
  return `call ${n}, ${sweep.failed?.to} ${sweep.failed?.what.slice(0, 80)}: ${failure}`
}

const statusAfter: Record<OperationName, string> = {
  'publish a scene': 'published',
  'edit a scene': 'published',
  'withdraw a scene': 'draft',
  'edit a card': 'listed',
  'hide a card': 'hidden',
  'show a card': 'listed',
  'suspend an organisation': 'suspended',
  'resume an organisation': 'verified',
}

const actionOf: Record<OperationName, string> = {
  'publish a scene': 'scene.publish',
  'edit a scene': 'scene.amend',
  'withdraw a scene': 'scene.withdraw',
  'edit a card': 'card.edit',
  'hide a card': 'card.hide',
  'show a card': 'card.show',
  'suspend an organisation': 'organisation.suspend',
  'resume an organisation': 'organisation.resume',
}

const swept = [
  'publish a scene',
  'edit a scene',
  'edit a card',
  'withdraw a scene',
  'hide a card',
  'suspend an organisation',
] as const

describe.skipIf(inject('elasticsearchUrl') === undefined)('whichever call to the outside fails', () => {
  test.for(swept)('to %s does it wholly or not at all, and says so', { timeout: 300_000 }, (name) =>
    withProcess(async (world, process) => {
      for (const failure of failures) {
        const calls = await sweepThrough({ world, process, failure }, (round) => changeOnce(round, name))
        console.log(`${name}: ${calls} calls, ${failure}`)
        expect(calls).toBeGreaterThan(12)
      }
    }),
  )

  const walks = [
    ['reindex', ['it never arrives', 'its answer is lost']],
    ['re-embed', ['its answer is lost', 'its server stays away']],
  ] as const

  test.for(walks)('to %s leaves the old index or the new one', { timeout: 300_000 }, ([name, ways]) =>
    withProcess(async (world, process) => {
      for (const failure of ways) {
        const calls = await sweepThrough({ world, process, failure }, (round) => reindexOnce(round, name))
        console.log(`${name}: ${calls} calls, ${failure}`)
        expect(calls).toBeGreaterThan(25)
        expect(await indicesOf(world), failure).toHaveLength(3)
      }
    }),
  )
})

async function changeOnce(round: Round, name: OperationName): Promise<void> {
  const { world, process, failure, n } = round
  const { ports, sweep } = process
  const operation = await readiedFor(world, name, `swept${n}x`)
  const before = await readHeld(world)
  await ports.db.deleteFrom('embedding').execute()
  sweep.arm(failure, n)
  const written = await perform(ports, operation).catch(() => undefined)
  // What fails beside a request, nobody hears of.
  await drain(ports).catch(() => {})
  sweep.disarm()
  const said = nameOf(round)
  const between = await readHeld(world)
  world.ports.clock.advance(2 * leaseMs)
  await drain(ports)
  const after = await expectSettled(world, said)
  expectOldOrNew(between, [before, after], said)
  const isLost = failure === 'its answer is lost' && sweep.failed !== undefined && pointOf(sweep.failed) === 'commit'
  expect(after.rows, said).toEqual(written !== undefined || isLost ? rowsAfter(before, operation) : before.rows)
  if (written !== undefined) expect(after.rows[written.id]?.version, said).toBe(written.version)
}

/** Document by document, and none that stands before and after is away between. */
function expectOldOrNew(between: Held, ends: readonly [Held, Held], said: string): void {
  const names = new Set([between, ...ends].flatMap(({ documents }) => [...documents.keys()]))
  for (const name of names) {
    const [old, renewed] = ends.map(({ documents }) => writingOf(documents.get(name)))
    expect([old, renewed], said).toContainEqual(writingOf(between.documents.get(name)))
  }
}

function writingOf(kept: Kept | undefined): object {
  return kept === undefined ? {} : { version: kept.version, values: kept.values }
}

/** The one row changed, by one version and one event; no other. */
function rowsAfter({ rows }: Held, { name, id }: Operation): Held['rows'] {
  const { version, actions } = rows[id]!
  return { ...rows, [id]: { status: statusAfter[name], version: version + 1, actions: [...actions, actionOf[name]] } }
}

/** Vectors of the other model are asked for, or of the same one. */
async function reindexOnce(round: Round, name: 'reindex' | 're-embed'): Promise<void> {
  const { world, process, failure, n } = round
  const { ports, sweep } = process
  const { serving: old } = await ports.search.sets()
  const model = (name === 'reindex') === (old!.space.model === models[0]) ? models[0] : models[1]
  const again = { ...ports, embed: process.embedding(model) }
  await ports.db.deleteFrom('embedding').execute()
  sweep.arm(failure, n)
  const result = await reindex(again, { missing: 'wait', ...givingUp() }).catch(() => undefined)
  sweep.disarm()
  const said = nameOf(round)
  const { serving } = await ports.search.sets()
  await expectSettled(world, said)
  if (result === 'served') expect(serving, said).toMatchObject({ space: { model } })
  if (serving!.name === old!.name) expect(result, said).toBeUndefined()
  if (result === 'served') return
  world.ports.clock.advance(2 * buildLeaseMs)
  expect(await reindex(again, { missing: 'wait' }), said).toBe('served')
  await expectSettled(world, `${said}, taken up`)
  expect(await ports.search.sets(), said).toMatchObject({ serving: { space: { model } }, building: undefined })
}

/** Whoever waits waits for nothing, three times; then the process is told to stop. */
function givingUp(): Pick<ReindexOptions, 'signal' | 'wait'> {
  const stopping = new AbortController()
  let waits = 0
  const wait = async () => {
    waits += 1
    if (waits > 3) stopping.abort(new Error('the process stops'))
    stopping.signal.throwIfAborted()
  }
  return { signal: stopping.signal, wait }
}
