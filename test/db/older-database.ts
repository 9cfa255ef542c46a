import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../../src/db/migrations/index.ts'
import type { Database } from '../../src/db/tables.ts'

/** Every migration there is, in order. */
export const newest = Object.keys(migrations).toSorted()

/** A database as the first release left it: its migration alone, by Kysely's own Migrator, which was used then. */
export async function firstOnly(db: Kysely<Database>): Promise<void> {
  const [first] = newest
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ [first!]: migrations[first!]! }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}

/** Rows such as the first release wrote; a membership needs its person only from the second migration on. */
export async function fillFirst(db: Kysely<Database>): Promise<void> {
  const id = (last: number) => sql.lit(`01900000-0000-7000-8000-${String(last).padStart(12, '0')}`)
  const now = sql`'2026-03-02T02:00:00Z'::timestamptz`
  await sql`insert into district values (${id(1)}, 'XH', '徐汇区', 'Xuhui', '上海', 'Asia/Shanghai')`.execute(db)
  await sql`insert into organisation (id, district_id, kind, uscc, legal_name, city, district, status, created_at)
    values (${id(2)}, ${id(1)}, 'department', '11310104EXMPL00018', '示例单位', '上海', '徐汇区', 'verified', ${now})`.execute(db)
  await sql`insert into scene (id, district_id, org_id, status, content, written_by, status_since, created_at, updated_at)
    values (${id(3)}, ${id(1)}, ${id(2)}, 'draft', '{"title": "社区助餐点排队时间预测"}', 'someone', ${now}, ${now}, ${now})`.execute(
    db,
  )
  await sql`insert into audit_event (id, district_id, object_type, object_id, seq, actor_id, action, at, previous_hash, hash)
    values (${id(4)}, ${id(1)}, 'scene', ${id(3)}, 1, 'someone', 'scene.draft', ${now}, '', '')`.execute(db)
  await sql`insert into outbox (district_id, object_type, object_id, version, created_at, done_at)
    values (${id(1)}, 'scene', ${id(3)}, 1, ${now}, ${now}), (${id(1)}, 'scene', ${id(3)}, 2, ${now}, null), (${id(1)}, 'scene', ${id(3)}, 3, ${now}, null)`.execute(
    db,
  )
}

/** What of those rows the newest code finds. */
export async function filled(db: Kysely<Database>): Promise<Record<'scenes' | 'outbox' | 'open', number>> {
  const scenes = await db
    .selectFrom('scene')
    .select('id')
    .where(sql<boolean>`overrides = '[]'`)
    .execute()
  const outbox = await db.selectFrom('outbox').select(['doneAt', 'attempts', 'dueAt']).where('attempts', '=', 0).execute()
  return {
    scenes: scenes.length,
    outbox: outbox.length,
    open: outbox.filter(({ doneAt, dueAt }) => doneAt === null && dueAt !== null).length,
  }
}

/** Every column with its type, default and whether it may be absent, and every index and constraint. */
export async function schemaOf(db: Kysely<Database>): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') as line
    from information_schema.columns where table_schema = 'public' and table_name not like 'kysely%'
    union all select indexdef from pg_indexes where schemaname = 'public' and tablename not like 'kysely%'
    union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid::regclass::text not like 'kysely%'
    order by 1`.execute(db)
  return rows.map(({ line }) => line)
}
