import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** From a ranking to a decision: questions, invitations, pitches, their scores, and what was decided. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table scene drop constraint scene_status_check`,
  `alter table scene add constraint scene_status_check check (status in
    ('draft', 'submitted', 'returned', 'published', 'closed', 'decided', 'unmatched', 'suspended', 'cancelled'))`,
  `alter table scene add column released_at timestamptz, add column released_by text`,
  `create table scene_question (
    id uuid primary key, scene_id uuid not null references scene, seq integer not null,
    asker_org_id uuid not null references organisation, asked_by text not null,
    text text not null, asked_at timestamptz not null,
    answer text, answered_by text, answered_at timestamptz,
    unique (scene_id, seq), check ((answer is null) = (answered_at is null))
  )`,
  `create table pitch_invitation (
    id uuid primary key, district_id uuid not null references district,
    scene_id uuid not null references scene, company_id uuid not null references company,
    org_id uuid not null references organisation,
    status text not null check (status in ('invited', 'accepted', 'declined', 'lapsed', 'pitched')),
    version integer not null default 1, place integer check (place >= 1), reason text, message text,
    invited_by text not null, invited_org_id uuid not null references organisation, invited_at timestamptz not null,
    expires_at timestamptz not null, answered_by text, answered_at timestamptz, decline_reason text,
    unique (scene_id, company_id)
  )`,
  `create index pitch_invitation_org on pitch_invitation (org_id, id)`,
  `create index pitch_invitation_due on pitch_invitation (expires_at) where status = 'invited'`,
  `create table pitch (
    id uuid primary key, district_id uuid not null references district,
    scene_id uuid not null references scene, company_id uuid not null references company,
    org_id uuid not null references organisation,
    status text not null check (status in ('draft', 'submitted', 'withdrawn', 'ineligible', 'in_review', 'scored',
      'consensus', 'shortlisted', 'selected', 'reserve', 'declined', 'disqualified')),
    version integer not null default 1, content jsonb not null, prefilled_share double precision,
    prefilled text[] not null default '{}',
    written_by text not null, submitted_by text, submitted_at timestamptz,
    withdrawn_at timestamptz, status_reason text, status_since timestamptz not null,
    appealed_at timestamptz, appeal text, appeal_ruled_at timestamptz, appeal_answer text,
    gate_id text, disqualify_by text, disqualify_as text, disqualify_reason text,
    decision text check (decision in ('selected', 'reserve', 'declined')), decision_codes text[], feedback text,
    decided_by text, decided_at timestamptz, released_at timestamptz,
    is_example boolean not null default false, created_at timestamptz not null, updated_at timestamptz not null,
    round_at timestamptz not null, unique (scene_id, company_id, round_at)
  )`,
  `create index pitch_org on pitch (org_id, id)`,
  `create table pitch_member (
    pitch_id uuid not null references pitch, company_id uuid not null references company,
    org_id uuid not null references organisation, role text not null,
    status text not null check (status in ('asked', 'accepted', 'declined')),
    asked_at timestamptz not null, answered_by text, answered_at timestamptz, primary key (pitch_id, company_id)
  )`,
  `create index pitch_member_org on pitch_member (org_id)`,
  `create table scene_panel (
    scene_id uuid not null references scene, person_id text not null, is_chair boolean not null default false,
    appointed_by text not null, appointed_at timestamptz not null,
    recused_at timestamptz, recusal_reason text, primary key (scene_id, person_id)
  )`,
  `create unique index scene_panel_chair on scene_panel (scene_id) where is_chair`,
  `create table pitch_score (
    pitch_id uuid not null references pitch, person_id text not null, marks jsonb not null, remark text,
    submitted_at timestamptz, updated_at timestamptz not null, primary key (pitch_id, person_id)
  )`,
  `create table pitch_consensus (
    pitch_id uuid primary key references pitch, marks jsonb not null, total double precision not null,
    remark text, dissent text, agreed_by text not null, agreed_at timestamptz not null
  )`,
]
