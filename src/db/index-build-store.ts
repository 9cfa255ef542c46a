import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Space } from '../ports.ts'
import type { Database } from './tables.ts'
import type { Db, Tx } from './transact.ts'

/** Where a walk over the rows has come to. */
export type Position = { collection: 'scene' | 'company'; after: string; done: number }

/** A set that is being filled; who wrote `updatedAt` last is at it. */
export type IndexBuild = Position & { setName: string; total: number; updatedAt: Date }

const columns = ['setName', 'collection', 'after', 'done', 'total', 'updatedAt'] as const

const buildLock = 4_071_946_007

/** Runs alone in the whole database, in one transaction; undefined when another process runs it now. */
export function withBuildLock<T>(db: Kysely<Database>, run: (tx: Tx) => Promise<T>): Promise<T | undefined> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ isOurs: boolean }>`select pg_try_advisory_xact_lock(${sql.lit(buildLock)}) as "isOurs"`.execute(
      tx,
    )
    return rows[0]!.isOurs ? run(tx) : undefined
  })
}

export function findOpenBuild(db: Db, setName: string): Promise<IndexBuild | undefined> {
  return db
    .selectFrom('indexBuild')
    .select(columns)
    .where('setName', '=', setName)
    .where('servedAt', 'is', null)
    .executeTakeFirst()
}

/** What was filled before and not finished is forgotten: its sets are gone. */
export async function insertBuild(tx: Tx, space: Space, build: IndexBuild): Promise<void> {
  await tx.deleteFrom('indexBuild').where('servedAt', 'is', null).execute()
  await tx
    .insertInto('indexBuild')
    .values({ ...build, ...columnsOf(space), startedAt: build.updatedAt, servedAt: null })
    .execute()
}

/** Writes down how far it is, unless somebody else has taken it up. */
export async function advanceBuild(db: Db, build: IndexBuild, to: Position, now: Date): Promise<IndexBuild | undefined> {
  const result = await db
    .updateTable('indexBuild')
    .set({ ...to, updatedAt: now })
    .where('setName', '=', build.setName)
    .where('updatedAt', '=', build.updatedAt)
    .where('after', '=', build.after)
    .where('servedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows === 1n ? { ...build, ...to, updatedAt: now } : undefined
}

/** Nobody is at it any more, and whoever wants to may take it up at once. */
export async function releaseBuild(db: Db, build: IndexBuild): Promise<void> {
  await advanceBuild(db, build, { collection: build.collection, after: build.after, done: build.done }, new Date(0))
}

export async function markServed(db: Db, setName: string, now: Date): Promise<void> {
  await db.updateTable('indexBuild').set({ servedAt: now }).where('setName', '=', setName).where('servedAt', 'is', null).execute()
}

/** What an index in the process goes by: it has no progress to keep, for it is gone with the process. */
const inProcess = 'in process'

/** The space that an index in the process served last. */
export async function lastServedSpace(db: Db): Promise<Space | undefined> {
  const row = await db
    .selectFrom('indexBuild')
    .select(['model', 'dimensions', 'spaceVersion'])
    .where('setName', '=', inProcess)
    .executeTakeFirst()
  return row === undefined ? undefined : { model: row.model, dimensions: row.dimensions, version: row.spaceVersion }
}

export async function rememberServedSpace(db: Db, space: Space, position: Position, now: Date): Promise<void> {
  const row = { ...columnsOf(space), ...position, total: position.done, startedAt: now, updatedAt: now, servedAt: now }
  await db
    .insertInto('indexBuild')
    .values({ setName: inProcess, ...row })
    .onConflict((conflict) => conflict.column('setName').doUpdateSet(row))
    .execute()
}

/** How many documents' vectors of this space are kept. */
export async function countVectors(db: Db, space: Space): Promise<number> {
  const { count } = await db
    .selectFrom('embedding')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('role', '=', 'document')
    .where('model', '=', space.model)
    .where('dimensions', '=', space.dimensions)
    .where('spaceVersion', '=', space.version)
    .executeTakeFirstOrThrow()
  return Number(count)
}

function columnsOf({ model, dimensions, version }: Space) {
  return { model, dimensions, spaceVersion: version }
}
