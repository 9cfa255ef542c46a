import type { Work } from './change-session.ts'
import { entered } from './meeting.ts'
import type { Meeting, SeatedMeeting } from './meeting.ts'
import type { StoredParticipant } from './participant-store.ts'

export type Begun = Pick<Meeting, 'origin' | 'requestedBy'> &
  Partial<Pick<Meeting, 'sceneId' | 'message' | 'fit' | 'isRequired'>> & {
    chairId?: string | undefined
    window?: readonly [number, number] | undefined
    /** Whose seat is taken from the start, and by whom. */
    acceptedFor?: { participantId: string; by: string }
  }

/** A meeting that waits for its seats to be accepted; a department's seat is the chair where nobody else is. */
export function newMeeting(
  { session, now, ports }: Work,
  participants: readonly StoredParticipant[],
  begun: Begun,
): SeatedMeeting {
  const { origin, requestedBy, sceneId, message, fit, isRequired, window, acceptedFor } = begun
  const id = ports.ids()
  const chairId = begun.chairId ?? (participants.find(({ side }) => side === 'department') ?? participants[0]!).id
  return {
    id,
    districtId: session.districtId,
    sessionId: session.id,
    version: 1,
    sequence: 0,
    origin,
    requestedBy,
    sceneId: sceneId ?? null,
    message: message ?? null,
    fit: fit ?? null,
    isRequired: isRequired ?? false,
    isPinned: false,
    windowFrom: window?.[0] ?? null,
    windowTo: window?.[1] ?? null,
    slot: null,
    tableNo: null,
    during: null,
    outcome: null,
    minutes: null,
    minutesBy: null,
    minutesAt: null,
    createdAt: now,
    updatedAt: now,
    ...entered('pending', now),
    seats: participants.map(({ id: participantId }) => ({
      meetingId: id,
      participantId,
      isChair: participantId === chairId,
      personId: null,
      checkedInAt: null,
      acceptedAt: acceptedFor?.participantId === participantId ? now : null,
      acceptedBy: acceptedFor?.participantId === participantId ? acceptedFor.by : null,
    })),
  }
}
