import { findClashes, holdPlace } from './booking-store.ts'
import { recordOf } from './change-session.ts'
import type { Work } from './change-session.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { bodyOf, holdersOf, sitsTwice } from './holders.ts'
import { findMeetings, updateMeeting, updateSeat } from './meeting-store.ts'
import { aheadStatuses } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findPeople } from './participant-store.ts'
import type { SessionPerson } from './participant-store.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

/** Who could sit in this seat: named by its participant, still coming, there at that time, and nowhere else then. */
async function freePerson(
  { tx }: Work,
  { id, seats }: SeatedMeeting,
  participantId: string,
  slot: Slot | undefined,
  people: readonly SessionPerson[],
): Promise<SessionPerson | undefined> {
  const beside = seats.filter((seat) => seat.participantId !== participantId)
  const byId = new Map(people.map((person) => [person.id, person]))
  for (const person of people) {
    if (person.participantId !== participantId || person.leftAt !== null) continue
    if (sitsTwice([...beside, { personId: person.id }], byId)) continue
    if (slot === undefined) return person
    if (person.unavailable.includes(slot.number)) continue
    const clashes = await findClashes(tx, id, slot, [{ kind: 'person', holder: bodyOf(person) }])
    if (clashes.length === 0) return person
  }
  return undefined
}

/** Gives every seat that nobody is named for to somebody who is free; the seats as they are then. */
export async function staffed(work: Work, meeting: SeatedMeeting, slot: Slot): Promise<SeatedMeeting> {
  const people = await findPeople(work.tx, work.session.id)
  const seats = [...meeting.seats]
  for (const [index, seat] of meeting.seats.entries()) {
    if (seat.personId !== null) continue
    const person = await freePerson(work, { ...meeting, seats }, seat.participantId, slot, people)
    if (person === undefined) continue
    await updateSeat(work.tx, seat, { personId: person.id })
    seats[index] = { ...seat, personId: person.id }
  }
  return { ...meeting, seats }
}

/** Puts somebody, or nobody, into a seat; a meeting with a place holds them from then on. */
export async function seatPerson(
  work: Work,
  meeting: SeatedMeeting,
  participantId: string,
  personId: string | null,
): Promise<void> {
  const { tx, session, now } = work
  await updateSeat(tx, { meetingId: meeting.id, participantId }, { personId })
  const seats = meeting.seats.map((seat) => (seat.participantId === participantId ? { ...seat, personId } : seat))
  const people = new Map((await findPeople(tx, session.id)).map((person) => [person.id, person]))
  if (sitsTwice(seats, people)) unwrap(refuse('meeting.double_booked', { clashes: [{ kind: 'person' }] }))
  const { slot: number, tableNo } = meeting
  const slot = number === null ? undefined : slotsOf(session.content, session.zone)[number - 1]
  if (number === null || tableNo === null || slot === undefined) {
    await updateMeeting(tx, meeting, { sequence: meeting.sequence + 1 }, now)
  } else {
    await holdPlace(
      tx,
      meeting,
      { slot: number, tableNo, during: slot, holders: holdersOf(session.id, seats, people, tableNo) },
      now,
    )
  }
  await recordOf(work, 'meeting', meeting.id, 'meeting.seat', { detail: { participant: participantId, person: personId } })
}

/** The seats of somebody who does not come any more go to another of the same participant who is free, or to nobody. */
export async function reseat(work: Work, person: SessionPerson): Promise<{ moved: string[]; unstaffed: string[] }> {
  const told = { moved: [] as string[], unstaffed: [] as string[] }
  const slots = slotsOf(work.session.content, work.session.zone)
  const people = await findPeople(work.tx, work.session.id)
  for (const meeting of await meetingsAhead(work, slots, person.participantId)) {
    if (!meeting.seats.some(({ personId }) => personId === person.id)) continue
    const next = await freePerson(work, meeting, person.participantId, slotOf(meeting, slots), people)
    await seatPerson(work, meeting, person.participantId, next?.id ?? null)
    told[next === undefined ? 'unstaffed' : 'moved'].push(meeting.id)
  }
  return told
}

/** Somebody new takes the seats with a place that nobody was named for. */
export async function fillSeats(work: Work, participantId: string): Promise<void> {
  const slots = slotsOf(work.session.content, work.session.zone)
  const people = await findPeople(work.tx, work.session.id)
  for (const meeting of await meetingsAhead(work, slots, participantId)) {
    const [slot, seat] = [slotOf(meeting, slots), meeting.seats.find((one) => one.participantId === participantId)]
    if (slot === undefined || seat?.personId !== null) continue
    const person = await freePerson(work, meeting, participantId, slot, people)
    if (person !== undefined) await seatPerson(work, meeting, participantId, person.id)
  }
}

async function meetingsAhead(
  { tx, session, now }: Work,
  slots: readonly Slot[],
  participantId: string,
): Promise<SeatedMeeting[]> {
  const meetings = await findMeetings(tx, session.id, aheadStatuses)
  return meetings.filter((meeting) => {
    const slot = slotOf(meeting, slots)
    return meeting.seats.some((seat) => seat.participantId === participantId) && (slot === undefined || slot.startsAt > now)
  })
}

function slotOf({ slot }: Pick<SeatedMeeting, 'slot'>, slots: readonly Slot[]): Slot | undefined {
  return slot === null ? undefined : slots[slot - 1]
}
