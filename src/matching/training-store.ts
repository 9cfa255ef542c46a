import type { Insertable, Selectable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'

/** Who comes to the shortlist may have been shown a year before. */
export const impressionsKeptDays = 400

export type ImpressionRow = Selectable<Database['impression']>
export type TrainingEventRow = Selectable<Database['trainingEvent']>

export async function insertTrainingEvent(tx: Tx, event: Insertable<Database['trainingEvent']>): Promise<void> {
  await tx.insertInto('trainingEvent').values(event).execute()
}

/** What was noted before, of the same ranking for the same viewer on the same day, stays as it is. */
export async function insertImpressions(db: Db, rows: readonly Insertable<Database['impression']>[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('impression')
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Forgets what was shown before then; answers how much. */
export async function pruneImpressions(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('impression').where('at', '<', before).executeTakeFirst()
  return Number(numDeletedRows)
}
