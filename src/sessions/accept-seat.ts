import { actorId } from '../accounts/actor.ts'
import { recordOf } from './change-session.ts'
import type { Work } from './change-session.ts'
import { findMeeting, updateMeeting, updateSeat } from './meeting-store.ts'
import { afterAccepting } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'

/** One seat says yes; with the last of them the meeting is agreed. */
export async function acceptSeat(work: Work, meeting: SeatedMeeting, participantId: string): Promise<SeatedMeeting> {
  const { tx, actor, now } = work
  await updateSeat(tx, { meetingId: meeting.id, participantId }, { acceptedAt: now, acceptedBy: actorId(actor) })
  const changed = await updateMeeting(tx, meeting, afterAccepting(meeting, participantId, now), now)
  await recordOf(work, 'meeting', meeting.id, 'meeting.accept', {
    from: meeting.status,
    to: changed.status,
    detail: { participant: participantId },
  })
  return (await findMeeting(tx, meeting.id))!
}
