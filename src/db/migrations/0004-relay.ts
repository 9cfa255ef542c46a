import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** The outbox as a queue of many relays, vectors kept by what they were made of, and the filling of an index kept where it stands. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table outbox
    add column attempts integer not null default 0,
    add column due_at timestamptz not null default now(),
    add column last_error text,
    add column dead_at timestamptz`,
  `drop index outbox_open`,
  `create index outbox_due on outbox (due_at, id) where done_at is null and dead_at is null`,
  `create index outbox_dead on outbox (id) where dead_at is not null`,
  `create index outbox_done on outbox (done_at) where done_at is not null`,
  `create table embedding (
    content_hash text not null, role text not null check (role in ('query', 'document')),
    model text not null, dimensions integer not null, space_version text not null,
    vector bytea not null, created_at timestamptz not null,
    primary key (content_hash, role, model, dimensions, space_version)
  )`,
  `create table index_build (
    set_name text primary key, model text not null, dimensions integer not null, space_version text not null,
    collection text not null, after uuid not null, done integer not null, total integer not null,
    started_at timestamptz not null, updated_at timestamptz not null, served_at timestamptz
  )`,
]
