import { advanceBuild, findOpenBuild, insertBuild, markServed, releaseBuild, withBuildLock } from '../db/index-build-store.ts'
import type { IndexBuild, Position } from '../db/index-build-store.ts'
import type { Tx } from '../db/transact.ts'
import type { IndexSet, Space } from '../ports.ts'
import { mappingVersion } from '../shared/index-mapping.ts'
import { isSameSpace } from '../shared/space.ts'
import { countFilled, fill, fromTheStart, nodeWait, patiently } from './fill-index.ts'
import type { FillOptions } from './fill-index.ts'
import type { IndexPorts } from './index-changes.ts'
import { progressAt } from './progress.ts'
import type { Progress } from './progress.ts'

/** A fill of which nothing was heard for so long has lost its process, and anybody may take it up. */
export const buildLeaseMs = 60_000

export type ReindexOptions = Pick<FillOptions, 'missing' | 'signal' | 'wait'> & { onProgress?: (progress: Progress) => void }

/** `busy`: another process fills a set already, and is alive. */
export type Reindexed = 'served' | 'busy'

/** Somebody else took the fill up, because nothing was heard of us for too long. */
class BuildTakenError extends Error {
  override name = 'BuildTakenError'
}

/**
 * Fills a new set from Postgres beside the one that serves, or goes on with one whose process ended, and lets it serve.
 * One process at a time does it.
 */
export async function reindex(ports: IndexPorts, options: ReindexOptions): Promise<Reindexed> {
  const taken = await takeUp(ports, options)
  if (taken === undefined) return 'busy'
  try {
    await complete(ports, taken, options)
    return 'served'
  } catch (error) {
    if (error instanceof BuildTakenError) return 'busy'
    throw error
  }
}

type Taken = { set: IndexSet; build: IndexBuild }

/** Waits, where a fill may be alive or not, until it has shown which. */
async function takeUp(ports: IndexPorts, { wait = nodeWait, signal }: ReindexOptions): Promise<Taken | undefined> {
  const first = await takeUpNow(ports)
  if (first === undefined || 'set' in first) return first
  const { updatedAt } = first
  const leftMs = updatedAt.getTime() + buildLeaseMs - ports.clock().getTime()
  ports.log('info', 'reindex.busy', { done: first.done, total: first.total, updatedAt, takenUpInMs: leftMs })
  await wait(leftMs, signal)
  const second = await takeUpNow(ports)
  return second !== undefined && 'set' in second ? second : undefined
}

/** A set to fill, or the fill that somebody seems to be at. */
function takeUpNow(ports: IndexPorts): Promise<Taken | IndexBuild | undefined> {
  const { db, search, embed, clock } = ports
  return withBuildLock(db, async (tx) => {
    const { building } = await search.sets()
    const build = building === undefined ? undefined : await findOpenBuild(tx, building.name)
    if (build === undefined || building === undefined) return begin(ports, tx)
    if (clock().getTime() - build.updatedAt.getTime() < buildLeaseMs) return build
    if (!isWanted(building, embed)) return begin(ports, tx)
    const ours = await advanceBuild(tx, build, positionOf(build), clock())
    return ours === undefined ? undefined : { set: building, build: ours }
  })
}

async function begin(ports: IndexPorts, tx: Tx): Promise<Taken> {
  const { model, dimensions, version } = ports.embed
  const set = await ports.search.begin({ model, dimensions, version })
  const build = { ...fromTheStart, setName: set.name, total: await countFilled({ ...ports, db: tx }), updatedAt: ports.clock() }
  await insertBuild(tx, set.space, build)
  return { set, build }
}

export function isWanted(set: IndexSet, space: Space): boolean {
  return isSameSpace(set.space, space) && set.mappingVersion === mappingVersion
}

async function complete(ports: IndexPorts, { set, build }: Taken, options: ReindexOptions): Promise<void> {
  const { onProgress = () => {}, ...how } = options
  const [startedAt, doneBefore] = [ports.clock(), build.done]
  const report = () => onProgress(progressAt(kept, { doneBefore, startedAt, now: ports.clock() }))
  let kept = build
  const keep = async (position: Position) => {
    const next = await advanceBuild(ports.db, kept, position, ports.clock())
    if (next === undefined) throw new BuildTakenError(`another process fills ${set.name}`)
    kept = next
    report()
  }
  ports.log('info', 'reindex.started', { set: set.name, model: set.space.model, done: build.done, total: build.total })
  report()
  try {
    const end = await fill(ports, set, positionOf(build), { ...how, keep })
    // Nobody else may have begun anew at the last moment.
    await keep(end)
    await patiently(ports, options, () => ports.search.serve(set))
    await markServed(ports.db, set.name, ports.clock())
    ports.log('info', 'reindex.served', { set: set.name, model: set.space.model, done: end.done })
  } catch (error) {
    if (!(error instanceof BuildTakenError)) await releaseBuild(ports.db, kept)
    throw error
  }
}

function positionOf({ collection, after, done }: IndexBuild): Position {
  return { collection, after, done }
}
