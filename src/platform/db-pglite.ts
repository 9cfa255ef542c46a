import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { PGlite, types } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { CamelCasePlugin, Kysely, PGliteDialect } from 'kysely'
import type { Database } from '../db/tables.ts'
import { lockFolder } from './folder-lock.ts'

export type OpenDatabase = { db: Kysely<Database>; close: () => Promise<void> }

/** Postgres in this process: in the folder given, which nobody else may have open, or in memory. */
export async function openPglite(dataDir?: string): Promise<OpenDatabase> {
  if (dataDir === undefined) return overPglite(await PGlite.create(pgliteOptions))
  const folder = resolve(dataDir)
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  try {
    const open = overPglite(await openFolder(folder))
    return { db: open.db, close: () => open.close().finally(unlock) }
  } catch (error) {
    unlock()
    throw error
  }
}

/** Kysely over a PGlite that is open already. */
export function overPglite(pglite: PGlite): OpenDatabase {
  const db = new Kysely<Database>({
    dialect: new PGliteDialect({ pglite }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, close: () => db.destroy() }
}

/** The folder's files stand in the system's own cache; Postgres' usual 128 MB would hold them twice. */
const sharedBuffers = '16MB'

/** bigint comes as text, as it does from a server: a JavaScript number could not hold it. */
const parsers = { [types.INT8]: (value: string) => value }

export const pgliteOptions = { parsers, extensions: { btree_gist } }

async function openFolder(folder: string): Promise<PGlite> {
  const data = join(folder, 'postgres')
  if (!existsSync(data)) await createCluster(data)
  return PGlite.create(data, {
    ...pgliteOptions,
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`],
  })
}

/** Under another name until it is whole, so that a start cut short leaves nothing that looks like a database. */
async function createCluster(data: string): Promise<void> {
  const unfinished = `${data}.new`
  rmSync(unfinished, { recursive: true, force: true })
  const pglite = await PGlite.create(unfinished)
  await pglite.close()
  renameSync(unfinished, data)
}
