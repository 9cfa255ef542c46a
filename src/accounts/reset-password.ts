import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './audit.ts'
import { findMemberships } from './organisation-store.ts'
import type { Membership } from './organisation-store.ts'
import { permit } from './permissions.ts'
import { temporaryPasswordHours } from './person.ts'
import type { PasswordChange } from './person.ts'
import { deleteAttempts, findPasswordHash, findPersonForUpdate, findPerson, replacePassword } from './person-store.ts'
import { reserveAttempt } from './sign-in.ts'
import { readablePassword } from './token.ts'

export type TemporaryPassword = { password: string; validUntil: Date }

/** A password for the administrator to hand over; it signs in for a day, in which the person chooses their own. */
export async function resetPassword(ports: Ports, actor: Actor, personId: string): Promise<TemporaryPassword> {
  const password = readablePassword()
  const passwordHash = await ports.auth.hashPassword(password)
  const now = ports.clock()
  const validUntil = new Date(now.getTime() + temporaryPasswordHours * 3_600_000)
  return transact(ports.db, actor, async (tx) => {
    const person = await findPersonForUpdate(tx, personId)
    const districtId = soleDistrict(await findMemberships(tx, personId))
    unwrap(permit(actor, 'person.reset_password', { orgId: null, districtId: districtId ?? '' }))
    if (person === undefined) throw new RefusedError({ code: 'person.not_found' })
    await replacePassword(tx, personId, passwordHash, validUntil, now)
    await deleteAttempts(tx, person.email)
    await recordEvent(tx, ports, actor, { objectType: 'person', objectId: personId, action: 'person.reset_password' })
    return { password, validUntil }
  })
}

/** The cookies of a new login: those of the old password have ended, here and everywhere. */
export async function changePassword(
  ports: Ports,
  actor: Actor,
  headers: Headers,
  { current, next }: PasswordChange,
): Promise<string[]> {
  unwrap(permit(actor, 'self.set_password'))
  const person = await findPerson(ports.db, actor.personId ?? '')
  if (person === undefined) throw new RefusedError({ code: 'person.not_found' })
  await reserveAttempt(ports, actor, person.email)
  const hash = await findPasswordHash(ports.db, person.id)
  if (hash === undefined || !(await ports.auth.verifyPassword(hash, current))) throw new RefusedError({ code: 'login.wrong' })
  const passwordHash = await ports.auth.hashPassword(next)
  await transact(ports.db, actor, async (tx) => {
    await replacePassword(tx, person.id, passwordHash, null, ports.clock())
    await deleteAttempts(tx, person.email)
    await recordEvent(tx, ports, actor, { objectType: 'person', objectId: person.id, action: 'self.set_password' })
  })
  return (await ports.auth.signIn(headers, person.email, next))?.cookies ?? []
}

/** An administrator must not come into another district through somebody who is at home in both. */
function soleDistrict(memberships: readonly Membership[]): string | undefined {
  const districts = new Set(memberships.map((membership) => membership.districtId))
  return districts.size === 1 ? memberships[0]!.districtId : undefined
}
