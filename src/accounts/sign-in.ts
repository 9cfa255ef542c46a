import type { Ports } from '../ports.ts'
import { transact } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { signInFailuresMax, signInWindowMinutes } from './person.ts'
import type { SignIn } from './person.ts'
import {
  countAttempts,
  deleteAttempts,
  deleteAttemptsBefore,
  deleteLogins,
  findPerson,
  insertAttempt,
  lockAttempts,
} from './person-store.ts'

export type SignedIn = { personId: string; cookies: string[]; temporary: boolean }

/** The same answer whether the address is unknown, the password wrong, or a temporary one has lapsed. */
export async function signIn(ports: Ports, actor: Actor, headers: Headers, { email, password }: SignIn): Promise<SignedIn> {
  await reserveAttempt(ports, actor, email)
  const signedIn = await ports.auth.signIn(headers, email, password)
  if (signedIn === undefined) throw new RefusedError({ code: 'login.wrong' })
  const temporaryUntil = (await findPerson(ports.db, signedIn.personId))?.temporaryUntil ?? null
  if (temporaryUntil !== null && temporaryUntil <= ports.clock()) {
    await deleteLogins(ports.db, signedIn.personId)
    throw new RefusedError({ code: 'login.wrong' })
  }
  await deleteAttempts(ports.db, email)
  return { ...signedIn, temporary: temporaryUntil !== null }
}

/** Counted before the password is looked at, so that many guesses at once are not too many. */
export async function reserveAttempt(ports: Ports, actor: Actor, email: string): Promise<void> {
  const now = ports.clock()
  const since = new Date(now.getTime() - signInWindowMinutes * 60_000)
  await transact(ports.db, actor, async (tx) => {
    await lockAttempts(tx, email)
    await deleteAttemptsBefore(tx, since)
    if ((await countAttempts(tx, email, since)) >= signInFailuresMax) throw new RefusedError({ code: 'request.rate_limited' })
    await insertAttempt(tx, { id: ports.ids(), email, at: now })
  })
}
