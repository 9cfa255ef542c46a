import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Actor } from '../accounts/actor.ts'
import type { Database } from './tables.ts'

/** What query functions take first: the database, or the transaction at hand. */
export type Db = Kysely<Database> | Transaction<Database>
export type Tx = Transaction<Database>

/** One transaction for one actor, which tells Postgres the district and the organisation it acts for. */
export function transact<T>(db: Kysely<Database>, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('duijie.district_id', ${actor.districtId}, true), set_config('duijie.org_id', ${actor.orgId ?? ''}, true)`.execute(
      tx,
    )
    return run(tx)
  })
}
