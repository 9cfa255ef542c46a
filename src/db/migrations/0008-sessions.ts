import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** 对接 sessions: who comes, who meets whom, at which table and when, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  // An exclusion over uuid and range at once needs it; it comes with every Postgres.
  `create extension if not exists btree_gist`,
  `create table session (
    id uuid primary key, district_id uuid not null references district, org_id uuid not null references organisation,
    status text not null check (status in ('planned', 'open_for_interest', 'draft_schedule', 'published', 'live',
      'closing', 'closed', 'postponed', 'cancelled')),
    version integer not null default 1, content jsonb not null, starts_at timestamptz not null, ends_at timestamptz not null,
    written_by text not null, published_at timestamptz, closed_at timestamptz,
    minutes text, minutes_at timestamptz, status_reason text, status_since timestamptz not null, is_example boolean not null default false,
    created_at timestamptz not null, updated_at timestamptz not null, check (starts_at < ends_at)
  )`,
  `create index session_day on session (district_id, starts_at desc, id)`,
  `create table session_participant (
    id uuid primary key, session_id uuid not null references session, org_id uuid not null references organisation,
    side text not null check (side in ('department', 'company', 'guest')), company_id uuid references company,
    scene_ids uuid[] not null default '{}',
    status text not null check (status in ('invited', 'joined', 'waiting', 'declined', 'left')),
    version integer not null default 1, meetings_min integer not null default 0 check (meetings_min >= 0),
    meetings_max integer not null check (meetings_max >= meetings_min), unavailable integer[] not null default '{}',
    check_in_code text not null, invited_by text not null, answered_at timestamptz, checked_in_at timestamptz, created_at timestamptz not null, updated_at timestamptz not null,
    unique (session_id, org_id), check ((side = 'company') = (company_id is not null))
  )`,
  `create index session_participant_org on session_participant (org_id)`,
  `create table session_person (
    id uuid primary key, session_id uuid not null references session,
    participant_id uuid not null references session_participant, person_id text, name text not null, post text,
    unavailable integer[] not null default '{}', left_at timestamptz, created_at timestamptz not null
  )`,
  `create index session_person_participant on session_person (participant_id)`,
  `create index session_person_person on session_person (person_id)`,
  `create table session_wish (
    session_id uuid not null references session, participant_id uuid not null references session_participant,
    wished_id uuid not null references session_participant, place integer not null check (place >= 1),
    primary key (participant_id, wished_id), check (participant_id <> wished_id)
  )`,
  `create table session_pair_mark (
    session_id uuid not null references session, department_id uuid not null references session_participant,
    company_id uuid not null references session_participant, kind text not null check (kind in ('pin', 'ban')),
    reason text, marked_by text not null, marked_at timestamptz not null, primary key (department_id, company_id)
  )`,
  `create table meeting (
    id uuid primary key, district_id uuid not null references district, session_id uuid not null references session,
    scene_id uuid references scene,
    status text not null check (status in ('proposed', 'pending', 'accepted', 'declined', 'expired', 'cancelled',
      'checked_in', 'held', 'no_show_company', 'no_show_unit')),
    version integer not null default 1, sequence integer not null default 0,
    origin text not null check (origin in ('request', 'plan', 'matchmaker')), requested_by uuid references session_participant,
    message text, fit double precision, slot integer check (slot >= 1), table_no integer check (table_no >= 1),
    during tstzrange, is_pinned boolean not null default false, is_required boolean not null default false,
    window_from integer, window_to integer, status_reason text, status_since timestamptz not null,
    outcome text check (outcome in ('next_meeting', 'pitch_invited', 'pilot_talks', 'info_only', 'no_fit')),
    minutes jsonb, minutes_by text, minutes_at timestamptz,
    created_at timestamptz not null, updated_at timestamptz not null,
    check ((slot is null) = (table_no is null)), check ((slot is null) = (during is null)),
    check (status <> 'proposed' or slot is null)
  )`,
  `create index meeting_session on meeting (session_id, status, id)`,
  `create table meeting_seat (
    meeting_id uuid not null references meeting, participant_id uuid not null references session_participant,
    is_chair boolean not null default false, person_id uuid references session_person,
    accepted_at timestamptz, accepted_by text, checked_in_at timestamptz, primary key (meeting_id, participant_id)
  )`,
  `create index meeting_seat_participant on meeting_seat (participant_id)`,
  // What a meeting with a place holds; nobody and nothing is held twice at any moment, in whatever session.
  `create table booking (
    meeting_id uuid not null references meeting on delete cascade, kind text not null check (kind in ('participant', 'person', 'table')),
    holder text not null, during tstzrange not null check (not isempty(during)), primary key (meeting_id, kind, holder),
    constraint booking_once exclude using gist (kind with =, holder with =, during with &&) deferrable initially deferred
  )`,
  `create table session_plan (
    id uuid primary key, session_id uuid not null references session,
    status text not null check (status in ('queued', 'running', 'complete', 'stopped', 'failed', 'published', 'discarded')),
    session_version integer not null, kind text not null check (kind in ('whole', 'repair')),
    problem jsonb, plan jsonb, allocation jsonb, progress jsonb, seed integer not null, seconds integer not null,
    stop_asked_at timestamptz, made_by text not null, made_at timestamptz not null, finished_at timestamptz, published_at timestamptz,
    heartbeat_at timestamptz, failure text
  )`,
  `create index session_plan_session on session_plan (session_id, made_at desc, id)`,
  `create unique index session_plan_once on session_plan (session_id) where status in ('queued', 'running')`,
  `create table calendar_feed (
    id uuid primary key, person_id text not null unique, token_hash text not null unique, created_at timestamptz not null
  )`,
]
