import { sql } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { domains } from '../shared/taxonomy.ts'
import { roundOf } from './scene.ts'
import type { Scene, SceneChange, SceneStatus } from './scene.ts'

const sceneColumns = [
  'scene.id',
  'scene.districtId',
  'scene.orgId',
  'scene.ref',
  'scene.status',
  'scene.version',
  'scene.content',
  'scene.writtenBy',
  'scene.submittedBy',
  'scene.submittedAt',
  'scene.complianceBy',
  'scene.publishedBy',
  'scene.publishedAt',
  'scene.opensAt',
  'scene.deadlineAt',
  'scene.statusReason',
  'scene.statusSince',
  'scene.suspendedFrom',
  'scene.duplicatesAnswered',
  'scene.overrides',
  'scene.isExample',
  'scene.createdAt',
  'scene.updatedAt',
] as const

const ownerColumns = [
  'organisation.legalName as orgName',
  'organisation.nameEn as orgNameEn',
  'organisation.city as orgCity',
  'organisation.district as orgDistrict',
  'organisation.status as orgStatus',
  'organisation.uscc as orgUscc',
  'organisation.version as orgVersion',
] as const

/** A scene with what its organisation is called, and where it is. */
export type StoredScene = Scene & {
  orgName: string
  orgNameEn: string | null
  orgCity: string
  orgDistrict: string
  orgStatus: string
  orgUscc: string
  orgVersion: number
}

export function findScene(db: Db, id: string): Promise<StoredScene | undefined> {
  return baseQuery(db).where('scene.id', '=', id).executeTakeFirst()
}

/** In the order of the ids asked for; absent ones are left out. */
export async function findScenes(db: Db, ids: readonly string[]): Promise<StoredScene[]> {
  if (ids.length === 0) return []
  const rows = await baseQuery(db)
    .where('scene.id', 'in', [...ids])
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** Holds the row until the transaction ends, so that of two who decide at once the second sees the first. */
export function findSceneForUpdate(tx: Tx, id: string): Promise<StoredScene | undefined> {
  return baseQuery(tx).where('scene.id', '=', id).forUpdate('scene').executeTakeFirst()
}

export async function insertScene(tx: Tx, scene: Scene): Promise<void> {
  await tx
    .insertInto('scene')
    .values({ ...scene, ...jsonOf(scene) })
    .execute()
}

/** Writes a decision down under the next version; refused when the row is no longer as it was read. */
export async function updateScene<S extends Scene>(tx: Tx, scene: S, change: SceneChange, now: Date): Promise<S> {
  const version = scene.version + 1
  const result = await tx
    .updateTable('scene')
    .set({ ...change, ...jsonOf(change), version, updatedAt: now })
    .where('id', '=', scene.id)
    .where('status', '=', scene.status)
    .where('version', '=', scene.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
  return { ...scene, ...change, version, updatedAt: now }
}

export type SceneFilter = {
  districtId: string
  /** Whether the reader sees every scene of the district, or what is public and, with `orgId`, what is its own. */
  sees: 'all' | { orgId: string | null }
  /** Only this organisation's. */
  ofOrg?: string | undefined
  status?: SceneStatus | undefined
  domain?: string | undefined
  /** Statuses are told as they stand at this moment. */
  now: Date
}

/** Newest first by id, which is stable while rows change. */
export function listScenes(db: Db, filter: SceneFilter, after: string | undefined, limit: number): Promise<StoredScene[]> {
  return filtered(baseQuery(db), filter)
    .$if(after !== undefined, (query) => query.where('scene.id', '<', after!))
    .orderBy('scene.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countScenes(db: Db, filter: SceneFilter): Promise<number> {
  const base = db
    .selectFrom('scene')
    .innerJoin('organisation', 'organisation.id', 'scene.orgId')
    .select((eb) => eb.fn.countAll<string>().as('count'))
  return Number((await filtered(base, filter).executeTakeFirstOrThrow()).count)
}

/** Open and past scenes a new one may repeat: the newest first. */
export function findComparableScenes(
  db: Db,
  districtId: string,
  exceptId: string | undefined,
  limit: number,
): Promise<StoredScene[]> {
  return baseQuery(db)
    .where('scene.districtId', '=', districtId)
    .where('scene.status', 'in', ['published', 'closed', 'decided', 'unmatched'])
    .$if(exceptId !== undefined, (query) => query.where('scene.id', '<>', exceptId!))
    .orderBy('scene.id', 'desc')
    .limit(limit)
    .execute()
}

/** Published scenes whose deadline has passed, over all districts. */
export function findOverdueScenes(db: Db, now: Date, limit: number): Promise<{ id: string; districtId: string }[]> {
  return db
    .selectFrom('scene')
    .select(['id', 'districtId'])
    .where('status', '=', 'published')
    .where('deadlineAt', '<=', now)
    .orderBy('deadlineAt')
    .limit(limit)
    .execute()
}

export async function findZone(db: Db, districtId: string): Promise<string> {
  const district = await db.selectFrom('district').select('timeZone').where('id', '=', districtId).executeTakeFirstOrThrow()
  return district.timeZone
}

/**
 * Pitches of the scene's present round: those whose company waits for an answer, and those that were chosen. What becomes
 * of a pitch is ruled in pitches, which stand on scenes; the states are read here, and a test of theirs compares them.
 */
export async function countPitchesOf(
  db: Db,
  scene: Pick<Scene, 'id' | 'publishedAt' | 'createdAt'>,
): Promise<{ open: number; chosen: number }> {
  const { rows } = await sql<{ open: number; chosen: number }>`
    select count(*) filter (where status in ('submitted', 'in_review', 'scored', 'consensus', 'shortlisted')
        or (status = 'ineligible' and appealed_at is not null and appeal_ruled_at is null))::int as open,
      count(*) filter (where status in ('selected', 'reserve'))::int as chosen
    from pitch where scene_id = ${scene.id} and round_at = ${roundOf(scene)}`.execute(db)
  return rows[0]!
}

export async function hasApprover(db: Db, orgId: string): Promise<boolean> {
  const approver = await db
    .selectFrom('membership')
    .select('id')
    .where('orgId', '=', orgId)
    .where(sql<boolean>`'publisher_approver' = any(roles)`)
    .limit(1)
    .executeTakeFirst()
  return approver !== undefined
}

/** Names and aliases of the district's companies that stand in the text. */
export async function findBrandsIn(db: Db, districtId: string, text: string): Promise<string[]> {
  if (text === '') return []
  const { rows } = await sql<{ name: string }>`
    select distinct name from (
      select organisation.legal_name as name from company join organisation on organisation.id = company.org_id where company.district_id = ${districtId}
      union all
      select jsonb_array_elements_text(coalesce(company.content -> 'aliases', '[]')) from company where company.district_id = ${districtId}
    ) as named where length(name) > 1 and position(lower(name) in lower(${text})) > 0 order by name limit 50`.execute(db)
  return rows.map((row) => row.name)
}

/** XH-2026-EDU-0012: the next number of its district, year and domain. */
export async function nextRef(tx: Tx, districtId: string, year: number, domain: (typeof domains)[number]['id']): Promise<string> {
  const { code } = await tx.selectFrom('district').select('code').where('id', '=', districtId).executeTakeFirstOrThrow()
  const { last } = await tx
    .insertInto('sceneRef')
    .values({ districtId, year, domain, last: 1 })
    .onConflict((conflict) =>
      conflict.columns(['districtId', 'year', 'domain']).doUpdateSet({ last: sql<number>`scene_ref.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return `${code}-${year}-${domainCodes[domain]}-${String(last).padStart(4, '0')}`
}

const domainCodes = {
  governance: 'GOV',
  elderly: 'ELD',
  education: 'EDU',
  health: 'HEA',
  manufacturing: 'MFG',
  culture: 'CUL',
  finance: 'FIN',
  transport: 'TRA',
  energy: 'ENE',
  media: 'MED',
  legal: 'LEG',
  retail: 'RET',
  agriculture: 'AGR',
  logistics: 'LOG',
  science: 'SCI',
  foundation: 'FOU',
} as const satisfies Record<(typeof domains)[number]['id'], string>

function baseQuery(db: Db) {
  return db
    .selectFrom('scene')
    .innerJoin('organisation', 'organisation.id', 'scene.orgId')
    .select([...sceneColumns, ...ownerColumns])
}

type Filterable = ReturnType<typeof baseQuery>

function filtered<Q>(query: Q, { districtId, sees, ofOrg, status, domain, now }: SceneFilter): Q {
  const narrowed = (query as Filterable)
    .where('scene.districtId', '=', districtId)
    .$if(ofOrg !== undefined, (qb) => qb.where('scene.orgId', '=', ofOrg!))
    .$if(domain !== undefined, (qb) => qb.where(sql<boolean>`scene.content ->> 'domain' = ${domain}`))
    .$if(status !== undefined, (qb) => qb.where(statusNow(now), '=', status!))
    .$if(sees !== 'all', (qb) => qb.where(seenBy(sees === 'all' ? null : sees.orgId, now)))
  return narrowed as Q
}

/** The same as isPublic in scene.ts, for rows; and the reader's own. */
function seenBy(orgId: string | null, now: Date) {
  const open = sql<boolean>`(scene.status in ('published', 'closed', 'decided', 'unmatched') and (scene.opens_at is null or scene.opens_at <= ${now}))`
  return orgId === null ? open : sql<boolean>`(${open} or scene.org_id = ${orgId})`
}

/** The same as statusAt in scene.ts, for rows. */
function statusNow(now: Date) {
  return sql<SceneStatus>`case when scene.status = 'published' and scene.deadline_at <= ${now} then 'closed' else scene.status end`
}

function jsonOf(change: SceneChange) {
  return {
    ...(change.content === undefined ? {} : { content: jsonValue(change.content) }),
    ...(change.duplicatesAnswered === undefined ? {} : { duplicatesAnswered: jsonValue(change.duplicatesAnswered) }),
    ...(change.overrides === undefined ? {} : { overrides: jsonValue(change.overrides) }),
  } as { content: string; duplicatesAnswered: string; overrides: string }
}
