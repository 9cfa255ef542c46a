import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import { deleteBookings } from './booking-store.ts'
import { changeMeeting, ownSeat, writeMeeting } from './change-meeting.ts'
import type { MeetingWork } from './change-meeting.ts'
import type { VerbPorts } from './change-session.ts'
import { updateSeat } from './meeting-store.ts'
import { checkedIn, minuted, noShow } from './meeting.ts'
import type { AbsentSide, SeatedMeeting } from './meeting.ts'
import { findPeople } from './participant-store.ts'
import type { MinutesInput } from './session-input.ts'
import { isIn } from './session.ts'
import { seatPerson } from './staff-seats.ts'
import { targetOfParticipant } from './session-access.ts'

/** Who sits there for a participant, be it a stand-in; nobody, where it is taken back. */
export function assignPerson(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  participantId: string,
  personId: string | null,
): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.seat',
    isPlanned: true,
    run: async (work) => {
      const { meeting, own, session, tx } = work
      const isSeated = meeting.seats.some((seat) => seat.participantId === participantId)
      const isOwn = own?.id === participantId
      const mayForOthers = permit(actor, 'meeting.propose', { orgId: null, districtId: session.districtId }).ok
      if (!isSeated || !(isOwn || mayForOthers)) unwrap(refuse('participant.not_found'))
      if (isOwn) unwrap(permit(actor, 'participant.edit', targetOfParticipant(session, own)))
      const person = (await findPeople(tx, session.id)).find((one) => one.id === personId)
      const comes = person?.participantId === participantId && person.leftAt === null
      if (personId !== null && !comes) unwrap(refuse('person.not_found'))
      await seatPerson(work, meeting, participantId, personId)
    },
  })
}

/** One's own seat; the matchmaker for any of them, or all who have not been. */
export function checkInSeats(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  participantId: string | undefined,
): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.check_in',
    isPlanned: false,
    run: async (work) => {
      const mayForOthers = permit(actor, 'meeting.propose', { orgId: null, districtId: work.session.districtId }).ok
      const seats = mayForOthers ? work.meeting.seats : [ownSeat(work)]
      const asked = seats.filter((seat) => participantId === undefined || seat.participantId === participantId)
      if (asked.length === 0) unwrap(refuse('participant.not_found'))
      await takeSeats(
        work,
        asked.map((seat) => seat.participantId),
      )
    },
  })
}

export async function takeSeats(work: MeetingWork, participantIds: readonly string[]): Promise<void> {
  const { tx, meeting, session, slot, now } = work
  unwrap(isIn(session, ['published', 'live', 'closing']))
  const change = unwrap(checkedIn(meeting, participantIds, slot?.startsAt, now))
  for (const seat of meeting.seats)
    if (participantIds.includes(seat.participantId) && seat.checkedInAt === null) await updateSeat(tx, seat, { checkedInAt: now })
  await writeMeeting(work, 'meeting.check_in', change, { detail: { participants: participantIds } })
}

/** One side did not come: the place is free for whoever stands by. */
export function noteNoShow(ports: VerbPorts, actor: Actor, id: string, side: AbsentSide): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.no_show',
    isPlanned: true,
    run: async (work) => {
      const change = unwrap(noShow(work.meeting, side, work.slot?.startsAt, work.now))
      await deleteBookings(work.tx, [id])
      await writeMeeting(work, 'meeting.no_show', change, { detail: { side } })
    },
  })
}

/** What came of it; until the session is closed it can be put right. */
export function writeMinutes(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  { outcome, ...minutes }: MinutesInput,
): Promise<SeatedMeeting> {
  return changeMeeting(ports, actor, id, {
    action: 'meeting.write_minutes',
    isPlanned: false,
    run: async (work) => {
      const { meeting, session, now } = work
      unwrap(isIn(session, ['published', 'live', 'closing']))
      // When it was first written counts, not when it was put right: what was due since may stand.
      const writtenAt = meeting.minutesAt ?? now
      const change = unwrap(minuted(outcome, minutes, { id: actorId(actor), date: dateIn(session.zone, writtenAt) }, now))
      await writeMeeting(work, 'meeting.write_minutes', { ...change, minutesAt: writtenAt }, { detail: { outcome } })
    },
  })
}
