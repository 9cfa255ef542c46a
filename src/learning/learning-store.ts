import { sql } from 'kysely'
import type { Db } from '../db/transact.ts'
import type { TraitFacts } from '../matching/exposure-rules.ts'
import type { ImpressionRow, TrainingEventRow } from '../matching/training-store.ts'

export type JudgedEvent = Pick<TrainingEventRow, 'side' | 'sceneId' | 'companyId' | 'kind' | 'orgId' | 'at'>

/** The newest, in the order they happened. */
export async function findEvents(db: Db, districtId: string, since: Date, limit: number): Promise<JudgedEvent[]> {
  const newest = await db
    .selectFrom('trainingEvent')
    .select(['side', 'sceneId', 'companyId', 'kind', 'orgId', 'at'])
    .where('districtId', '=', districtId)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return newest.toReversed()
}

export type SeenPair = Pick<ImpressionRow, 'side' | 'sceneId' | 'companyId' | 'viewerOrgId' | 'propensity' | 'at'>

/** What was shown to those who judged something, where they asked what they judged. */
export function findSeen(db: Db, districtId: string, since: Date, limit: number): Promise<SeenPair[]> {
  return db
    .selectFrom('impression')
    .select(['side', 'sceneId', 'companyId', 'viewerOrgId', 'propensity', 'at'])
    .where('districtId', '=', districtId)
    .where('at', '>=', since)
    .where((outer) =>
      outer.exists(
        outer
          .selectFrom('trainingEvent as event')
          .select('event.id')
          .whereRef('event.side', '=', 'impression.side')
          .whereRef('event.orgId', '=', 'impression.viewerOrgId')
          .where((eb) =>
            eb.or([
              eb.and([eb('event.side', '=', 'scene'), eb('event.sceneId', '=', eb.ref('impression.sceneId'))]),
              eb.and([eb('event.side', '=', 'company'), eb('event.companyId', '=', eb.ref('impression.companyId'))]),
            ]),
          ),
      ),
    )
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
}

/** The texts of these scenes as they were saved, oldest first. */
export function findSceneTexts(db: Db, sceneIds: readonly string[]) {
  return db
    .selectFrom('sceneVersion')
    .select(['sceneId', 'content', 'savedAt'])
    .where('sceneId', '=', sql<string>`any(${[...sceneIds]}::uuid[])`)
    .orderBy('version')
    .execute()
}

export function findHome(db: Db, districtId: string): Promise<{ code: string; name: string }> {
  return db.selectFrom('district').select(['code', 'name']).where('id', '=', districtId).executeTakeFirstOrThrow()
}

/** Scenes that are out, the newest first. */
export async function findPublishedSceneIds(db: Db, districtId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('scene')
    .select('id')
    .where('districtId', '=', districtId)
    .where('status', '=', 'published')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Listed companies, with what tells the groups they belong to. */
export async function findListedTraits(db: Db, districtId: string, limit: number): Promise<(TraitFacts & { id: string })[]> {
  const rows = await db
    .selectFrom('company')
    .select(['id', 'content'])
    .where('districtId', '=', districtId)
    .where('status', '=', 'listed')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id, content: { staffBand, founded, district, carrier } }) => ({ id, staffBand, founded, district, carrier }))
}
