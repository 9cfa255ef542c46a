import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What the office may override when it publishes, and the link by which the first office of a district is founded. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table scene add column overrides jsonb not null default '[]'`,
  `create table founding_link (
    id uuid primary key, district_id uuid not null references district, token_hash text not null unique,
    created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz
  )`,
]
