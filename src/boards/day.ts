import { dayLines, seatsBy } from './board.ts'
import type { BoardSeat, DayLine } from './board.ts'
import { checkInEarlyMs } from '../sessions/meeting.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import { tablesOf } from '../sessions/slots.ts'
import type { Slot, Table } from '../sessions/slots.ts'

export type DayStep = 'accept' | 'decline' | 'cancel' | 'check_in' | 'minutes'

export type DayMeeting = {
  meeting: SeatedMeeting
  slot: Slot | undefined
  table: Table | undefined
  own: BoardSeat
  others: BoardSeat[]
  /** It goes on now, or is the first that has not begun. */
  isNow: boolean
  isNext: boolean
  /** What the participant can do with it at this hour, whoever it is that acts for it. */
  steps: DayStep[]
}

export type Day = {
  lines: (({ kind: 'meeting' } & DayMeeting) | Extract<DayLine, { kind: 'break' }>)[]
  /** Agreed or asked for, without a place yet. */
  waiting: DayMeeting[]
  /** Called off, declined or run out. */
  over: DayMeeting[]
}

const heldStatuses: readonly MeetingStatus[] = ['accepted', 'checked_in']
const standing: readonly MeetingStatus[] = ['pending', 'accepted', 'checked_in', 'held', 'no_show_company', 'no_show_unit']

/** What one participant has that day, in order of time; what only the matchmaker proposes is nobody's yet. */
export function dayOfParticipant(facts: SessionFacts, participant: Pick<StoredParticipant, 'id'>, now: Date): Day {
  const own = facts.meetings.filter(
    ({ status, seats }) => status !== 'proposed' && seats.some(({ participantId }) => participantId === participant.id),
  )
  const viewed = own.map((meeting) => viewOf(facts, meeting, participant.id, now))
  const placed = viewed
    .filter(({ meeting, slot }) => slot !== undefined && standing.includes(meeting.status))
    .toSorted((one, other) => one.slot!.number - other.slot!.number)
  const next = placed.find(
    ({ meeting, slot }) => slot!.startsAt > now && ['pending', 'accepted', 'checked_in'].includes(meeting.status),
  )
  const breaks = dayLines(facts.session.content, facts.session.zone, []).filter((line) => line.kind === 'break')
  const lines: Day['lines'] = [...placed.map((one) => ({ kind: 'meeting' as const, ...one, isNext: one === next })), ...breaks]
  return {
    lines: trimmed(lines.toSorted((one, other) => beginOf(one) - beginOf(other))),
    waiting: viewed.filter(({ meeting, slot }) => slot === undefined && ['pending', 'accepted'].includes(meeting.status)),
    over: viewed.filter(({ meeting }) => !standing.includes(meeting.status)),
  }
}

/** Nobody needs to be told of a pause before they come or after they went. */
function trimmed(lines: Day['lines']): Day['lines'] {
  const first = lines.findIndex(({ kind }) => kind === 'meeting')
  const last = lines.findLastIndex(({ kind }) => kind === 'meeting')
  return first === -1 ? [] : lines.slice(first, last + 1)
}

function beginOf(line: Day['lines'][number]): number {
  return (line.kind === 'break' ? line.startsAt : line.slot!.startsAt).getTime()
}

function viewOf(facts: SessionFacts, meeting: SeatedMeeting, participantId: string, now: Date): DayMeeting {
  const seats = seatsBy(facts)(meeting)
  const slot = meeting.slot === null ? undefined : facts.slots[meeting.slot - 1]
  const own = seats.find(({ participant }) => participant.id === participantId)!
  const isNow = slot !== undefined && slot.startsAt <= now && now < slot.endsAt && heldStatuses.includes(meeting.status)
  return {
    meeting,
    slot,
    table: tablesOf(facts.session.content).find(({ number }) => number === meeting.tableNo),
    own,
    others: seats.filter((seat) => seat !== own),
    isNow,
    isNext: false,
    steps: stepsOf(facts, meeting, own, slot, now),
  }
}

function stepsOf(
  { session }: SessionFacts,
  meeting: SeatedMeeting,
  own: BoardSeat,
  slot: Slot | undefined,
  now: Date,
): DayStep[] {
  const { status, requestedBy } = meeting
  const hasBegun = slot !== undefined && slot.startsAt <= now
  const isOpen = ['open_for_interest', 'draft_schedule', 'published', 'live'].includes(session.status)
  const isRunning = ['published', 'live', 'closing'].includes(session.status)
  const isAsked = status === 'pending' && !own.hasAccepted && isOpen && !hasBegun
  const isHere = isRunning && slot !== undefined && slot.startsAt.getTime() - checkInEarlyMs <= now.getTime() && now < slot.endsAt
  const when: Record<DayStep, boolean> = {
    accept: isAsked,
    decline: isAsked && requestedBy !== own.participant.id,
    cancel: !isAsked && ['pending', 'accepted'].includes(status) && !hasBegun,
    check_in: status === 'accepted' && isHere && !own.hasCome,
    minutes: ['checked_in', 'held'].includes(status) && isRunning,
  }
  return (Object.keys(when) as DayStep[]).filter((step) => when[step])
}
