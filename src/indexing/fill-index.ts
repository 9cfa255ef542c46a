import type { Position } from '../db/index-build-store.ts'
import { noteAgain } from '../db/outbox.ts'
import type { Change } from '../db/outbox.ts'
import type { IndexSet } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { noVectors, madeVectors, writeState } from './index-changes.ts'
import type { IndexPorts, MakeVectors, Refused } from './index-changes.ts'
import { readState } from './index-documents.ts'
import { beforeAll, countRows, rowsAfter } from './index-store.ts'

/** Rows walked over at a time, and what a fill that breaks off has to do again. */
export const fillBatch = 100

export type FillOptions = {
  /**
   * While nobody makes vectors: `wait` until somebody does, for there is another set that serves meanwhile; or go on
   * without, and leave them to the relay.
   */
  missing: 'wait' | 'later'
  makeVectors?: MakeVectors
  /** Writes down how far it has come. */
  keep?: (position: Position) => Promise<void>
  onProgress?: (position: Position) => void
  signal?: AbortSignal | undefined
  wait?: Wait
}

/** Comes back after this time, or throws what the signal was aborted with. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>

export const fromTheStart: Position = { collection: 'scene', after: beforeAll, done: 0 }

/** Writes every document there is into the set, in order of id from that position on. */
export async function fill(
  ports: IndexPorts,
  set: IndexSet,
  from: Position,
  { keep = async () => {}, onProgress = () => {}, ...options }: FillOptions,
): Promise<Position> {
  let position = from
  while (true) {
    options.signal?.throwIfAborted()
    const rows = await rowsAfter(ports.db, position.collection, position.after, fillBatch)
    if (rows.length > 0) {
      await writeRows(ports, set, rows, options)
      position = { ...position, after: rows.at(-1)!.objectId, done: position.done + rows.length }
    } else if (position.collection === 'scene') position = { ...position, collection: 'company', after: beforeAll }
    else return position
    await keep(position)
    onProgress(position)
  }
}

export async function countFilled({ db }: IndexPorts): Promise<number> {
  return (await countRows(db, 'scene')) + (await countRows(db, 'company'))
}

type WriteOptions = Omit<FillOptions, 'keep' | 'onProgress'>

/** What fails by itself is left to the relay, which tells an administrator of it. */
async function writeRows(ports: IndexPorts, set: IndexSet, rows: readonly Change[], options: WriteOptions): Promise<void> {
  try {
    await patiently(ports, options, () => writeOnce(ports, set, rows, options))
  } catch (error) {
    if (error instanceof SetGoneError || options.signal?.aborted === true) throw error
    if (rows.length === 1) return leaveToRelay(ports, rows, String(error))
    const half = Math.ceil(rows.length / 2)
    await writeRows(ports, set, rows.slice(0, half), options)
    await writeRows(ports, set, rows.slice(half), options)
  }
}

async function writeOnce(ports: IndexPorts, set: IndexSet, rows: readonly Change[], options: WriteOptions): Promise<void> {
  const state = await readState(ports.db, rows)
  const refused = await writeState(ports, set, state, options.makeVectors ?? madeVectors).catch(async (error: unknown) => {
    if (!(error instanceof UnavailableError) || error.part !== 'embedding') throw error
    if (options.missing === 'wait') await expectPoison(ports, set, rows, error)
    const withoutVectors = await writeState(ports, set, state, noVectors)
    await noteAgain(ports.db, rows, ports.clock())
    return withoutVectors
  })
  if (refused.size === 0) return
  const affected = new Set([...refused.keys()].flatMap((id) => state.changesOf.get(id) ?? []))
  await leaveToRelay(ports, [...affected], reasonsOf(refused))
}

/** Comes back when it must be this one row's text that the model does not take; throws where to wait, or to halve. */
async function expectPoison(
  { embed, clock }: IndexPorts,
  set: IndexSet,
  rows: readonly Change[],
  error: UnavailableError,
): Promise<void> {
  // A text that nobody can have kept a vector of.
  await embed.inSpace(set.space)?.embed([clock().toISOString()], 'document', 'nowhere')
  if (rows.length > 1) throw new Error(`the model answers, but not for these texts: ${error.message}`)
}

async function leaveToRelay(ports: IndexPorts, rows: readonly Change[], error: string): Promise<void> {
  ports.log('error', 'index.rows_left_out', { rows, error })
  await noteAgain(ports.db, rows, ports.clock())
}

function reasonsOf(refused: Refused): string {
  return [...new Set(refused.values())].join('; ')
}

const [patienceMinMs, patienceMaxMs] = [1_000, 10_000]

/** For as long as something outside does not answer, it asks again, ever later. */
export async function patiently<T>(
  { log }: Pick<IndexPorts, 'log'>,
  { signal, wait = nodeWait }: Pick<FillOptions, 'signal' | 'wait'>,
  run: () => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error
      const waitMs = Math.min(patienceMinMs * 2 ** failures, patienceMaxMs)
      log('warn', 'index.waiting', { part: error.part, error: error.message, waitMs })
      await wait(waitMs, signal)
    }
  }
}

export const nodeWait: Wait = (ms, signal) =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timeout)
      reject(signal!.reason as Error)
    }
    const timeout = setTimeout(() => {
      signal?.removeEventListener('abort', end)
      resolve()
    }, ms)
    if (signal?.aborted === true) end()
    else signal?.addEventListener('abort', end, { once: true })
  })
