import type { SeatedMeeting } from '../sessions/meeting.ts'
import { holdingStatuses } from '../sessions/session-status.ts'
import type { ModelMeeting } from './session-model.ts'
import type { Stage } from './session-stage.ts'

/** Every two meetings that overlap and share a person, a participant or a table; read off the meetings, not the bookings. */
export function doubleBookings(rows: readonly SeatedMeeting[], { sessions, people }: Stage): string[] {
  const bodyOf = new Map(people.map(({ id, account }) => [id, account ?? id]))
  const held = rows.filter(({ slot, status }) => slot !== null && holdingStatuses.includes(status))
  const timed = held.map((meeting) => {
    const time = sessions.find(({ id }) => id === meeting.sessionId)!.slots[meeting.slot! - 1]!
    const holders = [
      `table ${meeting.sessionId} ${meeting.tableNo}`,
      ...meeting.seats.map(({ participantId }) => participantId),
      ...meeting.seats.flatMap(({ personId }) => (personId === null ? [] : [bodyOf.get(personId)!])),
    ]
    return { id: meeting.id, holders, ...time }
  })
  return timed.flatMap((one, index) =>
    timed
      .slice(index + 1)
      .filter((other) => one.from < other.until && other.from < one.until)
      .flatMap((other) =>
        other.holders.filter((holder) => one.holders.includes(holder)).map((holder) => `${one.id} ${other.id} ${holder}`),
      ),
  )
}

/** Meetings that were agreed and are so no more, although nobody called them off. */
export function lostConfirmations(
  rows: readonly SeatedMeeting[],
  before: readonly ModelMeeting[],
  excused: ReadonlySet<string> = new Set(),
): string[] {
  const status = new Map(rows.map((row) => [row.id, row.status]))
  return before
    .filter(({ id, status: was }) => was === 'accepted' && status.get(id) !== 'accepted' && !excused.has(id))
    .map(({ id }) => id)
}
