import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action, Target } from '../accounts/permissions.ts'
import type { Db } from '../db/transact.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findParticipant, findParticipantOf } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import type { Session } from './session.ts'

/** Whether the actor's role shows every session of the district, and everything of it. */
export function readsAll(actor: Actor, districtId: string): boolean {
  return permit(actor, 'session.read_all', { orgId: null, districtId }).ok
}

export type Reading = {
  /** The whole of it, or the reader's own part. */
  isStaff: boolean
  /** As whom the reader comes, if it does. */
  own: StoredParticipant | undefined
}

/** What the actor is to the session; not_found for whoever is nothing to it, or has not been told of it yet. */
export async function readingOf(
  db: Db,
  actor: Actor,
  session: Session,
  absent: 'session.not_found' | 'meeting.not_found' = 'session.not_found',
): Promise<Reading> {
  if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
  if (session.districtId !== actor.districtId) return unwrap<never>(refuse(absent))
  const isStaff = readsAll(actor, session.districtId)
  const own = actor.orgId === null ? undefined : await findParticipantOf(db, session.id, actor.orgId)
  if (!isStaff && (own === undefined || session.status === 'planned')) return unwrap<never>(refuse(absent))
  return { isStaff, own }
}

/** The participant, if the actor may do this to it: its own organisation, or the matchmaker. */
export async function participantFor(
  db: Db,
  actor: Actor,
  session: Session,
  participantId: string,
  action: Action,
): Promise<StoredParticipant> {
  await readingOf(db, actor, session)
  const participant = await findParticipant(db, participantId)
  const isForeign = participant === undefined || participant.sessionId !== session.id
  if (isForeign || !permit(actor, 'session.read', targetOfParticipant(session, participant)).ok)
    return unwrap<never>(refuse('participant.not_found'))
  unwrap(permit(actor, action, targetOfParticipant(session, participant)))
  return participant
}

export function targetOfParticipant(session: Session, { orgId }: Pick<StoredParticipant, 'orgId'>): Target {
  return { orgId, districtId: session.districtId }
}

/** A meeting is theirs who have a seat in it; what only the matchmaker plans is nobody's yet. */
export function targetOfMeeting(
  actor: Actor,
  meeting: SeatedMeeting,
  own: Pick<StoredParticipant, 'id'> | undefined,
): Target & { status: string } {
  const isTheirs =
    own !== undefined && meeting.status !== 'proposed' && meeting.seats.some(({ participantId }) => participantId === own.id)
  return { orgId: isTheirs ? actor.orgId : null, districtId: meeting.districtId, status: meeting.status }
}
