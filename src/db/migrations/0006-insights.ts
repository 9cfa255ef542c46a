import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What was searched for and not found, without who searched; and where newcomers were seen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table unmet_search (
    district_id uuid not null references district, month text not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
    collection text not null check (collection in ('scene', 'company')),
    text text not null, searches integer not null check (searches >= 1),
    primary key (district_id, month, collection, text)
  )`,
  `create index impression_company on impression (company_id, at)`,
]
