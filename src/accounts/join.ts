import { brokenUnique } from '../db/constraint.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import type { NewPerson } from './person.ts'
import { findPersonByEmail, insertPerson } from './person-store.ts'

/** Who takes part from now on: the one signed in, or somebody new whose password is hashed already. */
export type Joiner = { personId: string; name: string } | { person: NewPerson; passwordHash: string }

/** Hashing takes its time, so it is done before the transaction begins. */
export async function joinerOf(ports: Ports, actor: Actor, person: NewPerson | undefined): Promise<Joiner> {
  if (actor.personId !== null && person === undefined) return { personId: actor.personId, name: actor.name ?? '' }
  if (actor.personId === null && person !== undefined)
    return { person, passwordHash: await ports.auth.hashPassword(person.password) }
  const message = person === undefined ? 'is needed from somebody who is not signed in' : 'is not taken from somebody signed in'
  throw new RefusedError({ code: 'request.invalid', errors: [{ field: 'person', message }] })
}

export async function settleJoiner(tx: Tx, ports: Ports, joiner: Joiner): Promise<{ personId: string; name: string }> {
  if ('personId' in joiner) return joiner
  const { name, email } = joiner.person
  if ((await findPersonByEmail(tx, email)) !== undefined) throw new RefusedError({ code: 'person.taken' })
  const id = ports.ids()
  await insertPerson(tx, { id, credentialId: ports.ids(), name, email, passwordHash: joiner.passwordHash, now: ports.clock() })
  return { personId: id, name }
}

/** Two who write at once both find nothing; the constraint then speaks for the rule. */
export async function refusingTaken<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const code = takenBy[brokenUnique(error) ?? '']
    throw code === undefined ? error : new RefusedError({ code })
  }
}

const takenBy: Record<string, RefusalCode> = { organisation_uscc_key: 'organisation.taken', person_email_key: 'person.taken' }
