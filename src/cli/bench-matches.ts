import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuth } from '../accounts/auth.ts'
import { systemActor } from '../accounts/actor.ts'
import { migrate } from '../db/migrate.ts'
import { demandText } from '../matching/demand.ts'
import { indexEverything } from '../indexing/ensure-index.ts'
import { demandOfScene } from '../matching/market.ts'
import { Matcher } from '../matching/matcher.ts'
import { rankCompanies } from '../matching/rank-companies.ts'
import { hitsPerSide, inDistrict } from '../matching/recall.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { openPg } from '../platform/db-pg.ts'
import { openPglite } from '../platform/db-pglite.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { uuidIds } from '../platform/ids.ts'
import { openSearch } from '../platform/open-search.ts'
import { loadScanKernel } from '../platform/load-scan-kernel.ts'
import { createEmbeddedSearch } from '../platform/search-embedded.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { Ports, SearchPort } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { generateMarket } from '../seeding/generated-market.ts'
import { loadExampleData } from '../seeding/load-example-data.ts'
import { tokensOf } from '../shared/text.ts'
import type { WordTable } from '../shared/word-table.ts'
import type { BenchSize } from './bench.ts'

const rounds = 5

/** Ranks every open example scene in a generated market; the anchor is the raw searches that each ranking needs. */
export async function benchMatches(size: BenchSize, environment: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const config = readConfig(environment)
  if (config.elasticsearch !== undefined) return measureServers(size, config)
  const folder = await mkdtemp(join(tmpdir(), 'duijie-bench-'))
  try {
    // In a process of its own, so that what is measured is a server started on a filled folder.
    execFileSync(
      process.execPath,
      [
        process.argv[1]!,
        'bench',
        'fill',
        '--companies',
        String(size.companies),
        '--cards',
        String(size.cards),
        '--folder',
        folder,
      ],
      { stdio: 'inherit' },
    )
    return await measure(folder, size)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Fills the folder with the example data and a generated market beside it. */
export async function fillMarket({ folder, ...size }: BenchSize): Promise<Record<string, number>> {
  if (folder === undefined) throw new Error('bench fill needs --folder')
  const { ports, close } = await openMarket(folder)
  await migrate(ports.db)
  const loaded = await loadExampleData(ports, { now: ports.clock() })
  if (loaded === undefined) throw new Error(`${folder} holds a market already`)
  await generateMarket(ports, loaded.districtId, { ...size, seed: 1 }, ports.clock())
  await close()
  return {}
}

async function measure(folder: string, size: BenchSize): Promise<Record<string, number>> {
  const { ports, close } = await openMarket(folder)
  await indexEverything(ports)
  const figures = await measureRankings(ports, size)
  await close()
  return figures
}

async function measureServers(size: BenchSize, config: Config): Promise<Record<string, number>> {
  const { ports, close } = await openServers(size, config)
  const figures = await measureRankings(ports, size)
  await close()
  return figures
}

/** On Postgres and Elasticsearch: a database with a district is measured as it is, an empty one is filled first. */
export async function openServers(size: BenchSize, config: Config): Promise<{ ports: Ports; close: () => Promise<void> }> {
  if (config.databaseUrl === undefined) throw new ConfigError(['DATABASE_URL is missing, which ELASTICSEARCH_URL needs here'])
  const { db, close } = await openPg({ url: config.databaseUrl })
  await migrate(db)
  const ports = portsOver(db, await loadWordTable(), await openSearch(config.elasticsearch!, { clock, ids, log: () => {} }))
  const loaded = await loadExampleData(ports, { now: clock() })
  if (loaded !== undefined) await generateMarket(ports, loaded.districtId, { ...size, seed: 1 }, clock())
  const { serving } = await ports.search.sets()
  if (serving === undefined) await indexEverything(ports)
  return { ports, close }
}

async function measureRankings(ports: Ports, { companies, cards }: BenchSize): Promise<Record<string, number>> {
  const scenes = await openScenes(ports)
  const cold = await timeEach(scenes, (scene) => rank(ports, scene))
  const ours: number[] = []
  const cpu: number[] = []
  const anchor: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    // Side by side, so that whatever else the machine does weighs on both.
    for (const scene of scenes) {
      anchor.push(await slowestSearch(ports, scene))
      const before = process.cpuUsage()
      ours.push(...(await timeEach([scene], (one) => rank(ports, one))))
      const { user, system } = process.cpuUsage(before)
      cpu.push((user + system) / 1_000)
    }
  }
  return {
    companies,
    cards: companies * cards,
    scenes: scenes.length,
    first_p50_ms: quantile(cold, 0.5),
    p50_ms: quantile(ours, 0.5),
    p99_ms: quantile(ours, 0.99),
    cpu_p50_ms: quantile(cpu, 0.5),
    anchor_search_p50_ms: quantile(anchor, 0.5),
    anchor_search_p99_ms: quantile(anchor, 0.99),
    ratio_p50: quantile(ours, 0.5) / quantile(anchor, 0.5),
    ratio_p99: quantile(ours, 0.99) / quantile(anchor, 0.99),
    resident_mb: process.memoryUsage.rss() / 2 ** 20,
  }
}

const clock = () => new Date()
const ids = uuidIds(clock)

/** The market in a folder, with an empty index in this process. */
export async function openMarket(folder: string): Promise<{ ports: Ports; close: () => Promise<void> }> {
  const { db, close } = await openPglite(folder)
  return { ports: portsOver(db, await loadWordTable(), createEmbeddedSearch(await loadScanKernel())), close }
}

export function portsOver(db: Ports['db'], table: WordTable, search: SearchPort): Ports {
  return {
    db,
    search,
    clock,
    ids,
    auth: createAuth({ db, secret: 'only for the time of a measurement', baseUrl: 'http://localhost' }),
    log: () => {},
    standIn: createEmbeddedSearch,
    embed: staticEmbedding(table),
    matcher: new Matcher(table),
    relay: async () => {},
  }
}

async function openScenes(ports: Ports): Promise<StoredScene[]> {
  const open = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  return findScenes(
    ports.db,
    open.map(({ id }) => id),
  )
}

async function rank(ports: Ports, scene: StoredScene): Promise<void> {
  await rankCompanies(ports, systemActor(scene.districtId), scene.id, { limit: 20 })
}

/** The slower of the raw searches of a ranking, both sent at once. */
async function slowestSearch({ search, embed }: Ports, scene: StoredScene): Promise<number> {
  const text = demandText(demandOfScene(scene))
  const filters = [inDistrict(scene.districtId), { field: 'status', anyOf: ['listed'] }]
  const asked = { collection: 'card' as const, filters, size: hitsPerSide }
  const [values] = await embed.embed([text], 'query')
  const tokens = tokensOf(text).join(' ')
  const startedAt = performance.now()
  const took = async (answer: Promise<unknown>) => {
    await answer
    return performance.now() - startedAt
  }
  return Math.max(
    ...(await Promise.all([
      took(search.recall({ ...asked, by: 'tokens', tokens })),
      took(search.recall({ ...asked, by: 'vector', vector: { space: embed, values: values! } })),
    ])),
  )
}

async function timeEach<T>(items: readonly T[], run: (item: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const item of items) {
    const startedAt = performance.now()
    await run(item)
    times.push(performance.now() - startedAt)
  }
  return times
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))]!
}
