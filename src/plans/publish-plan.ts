import type { Actor } from '../accounts/actor.ts'
import { listEvents, recordFirstEvents } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import type { Plan, TimetableProblem } from '../planning/timetable-problem.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { holdPlaces, releasePlaces } from '../sessions/booking-store.ts'
import { record, recordOf, withinSession } from '../sessions/change-session.ts'
import type { Work } from '../sessions/change-session.ts'
import { letIn } from '../sessions/answer-invitation.ts'
import { callOff } from '../sessions/end-meeting.ts'
import { holdersOf } from '../sessions/holders.ts'
import { insertMeetings, updateMeeting, updateSeat } from '../sessions/meeting-store.ts'
import { entered as enteredMeeting } from '../sessions/meeting.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { updateParticipant } from '../sessions/participant-store.ts'
import { newMeeting } from '../sessions/new-meeting.ts'
import type { PlanChoice } from './plan-content.ts'
import type { PlanFacts } from './plan-facts.ts'
import { isFresh } from './plan-session.ts'
import { changePlan, findPlanForUpdate } from './plan-store.ts'
import type { StoredPlan } from './plan-store.ts'
import { mustBeConfirmedAgain, publicationOf, withMeetingIds } from './publication.ts'
import type { Comers, Publication } from './publication.ts'
import { readPlanFacts } from './read-plan-facts.ts'
import { publish, targetOfSession } from '../sessions/session.ts'
import { updateSession } from '../sessions/session-store.ts'

type Finished = StoredPlan & { problem: TimetableProblem; plan: Plan; allocation: PlanChoice }

/** What a refusal tells of what changed since. */
const changesTold = 20

/**
 * The plan becomes the timetable, all of it or nothing: meetings, places, who comes, bookings. Refused when anything it
 * was made from has changed since, so that of two plans of one moment only one is published.
 */
export function publishPlan(ports: Ports, actor: Actor, sessionId: string, planId: string): Promise<StoredPlan> {
  return withinSession(ports, actor, sessionId, async (work) => {
    const plan = await publishable(work, planId)
    const facts = await readPlanFacts(work.tx, sessionId, work.now)
    const publication = publicationOf(facts, plan.allocation, plan.plan.assignments)
    if (publication === undefined) return unwrap<never>(refuse('session.stale_plan', { changes: [] }))
    await noteAbsences(work, facts, plan.allocation)
    if (plan.allocation.leavers.length > 0) await letIn(work)
    const meetingIds = await write(work, facts, publication)
    await enterPublished(work, planId, publication)
    const change = { status: 'published' as const, publishedAt: work.now, ...withMeetingIds(plan, meetingIds) }
    await changePlan(work.tx, planId, [plan.status], change)
    return { ...plan, ...change }
  })
}

async function publishable({ tx, session, actor }: Work, planId: string): Promise<Finished> {
  unwrap(permit(actor, 'session.publish', targetOfSession(session)))
  const found = (await findPlanForUpdate(tx, session.id, planId)) ?? unwrap<never>(refuse('plan.not_found'))
  const { problem, plan, allocation, status } = found
  if ((status !== 'complete' && status !== 'stopped') || problem === null || plan === null || allocation === null)
    return unwrap<never>(refuse('plan.wrong_state', { state: status, allowed: [] }))
  if (found.sessionVersion !== session.version) {
    const since = (await listEvents(tx, 'session', session.id)).filter(
      ({ at, action }) => at >= found.madeAt && action !== 'session.plan',
    )
    const changes = since.slice(-changesTold).map(({ action, at }) => ({ action, at }))
    unwrap(isFresh(session, found.sessionVersion, changes))
  }
  return { ...found, problem, plan, allocation }
}

/** What the repair was told of becomes part of the record. */
async function noteAbsences(work: Work, facts: PlanFacts, { leavers, away }: PlanChoice): Promise<void> {
  const slotsAway = new Map(away.map(({ participant, slots }) => [participant, slots]))
  for (const participant of facts.participants) {
    const { id, status, unavailable } = participant
    const slots = [...new Set([...unavailable, ...(slotsAway.get(id) ?? [])])].toSorted((a, b) => a - b)
    const isLeaving = leavers.includes(id) && status !== 'left'
    if (!isLeaving && slots.length === unavailable.length) continue
    await updateParticipant(work.tx, participant, { unavailable: slots, ...(isLeaving && { status: 'left' }) }, work.now)
    const action = isLeaving ? 'participant.leave' : 'participant.edit'
    await record(work, action, { detail: { participant: id, from: status, to: isLeaving ? 'left' : status, unavailable: slots } })
  }
}

/** Answers which meetings the pairs became. */
async function write(
  work: Work,
  facts: PlanFacts,
  { added, placed, cancelled, released }: Publication,
): Promise<Map<string, string>> {
  const { tx, now } = work
  for (const { meeting, reason } of cancelled) await callOff(work, meeting, reason)
  for (const meeting of released) await recordOf(work, 'meeting', meeting.id, 'meeting.lose_place', { from: meeting.status })
  await releasePlaces(
    tx,
    released.map(({ id }) => id),
    now,
  )
  const made = added.map((one) => ({ ...one, meeting: madeOf(work, facts, one) }))
  await insertMeetings(
    tx,
    made.map(({ meeting }) => meeting),
  )
  await recordFirstEvents(
    tx,
    work.ports,
    work.actor,
    made.map(({ meeting, slot, table }) => ({
      objectType: 'meeting' as const,
      objectId: meeting.id,
      action: 'meeting.plan',
      to: 'pending',
      detail: { slot, table },
    })),
  )
  for (const one of placed) await rearrange(work, one)
  const placing = [...made, ...placed].map(({ meeting, slot, table, comers }) => ({
    meetingId: meeting.id,
    slot,
    tableNo: table,
    during: facts.slots[slot - 1]!,
    holders: holdersOf(work.session.id, seatsWith(meeting, comers), peopleOf(comers), table),
  }))
  await holdPlaces(tx, placing, now)
  return new Map(made.map(({ pair, meeting }) => [pair.id, meeting.id]))
}

function madeOf(work: Work, facts: PlanFacts, { pair, comers }: Publication['added'][number]): SeatedMeeting {
  const sides = [pair.department, pair.company].map((id) => facts.participants.find((participant) => participant.id === id)!)
  const meeting = newMeeting(work, sides, { origin: 'plan', requestedBy: null, sceneId: pair.sceneId, fit: pair.fit })
  return { ...meeting, seats: meeting.seats.map((seat) => ({ ...seat, personId: comers.get(seat.participantId)?.id ?? null })) }
}

/** Proposed meetings are now asked for; who agreed to another time is asked again. */
async function rearrange(work: Work, one: Publication['placed'][number]): Promise<void> {
  const { tx, now } = work
  const { meeting, comers, slot, table } = one
  const isAskedAgain = mustBeConfirmedAgain(one)
  const isNowPending = meeting.status === 'proposed' || (isAskedAgain && meeting.status !== 'pending')
  if (isNowPending) await updateMeeting(tx, meeting, enteredMeeting('pending', now), now)
  for (const seat of meeting.seats) {
    const personId = comers.get(seat.participantId)?.id ?? null
    const isAsked = isAskedAgain && seat.participantId !== meeting.requestedBy && seat.acceptedAt !== null
    if (personId !== seat.personId || isAsked)
      await updateSeat(tx, seat, { personId, ...(isAsked && { acceptedAt: null, acceptedBy: null }) })
  }
  await recordOf(work, 'meeting', meeting.id, 'meeting.place', {
    from: meeting.status,
    to: isNowPending ? 'pending' : meeting.status,
    detail: { slot, table, before: { slot: meeting.slot, table: meeting.tableNo } },
  })
}

function seatsWith({ seats }: SeatedMeeting, comers: Comers) {
  return seats.map(({ participantId }) => ({ participantId, personId: comers.get(participantId)?.id ?? null }))
}

function peopleOf(comers: Comers) {
  return new Map([...comers.values()].flatMap((person) => (person === undefined ? [] : [[person.id, person] as const])))
}

async function enterPublished(work: Work, planId: string, { added, placed, cancelled, released }: Publication): Promise<void> {
  const { tx, session, now } = work
  const changed = await updateSession(tx, session, publish(session, now), now)
  const counts = { added: added.length, placed: placed.length, cancelled: cancelled.length, released: released.length }
  await record(work, 'session.publish', { from: session.status, to: changed.status, detail: { plan: planId, ...counts } })
}
