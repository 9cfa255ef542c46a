import pg from 'pg'
import { inject } from 'vitest'

let made = 0

/** The address of a new database on the tests' server: a copy of the migrated one, or an empty one. */
export async function newPostgresDatabase(kind: 'migrated' | 'empty' = 'migrated'): Promise<string> {
  const server = inject('postgresServer')
  if (server === undefined) throw new Error('this test needs the project postgres or services: vitest run --project postgres')
  const name = `test_${process.pid}_${(made += 1)}`
  const client = new pg.Client(server.url)
  await client.connect()
  try {
    await client.query(
      `create database ${name} template ${kind === 'migrated' ? server.template : 'template0'} strategy file_copy`,
    )
  } finally {
    await client.end()
  }
  return Object.assign(new URL(server.url), { pathname: `/${name}` }).href
}
