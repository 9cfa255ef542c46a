import { serve } from '@hono/node-server'
import type { ServerType } from '@hono/node-server'
import { createAuth } from './accounts/auth.ts'
import { offerFounding } from './accounts/found-office.ts'
import { createApp } from './app.ts'
import { ensureDistrict } from './db/district.ts'
import { migrate } from './db/migrate.ts'
import { indexChanges, indexEverything } from './matching/index-changes.ts'
import { Matcher } from './matching/matcher.ts'
import { keptSecret } from './platform/auth-secret.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { openPglite } from './platform/db-pglite.ts'
import { openEmbedding } from './platform/embed-openai.ts'
import { staticEmbedding } from './platform/embed-static.ts'
import { FolderLockedError } from './platform/folder-lock.ts'
import { uuidIds } from './platform/ids.ts'
import { jsonLog } from './platform/log.ts'
import { createEmbeddedSearch } from './platform/search-embedded.ts'
import { loadWordTable } from './platform/static-embedding/load.ts'
import type { Ports } from './ports.ts'
import { tick } from './tick.ts'
import { heldDemoAccounts, loadExampleData } from './seeding/load-example-data.ts'

const tickEveryMs = 30_000
const shutdownMs = 5_000

const clock = () => new Date()
const log = jsonLog(clock, (line) => console.log(line))

try {
  await start(readConfig(process.env))
} catch (error) {
  // What the person who starts it can put right is said plainly; anything else keeps its stack.
  console.error(error instanceof ConfigError || error instanceof FolderLockedError ? error.message : error)
  process.exit(1)
}

async function start(config: Config): Promise<void> {
  if (config.unused.length > 0) log('warn', 'config.unused', { names: config.unused })
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
  const { db, close } = await phase('database', () => openPglite(config.dataDir))
  await phase('migrations', () => migrate(db))
  const table = await phase('word table', () => loadWordTable())
  const embed = config.embedding === undefined ? staticEmbedding(table) : await openEmbedding(config.embedding)
  const auth = createAuth({ db, secret: config.authSecret ?? keptSecret(config.dataDir), baseUrl: config.baseUrl, log })
  const ids = uuidIds(clock)
  if (config.demo) await phase('example data', () => loadExampleData({ db, auth, ids }, { now: clock() }))
  const district = await ensureDistrict(db, ids(), config.district)
  const demoAccounts = config.demo ? await heldDemoAccounts(db, district.id) : []
  const foundingPath = await offerFounding({ db, ids, clock }, district.id)
  const ports: Ports = {
    db,
    embed,
    auth,
    clock,
    ids,
    log,
    search: createEmbeddedSearch(),
    matcher: new Matcher(table),
    relay: async () => void (await indexChanges(ports)),
    demoAccounts,
  }
  await phase('index', () => indexEverything(ports))
  return { ports, foundingPath, close }
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
  await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, shutdownMs))])
  await close()
  process.exit(0)
}
