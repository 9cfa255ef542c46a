import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import type { PostgresPool } from 'kysely'
import pg from 'pg'
import type { PoolConfig } from 'pg'
import type { Database } from '../db/tables.ts'
import type { Log } from '../ports.ts'
import { ConfigError } from './config.ts'
import type { OpenDatabase } from './db-pglite.ts'

export type PgOptions = { url: string; poolMax?: number; log?: Log }

/** A Postgres server; throws ConfigError, without the password, where it does not let us in or cannot hold our text. */
export async function openPg({ url, poolMax = defaultPoolMax, log }: PgOptions): Promise<OpenDatabase> {
  const pool = newPool(url, { max: poolMax })
  hearLosses(pool, log)
  const open = overPool(pool)
  try {
    await expectUtf8(open.db)
    return open
  } catch (error) {
    await open.close()
    throw error instanceof ConfigError ? error : new ConfigError([`DATABASE_URL: ${whyClosed(error)} (${nameOf(url)})`])
  }
}

/**
 * A connection that breaks is replaced by the next query. Unheard, its error would end the process: the pool hears it while
 * the connection is idle, and nobody but us between two statements of a transaction.
 */
export function hearLosses(pool: pg.Pool, log?: Log): void {
  pool.on('connect', (client) => {
    client.on('error', ({ message }) => pool.ending || log?.('warn', 'database.connection_lost', { message }))
  })
  pool.on('error', () => {})
}

/** Kysely over a pool of node-postgres, with names and types as the embedded database has them. */
export function overPool(pool: PostgresPool): OpenDatabase {
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, close: () => db.destroy() }
}

/** Of bytes as of everything else the same type comes as from the embedded database: node-postgres would make a Buffer. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === byteaOid ? bytes : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

const byteaOid: number = pg.types.builtins.BYTEA

const defaultPoolMax = 10

/** What a request may take at most; migrations and imports set it aside for their own transaction. */
const limits: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  keepAlive: true,
  application_name: 'duijie',
}

function newPool(url: string, own: PoolConfig): pg.Pool {
  try {
    return new pg.Pool({ ...limits, ...own, connectionString: url, types: pgTypes })
  } catch (error) {
    throw new ConfigError([`DATABASE_URL: ${whyClosed(error)} (${nameOf(url)})`])
  }
}

/** A copy, whose buffer begins where the bytes do. */
function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice(2), 'hex'))
}

async function expectUtf8(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ encoding: string }>`select current_setting('server_encoding') as encoding`.execute(db)
  const encoding = rows[0]!.encoding
  if (encoding !== 'UTF8') throw new Error(`the database has the encoding ${encoding} and needs UTF8`)
}

const known: Record<string, string> = {
  '28P01': 'the server refuses this user and password',
  '28000': 'the server does not let this user in from here',
  '3D000': 'there is no such database on the server',
  '53300': 'the server has no connection left',
  '57P03': 'the server is only just starting, or stopping',
  ECONNREFUSED: 'nothing answers at this address',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'the server does not answer',
}

function whyClosed(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return known[code ?? ''] ?? (message || 'the server cannot be reached')
}

/** Whoever reads the error needs to know which server is meant, and must not learn the password. */
function nameOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined) return 'not a postgres:// address'
  return `${decodeURIComponent(parsed.username)}@${parsed.host}${parsed.pathname}`
}
