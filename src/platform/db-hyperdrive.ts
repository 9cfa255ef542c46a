import pg from 'pg'
import type { Log } from '../ports.ts'
import { hearLosses, pgTypes } from './db-pg.ts'

/** workerd lets a request have six connections at once; the others are for the index and the embedding. */
const poolMax = 3

/** A few connections to Hyperdrive, which pools by transaction: nothing set may be expected to last beyond one. */
export function openHyperdrivePool(connectionString: string, log: Log): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max: poolMax,
    types: pgTypes,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 0,
  })
  hearLosses(pool, log)
  return pool
}
