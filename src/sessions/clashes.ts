import type { Db } from '../db/transact.ts'
import { findMeetings } from './meeting-store.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findParticipants } from './participant-store.ts'
import { holdingStatuses } from './session-status.ts'
import type { StoredSession } from './session-store.ts'
import { slotsOf } from './slots.ts'

/** Why a slot that a request could have is not free for one of its seats; whom they meet then is nobody's business. */
export type ClashWarning = { slot: number; participantId: string; why: 'unavailable' | 'meeting' | 'request' }

export type ClashReport = { clashes: ClashWarning[]; freeSlots: number }

/** A request holds nothing; that others ask for the same time, or have it, is told and hinders nobody. */
export async function clashesOf(db: Db, session: StoredSession, meeting: SeatedMeeting): Promise<ClashReport> {
  const slots = slotsOf(session.content, session.zone).map(({ number }) => number)
  const wanted = slots.filter((slot) => slot >= (meeting.windowFrom ?? 1) && slot <= (meeting.windowTo ?? slots.length))
  const others = (await findMeetings(db, session.id, ['pending', 'accepted', 'checked_in', 'held'])).filter(
    ({ id }) => id !== meeting.id,
  )
  const participants = new Map((await findParticipants(db, session.id)).map((one) => [one.id, one]))
  const clashes = meeting.seats.flatMap(({ participantId }) => {
    const theirs = others.filter(({ seats }) => seats.some((seat) => seat.participantId === participantId))
    const away = participants.get(participantId)?.unavailable ?? []
    return wanted.flatMap((slot) => {
      const why = away.includes(slot) ? ('unavailable' as const) : heldAt(theirs, slot)
      return why === undefined ? [] : [{ slot, participantId, why }]
    })
  })
  const taken = new Set(clashes.filter(({ why }) => why !== 'request').map(({ slot }) => slot))
  return { clashes, freeSlots: wanted.length - taken.size }
}

function heldAt(meetings: readonly SeatedMeeting[], slot: number): 'meeting' | 'request' | undefined {
  if (meetings.some((meeting) => meeting.slot === slot && holdingStatuses.includes(meeting.status))) return 'meeting'
  const isAskedFor = ({ status, slot: held, windowFrom, windowTo }: SeatedMeeting) =>
    status === 'pending' && held === null && windowFrom !== null && windowFrom === windowTo && windowFrom === slot
  return meetings.some(isAskedFor) ? 'request' : undefined
}
