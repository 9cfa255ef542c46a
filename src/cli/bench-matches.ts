import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuth } from '../accounts/auth.ts'
import { systemActor } from '../accounts/actor.ts'
import { migrate } from '../db/migrate.ts'
import { demandText } from '../matching/demand.ts'
import { indexEverything } from '../matching/index-changes.ts'
import { demandOfScene } from '../matching/market.ts'
import { Matcher } from '../matching/matcher.ts'
import { rankCompanies } from '../matching/rank-companies.ts'
import { recall } from '../matching/recall.ts'
import { openPglite } from '../platform/db-pglite.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { uuidIds } from '../platform/ids.ts'
import { createEmbeddedSearch } from '../platform/search-embedded.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { generateMarket } from '../seeding/generated-market.ts'
import { loadExampleData } from '../seeding/load-example-data.ts'
import type { BenchSize } from './bench.ts'

const rounds = 5

/** Ranks every open example scene in a generated market; the anchor is the raw searches that each ranking needs. */
export async function benchMatches(size: BenchSize): Promise<Record<string, number>> {
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

async function measure(folder: string, { companies, cards }: BenchSize): Promise<Record<string, number>> {
  const { ports, close } = await openMarket(folder)
  await indexEverything(ports)
  const scenes = await openScenes(ports)
  const cold = await timeEach(scenes, (scene) => rank(ports, scene))
  const ours: number[] = []
  const anchor: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    anchor.push(...(await timeEach(scenes, (scene) => search(ports, scene))))
    ours.push(...(await timeEach(scenes, (scene) => rank(ports, scene))))
  }
  const residentMb = process.memoryUsage.rss() / 2 ** 20
  await close()
  return {
    companies,
    cards: companies * cards,
    scenes: scenes.length,
    first_p50_ms: quantile(cold, 0.5),
    p50_ms: quantile(ours, 0.5),
    p99_ms: quantile(ours, 0.99),
    anchor_search_p50_ms: quantile(anchor, 0.5),
    ratio_p50: quantile(ours, 0.5) / quantile(anchor, 0.5),
    resident_mb: residentMb,
  }
}

async function openMarket(folder: string): Promise<{ ports: Ports; close: () => Promise<void> }> {
  const { db, close } = await openPglite(folder)
  const clock = () => new Date()
  const table = await loadWordTable()
  const auth = createAuth({ db, secret: 'only for the time of a measurement', baseUrl: 'http://localhost' })
  const ports: Ports = {
    db,
    auth,
    clock,
    ids: uuidIds(clock),
    log: () => {},
    search: createEmbeddedSearch(),
    embed: staticEmbedding(table),
    matcher: new Matcher(table),
    relay: async () => {},
  }
  return { ports, close }
}

async function openScenes(ports: Ports): Promise<StoredScene[]> {
  const ids = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  return findScenes(
    ports.db,
    ids.map(({ id }) => id),
  )
}

async function rank(ports: Ports, scene: StoredScene): Promise<void> {
  await rankCompanies(ports, systemActor(scene.districtId), scene.id, { limit: 20 })
}

/** The raw searches of a ranking. */
async function search(ports: Ports, scene: StoredScene): Promise<void> {
  await recall(ports, 'card', demandText(demandOfScene(scene)), [{ field: 'status', anyOf: ['listed'] }])
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
