import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startLocalPostgres } from '../../src/cli/local-postgres.ts'
import { migrate } from '../../src/db/migrate.ts'
import { openPg } from '../../src/platform/db-pg.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A real Postgres, for the projects that start one: its maintenance database, and the name of a migrated one. */
    postgresServer: { url: string; template: string } | undefined
  }
}

const template = 'duijie_template'

/** Nothing that a test writes need outlive the run. */
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

/** Global set-up: one server with one migrated database, of which each worker makes a copy. */
export default async function postgresServer(project: TestProject): Promise<() => Promise<void>> {
  const server = await startLocalPostgres(careless)
  const url = server.urlOf('postgres')
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`create database ${template}`)
  await client.end()
  const { db, close } = await openPg({ url: server.urlOf(template) })
  await migrate(db)
  await close()
  project.provide('postgresServer', { url, template })
  return () => server.stop()
}
