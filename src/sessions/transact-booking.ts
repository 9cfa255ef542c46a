import type { Kysely } from 'kysely'
import type { Actor } from '../accounts/actor.ts'
import { brokenExclusion, isDeadlock } from '../db/constraint.ts'
import type { Database } from '../db/tables.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'

/**
 * A transaction that gives places. Who would be in two places is refused, be it that the commit finds it: the constraint
 * is deferred. Two sessions that book one person at once may wait for one another; one of them then begins again.
 */
export async function transactBooking<T>(db: Kysely<Database>, actor: Actor, run: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await refusing(() => transact(db, actor, run))
  } catch (error) {
    if (!isDeadlock(error)) throw error
    return refusing(() => transact(db, actor, run))
  }
}

async function refusing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (brokenExclusion(error) !== bookingConstraint) throw error
    throw new RefusedError({ code: 'meeting.double_booked' })
  }
}

const bookingConstraint = 'booking_once'
