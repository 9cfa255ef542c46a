import { createAuth } from './accounts/auth.ts'
import { createApp } from './app.ts'
import { findDistrict } from './db/district.ts'
import { missingMigrations } from './db/migrate.ts'
import { Matcher } from './matching/matcher.ts'
import { Meanings } from './matching/meaning.ts'
import { drain } from './indexing/relay.ts'
import { ConfigError, readConfig } from './platform/config.ts'
import type { Config } from './platform/config.ts'
import { Circuit, partsDown, withSearchCircuit } from './platform/circuit.ts'
import { overPool } from './platform/db-pg.ts'
import { openHyperdrivePool } from './platform/db-hyperdrive.ts'
import { absentEmbedding } from './platform/embed-absent.ts'
import { staticEmbedding } from './platform/embed-static.ts'
import { uuidIds } from './platform/ids.ts'
import { jsonLog } from './platform/log.ts'
import { openEmbed } from './platform/open-embedding.ts'
import { RequestScope } from './platform/request-scope.ts'
import type { WaitUntil } from './platform/request-scope.ts'
import { openElasticsearch } from './platform/search-elasticsearch.ts'
import { createEmbeddedSearch } from './platform/search-embedded.ts'
import { chatRerank } from './platform/rerank-chat.ts'
import { loadWordTableAsset, wordTableWithoutWords } from './platform/static-embedding/load-worker.ts'
import type { AssetFiles } from './platform/static-embedding/load-worker.ts'
import type { EmbedPort, Ports } from './ports.ts'
import { heldDemoAccounts } from './seeding/held-demo-accounts.ts'
import type { WordTable } from './shared/word-table.ts'
import { tick } from './tick.ts'
import { notReady } from './web/not-ready.ts'

/** The bindings of wrangler.toml; every other name is a variable or a secret, as `npm start` knows them. */
type Environment = { HYPERDRIVE?: { connectionString: string }; ASSETS?: AssetFiles; [name: string]: unknown }

type ExecutionContext = { waitUntil: WaitUntil }

type Isolate = { config: Config; scope: RequestScope; site?: Promise<Site> }
type Site = { app: ReturnType<typeof createApp>; ports: Ports }

/** An isolate's 128 MB also hold the word table. */
const kept = { supplies: 300, demands: 24, rankings: 100 }

/** Cloudflare ends what an answer left for later after half a minute. */
const relayMs = 20_000

const clock = () => new Date()
const log = jsonLog(clock, (line) => console.log(line))

/** Made by an isolate's first request, and kept: only connections belong to the request that opened them. */
let isolate: Isolate | undefined

export default {
  async fetch(request: Request, environment: Environment, context: ExecutionContext): Promise<Response> {
    try {
      return await withSite(environment, context, ({ app }) => app.fetch(request))
    } catch (error) {
      log('error', 'worker.not_ready', error instanceof ConfigError ? { problems: error.message.split('\n') } : { error })
      return notReady(request)
    }
  },

  async scheduled(_event: unknown, environment: Environment, context: ExecutionContext): Promise<void> {
    try {
      await withSite(environment, context, ({ ports }) => tick(ports, clock()))
    } catch (error) {
      log('error', 'tick.failed', { error })
      throw error
    }
  },
}

async function withSite<T>(environment: Environment, context: ExecutionContext, run: (site: Site) => T | Promise<T>): Promise<T> {
  const here = (isolate ??= prepare(environment))
  return here.scope.run(
    (work) => context.waitUntil(work),
    async () => run(await siteOf(here, environment)),
  )
}

function prepare(environment: Environment): Isolate {
  const config = configOf(environment)
  if (config.unused.length > 0) log('warn', 'config.unused', { names: config.unused })
  return { config, scope: new RequestScope(() => openHyperdrivePool(config.databaseUrl!, log)) }
}

/** As `npm start` reads it; everything that a Worker lacks or cannot use is named at once. */
function configOf(environment: Environment): Config {
  const problems = problemsOf(environment)
  const texts = Object.entries(environment).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  try {
    const config = readConfig({ ...Object.fromEntries(texts), DATABASE_URL: environment.HYPERDRIVE?.connectionString })
    if (problems.length === 0) return config
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    problems.push(error.message)
  }
  throw new ConfigError(problems)
}

/** A Worker keeps nothing of its own: no database, no index, no secret made at the first start. */
function problemsOf(environment: Environment): string[] {
  const isSet = (name: string) => (environment[name] ?? '') !== ''
  return [
    ...(isSet('HYPERDRIVE') ? [] : ['HYPERDRIVE is missing: bind it in wrangler.toml']),
    ...['AUTH_SECRET', 'BASE_URL', 'ELASTICSEARCH_URL']
      .filter((name) => !isSet(name))
      .map((name) => `${name} is missing: wrangler secret put ${name}`),
    ...(isSet('ELASTICSEARCH_CA') ? ['ELASTICSEARCH_CA names a file, and a Worker has none'] : []),
  ]
}

/** Made once; when the making fails, the next request tries again. */
function siteOf(here: Isolate, environment: Environment): Promise<Site> {
  if (here.site === undefined) {
    here.site = open(here, environment)
    here.site.catch(() => delete here.site)
  }
  return here.site
}

async function open({ config, scope }: Isolate, { ASSETS }: Environment): Promise<Site> {
  const { db } = overPool(scope.pool)
  const district = await expectReady(db, config)
  const ids = uuidIds(clock)
  const table = await loadWordTableAsset(ASSETS)
  const { embed, circuits } = await openEmbed(config, { db, clock, log }, bundledEmbedding(table, config), 'where_unknown')
  const indexCircuit = new Circuit('index', { clock, log })
  const ports: Ports = {
    db,
    clock,
    log,
    ids,
    embed,
    ...(config.embedding !== undefined && { meanings: new Meanings(embed) }),
    ...(config.chat !== undefined && { rerank: chatRerank(config.chat, { clock, log }) }),
    auth: createAuth({ db, secret: config.authSecret!, baseUrl: config.baseUrl, log }),
    search: withSearchCircuit(
      await openElasticsearch({ ...config.elasticsearch!, ca: undefined }, { clock, ids, log }),
      indexCircuit,
    ),
    standIn: createEmbeddedSearch,
    down: () => partsDown([indexCircuit, ...circuits]),
    matcher: new Matcher(table ?? wordTableWithoutWords(), kept),
    relay: async () => scope.later(relay(ports)),
    demoAccounts: config.demo ? await heldDemoAccounts(db, district.id) : [],
  }
  const { baseUrl } = config
  return { ports, app: createApp(ports, { baseUrl, ...(config.district !== undefined && { district: config.district }) }) }
}

/** A Worker migrates nothing: many of them, of two versions at a time, would. */
async function expectReady(db: Ports['db'], config: Config): Promise<{ id: string }> {
  const missing = await missingMigrations(db)
  if (missing.length > 0) throw new Error(`The database lacks ${missing.join(', ')}: run npm run migrate`)
  const district = await findDistrict(db, config.district)
  if (district === undefined) throw new Error(`There is no district ${config.district ?? 'yet'}: run npm run migrate`)
  return district
}

/** The bundled table, where the assets hold it. */
function bundledEmbedding(table: WordTable | undefined, { embedding }: Config): EmbedPort {
  if (table !== undefined) return staticEmbedding(table)
  if (embedding === undefined) log('warn', 'embedding.absent', { needs: 'EMBEDDING_URL, or the assets of wrangler.toml' })
  return absentEmbedding
}

/** What is left when the time for it is over, the next request or the next minute goes on with. */
async function relay(ports: Ports): Promise<void> {
  const until = clock().getTime() + relayMs
  await drain(ports, () => clock().getTime() > until).catch((error: unknown) => log('error', 'relay.failed', { error }))
}
