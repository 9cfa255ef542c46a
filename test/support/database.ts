import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { PGlite } from '@electric-sql/pglite'
import { readFile } from 'node:fs/promises'
import { inject } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/tables.ts'
import { overPglite, parsers } from '../../src/platform/db-pglite.ts'

/** The worker's one database, migrated and with every row gone. */
export async function emptyDatabase(): Promise<Kysely<Database>> {
  const { pglite, db, truncate } = await (shared.database ??= openShared())
  // The audit trail refuses truncation by a trigger, which a replica does not fire.
  await pglite.exec(`set session_replication_role = replica; ${truncate}; set session_replication_role = default`)
  return db
}

type Shared = { pglite: PGlite; db: Kysely<Database>; truncate: string }

const shared = globalThis as { database?: Promise<Shared> }

async function openShared(): Promise<Shared> {
  const pglite = await openImage()
  const { db } = overPglite(pglite)
  await migrate(db)
  return { pglite, db, truncate: `truncate ${(await tableNames(db)).join(', ')} restart identity` }
}

/** From the global set-up's migrated image; without it, as when a file is run on its own, from nothing. */
async function openImage(): Promise<PGlite> {
  const path = inject('databaseImage')
  if (path === undefined) return PGlite.create({ parsers })
  return PGlite.create({ parsers, loadDataDir: new Blob([await readFile(path)]) })
}

async function tableNames(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(db)
  return rows.map((row) => row.name)
}
