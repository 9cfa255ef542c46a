import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { ConfigError } from '../../src/platform/config.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'

const password = 'pass-word-of-the-test'

function changed(change: Partial<Record<'username' | 'password' | 'pathname' | 'port' | 'hostname', string>>): string {
  return Object.assign(new URL(inject('postgresServer')!.url), change).href
}

test.for([
  ['a wrong password', { password }, 'the server refuses this user and password'],
  ['an unknown user', { username: 'nobody', password }, 'the server refuses this user and password'],
  ['an unknown database', { pathname: '/nowhere' }, 'there is no such database on the server'],
  ['a port on which nothing listens', { port: '1', password }, 'nothing answers at this address'],
  ['a host that does not exist', { hostname: 'no-such-host.invalid', password }, /cannot be looked up|is not known/u],
] as const)('%s is said plainly, with the server’s name and without the password', async ([, change, message]) => {
  const url = changed(change)
  const error = await openPg({ url }).catch((thrown: unknown) => thrown as Error)
  expect(error).toBeInstanceOf(ConfigError)
  expect((error as Error).message).toMatch(message)
  expect((error as Error).message).toContain(`${new URL(url).username}@${new URL(url).host}${new URL(url).pathname}`)
  expect((error as Error).message).not.toContain(new URL(url).password)
})

test('a server that takes the connection and says nothing is given up on', { timeout: 15_000 }, async () => {
  const silent = createServer(() => {})
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  await expect(openPg({ url: changed({ port: String(port) }) })).rejects.toThrow(/timeout/u)
  silent.close()
})

test('a database whose encoding cannot hold Chinese is refused', async () => {
  const client = new pg.Client(inject('postgresServer')!.url)
  await client.connect()
  await client.query(`create database latin_${process.pid} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`)
  await client.end()
  await expect(openPg({ url: changed({ pathname: `/latin_${process.pid}` }) })).rejects.toThrow(
    'has the encoding LATIN1 and needs UTF8',
  )
})

test('an idle connection that the server ends is logged, and the next query has a new one', async () => {
  const logged: string[] = []
  const url = await newPostgresDatabase()
  const { db, close } = await openPg({ url, log: (level, event) => void logged.push(`${level} ${event}`) })
  const other = new pg.Client(url)
  await other.connect()
  await other.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await other.end()
  await expect.poll(() => logged).toEqual(['warn database.connection_lost'])
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await close()
})

test('a connection ended within a transaction fails that transaction alone', async () => {
  const { db, close } = await openPg({ url: await newPostgresDatabase(), poolMax: 1 })
  const ended = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(tx)
  })
  await expect(ended).rejects.toThrow(/terminat/u)
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }])
  await close()
})

test('a statement may take thirty seconds unless the address says otherwise', async () => {
  const url = await newPostgresDatabase()
  const timeoutOf = async (address: string) => {
    const { db, close } = await openPg({ url: address })
    const { rows } = await sql<{ limit: string }>`select current_setting('statement_timeout') as limit`.execute(db)
    await close()
    return rows[0]!.limit
  }
  expect([await timeoutOf(url), await timeoutOf(`${url}?statement_timeout=1500`)]).toEqual(['30s', '1500ms'])
})

test('more requests than connections wait for their turn', async () => {
  const { db, close } = await openPg({ url: await newPostgresDatabase(), poolMax: 2 })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => sql<{ n: number }>`select ${index}::int as n`.execute(db)),
  )
  expect(answers.map(({ rows }) => rows[0]!.n)).toEqual(Array.from({ length: 20 }, (_, index) => index))
  await close()
})
