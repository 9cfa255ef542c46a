import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** A meeting that lost its place keeps when it was to be, so that calendars can be told that it is off then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table meeting drop constraint meeting_check1,
    add constraint meeting_during check (slot is null or during is not null)`.execute(db)
}
