import { seatsBy } from './board.ts'
import type { BoardSeat } from './board.ts'
import { slotChoices } from './board-places.ts'
import { mayBeNoShow } from '../sessions/meeting.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import { tablesOf } from '../sessions/slots.ts'
import type { Slot, Table } from '../sessions/slots.ts'

export type LiveTable = {
  table: Table
  meeting: SeatedMeeting | undefined
  seats: BoardSeat[]
  /** Expected by now and not here. */
  late: BoardSeat[]
  /** It is late enough to say that somebody does not come. */
  mayBeNoShow: boolean
}

export type Live = {
  at: 'before' | 'during' | 'between' | 'after'
  /** The slot that goes on, if one does. */
  now: { slot: Slot; tables: LiveTable[] } | undefined
  next: { slot: Slot; tables: LiveTable[]; standby: Standby[] } | undefined
}

/** A meeting without a place that everybody could have in the next slot. */
export type Standby = { meeting: SeatedMeeting; seats: BoardSeat[]; tables: number[] }

const shown: readonly MeetingStatus[] = ['pending', 'accepted', 'checked_in', 'held']
const waitedFor: readonly MeetingStatus[] = ['pending', 'accepted']

/** What the room needs to see at this moment. */
export function liveOf(facts: SessionFacts, now: Date): Live {
  const current = facts.slots.find(({ startsAt, endsAt }) => startsAt <= now && now < endsAt)
  const next = facts.slots.find(({ startsAt }) => startsAt > now)
  const hasBegun = facts.slots.some(({ startsAt }) => startsAt <= now)
  return {
    at: current !== undefined ? 'during' : next === undefined ? 'after' : hasBegun ? 'between' : 'before',
    now: current && { slot: current, tables: tablesAt(facts, current, now) },
    next: next && { slot: next, tables: tablesAt(facts, next, now), standby: standbyFor(facts, next, now) },
  }
}

function tablesAt(facts: SessionFacts, slot: Slot, now: Date): LiveTable[] {
  const seated = seatsBy(facts)
  return tablesOf(facts.session.content).map((table) => {
    const meeting = facts.meetings.find(
      (one) => one.slot === slot.number && one.tableNo === table.number && shown.includes(one.status),
    )
    const seats = meeting === undefined ? [] : seated(meeting)
    const isWaitedFor = meeting !== undefined && waitedFor.includes(meeting.status) && slot.startsAt <= now
    return {
      table,
      meeting,
      seats,
      late: isWaitedFor ? seats.filter(({ hasCome }) => !hasCome) : [],
      mayBeNoShow: meeting !== undefined && mayBeNoShow(meeting, slot.startsAt, now),
    }
  })
}

function standbyFor(facts: SessionFacts, slot: Slot, now: Date): Standby[] {
  const seated = seatsBy(facts)
  return facts.meetings
    .filter((meeting) => meeting.slot === null && waitedFor.includes(meeting.status))
    .flatMap((meeting) => {
      const choice = slotChoices(facts, meeting, now).find((one) => one.slot.number === slot.number)
      const isPossible = choice !== undefined && choice.busy.length === 0 && choice.away.length === 0 && choice.tables.length > 0
      return isPossible ? [{ meeting, seats: seated(meeting), tables: choice.tables }] : []
    })
}
