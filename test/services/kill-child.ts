import { writeSync } from 'node:fs'
import { openPg } from '../../src/platform/db-pg.ts'
import { cachedEmbedding } from '../../src/platform/embed-cached.ts'
import { uuidIds } from '../../src/platform/ids.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { Ports } from '../../src/ports.ts'
import { perform, plainEmbedding, pointOf, reindexAll, relayAll } from './operations.ts'
import type { Operation, Point } from './operations.ts'
import { httpWire, postgresWire } from './wires.ts'
import type { Moment, Watch } from './wires.ts'

/** Where the process ends itself, or falls asleep until it is woken: at the `pass`-th time that it comes by. */
export type End = { point: Point; moment: Moment; pass: number; signal: 'SIGKILL' | 'SIGSTOP' }

export type Job = {
  databaseUrl: string
  elasticsearchUrl: string
  prefix: string
  model: string
  now: string
  /** Undefined: a reindex. */
  operation: Operation | undefined
  end: End | undefined
}

/** A process that writes for somebody and follows its own change, until it is killed. */
const job = JSON.parse(process.argv[2]!) as Job
let passes = 0

const watch: Watch = (call, moment) => {
  if (moment !== job.end?.moment || pointOf(call) !== job.end.point) return 'pass'
  passes += 1
  if (passes === job.end.pass) process.kill(process.pid, job.end.signal)
  return 'pass'
}

const [postgres, index] = await Promise.all([
  postgresWire(job.databaseUrl, watch),
  httpWire(job.elasticsearchUrl, 'index', watch),
])
const clock = () => new Date(job.now)
const [log, ids] = [() => {}, uuidIds(clock)]
const { db } = await openPg({ url: postgres.url })
const search = await openElasticsearch(
  { url: index.url, apiKey: undefined, ca: undefined, prefix: job.prefix },
  { clock, ids, log },
)
const model = plainEmbedding(job.model, async (texts) => {
  const call = { to: 'embedding', what: texts.join('\n') } as const
  await watch(call, 'before')
  await watch(call, 'after')
})
const embed = cachedEmbedding(model, { db, clock, log })
const ports = { db, search, embed, clock, ids, log } as Partial<Ports> as Ports

if (job.operation === undefined) await reindexAll(ports)
else {
  const written = await perform(ports, job.operation)
  // At once and not when the event loop comes to it: from here on the client has been told.
  writeSync(1, `${JSON.stringify(written)}\n`)
  await relayAll(ports)
}
process.exit(0)
