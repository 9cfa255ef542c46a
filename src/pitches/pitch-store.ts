import { sql } from 'kysely'
import { jsonValue } from '../db/json-value.ts'
import type { Db, Tx } from '../db/transact.ts'
import { roundOf } from '../scenes/scene.ts'
import type { Scene } from '../scenes/scene.ts'
import { RefusedError } from '../shared/refusal.ts'
import { handedIn } from './pitch.ts'
import type { Pitch, PitchChange } from './pitch.ts'
import type { PitchStatus } from './pitch-status.ts'

const pitchColumns = [
  'pitch.id',
  'pitch.districtId',
  'pitch.sceneId',
  'pitch.companyId',
  'pitch.orgId',
  'pitch.status',
  'pitch.version',
  'pitch.content',
  'pitch.prefilledShare',
  'pitch.prefilled',
  'pitch.writtenBy',
  'pitch.submittedBy',
  'pitch.submittedAt',
  'pitch.withdrawnAt',
  'pitch.statusReason',
  'pitch.statusSince',
  'pitch.appealedAt',
  'pitch.appeal',
  'pitch.appealRuledAt',
  'pitch.appealAnswer',
  'pitch.gateId',
  'pitch.disqualifyBy',
  'pitch.disqualifyAs',
  'pitch.disqualifyReason',
  'pitch.decision',
  'pitch.decisionCodes',
  'pitch.feedback',
  'pitch.decidedBy',
  'pitch.decidedAt',
  'pitch.releasedAt',
  'pitch.isExample',
  'pitch.createdAt',
  'pitch.updatedAt',
  'pitch.roundAt',
] as const

/** A pitch with what its company is called, and for which scene of whom it is. */
export type StoredPitch = Pitch & {
  companyName: string
  companyNameEn: string | null
  sceneTitle: string | null
  sceneTitleEn: string | null
  sceneOrgId: string
  /** Of the scene's present round; a pitch with another `roundAt` is from an earlier one. */
  scenePublishedAt: Date | null
  sceneCreatedAt: Date
}

export function findPitch(db: Db, id: string): Promise<StoredPitch | undefined> {
  return baseQuery(db).where('pitch.id', '=', id).executeTakeFirst()
}

/** Holds the row until the transaction ends. Whoever locks the scene too locks it first. */
export function findPitchForUpdate(tx: Tx, id: string): Promise<StoredPitch | undefined> {
  return baseQuery(tx).where('pitch.id', '=', id).forUpdate('pitch').executeTakeFirst()
}

/** What the company began for this round of the scene. */
export function findPitchOfCompany(db: Db, scene: Scene, companyId: string): Promise<StoredPitch | undefined> {
  return baseQuery(db)
    .where('pitch.sceneId', '=', scene.id)
    .where('pitch.companyId', '=', companyId)
    .where(inRounds(scene, 'present'))
    .executeTakeFirst()
}

/** The second of two drafts for the same round of a scene finds the first. */
export async function insertPitch(tx: Tx, pitch: Pitch): Promise<void> {
  const inserted = await tx
    .insertInto('pitch')
    .values({ ...pitch, content: jsonValue(pitch.content) })
    .onConflict((conflict) => conflict.columns(['sceneId', 'companyId', 'roundAt']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw new RefusedError({ code: 'pitch.exists' })
}

/** Writes a decision down under the next version; refused when the row is no longer as it was read. */
export async function updatePitch<P extends Pitch>(tx: Tx, pitch: P, change: PitchChange, now: Date): Promise<P> {
  const version = pitch.version + 1
  const { content, ...rest } = change
  const result = await tx
    .updateTable('pitch')
    .set({ ...rest, ...(content !== undefined && { content: jsonValue(content) }), version, updatedAt: now })
    .where('id', '=', pitch.id)
    .where('status', '=', pitch.status)
    .where('version', '=', pitch.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
  return { ...pitch, ...change, version, updatedAt: now }
}

export type PageAfter = { after?: string | undefined; limit: number }

/** Every round of the scene, or all but the present one, or that one alone. */
export type Rounds = 'all' | 'earlier' | 'present'

/** What was handed in for a scene and not taken back; newest first by id, which is stable while rows change. */
export function listPitchesOfScene(db: Db, scene: Scene, rounds: Rounds, { after, limit }: PageAfter): Promise<StoredPitch[]> {
  return baseQuery(db)
    .where('pitch.sceneId', '=', scene.id)
    .where('pitch.status', 'in', [...handedIn])
    .where(inRounds(scene, rounds))
    .$if(after !== undefined, (query) => query.where('pitch.id', '<', after!))
    .orderBy('pitch.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countPitchesOfScene(db: Db, scene: Scene, rounds: Rounds): Promise<number> {
  const { count } = await db
    .selectFrom('pitch')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('sceneId', '=', scene.id)
    .where('status', 'in', [...handedIn])
    .where(inRounds(scene, rounds))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function inRounds(scene: Scene, rounds: Rounds) {
  if (rounds === 'all') return sql<boolean>`true`
  const isPresent = sql<boolean>`pitch.round_at = ${roundOf(scene)}`
  return rounds === 'present' ? isPresent : sql<boolean>`not ${isPresent}`
}

/** Every pitch of a scene's present round in these states, held until the transaction ends, in the order of their ids. */
export function findPitchesForUpdate(tx: Tx, scene: Scene, statuses: readonly PitchStatus[]): Promise<StoredPitch[]> {
  return ofRound(tx, scene, statuses).forUpdate('pitch').execute()
}

/** The same to read. */
export function findPitchesOfScene(db: Db, scene: Scene, statuses: readonly PitchStatus[]): Promise<StoredPitch[]> {
  return ofRound(db, scene, statuses).execute()
}

function ofRound(db: Db, scene: Scene, statuses: readonly PitchStatus[]) {
  return baseQuery(db)
    .where('pitch.sceneId', '=', scene.id)
    .where(inRounds(scene, 'present'))
    .where('pitch.status', 'in', [...statuses])
    .orderBy('pitch.id')
}

/** Those it leads, and those whose team it was asked into or has joined; newest first. */
export function listPitchesOfOrganisation(db: Db, orgId: string, { after, limit }: PageAfter): Promise<StoredPitch[]> {
  return baseQuery(db)
    .where(concerns(orgId))
    .$if(after !== undefined, (query) => query.where('pitch.id', '<', after!))
    .orderBy('pitch.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countPitchesOfOrganisation(db: Db, orgId: string): Promise<number> {
  const { count } = await db
    .selectFrom('pitch')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where(concerns(orgId))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function concerns(orgId: string) {
  return sql<boolean>`(pitch.org_id = ${orgId} or exists (
    select 1 from pitch_member where pitch_member.pitch_id = pitch.id and pitch_member.org_id = ${orgId}
      and pitch_member.status in ('asked', 'accepted')))`
}

function baseQuery(db: Db) {
  return db
    .selectFrom('pitch')
    .innerJoin('organisation', 'organisation.id', 'pitch.orgId')
    .innerJoin('scene', 'scene.id', 'pitch.sceneId')
    .select(pitchColumns)
    .select([
      'organisation.legalName as companyName',
      'organisation.nameEn as companyNameEn',
      'scene.orgId as sceneOrgId',
      'scene.publishedAt as scenePublishedAt',
      'scene.createdAt as sceneCreatedAt',
      sql<string | null>`scene.content ->> 'title'`.as('sceneTitle'),
      sql<string | null>`scene.content ->> 'titleEn'`.as('sceneTitleEn'),
    ])
}
