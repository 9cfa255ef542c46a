import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { PGlite } from '@electric-sql/pglite'
import { expect, inject, test } from 'vitest'
import { migrate } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/tables.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { overPglite, pgliteOptions } from '../../src/platform/db-pglite.ts'
import { emptyDatabase } from '../support/database.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'
import { fillFirst, filled, firstOnly, newest, schemaOf } from './older-database.ts'

/** A database of its own with nothing in it, on the project's adapter. */
async function unmigrated<T>(run: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const onServer = inject('postgresServer') !== undefined
  const { db, close } = onServer
    ? await openPg({ url: await newPostgresDatabase('empty') })
    : overPglite(await PGlite.create(pgliteOptions))
  try {
    return await run(db)
  } finally {
    await close()
  }
}

test('an empty database gets every migration, in order, and none twice', { timeout: 60_000 }, async () => {
  await unmigrated(async (db) => {
    expect(await migrate(db)).toEqual(newest)
    expect(await migrate(db)).toEqual([])
    expect(
      (await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)).rows.map(({ name }) => name),
    ).toEqual(newest)
  })
})

test(
  'a filled database of the first release comes forward with its rows, to the schema of a new one',
  { timeout: 60_000 },
  async () => {
    const schema = await schemaOf(await emptyDatabase())
    await unmigrated(async (db) => {
      await firstOnly(db)
      await fillFirst(db)
      expect(await migrate(db)).toEqual(newest.slice(1))
      expect(await filled(db)).toEqual({ scenes: 1, outbox: 3, open: 2 })
      expect(await schemaOf(db)).toEqual(schema)
    })
  },
)
