import { sql } from 'kysely'
import { jsonValue } from '../../src/db/json-value.ts'
import { draftPitch } from '../../src/pitches/draft-pitch.ts'
import { actorWith } from '../support/world.ts'
import type { Site } from './browser.ts'

export type Visit = { who: string | undefined; path: string }

type Db = Site['ports']['db']

/**
 * The pages about an open scene's questions, invitations and pitches, and those about a scene past its deadline whose
 * pitches are being decided: what a panel would have done in weeks is written into its rows.
 */
export async function pagesOfPitches(site: Site, openSceneId: string): Promise<Visit[]> {
  const { db } = site.ports
  const pitchId = await draftedPitch(site, openSceneId)
  const { sceneId, pitchIds } = await decidedScene(site)
  const invitee = await companyBeside(db, pitchId)
  const open = `/scenes/${openSceneId}`
  const closed = `/scenes/${sceneId}`
  return [
    { who: 'company', path: `${open}/questions` },
    { who: 'approver', path: `${open}/questions` },
    { who: 'approver', path: `${open}/pitches` },
    { who: 'approver', path: `${open}/invitations` },
    { who: 'matchmaker', path: `${open}/invitations/new?company=${invitee}` },
    { who: 'company', path: '/my/pitches' },
    { who: 'company', path: `/pitches/${pitchId}` },
    { who: 'company', path: `/pitches/${pitchId}/edit` },
    { who: 'signatory', path: `/pitches/${pitchId}/submission` },
    { who: 'officer', path: `${closed}/panel` },
    { who: 'approver', path: `${closed}/panel` },
    { who: 'approver', path: `${closed}/pitches` },
    { who: 'officer', path: `${closed}/pitches` },
    { who: 'approver', path: `/pitches/${pitchIds[1]}` },
    { who: 'auditor', path: `/pitches/${pitchIds[0]}` },
    { who: 'officer', path: `/pitches/${pitchIds[0]}/disqualification` },
    { who: 'evaluator', path: '/my/evaluations' },
    { who: 'evaluator', path: `${closed}/evaluation` },
    { who: 'evaluator', path: `/pitches/${pitchIds[1]}/evaluation` },
  ]
}

async function draftedPitch({ ports }: Site, sceneId: string): Promise<string> {
  const signatory = await ports.db
    .selectFrom('person')
    .innerJoin('membership', 'membership.personId', 'person.id')
    .innerJoin('organisation', 'organisation.id', 'membership.orgId')
    .select(['person.id as personId', 'membership.orgId', 'organisation.districtId'])
    .where('person.email', '=', 'demo-signatory@example.org')
    .executeTakeFirstOrThrow()
  const { personId, orgId, districtId } = signatory
  const actor = actorWith(['company_editor', 'company_signatory'], undefined, { personId, orgId, districtId })
  return (await draftPitch(ports, actor, sceneId)).id
}

/** The scene of the example pitches, past its deadline: one pitch on the shortlist, one that is still nameless. */
async function decidedScene({ ports: { db, clock } }: Site): Promise<{ sceneId: string; pitchIds: string[] }> {
  const pitches = await db.selectFrom('pitch').select(['id', 'sceneId']).where('status', '=', 'submitted').orderBy('id').execute()
  const { sceneId } = pitches[0]!
  const pitchIds = pitches.map(({ id }) => id)
  const now = clock()
  await db.updateTable('scene').set({ deadlineAt: now, status: 'closed' }).where('id', '=', sceneId).execute()
  await db
    .updateTable('pitch')
    .set({ status: sql`case when id = ${pitchIds[0]!} then 'shortlisted' else 'consensus' end` as never })
    .where('id', 'in', pitchIds)
    .execute()
  const { id: personId } = await db
    .selectFrom('person')
    .select('id')
    .where('email', '=', 'demo-evaluator@example.org')
    .executeTakeFirstOrThrow()
  const seat = { sceneId, personId, isChair: true, appointedBy: 'system', appointedAt: now, recusedAt: null, recusalReason: null }
  await db.insertInto('scenePanel').values(seat).execute()
  for (const pitchId of pitchIds) await scored(db, { pitchId, personId, sceneId, now })
  return { sceneId, pitchIds }
}

async function scored(
  db: Db,
  { pitchId, personId, sceneId, now }: { pitchId: string; personId: string; sceneId: string; now: Date },
): Promise<void> {
  const { content } = await db.selectFrom('scene').select('content').where('id', '=', sceneId).executeTakeFirstOrThrow()
  const marks = jsonValue(Object.fromEntries((content.criteria ?? []).map(({ criterion }) => [criterion, 78])))
  const remark = '示例：与需求契合，离线时长须再核对。'
  await db.insertInto('pitchScore').values({ pitchId, personId, marks, remark, submittedAt: now, updatedAt: now }).execute()
  await db
    .insertInto('pitchConsensus')
    .values({ pitchId, marks, total: 78, remark, dissent: null, agreedBy: personId, agreedAt: now })
    .execute()
}

async function companyBeside(db: Db, pitchId: string): Promise<string> {
  const { id } = await db
    .selectFrom('company')
    .select('company.id')
    .where('status', '=', 'listed')
    .where('id', 'not in', (query) => query.selectFrom('pitch').select('companyId').where('pitch.id', '=', pitchId))
    .orderBy('id')
    .limit(1)
    .executeTakeFirstOrThrow()
  return id
}
