import { deleteBookings } from './booking-store.ts'
import { recordOf } from './change-session.ts'
import type { Work } from './change-session.ts'
import { updateMeeting } from './meeting-store.ts'
import { entered } from './meeting.ts'
import type { MeetingChange, SeatedMeeting } from './meeting.ts'

/** A meeting that will not be held: what it held is free, and its calendar entry is taken back. */
export async function endMeeting(
  work: Work,
  meeting: SeatedMeeting,
  change: MeetingChange,
  told: { action: string; reason?: string | undefined },
): Promise<SeatedMeeting> {
  const { tx, now } = work
  await deleteBookings(tx, [meeting.id])
  const changed = await updateMeeting(tx, meeting, { ...change, sequence: meeting.sequence + 1 }, now)
  await recordOf(work, 'meeting', meeting.id, told.action, { from: meeting.status, to: changed.status, reason: told.reason })
  return changed
}

/** Because of something that happened around it. */
export function callOff(work: Work, meeting: SeatedMeeting, reason: string): Promise<SeatedMeeting> {
  return endMeeting(
    work,
    meeting,
    { ...entered('cancelled', work.now, reason), isPinned: false },
    { action: 'meeting.cancel', reason },
  )
}
