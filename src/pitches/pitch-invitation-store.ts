import { sql } from 'kysely'
import type { Db, Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { InvitationChange, PitchInvitation } from './pitch-invitation.ts'
import type { PageAfter } from './pitch-store.ts'

const invitationColumns = [
  'pitchInvitation.id',
  'pitchInvitation.districtId',
  'pitchInvitation.sceneId',
  'pitchInvitation.companyId',
  'pitchInvitation.orgId',
  'pitchInvitation.status',
  'pitchInvitation.version',
  'pitchInvitation.place',
  'pitchInvitation.reason',
  'pitchInvitation.message',
  'pitchInvitation.invitedBy',
  'pitchInvitation.invitedOrgId',
  'pitchInvitation.invitedAt',
  'pitchInvitation.expiresAt',
  'pitchInvitation.answeredBy',
  'pitchInvitation.answeredAt',
  'pitchInvitation.declineReason',
] as const

/** An invitation with who is invited, by whom, to what. */
export type StoredInvitation = PitchInvitation & {
  companyName: string
  companyNameEn: string | null
  inviterName: string
  inviterNameEn: string | null
  sceneTitle: string | null
  sceneTitleEn: string | null
  sceneOrgId: string
  deadlineAt: Date | null
  isExample: boolean
}

export function findInvitation(db: Db, id: string): Promise<StoredInvitation | undefined> {
  return baseQuery(db).where('pitchInvitation.id', '=', id).executeTakeFirst()
}

export function findInvitationForUpdate(tx: Tx, id: string): Promise<StoredInvitation | undefined> {
  return baseQuery(tx).where('pitchInvitation.id', '=', id).forUpdate('pitchInvitation').executeTakeFirst()
}

export function findInvitationOf(db: Db, sceneId: string, companyId: string): Promise<StoredInvitation | undefined> {
  return baseQuery(db)
    .where('pitchInvitation.sceneId', '=', sceneId)
    .where('pitchInvitation.companyId', '=', companyId)
    .executeTakeFirst()
}

/** The second of two who invite at once finds the first. */
export async function insertInvitation(tx: Tx, invitation: PitchInvitation): Promise<void> {
  const inserted = await tx
    .insertInto('pitchInvitation')
    .values(invitation)
    .onConflict((conflict) => conflict.columns(['sceneId', 'companyId']).doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) throw new RefusedError({ code: 'pitch_invitation.exists' })
}

/** Writes a step down under the next version; refused when the row is no longer as it was read. */
export async function updateInvitation<I extends PitchInvitation>(tx: Tx, invitation: I, change: InvitationChange): Promise<I> {
  const version = invitation.version + 1
  const result = await tx
    .updateTable('pitchInvitation')
    .set({ ...change, version })
    .where('id', '=', invitation.id)
    .where('status', '=', invitation.status)
    .where('version', '=', invitation.version)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
  return { ...invitation, ...change, version }
}

/** Of a scene for its side, or of an organisation for itself. */
export type InvitationFilter = { sceneId: string } | { orgId: string }

/** Newest first by id, which is stable while rows change. */
export function listInvitations(db: Db, filter: InvitationFilter, { after, limit }: PageAfter): Promise<StoredInvitation[]> {
  return filtered(baseQuery(db), filter)
    .$if(after !== undefined, (query) => query.where('pitchInvitation.id', '<', after!))
    .orderBy('pitchInvitation.id', 'desc')
    .limit(limit)
    .execute()
}

export async function countInvitations(db: Db, filter: InvitationFilter): Promise<number> {
  const base = db.selectFrom('pitchInvitation').select((eb) => eb.fn.countAll<string>().as('count'))
  const { count } = await base
    .$if('sceneId' in filter, (query) => query.where('sceneId', '=', (filter as { sceneId: string }).sceneId))
    .$if('orgId' in filter, (query) => query.where('orgId', '=', (filter as { orgId: string }).orgId))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Unanswered past their time, over all districts. */
export function findDueInvitations(db: Db, now: Date, limit: number): Promise<{ id: string; districtId: string }[]> {
  return db
    .selectFrom('pitchInvitation')
    .select(['id', 'districtId'])
    .where('status', '=', 'invited')
    .where('expiresAt', '<=', now)
    .orderBy('expiresAt')
    .limit(limit)
    .execute()
}

function baseQuery(db: Db) {
  return db
    .selectFrom('pitchInvitation')
    .innerJoin('organisation as invited', 'invited.id', 'pitchInvitation.orgId')
    .innerJoin('organisation as inviter', 'inviter.id', 'pitchInvitation.invitedOrgId')
    .innerJoin('scene', 'scene.id', 'pitchInvitation.sceneId')
    .select(invitationColumns)
    .select([
      'invited.legalName as companyName',
      'invited.nameEn as companyNameEn',
      'inviter.legalName as inviterName',
      'inviter.nameEn as inviterNameEn',
      'invited.isExample',
      'scene.orgId as sceneOrgId',
      'scene.deadlineAt',
      sql<string | null>`scene.content ->> 'title'`.as('sceneTitle'),
      sql<string | null>`scene.content ->> 'titleEn'`.as('sceneTitleEn'),
    ])
}

function filtered(query: ReturnType<typeof baseQuery>, filter: InvitationFilter) {
  return 'sceneId' in filter
    ? query.where('pitchInvitation.sceneId', '=', filter.sceneId)
    : query.where('pitchInvitation.orgId', '=', filter.orgId)
}
