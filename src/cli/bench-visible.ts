import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { systemActor } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import type { Role } from '../accounts/role.ts'
import { findCard } from '../companies/card-store.ts'
import { patchCard } from '../companies/edit-card.ts'
import { findDistrict } from '../db/district.ts'
import { migrate } from '../db/migrate.ts'
import { indexEverything } from '../indexing/ensure-index.ts'
import { rankCompanies } from '../matching/rank-companies.ts'
import { rankScenes } from '../matching/rank-scenes.ts'
import { startRelay } from '../indexing/relay-loop.ts'
import { searchCompanies } from '../search/search.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { openPg } from '../platform/db-pg.ts'
import type { Ports } from '../ports.ts'
import { draftScene } from '../scenes/draft-scene.ts'
import { publishScene } from '../scenes/publish-scene.ts'
import { sceneMapping } from '../scenes/scene-document.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { needsCompliance } from '../scenes/scene.ts'
import { submitScene } from '../scenes/submit-scene.ts'
import { fillMarket, openMarket, openServers } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'

/** Changes of each kind. */
const changes = 40
const patienceMs = 20_000
/** The longest that the list of a company's scenes may be. */
const listedMax = 100

/** From a change to the ranking, or the search, that shows it: in the process, and on the servers where they are set. */
export async function benchVisible(size: BenchSize, environment: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const config = readConfig({
    ELASTICSEARCH_PREFIX: `visible-${Date.now().toString(36)}`,
    ...urlGiven(environment),
    ...environment,
  })
  const inProcess = await benchInProcess(size)
  if (config.elasticsearch === undefined) return inProcess
  return { ...inProcess, refresh_interval_ms: refreshIntervalMs(), ...(await benchOnServers(size, config)) }
}

/** A prefix says nothing without a server, and the configuration says so. */
function urlGiven({ ELASTICSEARCH_URL: url }: NodeJS.ProcessEnv): Record<string, undefined> {
  return url === undefined || url === '' ? { ELASTICSEARCH_PREFIX: undefined } : {}
}

async function benchInProcess(size: BenchSize): Promise<Record<string, number>> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-bench-'))
  try {
    await fillMarket({ ...size, folder })
    const { ports, close } = await openMarket(folder)
    await indexEverything(ports)
    const figures = await measure(ports, 'in_process', (relay) => relay.drain())
    await close()
    return figures
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function benchOnServers(size: BenchSize, config: Config): Promise<Record<string, number>> {
  await expectEmpty(config)
  const { ports, close } = await openServers(size, config)
  const figures = await measure(ports, 'elasticsearch', async (relay) => relay.nudge())
  await close()
  return figures
}

/** What is measured here is writing, and nobody wants that in what they keep. */
async function expectEmpty({ databaseUrl }: Config): Promise<void> {
  if (databaseUrl === undefined) throw new ConfigError(['DATABASE_URL is missing, which ELASTICSEARCH_URL needs here'])
  const { db, close } = await openPg({ url: databaseUrl })
  await migrate(db)
  const district = await findDistrict(db, undefined)
  await close()
  if (district !== undefined)
    throw new ConfigError(['DATABASE_URL names a database that holds something: this bench writes, and wants an empty one'])
}

function refreshIntervalMs(): number {
  return Number(String(sceneMapping().settings['refresh_interval']).replace(/s$/u, '')) * 1_000
}

type Relay = ReturnType<typeof startRelay>

/** With the relay as the server runs it. */
async function measure(ports: Ports, where: string, follow: (relay: Relay) => Promise<void>): Promise<Record<string, number>> {
  const relay = startRelay(ports)
  ports.relay = () => follow(relay)
  await relay.drain()
  const scenes = await publishMany(ports)
  const cards = await editMany(ports)
  await relay.stop()
  const all = [...scenes, ...cards]
  return {
    [`${where}_changes`]: all.length,
    [`${where}_change_p50_ms`]: quantile(all, 0.5, 'changedMs'),
    [`${where}_visible_p50_ms`]: quantile(all, 0.5, 'visibleMs'),
    [`${where}_visible_p95_ms`]: quantile(all, 0.95, 'visibleMs'),
    [`${where}_publish_seen_in_ranking_p50_ms`]: quantile(scenes, 0.5, 'seenMs'),
    [`${where}_publish_seen_in_ranking_p95_ms`]: quantile(scenes, 0.95, 'seenMs'),
    [`${where}_edit_seen_in_search_p50_ms`]: quantile(cards, 0.5, 'seenMs'),
    [`${where}_edit_seen_in_search_p95_ms`]: quantile(cards, 0.95, 'seenMs'),
  }
}

/**
 * What the change itself took; how long after it somebody asked who was the first to get it answered; and how long until
 * they had that answer.
 */
type Timed = { changedMs: number; visibleMs: number; seenMs: number }

/** Somebody looks again and again. */
async function timed(ports: Ports, change: () => Promise<unknown>, isThere: () => Promise<boolean>): Promise<Timed> {
  const startedAt = performance.now()
  await change()
  const changedAt = performance.now()
  await ports.relay()
  for (;;) {
    const askedAt = performance.now()
    const isSeen = await isThere()
    const now = performance.now()
    if (isSeen) return { changedMs: changedAt - startedAt, visibleMs: askedAt - changedAt, seenMs: now - changedAt }
    if (now - changedAt > patienceMs) throw new Error('a change was not visible after twenty seconds')
    await pause(5)
  }
}

/** New scenes, each much like one that the company is ranked high for, so that it comes into the company's list. */
async function publishMany(ports: Ports): Promise<Timed[]> {
  const { scene, companyId } = await wellMatched(ports)
  const system = systemActor(scene.districtId)
  const [writer, officer] = [personOf(scene, scene.orgId, 'publisher_approver'), personOf(scene, null, 'district_officer')]
  const backgrounds = await otherBackgrounds(ports)
  const times: Timed[] = []
  for (const background of backgrounds) {
    const { id } = await draftScene(ports, writer, { ...scene.content, background })
    await submitScene(ports, writer, id)
    const isRanked = async () => {
      const { items } = await rankScenes(ports, system, companyId, { limit: listedMax })
      return items.some((item) => item.scene.id === id)
    }
    times.push(await timed(ports, () => publishScene(ports, officer, id), isRanked))
  }
  return times
}

/** An open scene that the office could publish again, and a company that it would be shown to. */
async function wellMatched(ports: Ports): Promise<{ scene: StoredScene; companyId: string }> {
  const open = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  const scenes = await findScenes(
    ports.db,
    open.map(({ id }) => id),
  )
  for (const scene of scenes.filter(({ content }) => !needsCompliance(content))) {
    const { items } = await rankCompanies(ports, systemActor(scene.districtId), scene.id, { limit: 1 })
    if (items.length > 0) return { scene, companyId: items[0]!.company.id }
  }
  throw new Error('no open scene has a company that it could be shown to')
}

/** Long texts of the market itself, each different, so that no new scene is taken for a duplicate. */
async function otherBackgrounds(ports: Ports): Promise<string[]> {
  const cards = await ports.db
    .selectFrom('card')
    .select('content')
    .where('status', '=', 'listed')
    .orderBy('id')
    .limit(4 * changes)
    .execute()
  const texts = cards.map(({ content: { oneLine = '', description = '', solves = [] } }) =>
    [oneLine, description, ...solves].join('。'),
  )
  return Array.from({ length: changes }, (_, index) =>
    texts
      .slice(4 * index, 4 * index + 4)
      .join('。')
      .slice(0, 400),
  )
}

/** Cards that say a new word, which stands nowhere else. */
async function editMany(ports: Ports): Promise<Timed[]> {
  const rows = await ports.db
    .selectFrom('card')
    .innerJoin('company', 'company.id', 'card.companyId')
    .select(['card.id', 'card.districtId', 'card.orgId', 'card.companyId'])
    .where('card.status', '=', 'listed')
    .where('company.status', '=', 'listed')
    .orderBy('card.id')
    .limit(changes)
    .execute()
  const times: Timed[] = []
  for (const [index, { id, districtId, orgId, companyId }] of rows.entries()) {
    const [word, editor] = [`visible${index}word`, personOf({ districtId }, orgId, 'company_editor')]
    const { version, content } = (await findCard(ports.db, districtId, id))!
    const isFound = async () => {
      const query = { q: word, filters: {}, sort: 'relevance', limit: 10 } as const
      const { items } = await searchCompanies(ports, editor, query)
      return items.some((item) => item.id === companyId)
    }
    const description = `${word} ${content.description ?? ''}`.slice(0, 300)
    times.push(await timed(ports, () => patchCard(ports, editor, id, version, { description }), isFound))
  }
  return times
}

function personOf({ districtId }: { districtId: string }, orgId: string | null, role: Role): Actor {
  return { kind: 'person', personId: `bench-${role}`, name: role, orgId, orgVerified: true, districtId, roles: [role] }
}

function quantile(times: readonly Timed[], share: number, of: keyof Timed): number {
  return times.map((time) => time[of]).toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))]!
}
