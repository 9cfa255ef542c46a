import type { Db, Tx } from '../db/transact.ts'

export type CalendarFeed = { id: string; personId: string; createdAt: Date }

export function findFeedByHash(db: Db, tokenHash: string): Promise<CalendarFeed | undefined> {
  return db
    .selectFrom('calendarFeed')
    .select(['id', 'personId', 'createdAt'])
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
}

export function findFeedOf(db: Db, personId: string): Promise<CalendarFeed | undefined> {
  return db.selectFrom('calendarFeed').select(['id', 'personId', 'createdAt']).where('personId', '=', personId).executeTakeFirst()
}

/** Instead of the one before, which is worth nothing from then on. */
export async function putFeed(tx: Tx, feed: CalendarFeed & { tokenHash: string }): Promise<void> {
  const { id, tokenHash, createdAt } = feed
  await tx
    .insertInto('calendarFeed')
    .values(feed)
    .onConflict((conflict) => conflict.column('personId').doUpdateSet({ id, tokenHash, createdAt }))
    .execute()
}

/** Whether there was one. */
export async function deleteFeed(tx: Tx, personId: string): Promise<boolean> {
  const result = await tx.deleteFrom('calendarFeed').where('personId', '=', personId).executeTakeFirst()
  return result.numDeletedRows === 1n
}

/** The sessions in which somebody comes: named there by account, or by an organisation of theirs; the newest first. */
export async function sessionsOfPerson(db: Db, personId: string, endedAfter: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('session')
    .select('session.id')
    .where('session.endsAt', '>', endedAfter)
    .where('session.status', '<>', 'planned')
    .where((eb) =>
      eb.or([
        eb.exists(
          eb
            .selectFrom('sessionPerson')
            .select('sessionPerson.id')
            .whereRef('sessionPerson.sessionId', '=', 'session.id')
            .where('sessionPerson.personId', '=', personId)
            .where('sessionPerson.leftAt', 'is', null),
        ),
        eb.exists(
          eb
            .selectFrom('sessionParticipant')
            .innerJoin('membership', 'membership.orgId', 'sessionParticipant.orgId')
            .select('sessionParticipant.id')
            .whereRef('sessionParticipant.sessionId', '=', 'session.id')
            .where('membership.personId', '=', personId),
        ),
      ]),
    )
    .orderBy('session.startsAt', 'desc')
    .orderBy('session.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
