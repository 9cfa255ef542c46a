import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import type { Database } from '../db/tables.ts'
import type { Db, Tx } from '../db/transact.ts'

export type Person = { id: string; name: string; email: string; temporaryUntil: Date | null }

const personColumns = ['id', 'name', 'email', 'temporaryUntil'] as const

export function findPerson(db: Db, id: string): Promise<Person | undefined> {
  return db.selectFrom('person').select(personColumns).where('id', '=', id).executeTakeFirst()
}

export function findPersonForUpdate(tx: Tx, id: string): Promise<Person | undefined> {
  return tx.selectFrom('person').select(personColumns).where('id', '=', id).forUpdate().executeTakeFirst()
}

export function findPersonByEmail(db: Db, email: string): Promise<Person | undefined> {
  return db.selectFrom('person').select(personColumns).where('email', '=', email).executeTakeFirst()
}

/** A person with a password, as better-auth stores them. */
export async function insertPerson(
  tx: Db,
  person: { id: string; credentialId: string; name: string; email: string; passwordHash: string; now: Date },
): Promise<void> {
  const { id, now } = person
  const at = { createdAt: now, updatedAt: now }
  await tx
    .insertInto('person')
    .values({ id, name: person.name, email: person.email, emailVerified: false, image: null, temporaryUntil: null, ...at })
    .execute()
  await tx
    .insertInto('credential')
    .values({
      id: person.credentialId,
      personId: id,
      accountId: id,
      providerId: 'credential',
      password: person.passwordHash,
      ...at,
    })
    .execute()
}

export async function findPasswordHash(db: Db, personId: string): Promise<string | undefined> {
  const query = db
    .selectFrom('credential')
    .select('password')
    .where('personId', '=', personId)
    .where('providerId', '=', 'credential')
  return (await query.executeTakeFirst())?.password ?? undefined
}

/** A new password ends every login that the old one opened. */
export async function replacePassword(
  tx: Tx,
  personId: string,
  passwordHash: string,
  temporaryUntil: Date | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('credential')
    .set({ password: passwordHash, updatedAt: now })
    .where('personId', '=', personId)
    .where('providerId', '=', 'credential')
    .execute()
  await tx.updateTable('person').set({ temporaryUntil, updatedAt: now }).where('id', '=', personId).execute()
  await deleteLogins(tx, personId)
}

export async function deleteLogins(db: Db, personId: string): Promise<void> {
  await db.deleteFrom('login').where('personId', '=', personId).execute()
}

/** Attempts on one address wait for one another, so that the count is exact. */
export async function lockAttempts(tx: Tx, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in:${email}`}, 0))`.execute(tx)
}

export async function countAttempts(tx: Tx, email: string, since: Date): Promise<number> {
  const query = tx
    .selectFrom('signInAttempt')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('email', '=', email)
    .where('at', '>', since)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

export async function insertAttempt(tx: Tx, attempt: Insertable<Database['signInAttempt']>): Promise<void> {
  await tx.insertInto('signInAttempt').values(attempt).execute()
}

export async function deleteAttempts(db: Db, email: string): Promise<void> {
  await db.deleteFrom('signInAttempt').where('email', '=', email).execute()
}

/** Of all addresses, so that guessing at unknown ones leaves nothing behind for long. */
export async function deleteAttemptsBefore(tx: Tx, instant: Date): Promise<void> {
  await tx.deleteFrom('signInAttempt').where('at', '<', instant).execute()
}
