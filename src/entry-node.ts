import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { createAuth } from './accounts/auth.ts'
import { offerFounding } from './accounts/found-office.ts'
import { createApp } from './app.ts'
import { ensureDistrict } from './db/district.ts'
import { migrate, NewerDatabaseError } from './db/migrate.ts'
import { ensureIndex } from './indexing/ensure-index.ts'
import { startRelay } from './indexing/relay-loop.ts'
import { Matcher } from './matching/matcher.ts'
import { Meanings } from './matching/meaning.ts'
import { keptSecret } from './platform/auth-secret.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { Circuit, partsDown, withSearchCircuit } from './platform/circuit.ts'
import { openEmbed } from './platform/open-embedding.ts'
import { staticEmbedding } from './platform/embed-static.ts'
import { FolderLockedError } from './platform/folder-lock.ts'
import { uuidIds } from './platform/ids.ts'
import { jsonLog } from './platform/log.ts'
import { openDatabase } from './platform/open-database.ts'
import { openSearch } from './platform/open-search.ts'
import { loadScanKernel } from './platform/load-scan-kernel.ts'
import { createEmbeddedSearch } from './platform/search-embedded.ts'
import { chatRerank } from './platform/rerank-chat.ts'
import { loadWordTable } from './platform/static-embedding/load.ts'
import { PlanQueue } from './planning/plan-queue.ts'
import type { Ports } from './ports.ts'
import { tick } from './tick.ts'
import { heldDemoAccounts } from './seeding/held-demo-accounts.ts'
import { loadExampleData } from './seeding/load-example-data.ts'

const tickEveryMs = 30_000
const shutdownMs = 5_000
/** An endpoint that hangs must not keep an answer any longer; the relay goes on. */
const relayWaitMs = 2_000

const clock = () => new Date()
const log = jsonLog(clock, (line) => console.log(line))

try {
  await start(readConfig(process.env))
} catch (error) {
  // What the person who starts it can put right is said plainly; anything else keeps its stack.
  const plain = [ConfigError, FolderLockedError, NewerDatabaseError].some((known) => error instanceof known)
  console.error(plain ? (error as Error).message : error)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  if (config.unused.length > 0) log('warn', 'config.unused', { names: config.unused })
  // An index kept in the process follows that process's own changes alone.
  if (config.databaseUrl !== undefined && config.elasticsearch === undefined) log('warn', 'config.single_process')
  const { ports, foundingPath, close } = await openPorts(config)
  const app = createApp(ports, { baseUrl: config.baseUrl, ...(config.district !== undefined && { district: config.district }) })
  const server = serve({ fetch: app.fetch, port: config.port }, ({ port }) =>
    greet(ports, config.baseUrl.replace(/:0$/u, `:${port}`), foundingPath),
  )
  server.once('error', (error: NodeJS.ErrnoException) => {
    console.error(error.code === 'EADDRINUSE' ? `PORT ${config.port} is in use by another program` : error)
    void close().finally(() => process.exit(1))
  })
  const ticking = setInterval(() => void tickOnce(ports), tickEveryMs)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      clearInterval(ticking)
      void stop(server, close)
    })
  }
}

type Opened = { ports: Ports; foundingPath: string | undefined; close: () => Promise<void> }

async function openPorts(config: Config): Promise<Opened> {
  const { db, close } = await phase('database', () => openDatabase(config, log))
  await phase('migrations', () => migrate(db))
  const table = await phase('word table', () => loadWordTable())
  const kernel = await loadScanKernel()
  const { embed, circuits } = await phase('embedding', () => openEmbed(config, { db, clock, log }, staticEmbedding(table)))
  const auth = createAuth({ db, secret: config.authSecret ?? keptSecret(config.dataDir), baseUrl: config.baseUrl, log })
  const ids = uuidIds(clock)
  if (config.demo) await phase('example data', () => loadExampleData({ db, auth, ids }, { now: clock() }))
  const district = await ensureDistrict(db, ids(), config.district)
  const demoAccounts = config.demo ? await heldDemoAccounts(db, district.id) : []
  const foundingPath = await offerFounding({ db, ids, clock }, district.id)
  const indexCircuit = new Circuit('index', { clock, log })
  const planner = new PlanQueue(log)
  const ports: Ports = {
    db,
    embed,
    ...(config.embedding !== undefined && { meanings: new Meanings(embed) }),
    ...(config.chat !== undefined && { rerank: chatRerank(config.chat, { clock, log }) }),
    auth,
    clock,
    ids,
    log,
    search:
      config.elasticsearch === undefined
        ? createEmbeddedSearch(kernel)
        : withSearchCircuit(await openSearch(config.elasticsearch, { clock, ids, log }), indexCircuit),
    standIn: () => createEmbeddedSearch(kernel),
    down: () => partsDown([indexCircuit, ...circuits]),
    matcher: new Matcher(table),
    planner,
    relay: async () => {},
    demoAccounts,
  }
  const stopRelay = await startIndex(ports, config)
  return {
    ports,
    foundingPath,
    close: async () => {
      await atMost(shutdownMs, planner.close())
      await stopRelay()
      await close()
    },
  }
}

/** Sees to it that the index is there and follows every change; answers how to end that. */
async function startIndex(ports: Ports, { elasticsearch }: Config): Promise<() => Promise<void>> {
  const home = elasticsearch === undefined ? 'process' : 'server'
  const stopping = new AbortController()
  const { settled } = await phase('index', () => ensureIndex(ports, home, { signal: stopping.signal }))
  const relay = startRelay(ports)
  // What somebody changed they find at once, where finding it is a matter of milliseconds.
  ports.relay = home === 'process' ? () => atMost(relayWaitMs, relay.drain()) : async () => relay.nudge()
  return async () => {
    stopping.abort(new Error('the process stops'))
    await atMost(shutdownMs, Promise.all([relay.stop(), settled]))
  }
}

/** Comes back when that is done, or after this time. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  let timeout: NodeJS.Timeout | undefined
  await Promise.race([work, new Promise((resolve) => (timeout = setTimeout(resolve, ms)))])
  clearTimeout(timeout)
}

async function phase<T>(name: string, run: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await run()
  log('info', 'start', { phase: name, durationMs: Math.round(performance.now() - startedAt) })
  return result
}

function greet(ports: Ports, baseUrl: string, foundingPath: string | undefined): void {
  console.log(`对接 Duijie: ${baseUrl}`)
  for (const account of ports.demoAccounts ?? [])
    console.log(`  ${account.email}  ${account.password}  ${account.zh} ${account.en}`)
  if (foundingPath === undefined) return
  console.log('本区尚无场景专班，请用此一次性链接登记（7 天内有效，下次启动时更换）：')
  console.log('There is no district scene office yet; register it by this link, good once and for seven days:')
  console.log(`  ${baseUrl}${foundingPath}`)
}

async function tickOnce(ports: Ports): Promise<void> {
  await tick(ports, ports.clock()).catch((error: unknown) => ports.log('error', 'tick.failed', { error }))
}

/** Lets the requests at hand finish, but not for ever. */
async function stop(server: ServerType, close: () => Promise<void>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  await atMost(shutdownMs, closed)
  await close()
  process.exit(0)
}
