import { countVectors, lastServedSpace, rememberServedSpace } from '../db/index-build-store.ts'
import type { Position } from '../db/index-build-store.ts'
import { markFollowed, newestChange } from '../db/outbox.ts'
import type { EmbedPort, Space } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { mappingVersion } from '../shared/index-mapping.ts'
import { isSameSpace } from '../shared/space.ts'
import { countFilled, fill, fromTheStart, patiently } from './fill-index.ts'
import type { FillOptions, Wait } from './fill-index.ts'
import { noVectors } from './index-changes.ts'
import type { IndexPorts, MakeVectors } from './index-changes.ts'
import type { Unembedded } from './index-documents.ts'
import { countRows } from './index-store.ts'
import { progressAt } from './progress.ts'
import type { Progress } from './progress.ts'
import { isWanted, reindex } from './reindex.ts'

/** An index in this process is gone with it; one on a server stays, and other processes share it. */
export type IndexHome = 'process' | 'server'

export type EnsureOptions = { signal?: AbortSignal; wait?: Wait }

/** `settled`: when what goes on beside the requests is done as well. */
export type Ensured = { settled: Promise<void> }

/** Comes back when requests may be answered; what can be done beside them goes on. */
export async function ensureIndex(ports: IndexPorts, home: IndexHome, options: EnsureOptions = {}): Promise<Ensured> {
  if (home === 'process') return ensureInProcess(ports, options)
  return { settled: quietly(ports, options, () => ensureOnServer(ports, options)) }
}

/** Fills a set in this process from Postgres alone, and lets it serve. */
export async function indexEverything(ports: IndexPorts): Promise<void> {
  await refill(ports, ports.embed, { missing: 'later' })
}

async function ensureInProcess(ports: IndexPorts, options: EnsureOptions): Promise<Ensured> {
  const newest = await newestChange(ports.db)
  const ensured = await fillInProcess(ports, options)
  // Nothing else followed changes before this index was there, and whatever was committed by then is in it.
  if (newest !== undefined) await markFollowed(ports.db, newest, ports.clock())
  return ensured
}

async function fillInProcess(ports: IndexPorts, options: EnsureOptions): Promise<Ensured> {
  if (await isReady(ports)) {
    await refill(ports, ports.embed, { ...options, missing: 'later' })
    return { settled: Promise.resolve() }
  }
  const before = await usableSpaceBefore(ports)
  ports.log('info', 'index.vectors_wanted', { from: before?.model ?? null, to: ports.embed.model })
  // Nobody waits for a model at the start: what it has not read yet is found by the vectors before, or by its words.
  const makeVectors = before === undefined ? noVectors : keptVectors(ports, before)
  await refill(ports, before ?? ports.embed, { ...options, missing: 'later', makeVectors })
  const onProgress = loggedProgress(ports)
  return { settled: quietly(ports, options, () => refill(ports, ports.embed, { ...options, missing: 'wait' }, onProgress)) }
}

async function refill(
  ports: IndexPorts,
  space: Space,
  options: FillOptions,
  onProgress: (progress: Progress) => void = () => {},
): Promise<void> {
  const { model, dimensions, version } = space
  const [startedAt, total] = [ports.clock(), await countFilled(ports)]
  const report = ({ done }: Position) => onProgress(progressAt({ done, total }, { doneBefore: 0, startedAt, now: ports.clock() }))
  const set = await ports.search.begin({ model, dimensions, version })
  const end = await fill(ports, set, fromTheStart, { ...options, onProgress: report })
  await ports.search.serve(set)
  await rememberServedSpace(ports.db, set.space, end, ports.clock())
}

/** With this share of the vectors kept, making the rest takes no longer than a start may. */
const keptShareMin = 0.95

/** Whether all vectors are there, or as good as. */
async function isReady({ db, embed }: IndexPorts): Promise<boolean> {
  return embed.isAtHand === true || (await countVectors(db, embed)) >= keptShareMin * (await countDocuments(db))
}

/** The space that was served last, if it is another and its queries are still understood. */
async function usableSpaceBefore({ db, embed }: IndexPorts): Promise<EmbedPort | undefined> {
  const served = await lastServedSpace(db)
  if (served === undefined || isSameSpace(served, embed)) return undefined
  const before = embed.inSpace(served)
  if (before === undefined) return undefined
  return before.embed(['probe'], 'query').then(
    () => before,
    () => undefined,
  )
}

async function countDocuments(db: IndexPorts['db']): Promise<number> {
  const counts = await Promise.all((['scene', 'company', 'card'] as const).map((table) => countRows(db, table)))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Failures after which the model before is not asked for any more of its vectors. */
const failuresMax = 20

/** The vectors of the space before, as far as there are any: a document without one waits for the new space. */
function keptVectors({ log }: IndexPorts, before: EmbedPort): MakeVectors {
  let failures = 0
  const make = async (documents: readonly Unembedded[]): Promise<(Float32Array | undefined)[]> => {
    if (documents.length === 0 || failures > failuresMax) return documents.map(() => undefined)
    try {
      return await before.embed(
        documents.map(({ text }) => text),
        'document',
      )
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
      failures += 1
      log('warn', 'index.vectors_missing', { model: before.model, documents: documents.length, error: error.message })
      if (documents.length === 1) return [undefined]
      const half = Math.ceil(documents.length / 2)
      return [...(await make(documents.slice(0, half))), ...(await make(documents.slice(half)))]
    }
  }
  return (_embed, documents) => make(documents)
}

async function ensureOnServer(ports: IndexPorts, options: EnsureOptions): Promise<void> {
  const { search, embed, log } = ports
  const { serving, building } = await patiently(ports, options, () => search.sets())
  if (serving !== undefined && serving.mappingVersion > mappingVersion) {
    log('error', 'index.newer', {
      mappingVersion: serving.mappingVersion,
      known: mappingVersion,
      advice: 'This index was made by a newer version of the program. It is searched as it is; update this program.',
    })
    return
  }
  if (serving !== undefined && building === undefined && isWanted(serving, embed)) return
  const missing = serving === undefined ? 'later' : 'wait'
  await reindex(ports, { ...options, missing, onProgress: loggedProgress(ports) })
}

const loggedEveryMs = 5_000

/** A line every few seconds. */
export function loggedProgress({ log, clock }: Pick<IndexPorts, 'log' | 'clock'>): (progress: Progress) => void {
  let loggedAt = clock().getTime()
  return ({ done, total, perSecond, secondsLeft }) => {
    const now = clock().getTime()
    if (now - loggedAt < loggedEveryMs) return
    loggedAt = now
    log('info', 'reindex.progress', {
      done,
      total,
      perSecond: Math.round(perSecond),
      secondsLeft: secondsLeft === undefined ? null : Math.round(secondsLeft),
    })
  }
}

/** What goes on beside the requests must never end the process; a set dropped under it, or a stop, is no fault. */
async function quietly({ log }: IndexPorts, { signal }: EnsureOptions, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (signal?.aborted === true) return
    if (error instanceof SetGoneError) log('warn', 'reindex.superseded', { error: error.message })
    else log('error', 'reindex.failed', { error })
  }
}
