import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { findClashes, holdPlace, releasePlace } from './booking-store.ts'
import { changeMeeting, writeMeeting } from './change-meeting.ts'
import type { MeetingWork } from './change-meeting.ts'
import { recordOf } from './change-session.ts'
import type { VerbPorts } from './change-session.ts'
import { holdersOf } from './holders.ts'
import { findMeeting, updateMeeting } from './meeting-store.ts'
import { entered } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findPeople } from './participant-store.ts'
import type { Placing } from './session-input.ts'
import { openStatuses, isIn, targetOfSession } from './session.ts'
import { tableCount } from './slots.ts'
import type { Slot } from './slots.ts'
import { staffed } from './staff-seats.ts'

/** The matchmaker's own hand: this slot and this table, and no planner moves it from there unless told so. */
export function placeMeeting(ports: VerbPorts, actor: Actor, id: string, placing: Placing): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.pin',
    isPlanned: true,
    run: async (work) => {
      mayPlace(work)
      const { tx, session, meeting, now } = work
      const slot = slotAt(work, placing)
      const { seats } = await staffed(work, meeting, slot)
      const people = new Map((await findPeople(tx, session.id)).map((person) => [person.id, person]))
      const holders = holdersOf(session.id, seats, people, placing.tableNo)
      const clashes = await findClashes(tx, id, slot, holders)
      if (clashes.length > 0)
        unwrap(refuse('meeting.double_booked', { clashes: clashes.map(({ kind, holder }) => ({ kind, holder })) }))
      const isPinned = placing.isPinned ?? true
      // What was only proposed is asked of its seats once it has a place.
      const change = { isPinned, ...(meeting.status === 'proposed' && entered('pending', now)) }
      const written = await updateMeeting(tx, meeting, change, now)
      await holdPlace(tx, meeting, { slot: slot.number, tableNo: placing.tableNo, during: slot, holders }, now)
      await recordOf(work, 'meeting', id, 'meeting.place', {
        from: meeting.status,
        to: written.status,
        detail: { from: placeOf(meeting), to: { slot: slot.number, table: placing.tableNo }, isPinned },
      })
    },
  })
}

/** The meeting stays agreed; the planner may place it anew. */
export function unplaceMeeting(ports: VerbPorts, actor: Actor, id: string): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.pin',
    isPlanned: true,
    run: async (work) => {
      mayPlace(work)
      await releasePlace(work.tx, id, work.now)
      const meeting = (await findMeeting(work.tx, id))!
      await writeMeeting(
        { ...work, meeting },
        'meeting.unplace',
        { isPinned: false },
        { detail: { from: placeOf(work.meeting) } },
      )
    },
  })
}

/** Whether the planner must leave it where it is. */
export function pinMeeting(ports: VerbPorts, actor: Actor, id: string, isPinned: boolean): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.pin',
    isPlanned: true,
    run: async (work) => {
      if (isPinned && work.slot === undefined)
        unwrap(refuse('meeting.wrong_state', { state: work.meeting.status, allowed: ['meeting.pin'], needs: 'place' }))
      await writeMeeting(work, isPinned ? 'meeting.pin' : 'meeting.unpin', { isPinned })
    },
  })
}

function mayPlace({ actor, session, meeting, slot, now }: MeetingWork): void {
  unwrap(permit(actor, 'session.mark_pair', targetOfSession(session)))
  unwrap(isIn(session, openStatuses))
  // What has begun stays where people sit.
  if (slot !== undefined && slot.startsAt <= now)
    unwrap(refuse('meeting.wrong_state', { state: meeting.status, allowed: [], began: slot.startsAt }))
}

function slotAt({ session, slots, now }: MeetingWork, { slot: number, tableNo }: Placing): Slot {
  const slot = slots[number - 1]
  const tables = tableCount(session.content)
  const errors = [
    ...(slot === undefined ? [{ field: 'slot', message: `there are ${slots.length} slots` }] : []),
    ...(slot !== undefined && slot.startsAt <= now ? [{ field: 'slot', message: 'has begun already' }] : []),
    ...(tableNo > tables ? [{ field: 'table_no', message: `there are ${tables} tables` }] : []),
  ]
  return errors.length > 0 || slot === undefined ? unwrap<never>(refuse('request.invalid', { errors })) : slot
}

function placeOf({ slot, tableNo }: SeatedMeeting) {
  return slot === null ? null : { slot, table: tableNo }
}
