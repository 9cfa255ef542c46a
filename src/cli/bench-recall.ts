import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { indexEverything } from '../indexing/ensure-index.ts'
import { findContenders, loadSupplies } from '../matching/load-supplies.ts'
import { demandOfScene } from '../matching/market.ts'
import { isOut } from '../matching/pair.ts'
import type { Pair } from '../matching/pair.ts'
import { inDistrict, recallCompanies } from '../matching/recall.ts'
import { fromIndex } from '../indexing/source.ts'
import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { fillMarket, openMarket } from './bench-matches.ts'
import type { BenchSize } from './bench.ts'

/** Companies scored at a time. */
const batch = 500
const topMax = 10

/** What recall lets through, beside scoring every company of the market for every open scene. */
export async function benchRecall(size: BenchSize): Promise<Record<string, number>> {
  const folder = size.folder ?? (await mkdtemp(join(tmpdir(), 'duijie-bench-')))
  try {
    if (size.folder === undefined) await fillMarket({ ...size, folder })
    const { ports, close } = await openMarket(folder)
    await indexEverything(ports)
    const figures = await measure(ports)
    await close()
    return figures
  } finally {
    if (size.folder === undefined) await rm(folder, { recursive: true })
  }
}

async function measure(ports: Ports): Promise<Record<string, number>> {
  const open = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  const scenes = await findScenes(
    ports.db,
    open.map(({ id }) => id),
  )
  const everybody = await scoreAll(ports, scenes)
  const sums = { candidates: 0, top: 0, best: 0, requirements: 0 }
  for (const scene of scenes) {
    const candidates = new Set(await candidatesOf(ports, scene))
    const ranked = everybody.get(scene.id)!.toSorted((a, b) => b.fused - a.fused || (a.id < b.id ? -1 : 1))
    sums.candidates += candidates.size
    sums.top += ranked.slice(0, topMax).filter(({ id }) => candidates.has(id)).length
    for (const index of ranked[0]!.covered.keys()) {
      const most = (all: readonly Scored[]) => all.reduce((max, one) => Math.max(max, one.covered[index]!), 0)
      sums.best += most(ranked.filter(({ id }) => candidates.has(id))) / most(ranked)
      sums.requirements += 1
    }
  }
  return {
    companies: everybody.get(scenes[0]!.id)!.length,
    scenes: scenes.length,
    candidates_mean: sums.candidates / scenes.length,
    top_10_found: sums.top / (topMax * scenes.length),
    best_cover_found: sums.best / sums.requirements,
  }
}

/** What is compared of a pair that no gate keeps out: its fit, and what it covers of each requirement. */
type Scored = { id: string; fused: number; covered: number[] }

async function scoreAll(ports: Ports, scenes: readonly StoredScene[]): Promise<Map<string, Scored[]>> {
  const listed = await ports.db.selectFrom('company').select('id').where('status', '=', 'listed').orderBy('id').execute()
  const contenders = await findContenders(
    ports,
    listed.map(({ id }) => id),
  )
  const scored = new Map<string, Scored[]>(scenes.map(({ id }) => [id, []]))
  for (let start = 0; start < contenders.length; start += batch) {
    const supplies = await loadSupplies(ports, contenders.slice(start, start + batch))
    for (const scene of scenes) {
      const pairs = ports.matcher.pairs(ports.matcher.demand(demandOfScene(scene)), supplies)
      scored.get(scene.id)!.push(...pairs.filter((pair) => !isOut(pair)).map(scoredOf))
    }
  }
  return scored
}

function scoredOf({ supply, fit }: Pair): Scored {
  return { id: supply.supply.id, fused: fit.fused, covered: fit.covered.map((cards) => Math.max(0, ...cards)) }
}

function candidatesOf(ports: Ports, scene: StoredScene): Promise<string[]> {
  const { districtId } = scene
  const filters = [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }]
  return fromIndex(ports, { districtId, collection: 'card' }, (source) => recallCompanies(source, demandOfScene(scene), filters))
}
