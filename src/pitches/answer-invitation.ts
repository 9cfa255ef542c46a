import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { noteTrainingEvent } from '../matching/training-event.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { VerbPorts } from './change-pitch.ts'
import { accept, decline, invitationStatusAt } from './pitch-invitation.ts'
import type { InvitationChange } from './pitch-invitation.ts'
import { findInvitationForUpdate, updateInvitation } from './pitch-invitation-store.ts'
import type { StoredInvitation } from './pitch-invitation-store.ts'

export function acceptInvitation(ports: VerbPorts, actor: Actor, id: string): Promise<StoredInvitation> {
  return answerInvitation(ports, actor, id, 'accepted', undefined, (now) => accept(actorId(actor), now))
}

export function declineInvitation(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<StoredInvitation> {
  return answerInvitation(ports, actor, id, 'declined', reason, (now) => decline(actorId(actor), reason, now))
}

function answerInvitation(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  kind: 'accepted' | 'declined',
  reason: string | undefined,
  rule: (now: Date) => Outcome<InvitationChange>,
): Promise<StoredInvitation> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    const invitation = await lockOwn(tx, actor, id)
    const { orgId, districtId, sceneId, companyId } = invitation
    const status = invitationStatusAt(invitation, now)
    unwrap(permit(actor, 'pitch_invitation.answer', { orgId, districtId, status }))
    const changed = await updateInvitation(tx, invitation, unwrap(rule(now)))
    await recordStep(tx, ports, actor, { invitation, to: kind, reason })
    await noteTrainingEvent(tx, ports, actor, { side: 'company', sceneId, companyId, kind, reason: reason ?? null })
    return changed
  })
}

type Recorded = { invitation: StoredInvitation; to: string; reason?: string | undefined }

export function recordStep(
  tx: Tx,
  ports: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  { invitation, to, reason }: Recorded,
): Promise<void> {
  return recordEvent(tx, ports, actor, {
    objectType: 'pitch_invitation',
    objectId: invitation.id,
    action: `pitch_invitation.${to}`,
    from: invitation.status,
    to,
    ...(reason !== undefined && { reason }),
  })
}

/** Nobody but the invited company answers, or is told that there is anything to answer. */
async function lockOwn(tx: Tx, actor: Actor, id: string): Promise<StoredInvitation> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  const invitation = await findInvitationForUpdate(tx, id)
  const isReader = invitation !== undefined && permit(actor, 'pitch_invitation.read', invitation).ok
  return isReader ? invitation : unwrap<never>(refuse('pitch_invitation.not_found'))
}
