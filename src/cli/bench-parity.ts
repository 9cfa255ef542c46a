import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemActor } from '../accounts/actor.ts'
import { indexEverything } from '../indexing/ensure-index.ts'
import { rankCompanies } from '../matching/rank-companies.ts'
import { rankScenes } from '../matching/rank-scenes.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import { openSearch } from '../platform/open-search.ts'
import type { Ports, SearchPort } from '../ports.ts'
import { openMarket } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'

/** How alike two engines rank: the share of each other's first ten that they have, and pairs whose gates differ. */
export type Parity = { rankings: number; overlap_mean: number; overlap_min: number; pairs: number; gates_different: number }

/** Companies whose own rankings of scenes are compared as well. */
const companiesSampled = 50
const topMax = 10

/** The same generated market in the process and on the server that ELASTICSEARCH_URL names. */
export async function benchParity(size: BenchSize, environment: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const { elasticsearch } = readConfig({ ...environment, ELASTICSEARCH_PREFIX: 'duijie-parity' })
  if (elasticsearch === undefined) throw new ConfigError(['ELASTICSEARCH_URL is missing: this bench compares with a server'])
  const folder = size.folder ?? (await mkdtemp(join(tmpdir(), 'duijie-bench-')))
  try {
    if (size.folder === undefined) fillIn(folder, size)
    const { ports, close } = await openMarket(folder)
    const server = await openSearch(elasticsearch, ports)
    for (const search of [ports.search, server]) await indexEverything({ ...ports, search })
    const parity = await parityOf(ports, server, companiesSampled)
    // An empty set in its place gives the server its disk back.
    await server.serve(await server.begin(ports.embed))
    await close()
    return { companies: size.companies, cards: size.companies * size.cards, ...parity }
  } finally {
    if (size.folder === undefined) await rm(folder, { recursive: true })
  }
}

function fillIn(folder: string, { companies, cards }: BenchSize): void {
  const sizes = ['--companies', String(companies), '--cards', String(cards), '--folder', folder]
  execFileSync(process.execPath, [process.argv[1]!, 'bench', 'fill', ...sizes], { stdio: 'inherit' })
}

/** Every open scene's companies, and the scenes of some companies, as either engine brings them up. */
export async function parityOf(ports: Ports, other: SearchPort, companies: number): Promise<Parity> {
  const scenes = await ports.db.selectFrom('scene').select(['id', 'districtId']).where('status', '=', 'published').execute()
  const all = await ports.db
    .selectFrom('company')
    .select(['id', 'districtId'])
    .where('status', '=', 'listed')
    .orderBy('id')
    .execute()
  const sample = all.filter((_, index) => index % Math.ceil(all.length / companies) === 0)
  const rankings = [
    ...scenes.map(
      ({ id, districtId }) =>
        (engine: Ports) =>
          rankedCompanies(engine, districtId, id),
    ),
    ...sample.map(
      ({ id, districtId }) =>
        (engine: Ports) =>
          rankedScenes(engine, districtId, id),
    ),
  ]
  const compared: Compared[] = []
  for (const ranking of rankings) compared.push(compare(await ranking(ports), await ranking({ ...ports, search: other })))
  const overlaps = compared.map(({ overlap }) => overlap)
  return {
    rankings: compared.length,
    overlap_mean: sum(overlaps) / overlaps.length,
    overlap_min: Math.min(...overlaps),
    pairs: sum(compared.map(({ pairs }) => pairs)),
    gates_different: sum(compared.map(({ different }) => different)),
  }
}

type Ranked = { id: string; gates: string }
type Ranking = { ranked: Ranked[]; excluded: Ranked[] }

async function rankedCompanies(ports: Ports, districtId: string, sceneId: string): Promise<Ranking> {
  const list = async (includeExcluded: boolean) =>
    (await rankCompanies(ports, systemActor(districtId), sceneId, { limit: 100, includeExcluded })).items.map(
      ({ company, gates }) => ({ id: company.id, gates: JSON.stringify(gates) }),
    )
  return { ranked: await list(false), excluded: await list(true) }
}

async function rankedScenes(ports: Ports, districtId: string, companyId: string): Promise<Ranking> {
  const list = async (includeExcluded: boolean) =>
    (await rankScenes(ports, systemActor(districtId), companyId, { limit: 100, includeExcluded })).items.map(
      ({ scene, gates }) => ({ id: scene.id, gates: JSON.stringify(gates) }),
    )
  return { ranked: await list(false), excluded: await list(true) }
}

type Compared = { overlap: number; pairs: number; different: number }

/** Gates are compared for all that both bring up, ranked or kept out. */
function compare(one: Ranking, other: Ranking): Compared {
  const top = ({ ranked }: Ranking) => new Set(ranked.slice(0, topMax).map(({ id }) => id))
  const [first, second] = [top(one), top(other)]
  const gates = new Map([...one.ranked, ...one.excluded].map((pair) => [pair.id, pair.gates]))
  const both = [...other.ranked, ...other.excluded].filter(({ id }) => gates.has(id))
  const longer = Math.max(first.size, second.size)
  return {
    overlap: longer === 0 ? 1 : [...first].filter((id) => second.has(id)).length / longer,
    pairs: both.length,
    different: both.filter((pair) => gates.get(pair.id) !== pair.gates).length,
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
