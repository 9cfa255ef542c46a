import type { Actor } from '../accounts/actor.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { acceptSeat } from './accept-seat.ts'
import { changeMeeting, ownSeat } from './change-meeting.ts'
import type { MeetingWork } from './change-meeting.ts'
import type { VerbPorts } from './change-session.ts'
import { endMeeting } from './end-meeting.ts'
import { cancelled, declined, expiresAt } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { isIn, openStatuses } from './session.ts'

export function acceptMeeting(ports: VerbPorts, actor: Actor, id: string): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.accept',
    isPlanned: true,
    run: async (work) => {
      const seat = ownSeat(work)
      unwrap(isIn(work.session, openStatuses))
      stillInTime(work)
      if (seat.acceptedAt !== null)
        unwrap(refuse('meeting.wrong_state', { state: work.meeting.status, allowed: ['meeting.cancel'] }))
      await acceptSeat(work, work.meeting, seat.participantId)
    },
  })
}

/** Whoever asked takes a request back by cancelling it. */
export function declineMeeting(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.decline',
    isPlanned: true,
    run: async (work) => {
      const { participantId } = ownSeat(work)
      if (work.meeting.requestedBy === participantId)
        unwrap(refuse('meeting.wrong_state', { state: work.meeting.status, allowed: ['meeting.cancel'] }))
      await endMeeting(work, work.meeting, declined(reason, work.now), { action: 'meeting.decline', reason })
    },
  })
}

/** By either side or the matchmaker, until it begins. */
export function cancelMeeting(ports: VerbPorts, actor: Actor, id: string, reason: string): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.cancel',
    isPlanned: true,
    run: async (work) => {
      const change = unwrap(cancelled(work.slot?.startsAt, reason, work.now))
      await endMeeting(work, work.meeting, change, { action: 'meeting.cancel', reason })
    },
  })
}

/** Before the clock has written it down a request is void all the same. */
function stillInTime({ meeting, slots, now }: MeetingWork): void {
  const end = expiresAt(meeting, slots)
  if (end !== undefined && end <= now) unwrap(refuse('meeting.wrong_state', { state: 'expired', allowed: [] }))
}
