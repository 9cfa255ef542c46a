import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Database } from './tables.ts'
import { migrations } from './migrations/index.ts'
import type { Tx } from './transact.ts'

/** The database holds migrations that this program does not know: it was made by a newer one. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'
  constructor(names: readonly string[]) {
    super(`The database was made by a newer version of this program: it holds ${names.join(', ')}`)
  }
}

/**
 * Brings the database forward, all of it or nothing, and returns what it did. Kysely's own Migrator holds a lock of the
 * session, which a pooler between us and the server does not keep for us; this one is the transaction's.
 */
export function migrate(db: Kysely<Database>): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(tx)
    const done = await migrationsIn(tx)
    const unknown = done.filter((name) => !Object.hasOwn(migrations, name))
    if (unknown.length > 0) throw new NewerDatabaseError(unknown)
    const open = Object.keys(migrations)
      .toSorted()
      .filter((name) => !done.includes(name))
    for (const name of open) await apply(tx, name)
    return open
  })
}

/** What this database still lacks; it is only read. */
export async function missingMigrations(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ list: string | null }>`select to_regclass('kysely_migration')::text as list`.execute(db)
  const done = rows[0]!.list === null ? [] : (await sql<{ name: string }>`select name from kysely_migration`.execute(db)).rows
  return Object.keys(migrations).filter((name) => !done.some((row) => row.name === name))
}

const migrationLock = 4_071_946_005

/** Kysely's Migrator kept its list in this table, and databases of its time are still about. */
async function migrationsIn(tx: Tx): Promise<string[]> {
  await sql`create table if not exists kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(
    tx,
  )
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(tx)
  return rows.map(({ name }) => name)
}

async function apply(tx: Tx, name: string): Promise<void> {
  await migrations[name]!.up(tx)
  await sql`insert into kysely_migration values (${name}, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`.execute(
    tx,
  )
}
