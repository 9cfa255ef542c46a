import { Migrator } from 'kysely/migration'
import type { Kysely } from 'kysely'
import type { Database } from './tables.ts'
import { migrations } from './migrations/index.ts'

/** Brings the database forward, under Kysely's own lock; throws what the first failing migration threw. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
