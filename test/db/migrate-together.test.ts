import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { migrate, NewerDatabaseError } from '../../src/db/migrate.ts'
import type { Database } from '../../src/db/tables.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { root } from '../support/imports.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'
import { fillFirst, filled, firstOnly, newest, schemaOf } from './older-database.ts'

async function opened<T>(url: string, run: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const { db, close } = await openPg({ url })
  try {
    return await run(db)
  } finally {
    await close()
  }
}

test('two processes’ pools on an empty database: one migrates, the other finds it done', async () => {
  const url = await newPostgresDatabase('empty')
  const did = await Promise.all([1, 2, 3].map(() => opened(url, migrate)))
  expect(did.toSorted((a, b) => a.length - b.length)).toEqual([[], [], newest])
})

test('two on a filled database leave its rows and the newest schema', async () => {
  const url = await newPostgresDatabase('empty')
  await opened(url, async (db) => {
    await firstOnly(db)
    await fillFirst(db)
  })
  const did = await Promise.all([opened(url, migrate), opened(url, migrate)])
  expect(did.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, newest.length - 1])
  const schema = await opened(await newPostgresDatabase(), schemaOf)
  await opened(url, async (db) => {
    expect(await filled(db)).toEqual({ scenes: 1, outbox: 3, open: 2 })
    expect(await schemaOf(db)).toEqual(schema)
  })
})

test('separate processes migrate one database without harm', { timeout: 60_000 }, async () => {
  const url = await newPostgresDatabase('empty')
  const script = `
    import { migrate } from './src/db/migrate.ts'
    import { openPg } from './src/platform/db-pg.ts'
    const { db, close } = await openPg({ url: process.argv.at(-1) })
    await migrate(db)
    await close()`
  const exits = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, url], { cwd: root, stdio: 'inherit' })
    return (await once(child, 'exit'))[0] as number
  })
  expect(await Promise.all(exits)).toEqual([0, 0, 0])
  expect(await opened(url, migrate)).toEqual([])
})

test('a migration that fails leaves the database as it was, and its lock to the next', async () => {
  const url = await newPostgresDatabase('empty')
  await opened(url, async (db) => {
    await sql`create table embedding (of_somebody_else text)`.execute(db)
    await expect(migrate(db)).rejects.toThrow('relation "embedding" already exists')
    expect((await schemaOf(db)).filter((line) => !line.startsWith('embedding.'))).toEqual([])
    await sql`drop table embedding`.execute(db)
    expect(await migrate(db)).toEqual(newest)
  })
})

test('a database made by a newer program is refused by the names it holds', async () => {
  await opened(await newPostgresDatabase(), async (db) => {
    await sql`insert into kysely_migration values ('9999-future', now()::text)`.execute(db)
    await expect(migrate(db)).rejects.toThrow(NewerDatabaseError)
    await expect(migrate(db)).rejects.toThrow('9999-future')
  })
})
