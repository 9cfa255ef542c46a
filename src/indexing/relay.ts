import { bury, claimChanges, giveBack, markDone, postpone } from '../db/outbox.ts'
import type { Claimed } from '../db/outbox.ts'
import type { IndexSet } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import { mappingVersion } from '../shared/index-mapping.ts'
import { noVectors, writeState } from './index-changes.ts'
import type { IndexPorts } from './index-changes.ts'
import { readState } from './index-documents.ts'
import type { IndexedState } from './index-documents.ts'

export type RelayPorts = IndexPorts & {
  /** From 0 to 1; spreads what is tried again. */
  random?: () => number
}

/** Rows taken from the outbox at a time. */
export const batchMax = 500

/** After this a batch is free for another relay; doing it twice does no harm. */
export const leaseMs = 60_000

/** Attempts after which a row that fails by itself is given up on. */
export const attemptsMax = 8

/** Taken up this often without any end to it, a row must be what ends its relays. */
const takesMax = 2 * attemptsMax

/** How long a new document waits for its vector before it goes into the index without. */
export const vectorWaitMs = 15_000

/** `isHeldUp`: something outside does not answer, and asking again at once is no use. */
export type Relayed = { taken: number; done: number; isHeldUp: boolean }

/** Follows every change that is due, batch by batch; answers how many it followed. */
export async function drain(ports: RelayPorts, isStopped: () => boolean = () => false): Promise<Relayed> {
  const total: Relayed = { taken: 0, done: 0, isHeldUp: false }
  while (!total.isHeldUp && !isStopped()) {
    const { taken, done, isHeldUp } = await relayOnce(ports)
    total.taken += taken
    total.done += done
    total.isHeldUp = isHeldUp
    if (taken === 0) break
  }
  return total
}

/** Follows one batch of changes, if any are due. */
export async function relayOnce(ports: RelayPorts): Promise<Relayed> {
  const rows = await claimChanges(ports.db, ports.clock(), leaseMs, batchMax)
  const endless = rows.filter(({ attempts }) => attempts > takesMax)
  for (const row of endless) await giveUp(ports, row, `it was taken up ${row.attempts - 1} times and never let go`)
  const { done, isHeldUp } = await followBatch(
    ports,
    rows.filter(({ attempts }) => attempts <= takesMax),
  )
  return { taken: rows.length, done, isHeldUp }
}

type Followed = Pick<Relayed, 'done' | 'isHeldUp'>

/** A row that fails by itself is found by halving the batch, so that it harms no other. */
async function followBatch(ports: RelayPorts, rows: readonly Claimed[]): Promise<Followed> {
  if (rows.length === 0) return { done: 0, isHeldUp: false }
  let failed: Map<Claimed, string>
  try {
    failed = await follow(ports, rows)
  } catch (error) {
    if (error instanceof UnavailableError) return holdUp(ports, rows, error)
    if (rows.length > 1) return followHalves(ports, rows)
    failed = new Map([[rows[0]!, reasonOf(error)]])
  }
  const done = rows.filter((row) => !failed.has(row))
  await markDone(ports.db, done, ports.clock())
  for (const [row, reason] of failed) await fail(ports, row, reason)
  return { done: done.length, isHeldUp: false }
}

async function followHalves(ports: RelayPorts, rows: readonly Claimed[]): Promise<Followed> {
  const half = Math.ceil(rows.length / 2)
  const first = await followBatch(ports, rows.slice(0, half))
  const second = await followBatch(ports, rows.slice(half))
  return { done: first.done + second.done, isHeldUp: first.isHeldUp || second.isHeldUp }
}

/** How often the sets may change under one batch before it waits. */
const setsReadMax = 3

/**
 * Writes what Postgres has now to every set; answers the rows whose documents were refused.
 * The sets are read after the claim: a set that is not among them yet was begun after these changes were committed, so
 * that the walk which fills it sees them.
 */
async function follow(ports: RelayPorts, rows: readonly Claimed[]): Promise<Map<Claimed, string>> {
  for (let read = 0; read < setsReadMax; read += 1) {
    const { serving, building } = await setsToWrite(ports)
    try {
      const state = await readState(ports.db, rows)
      const refused = await writeServing(ports, serving, state, rows)
      if (building !== undefined) for (const [id, reason] of await writeState(ports, building, state)) refused.set(id, reason)
      return failedRows(state, refused)
    } catch (error) {
      if (!(error instanceof SetGoneError)) throw error
    }
  }
  throw new UnavailableError('index', 'the index sets changed again and again')
}

async function setsToWrite({ search }: RelayPorts): Promise<{ serving: IndexSet; building: IndexSet | undefined }> {
  const { serving, building } = await search.sets()
  if (serving === undefined) throw new UnavailableError('index', 'no index serves yet')
  const isNewer = [serving, building].some((set) => set !== undefined && set.mappingVersion > mappingVersion)
  if (isNewer) throw new UnavailableError('index', 'the index is of a newer version of this program, whose own relay follows')
  return { serving, building }
}

/** While nobody makes vectors, what is no longer quite new is found by its words at least. */
async function writeServing(
  ports: RelayPorts,
  serving: IndexSet,
  state: IndexedState,
  rows: readonly Claimed[],
): Promise<Map<string, string>> {
  try {
    const refused = await writeState(ports, serving, state)
    if (serving.mappingVersion === mappingVersion) return refused
    // An index of an older version knows fewer fields; the one that takes its place is being filled.
    if (refused.size > 0) ports.log('warn', 'relay.older_index_refused', { documents: refused.size })
    return new Map()
  } catch (error) {
    if (!(error instanceof UnavailableError) || error.part !== 'embedding') throw error
    const overdue = rows.filter((row) => ageOf(ports, row) >= vectorWaitMs)
    if (overdue.length > 0) await writeState(ports, serving, await readState(ports.db, overdue), noVectors)
    throw error
  }
}

function failedRows(state: IndexedState<Claimed>, refused: ReadonlyMap<string, string>): Map<Claimed, string> {
  return new Map([...refused].flatMap(([id, reason]) => (state.changesOf.get(id) ?? []).map((row) => [row, reason] as const)))
}

/** The longest that rows wait before the index, or the model, is asked again. */
const heldUpMaxMs = { index: 10_000, embedding: 60_000 } as const

/** Parts that a batch comes back in. */
const partsMax = 16

async function holdUp(ports: RelayPorts, rows: readonly Claimed[], { part, message }: UnavailableError): Promise<Followed> {
  const oldest = Math.max(...rows.map((row) => ageOf(ports, row)))
  // A share of the time waited so far makes the waits grow, with nothing to remember between them.
  const waitMs = Math.min(Math.max(oldest / 4, 1_000), heldUpMaxMs[part])
  ports.log('warn', 'relay.held_up', { part, rows: rows.length, error: message })
  // In parts, so that a text that the model never takes does not come back with the same others for ever.
  const size = Math.ceil(rows.length / partsMax)
  for (let start = 0; start < rows.length; start += size)
    await giveBack(ports.db, rows.slice(start, start + size), jittered(ports, waitMs), message)
  return { done: 0, isHeldUp: true }
}

async function fail(ports: RelayPorts, row: Claimed, reason: string): Promise<void> {
  if (row.attempts >= attemptsMax) return giveUp(ports, row, reason)
  const { objectType, objectId, attempts } = row
  ports.log('warn', 'relay.row_failed', { objectType, objectId, attempts, error: reason })
  await postpone(ports.db, row, jittered(ports, 1_000 * 2 ** attempts), reason)
}

async function giveUp(ports: RelayPorts, row: Claimed, reason: string): Promise<void> {
  const { objectType, objectId, attempts } = row
  ports.log('error', 'relay.dead', { objectType, objectId, attempts, error: reason })
  await bury(ports.db, row, ports.clock(), reason)
}

function jittered({ clock, random = Math.random }: RelayPorts, ms: number): Date {
  return new Date(clock().getTime() + ms * (0.5 + random() / 2))
}

function ageOf({ clock }: RelayPorts, row: Claimed): number {
  return clock().getTime() - row.createdAt.getTime()
}

const reasonLengthMax = 500

function reasonOf(error: unknown): string {
  return (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, reasonLengthMax)
}
