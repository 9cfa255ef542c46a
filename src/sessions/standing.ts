import type { SeatedMeeting } from './meeting.ts'
import type { SessionFacts } from './session-facts.ts'

/** What stays whatever is planned, what a plan may place, move or drop, and what is done with. */
export type Standing = { kept: SeatedMeeting[]; loose: SeatedMeeting[]; over: SeatedMeeting[] }

/** Written to meetings that a new plan had no place for; the two may be planned again. */
export const replanned = 'replanned'
/** Written to the meetings of somebody who does not come after all; those who stayed may be planned again. */
export const participantLeft = 'participant_left'

export function standingOf({ meetings, participants }: Pick<SessionFacts, 'meetings' | 'participants'>): Standing {
  const guests = new Set(participants.filter(({ side }) => side === 'guest').map(({ id }) => id))
  const isWanted = (meeting: SeatedMeeting) => isOpen(meeting) && isAsked(meeting, guests)
  return {
    kept: meetings.filter((meeting) => isConfirmed(meeting) || isWanted(meeting)),
    loose: meetings.filter((meeting) => isOpen(meeting) && !isAsked(meeting, guests)),
    over: meetings.filter(isOver),
  }
}

/** Both sides said yes: no plan takes that away. */
export function isConfirmed({ status }: Pick<SeatedMeeting, 'status'>): boolean {
  return status === 'accepted' || status === 'checked_in' || status === 'held'
}

/** It stays in its slot when all is planned anew. */
export function isFixed(meeting: SeatedMeeting): meeting is SeatedMeeting & { slot: number } {
  return meeting.slot !== null && (isConfirmed(meeting) || meeting.isPinned)
}

function isOpen({ status }: SeatedMeeting): boolean {
  return status === 'proposed' || status === 'pending'
}

/** By the matchmaker: pinned, required, put together by hand; only pairs a plan may choose otherwise. */
function isAsked({ isPinned, isRequired, origin, seats }: SeatedMeeting, guests: ReadonlySet<string>): boolean {
  const isPair = seats.length === 2 && seats.every(({ participantId }) => !guests.has(participantId))
  return isPinned || isRequired || origin === 'matchmaker' || !isPair
}

/** What calls meetings off without a word from either side. */
const circumstances: readonly string[] = [replanned, participantLeft]

/** One side did not come or said no, or called it off: the two are not put together again. */
function isOver({ status, statusReason }: SeatedMeeting): boolean {
  if (status === 'cancelled') return !circumstances.includes(statusReason ?? '')
  return status === 'declined' || status === 'no_show_company' || status === 'no_show_unit'
}
