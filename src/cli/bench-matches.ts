import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAuth } from '../accounts/auth.ts'
import { systemActor } from '../accounts/actor.ts'
import { migrate } from '../db/migrate.ts'
import { demandText } from '../matching/demand.ts'
import { indexChanges, indexEverything } from '../matching/index-changes.ts'
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
export async function benchMatches({ companies, cards }: BenchSize): Promise<Record<string, number>> {
  const { ports, close } = await market({ companies, cards })
  const scenes = await openScenes(ports)
  const cold = await timeEach(scenes, (scene) => rank(ports, scene))
  const ours: number[] = []
  const anchor: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    anchor.push(...(await timeEach(scenes, (scene) => recall(ports, 'card', demandText(demandOfScene(scene)), [{ field: 'status', anyOf: ['listed'] }]))))
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
    anchor_recall_p50_ms: quantile(anchor, 0.5),
    ratio_p50: quantile(ours, 0.5) / quantile(anchor, 0.5),
    resident_mb: residentMb,
  }
}

async function market(size: BenchSize): Promise<{ ports: Ports; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-bench-'))
  const { db, close } = await openPglite(folder)
  await migrate(db)
  const clock = () => new Date()
  const table = await loadWordTable()
  const auth = createAuth({ db, secret: 'only for the time of a measurement', baseUrl: 'http://localhost' })
  const ids = uuidIds(clock)
  const ports: Ports = { db, auth, clock, ids, log: () => {}, search: createEmbeddedSearch(), embed: staticEmbedding(table), matcher: new Matcher(table), relay: async () => void (await indexChanges(ports)) }
  const loaded = await loadExampleData(ports, { now: clock() })
  await generateMarket(ports, loaded!.districtId, { ...size, seed: 1 }, clock())
  await indexEverything(ports)
  return { ports, close: () => close().then(() => rm(folder, { recursive: true })) }
}

async function openScenes(ports: Ports): Promise<StoredScene[]> {
  const ids = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  return findScenes(ports.db, ids.map(({ id }) => id))
}

async function rank(ports: Ports, scene: StoredScene): Promise<void> {
  await rankCompanies(ports, systemActor(scene.districtId), scene.id, { limit: 20 })
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
