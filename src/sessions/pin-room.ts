import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { SeatedMeeting } from './meeting.ts'
import type { PairMark, StoredParticipant } from './participant-store.ts'
import { standingOf } from './standing.ts'

type Facts = { participants: readonly StoredParticipant[]; pairMarks: readonly PairMark[]; meetings: SeatedMeeting[] }

/** Whether both still have a meeting to give, beside the pairs that are pinned and the meetings that stay. */
export function roomForPin({ participants, pairMarks, meetings }: Facts, departmentId: string, companyId: string): Outcome<true> {
  const { kept } = standingOf({ meetings, participants: [...participants] })
  for (const id of [departmentId, companyId]) {
    const { meetingsMax } = participants.find((participant) => participant.id === id)!
    const others = new Set([
      ...pairMarks
        .filter((mark) => mark.kind === 'pin' && (mark.departmentId === id || mark.companyId === id))
        .map((mark) => (mark.departmentId === id ? mark.companyId : mark.departmentId)),
      ...kept
        .map(({ seats }) => seats.map(({ participantId }) => participantId))
        .filter((seated) => seated.includes(id))
        .map((seated) => seated.filter((other) => other !== id).join(' ')),
    ])
    others.delete(id === departmentId ? companyId : departmentId)
    if (others.size >= meetingsMax) return refuse('session.full', { participant: id, max: meetingsMax, taken: others.size })
  }
  return done(true)
}
