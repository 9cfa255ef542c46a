import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/** What was shown to whom and what came of it, and the weights of the ranking that were learned from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table impression (
    district_id uuid not null references district, viewer_org_id uuid not null references organisation,
    side text not null check (side in ('scene', 'company')),
    scene_id uuid not null references scene, company_id uuid not null references company,
    position integer not null check (position >= 1),
    propensity double precision not null check (propensity > 0 and propensity <= 1),
    weights_version text not null, ranking_version text not null,
    day integer not null, at timestamptz not null,
    primary key (viewer_org_id, side, scene_id, company_id, ranking_version, day)
  )`,
  `create index impression_at on impression (at)`,
  `create table training_event (
    id uuid primary key, district_id uuid not null references district,
    side text not null check (side in ('scene', 'company')),
    scene_id uuid not null references scene, company_id uuid not null references company,
    kind text not null check (kind in ('saved', 'dismissed', 'unmarked', 'invited', 'shortlisted', 'accepted', 'declined')),
    org_id uuid not null references organisation, actor_id text not null, reason text, at timestamptz not null
  )`,
  `create index training_event_at on training_event (district_id, at)`,
  `create table ranking_weights (
    version text primary key, district_id uuid not null references district,
    status text not null check (status in ('shipped', 'proposed', 'active', 'replaced')),
    parameters jsonb not null, report jsonb not null,
    made_at timestamptz not null, active_from timestamptz, replaces text references ranking_weights
  )`,
  `create unique index ranking_weights_active on ranking_weights (district_id) where status = 'active'`,
]
