import type { Assignment, Plan, TimetableProblem } from '../planning/timetable-problem.ts'
import { bodyOf } from '../sessions/holders.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionPerson } from '../sessions/participant-store.ts'
import type { PlanChoice } from './plan-content.ts'
import { isOverBy, isPersonFree } from './plan-facts.ts'
import { isConfirmed, participantLeft } from '../sessions/standing.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { PlannedPair } from './plan-problems.ts'

/** Who comes for each participant of a meeting, where anybody is named. */
export type Comers = ReadonlyMap<string, SessionPerson | undefined>
export type Placed = { slot: number; table: number; comers: Comers }

/** What a plan makes of the session's meetings; those it leaves where they are are not among them. */
export type Publication = {
  added: (Placed & { pair: PlannedPair })[]
  /** Those that had another place, or none. */
  placed: (Placed & { meeting: SeatedMeeting })[]
  cancelled: { meeting: SeatedMeeting; reason: string }[]
  /** They lose their place and stay agreed, or asked for. */
  released: SeatedMeeting[]
}

/** By the plan and the facts alone; undefined where a slot or a meeting has begun since, or everybody named is booked elsewhere. */
export function publicationOf(facts: PlanFacts, choice: PlanChoice, assignments: readonly Assignment[]): Publication | undefined {
  const meetings = new Map(facts.meetings.map((meeting) => [meeting.id, meeting]))
  const pairs = new Map(choice.pairs.map((pair) => [pair.id, pair]))
  const staffing = new Staffing(facts)
  const [added, placed]: [Publication['added'], Publication['placed']] = [[], []]
  // Whoever stays is staffed already, so they are noted before anybody else is named.
  const inOrder = assignments.toSorted((one, other) => Number(stays(meetings, other)) - Number(stays(meetings, one)))
  for (const { meeting: id, slot, table } of inOrder) {
    const meeting = meetings.get(id)
    if (meeting !== undefined && stays(meetings, { meeting: id, slot, table })) {
      staffing.note(meeting, slot)
      continue
    }
    if (isOverBy(facts, slot)) return undefined
    const seated = meeting?.seats ?? seatsOf(pairs.get(id)!)
    if (meeting?.slot !== slot && seated.some(({ participantId }) => staffing.isNobodyFree(participantId, slot))) return undefined
    const comers = staffing.name(seated, slot)
    if (meeting === undefined) added.push({ pair: pairs.get(id)!, slot, table, comers })
    else placed.push({ meeting, slot, table, comers })
  }
  const stands = new Set(assignments.map(({ meeting }) => meeting))
  const isIn = (list: readonly string[]) => facts.meetings.filter(({ id }) => list.includes(id))
  const cancelled = isIn(choice.cancelled)
  const released = isIn(choice.released).filter(({ id }) => !stands.has(id))
  if (
    cancelled.some(hasMet) ||
    (choice.why === 'replanned' && [...released, ...placed.map(({ meeting }) => meeting)].some(hasMet))
  )
    return undefined
  return { added, placed, cancelled: cancelled.map((meeting) => ({ meeting, reason: reasonFor(choice, meeting) })), released }
}

/** Coming together outdates no plan, and no plan calls it off. */
function hasMet({ status }: SeatedMeeting): boolean {
  return status === 'checked_in' || status === 'held'
}

function reasonFor({ leavers, why }: PlanChoice, { seats }: SeatedMeeting): string {
  return seats.some(({ participantId }) => leavers.includes(participantId)) ? participantLeft : why
}

/** The plan once its pairs have become meetings: it names them as everybody else does from now on. */
export function withMeetingIds(
  { problem, plan, allocation }: { problem: TimetableProblem; plan: Plan; allocation: PlanChoice },
  meetingIds: ReadonlyMap<string, string>,
): { problem: TimetableProblem; plan: Plan; allocation: PlanChoice } {
  const idOf = (id: string) => meetingIds.get(id) ?? id
  const named = <T extends { id: string }>(one: T) => ({ ...one, id: idOf(one.id) })
  return {
    problem: { ...problem, meetings: problem.meetings.map(named) },
    plan: { ...plan, assignments: plan.assignments.map((one) => ({ ...one, meeting: idOf(one.meeting) })) },
    allocation: { ...allocation, pairs: allocation.pairs.map(named) },
  }
}

/** A confirmed meeting that moves is to be confirmed again: nobody agreed to the new time. */
export function mustBeConfirmedAgain({ meeting, slot }: { meeting: SeatedMeeting; slot: number }): boolean {
  return meeting.slot !== null && meeting.slot !== slot && (isConfirmed(meeting) || isPartlyAccepted(meeting))
}

function isPartlyAccepted({ seats }: SeatedMeeting): boolean {
  return seats.some(({ acceptedAt }) => acceptedAt !== null)
}

function stays(meetings: ReadonlyMap<string, SeatedMeeting>, { meeting: id, slot, table }: Assignment): boolean {
  const meeting = meetings.get(id)
  return meeting?.slot === slot && meeting.tableNo === table
}

function seatsOf({ department, company }: PlannedPair): { participantId: string; personId: string | null }[] {
  return [department, company].map((participantId) => ({ participantId, personId: null }))
}

/** Names somebody who is free for each seat: whoever has it, or the first on the participant's list. */
class Staffing {
  readonly #facts: PlanFacts
  readonly #people: Map<string, SessionPerson[]>
  readonly #taken = new Set<string>()

  constructor(facts: PlanFacts) {
    this.#facts = facts
    this.#people = Map.groupBy(facts.people, ({ participantId }) => participantId)
  }

  note({ seats }: SeatedMeeting, slot: number): void {
    for (const { participantId, personId } of seats) {
      const person = this.#people.get(participantId)?.find(({ id }) => id === personId)
      if (person !== undefined) this.#taken.add(`${slot} ${bodyOf(person)}`)
    }
  }

  /** Whoever is named for the participant has been booked elsewhere by now. */
  isNobodyFree(participantId: string, slot: number): boolean {
    const own = this.#people.get(participantId) ?? []
    return own.length > 0 && !own.some((person) => isPersonFree(this.#facts, person, slot))
  }

  name(seats: readonly { participantId: string; personId: string | null }[], slot: number): Comers {
    return new Map(
      seats.map(({ participantId, personId }) => {
        const own = this.#people.get(participantId) ?? []
        const inOrder = own.toSorted((one, other) => Number(other.id === personId) - Number(one.id === personId))
        const person = inOrder.find((one) => isPersonFree(this.#facts, one, slot) && !this.#taken.has(`${slot} ${bodyOf(one)}`))
        if (person !== undefined) this.#taken.add(`${slot} ${bodyOf(person)}`)
        return [participantId, person]
      }),
    )
  }
}
