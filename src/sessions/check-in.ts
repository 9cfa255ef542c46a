import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { takeSeats } from './attend-meeting.ts'
import { record, withinSession } from './change-session.ts'
import type { VerbPorts } from './change-session.ts'
import { findMeeting, findMeetings } from './meeting-store.ts'
import { checkInEarlyMs } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findParticipants, updateParticipant } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { readingOf, targetOfParticipant } from './session-access.ts'
import { isIn } from './session.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

export type Arrival = { participant: StoredParticipant; meeting: SeatedMeeting | undefined }

/** By the code on its sheet: the participant is there, and so is its seat in the meeting that runs or comes next. */
export function checkInByCode(ports: VerbPorts, actor: Actor, sessionId: string, code: string): Promise<Arrival> {
  return withinSession(ports, actor, sessionId, async (work) => {
    const { tx, session, now } = work
    const { isStaff, own } = await readingOf(tx, actor, session)
    const coded = (await findParticipants(tx, sessionId)).find(({ checkInCode }) => checkInCode === plain(code))
    if (coded === undefined || !(isStaff || coded.id === own?.id)) return unwrap<never>(refuse('participant.not_found'))
    unwrap(permit(actor, 'meeting.check_in', targetOfParticipant(session, coded)))
    unwrap(isIn(session, ['published', 'live']))
    if (coded.status !== 'joined')
      unwrap(refuse('participant.wrong_state', { state: coded.status, allowed: ['participant.join'] }))
    const participant = coded.checkedInAt === null ? await updateParticipant(tx, coded, { checkedInAt: now }, now) : coded
    if (coded.checkedInAt === null) await record(work, 'participant.check_in', { detail: { participant: coded.id } })
    const slots = slotsOf(session.content, session.zone)
    const meeting = dueFor(coded.id, await findMeetings(tx, sessionId, ['pending', 'accepted']), slots, now)
    if (meeting === undefined) return { participant, meeting }
    await takeSeats({ ...work, meeting, own, slots, slot: slots[meeting.slot! - 1] }, [coded.id])
    return { participant, meeting: await findMeeting(tx, meeting.id) }
  })
}

/** The meeting to which somebody who comes now has come. */
function dueFor(
  participantId: string,
  meetings: readonly SeatedMeeting[],
  slots: readonly Slot[],
  now: Date,
): SeatedMeeting | undefined {
  return meetings
    .filter(({ seats }) => seats.some((seat) => seat.participantId === participantId && seat.checkedInAt === null))
    .filter(({ slot: number }) => {
      const slot = number === null ? undefined : slots[number - 1]
      return slot !== undefined && now < slot.endsAt && now.getTime() >= slot.startsAt.getTime() - checkInEarlyMs
    })
    .toSorted((a, b) => a.slot! - b.slot!)[0]
}

/** As it is read aloud or typed. */
function plain(code: string): string {
  return code.trim().toLowerCase()
}
