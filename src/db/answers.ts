import { sql } from 'kysely'
import type { Db } from './transact.ts'

/** Throws when the database does not answer. */
export async function answers(db: Db): Promise<void> {
  await sql`select 1`.execute(db)
}
