import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { inject } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/tables.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { overPglite, pgliteOptions } from '../../src/platform/db-pglite.ts'
import { newPostgresDatabase } from './postgres-database.ts'

/** The worker's one database, migrated and with every row gone: on the project's server, or else in this process. */
export async function emptyDatabase(): Promise<Kysely<Database>> {
  const { db, clear } = await (shared.database ??= openShared())
  await clear()
  return db
}

type Shared = { db: Kysely<Database>; clear: () => Promise<void> }

const shared = globalThis as { database?: Promise<Shared> }

async function openShared(): Promise<Shared> {
  const db = inject('postgresServer') === undefined ? await openImage() : await openCopy()
  await migrate(db)
  const tables = await namesOf(
    db,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
  )
  const sequences = await namesOf(db, sql`select quote_ident(sequencename) as name from pg_sequences where schemaname = 'public'`)
  // Deleting what little a test wrote is quicker than truncating thirty tables.
  const rows = tables.map((name) => `delete from ${name};`).join(' ')
  const counts = sequences.map((name) => `perform setval('${name}', 1, false);`).join(' ')
  // The audit trail refuses deletion by a trigger, and rows refer to one another; a replica looks at neither.
  const statement = sql.raw(`do $$ begin set local session_replication_role = replica; ${rows} ${counts} end $$`)
  return { db, clear: async () => void (await statement.execute(db)) }
}

async function openCopy(): Promise<Kysely<Database>> {
  return (await openPg({ url: await newPostgresDatabase() })).db
}

/** From the global set-up's migrated image; without it, as when a file is run on its own, from nothing. */
async function openImage(): Promise<Kysely<Database>> {
  const path = inject('databaseImage')
  if (path === undefined) return overPglite(await PGlite.create(pgliteOptions)).db
  return overPglite(await PGlite.create({ ...pgliteOptions, loadDataDir: new Blob([await readFile(path)]) })).db
}

async function namesOf(db: Kysely<Database>, query: ReturnType<typeof sql>): Promise<string[]> {
  const { rows } = await query.execute(db)
  return (rows as { name: string }[]).map(({ name }) => name)
}
