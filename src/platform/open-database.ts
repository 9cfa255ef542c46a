import type { Log } from '../ports.ts'
import type { Config } from './config.ts'
import { openPg } from './db-pg.ts'
import { openPglite } from './db-pglite.ts'
import type { OpenDatabase } from './db-pglite.ts'

/** The server that DATABASE_URL names; without one, Postgres in this process on the data folder. */
export function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>, log?: Log): Promise<OpenDatabase> {
  if (config.databaseUrl === undefined) return openPglite(config.dataDir)
  return openPg({ url: config.databaseUrl, ...(log !== undefined && { log }) })
}
