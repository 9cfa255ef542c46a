import { noteAgain, stillOpen } from '../db/outbox.ts'
import type { Collection, IndexSet, SearchPort } from '../ports.ts'
import { SetGoneError, UnavailableError } from '../shared/fault.ts'
import type { IndexPorts } from './index-changes.ts'
import { beforeAll, documentsAfter } from './index-store.ts'
import type { IdVersion } from './index-store.ts'
import { drain } from './relay.ts'

/**
 * How a document of the index may differ from what Postgres says: it is not there, it is older, it is newer (as after
 * Postgres was set back to a backup), or it should not be there.
 */
export const differences = ['missing', 'stale', 'tooNew', 'surplus'] as const
export type Difference = {
  collection: Collection
  id: string
  kind: (typeof differences)[number]
  held: number | undefined
  due: number | undefined
}

export type Reconciled = {
  compared: number
  found: Difference[]
  /** Differences that are none yet: a relay still has the change before it. */
  waiting: number
  /** Whether nothing less than a new index helped. */
  isRebuilt: boolean
  /** What differs after all. */
  left: Difference[]
}

export type ReconcileOptions = {
  /** Fills a new set from Postgres and lets it serve. */
  rebuild: () => Promise<unknown>
  /** Only compares. */
  isDry?: boolean
}

/** Compares Postgres with the index that serves, after the relay has done what is due, and repairs what differs. */
export async function reconcile(ports: IndexPorts, { rebuild, isDry = false }: ReconcileOptions): Promise<Reconciled> {
  const { compared, found, waiting } = await compareTwice(ports)
  if (found.length === 0 || isDry) return { compared, found, waiting, isRebuilt: false, left: found }
  const left = await repair(ports, found)
  if (left.length === 0) return { compared, found, waiting, isRebuilt: false, left }
  // An index never goes back to an older version, so a document that is too new is got rid of with its whole index.
  await rebuild()
  return { compared, found, waiting, isRebuilt: true, left: (await compareTwice(ports)).found }
}

type Compared = { compared: number; found: Difference[]; waiting: number }

/** What differs is looked at again, for it may have changed between the two readings. */
async function compareTwice(ports: IndexPorts): Promise<Compared> {
  await drainOrThrow(ports)
  const first = await compare(ports)
  if (first.found.length === 0) return { ...first, waiting: 0 }
  await drainOrThrow(ports)
  const again = new Set((await compare(ports)).found.map(keyOf))
  const persistent = first.found.filter((difference) => again.has(keyOf(difference)))
  const open = await stillOpen(
    ports.db,
    persistent.map(({ id }) => id),
  )
  const found = persistent.filter(({ id }) => !open.has(id))
  return { compared: first.compared, found, waiting: persistent.length - found.length }
}

async function drainOrThrow(ports: IndexPorts): Promise<void> {
  const { isHeldUp } = await drain(ports)
  if (isHeldUp)
    throw new UnavailableError('index', 'the index, or the model, does not answer now, so that nothing can be compared')
}

async function repair(ports: IndexPorts, found: readonly Difference[]): Promise<Difference[]> {
  const toWrite = found.filter(({ kind }) => kind === 'missing' || kind === 'stale')
  await noteAgain(
    ports.db,
    toWrite.map(({ collection, id }) => ({ objectType: collection, objectId: id })),
    ports.clock(),
  )
  const surplus = found.filter(({ kind }) => kind === 'surplus')
  await onServing(ports.search, (set) =>
    ports.search.remove(
      set,
      surplus.map(({ collection, id, held }) => ({ collection, id, version: held! })),
    ),
  )
  return (await compareTwice(ports)).found
}

async function compare(ports: IndexPorts): Promise<Pick<Compared, 'compared' | 'found'>> {
  return onServing(ports.search, async (set) => {
    const result = { compared: 0, found: [] as Difference[] }
    for (const collection of ['scene', 'company', 'card'] as const) {
      for await (const [due, held] of inOrder(ports, set, collection)) {
        const one = differenceOf(collection, due, held)
        if (one !== undefined) result.found.push(one)
        if (due !== undefined) result.compared += 1
      }
    }
    return result
  })
}

const setsReadMax = 3

async function onServing<T>(search: SearchPort, run: (set: IndexSet) => Promise<T>): Promise<T> {
  for (let read = 1; ; read += 1) {
    const { serving } = await search.sets()
    if (serving === undefined) throw new UnavailableError('index', 'no index serves yet: npm run reindex fills one')
    try {
      return await run(serving)
    } catch (error) {
      if (!(error instanceof SetGoneError) || read === setsReadMax) throw error
    }
  }
}

const pageSize = 500

/** Both sides side by side, in order of id; a side that has nothing of that id is undefined. */
async function* inOrder(
  { db, search }: IndexPorts,
  set: IndexSet,
  collection: Collection,
): AsyncGenerator<[IdVersion | undefined, IdVersion | undefined]> {
  let after = beforeAll
  while (true) {
    const [due, held] = await Promise.all([
      documentsAfter[collection](db, after, pageSize),
      // An index that shows late what was put shows it to whoever begins before every id.
      search.versions(set, collection, after === beforeAll ? '' : after, pageSize),
    ])
    // Beyond the end of a full page the other side may have what this one has on its next page.
    const ends = [due, held].filter(({ length }) => length === pageSize).map((page) => page.at(-1)!.id)
    const end = ends.toSorted()[0]
    const [dueById, heldById] = [byId(due, end), byId(held, end)]
    for (const id of [...new Set([...dueById.keys(), ...heldById.keys()])].toSorted()) yield [dueById.get(id), heldById.get(id)]
    if (end === undefined) return
    after = end
  }
}

function byId(page: readonly IdVersion[], end: string | undefined): Map<string, IdVersion> {
  return new Map(page.filter(({ id }) => end === undefined || id <= end).map((one) => [one.id, one]))
}

function differenceOf(collection: Collection, due: IdVersion | undefined, held: IdVersion | undefined): Difference | undefined {
  const kind = kindOf(due, held)
  return kind && { collection, id: (due ?? held)!.id, kind, held: held?.version, due: due?.version }
}

function kindOf(due: IdVersion | undefined, held: IdVersion | undefined): Difference['kind'] | undefined {
  if (due === undefined) return 'surplus'
  if (held === undefined) return 'missing'
  if (held.version === due.version) return undefined
  return held.version < due.version ? 'stale' : 'tooNew'
}

function keyOf({ collection, id, kind, held, due }: Difference): string {
  return [collection, id, kind, held, due].join(' ')
}
