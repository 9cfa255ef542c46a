import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** better-auth's tables under our words (user person, session login, account credential), and the attempts to sign in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table person (
    id text primary key, name text not null, email text not null unique check (email = lower(email)),
    email_verified boolean not null default false, image text,
    created_at timestamptz not null, updated_at timestamptz not null, temporary_until timestamptz
  )`,
  `create table login (
    id text primary key, person_id text not null references person on delete cascade, token text not null unique,
    expires_at timestamptz not null, created_at timestamptz not null, updated_at timestamptz not null,
    ip_address text, user_agent text
  )`,
  `create index login_person on login (person_id)`,
  `create table credential (
    id text primary key, person_id text not null references person on delete cascade,
    account_id text not null, provider_id text not null, password text,
    access_token text, refresh_token text, id_token text, scope text,
    access_token_expires_at timestamptz, refresh_token_expires_at timestamptz,
    created_at timestamptz not null, updated_at timestamptz not null, unique (provider_id, account_id)
  )`,
  `create index credential_person on credential (person_id)`,
  `create table verification (
    id text primary key, identifier text not null, value text not null, expires_at timestamptz not null,
    created_at timestamptz not null, updated_at timestamptz not null
  )`,
  `create index verification_identifier on verification (identifier)`,
  `create table api_key (
    id text primary key, config_id text not null default 'default', name text, start text, prefix text,
    reference_id text not null references person on delete cascade, key text not null unique,
    enabled boolean not null default true, remaining integer, refill_interval integer, refill_amount integer,
    last_refill_at timestamptz, rate_limit_enabled boolean not null default false,
    rate_limit_time_window integer, rate_limit_max integer, request_count integer not null default 0,
    last_request timestamptz, expires_at timestamptz, permissions text, metadata text,
    created_at timestamptz not null, updated_at timestamptz not null
  )`,
  `create index api_key_person on api_key (reference_id)`,
  `create table sign_in_attempt (id uuid primary key, email text not null, at timestamptz not null)`,
  `create index sign_in_attempt_email on sign_in_attempt (email, at)`,
  `alter table membership add foreign key (person_id) references person`,
]
