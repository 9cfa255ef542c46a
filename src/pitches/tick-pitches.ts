import { systemActor } from '../accounts/actor.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { recordStep } from './answer-invitation.ts'
import { findDueInvitations, findInvitationForUpdate, updateInvitation } from './pitch-invitation-store.ts'

/** Invitations one tick lapses; the rest waits for the next one. */
const lapsedPerTickMax = 200

/** Writes down that invitations nobody answered in time have lapsed; doing it twice changes nothing. */
export async function tickPitches(ports: Pick<Ports, 'db' | 'ids'>, now: Date): Promise<{ lapsed: number }> {
  let lapsed = 0
  for (const due of await findDueInvitations(ports.db, now, lapsedPerTickMax)) if (await lapse(ports, due, now)) lapsed += 1
  return { lapsed }
}

function lapse(ports: Pick<Ports, 'db' | 'ids'>, due: { id: string; districtId: string }, now: Date): Promise<boolean> {
  const actor = systemActor(due.districtId)
  return transact(ports.db, actor, async (tx) => {
    const invitation = await findInvitationForUpdate(tx, due.id)
    if (invitation === undefined || invitation.status !== 'invited' || invitation.expiresAt > now) return false
    await updateInvitation(tx, invitation, { status: 'lapsed' })
    await recordStep(tx, { ids: ports.ids, clock: () => now }, actor, { invitation, to: 'lapsed' })
    return true
  })
}
