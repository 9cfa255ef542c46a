import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** The record as it starts: districts, organisations, scenes, companies and cards, audit, outbox. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table district (
    id uuid primary key, code text not null unique, name text not null, name_en text not null,
    city text not null, time_zone text not null
  )`,
  `create table organisation (
    id uuid primary key, district_id uuid not null references district, kind text not null,
    uscc text not null unique, legal_name text not null, name_en text,
    city text not null, district text not null,
    status text not null check (status in ('registered', 'verified', 'suspended')),
    verified_at timestamptz, is_example boolean not null default false,
    created_at timestamptz not null, version integer not null default 1
  )`,
  `create table membership (
    id uuid primary key, org_id uuid not null references organisation, person_id text not null,
    roles text[] not null, created_at timestamptz not null, unique (org_id, person_id)
  )`,
  `create index membership_person on membership (person_id)`,
  `create table invitation (
    id uuid primary key, org_id uuid not null references organisation, roles text[] not null,
    token_hash text not null unique, created_by text not null, created_at timestamptz not null,
    expires_at timestamptz not null, used_at timestamptz
  )`,
  `create table scene (
    id uuid primary key, district_id uuid not null references district, org_id uuid not null references organisation,
    ref text unique,
    status text not null check (status in ('draft', 'submitted', 'returned', 'published', 'closed', 'unmatched', 'suspended', 'cancelled')),
    version integer not null default 1, content jsonb not null,
    written_by text not null, submitted_by text, submitted_at timestamptz, compliance_by text,
    published_by text, published_at timestamptz, opens_at timestamptz, deadline_at timestamptz,
    status_reason text, status_since timestamptz not null, suspended_from text,
    duplicates_answered jsonb not null default '[]', is_example boolean not null default false,
    created_at timestamptz not null, updated_at timestamptz not null,
    check (published_by is null or published_by <> written_by),
    check ((status = 'suspended') = (suspended_from is not null))
  )`,
  `create index scene_status on scene (district_id, status, id)`,
  `create index scene_org on scene (org_id, id)`,
  `create table scene_version (
    scene_id uuid not null references scene, version integer not null, content jsonb not null,
    saved_by text not null, saved_at timestamptz not null, primary key (scene_id, version)
  )`,
  `create table scene_comment (
    id uuid primary key, scene_id uuid not null references scene, field text not null, text text not null,
    written_by text not null, written_at timestamptz not null, answer text, answered_at timestamptz
  )`,
  `create index scene_comment_scene on scene_comment (scene_id)`,
  `create table scene_addendum (
    id uuid primary key, scene_id uuid not null references scene, seq integer not null, changes jsonb not null,
    reason text not null, written_by text not null, written_at timestamptz not null, unique (scene_id, seq)
  )`,
  `create table scene_ref (
    district_id uuid not null references district, year integer not null, domain text not null,
    last integer not null, primary key (district_id, year, domain)
  )`,
  `create table company (
    id uuid primary key, district_id uuid not null references district,
    org_id uuid not null unique references organisation,
    status text not null check (status in ('draft', 'listed', 'hidden', 'suspended')),
    version integer not null default 1, content jsonb not null, valid_until timestamptz not null,
    status_reason text, suspended_from text, is_example boolean not null default false,
    created_at timestamptz not null, updated_at timestamptz not null,
    check ((status = 'suspended') = (suspended_from is not null))
  )`,
  `create index company_status on company (district_id, status, id)`,
  `create table card (
    id uuid primary key, district_id uuid not null references district, org_id uuid not null references organisation,
    company_id uuid not null references company,
    status text not null check (status in ('draft', 'submitted', 'returned', 'listed', 'hidden', 'suspended', 'expired')),
    version integer not null default 1, content jsonb not null, claims jsonb not null default '[]',
    written_by text not null, valid_until timestamptz not null, status_reason text, suspended_from text,
    is_example boolean not null default false, created_at timestamptz not null, updated_at timestamptz not null,
    check ((status = 'suspended') = (suspended_from is not null))
  )`,
  `create index card_company on card (company_id, id)`,
  `create index card_status on card (district_id, status, id)`,
  `create table match_mark (
    side text not null check (side in ('scene', 'company')),
    scene_id uuid not null references scene, company_id uuid not null references company,
    district_id uuid not null references district, kind text not null check (kind in ('saved', 'dismissed')),
    reason text, marked_by text not null, marked_at timestamptz not null,
    primary key (side, scene_id, company_id),
    check (kind <> 'dismissed' or reason is not null)
  )`,
  `create table audit_event (
    id uuid primary key, district_id uuid not null references district,
    object_type text not null, object_id text not null, seq integer not null,
    actor_id text not null, action text not null, from_status text, to_status text, reason text,
    detail jsonb not null default '{}', at timestamptz not null,
    previous_hash text not null, hash text not null, unique (object_type, object_id, seq)
  )`,
  `create function audit_is_append_only() returns trigger language plpgsql as $$
    begin raise exception 'audit_event is append-only'; end $$`,
  `create trigger audit_append_only before update or delete or truncate on audit_event
    for each statement execute function audit_is_append_only()`,
  `create table outbox (
    id bigint generated always as identity primary key, district_id uuid not null references district,
    object_type text not null, object_id uuid not null, version integer not null,
    created_at timestamptz not null, done_at timestamptz
  )`,
  `create index outbox_open on outbox (id) where done_at is null`,
  `create table idempotency (
    actor_id text not null, key text not null, request_hash text not null,
    status integer, body text, created_at timestamptz not null, primary key (actor_id, key)
  )`,
]
