import type { Db, Tx } from '../db/transact.ts'

/** What one side noted about the other. */
export type Mark = { kind: 'saved' | 'dismissed'; reason: string | null; markedAt: Date }
export type Side = 'scene' | 'company'

/** The marks a scene's side set on these companies, by company. */
export async function findMarksOfScene(
  db: Db,
  side: Side,
  sceneId: string,
  companyIds: readonly string[],
): Promise<Map<string, Mark>> {
  if (companyIds.length === 0) return new Map()
  const rows = await marks(db, side)
    .where('sceneId', '=', sceneId)
    .where('companyId', 'in', [...companyIds])
    .execute()
  return new Map(rows.map(({ companyId, kind, reason, markedAt }) => [companyId, { kind, reason, markedAt }]))
}

/** The marks a company set on these scenes, by scene. */
export async function findMarksOfCompany(
  db: Db,
  side: Side,
  companyId: string,
  sceneIds: readonly string[],
): Promise<Map<string, Mark>> {
  if (sceneIds.length === 0) return new Map()
  const rows = await marks(db, side)
    .where('companyId', '=', companyId)
    .where('sceneId', 'in', [...sceneIds])
    .execute()
  return new Map(rows.map(({ sceneId, kind, reason, markedAt }) => [sceneId, { kind, reason, markedAt }]))
}

export type MarkRow = Mark & { side: Side; sceneId: string; companyId: string; districtId: string; markedBy: string }

/** The last word stands. */
export async function putMark(tx: Tx, mark: MarkRow): Promise<void> {
  const { kind, reason, markedBy, markedAt } = mark
  await tx
    .insertInto('matchMark')
    .values(mark)
    .onConflict((conflict) =>
      conflict.columns(['side', 'sceneId', 'companyId']).doUpdateSet({ kind, reason, markedBy, markedAt }),
    )
    .execute()
}

/** Whether there was one. */
export async function deleteMark(tx: Tx, side: Side, sceneId: string, companyId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('matchMark')
    .where('side', '=', side)
    .where('sceneId', '=', sceneId)
    .where('companyId', '=', companyId)
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

function marks(db: Db, side: Side) {
  return db.selectFrom('matchMark').select(['sceneId', 'companyId', 'kind', 'reason', 'markedAt']).where('side', '=', side)
}
