import type { TimetableProblem } from './timetable-problem.ts'

/** A problem in numbers: meetings, people and slots count from 0, lists lie end to end. */
export type Grid = {
  slots: number
  tables: number
  meetings: number
  people: number
  /** Whom meeting m seats: seats[seatsFrom[m]] up to seats[seatsFrom[m + 1]]. */
  seatsFrom: Int32Array
  seats: Int32Array
  /** The meetings of person p, likewise. */
  agendaFrom: Int32Array
  agenda: Int32Array
  /** The slots meeting m may take, likewise, and the same as a table of meetings by slots. */
  domainFrom: Int32Array
  domain: Int32Array
  allowed: Uint8Array
  /** What leaving the meeting out costs: one required meeting outweighs all that are not. */
  value: Float64Array
}

/** Where each meeting stands; `out` is nowhere. */
export type Slots = Int32Array
export const out = -1

export function gridOf(problem: TimetableProblem): Grid {
  const { slots, tables, participants, meetings } = problem
  const index = new Map(participants.map(({ id }, number) => [id, number]))
  const seats = meetings.map((meeting) => meeting.participants.map((id) => index.get(id)!))
  const agenda: number[][] = participants.map(() => [])
  seats.forEach((people, meeting) => people.forEach((person) => agenda[person]!.push(meeting)))
  const domain = domains(problem, seats)
  const allowed = new Uint8Array(meetings.length * slots)
  domain.forEach((free, meeting) => free.forEach((slot) => (allowed[meeting * slots + slot] = 1)))
  const [seatsFrom, seatList] = flat(seats)
  const [agendaFrom, agendaList] = flat(agenda)
  const [domainFrom, domainList] = flat(domain)
  return {
    slots,
    tables,
    meetings: meetings.length,
    people: participants.length,
    seatsFrom,
    seats: seatList,
    agendaFrom,
    agenda: agendaList,
    domainFrom,
    domain: domainList,
    allowed,
    value: values(problem),
  }
}

function domains({ slots, participants, meetings }: TimetableProblem, seats: number[][]): number[][] {
  const away = participants.map(({ unavailable }) => new Set(unavailable ?? []))
  return meetings.map(({ window, slot: pinned }, meeting) => {
    const [first, last] = window ?? [1, slots]
    const free: number[] = []
    for (let slot = pinned ?? first; slot <= (pinned ?? last); slot++) {
      if (slot < first || slot > last) continue
      if (seats[meeting]!.every((person) => !away[person]!.has(slot))) free.push(slot - 1)
    }
    return free
  })
}

function values({ meetings }: TimetableProblem): Float64Array {
  const optional = meetings.reduce((sum, { required, weight }) => sum + (required === false ? (weight ?? 1) : 0), 0)
  const heaviest = meetings.reduce((most, { weight }) => Math.max(most, weight ?? 1), 0)
  // Among required meetings the count decides first, so a weight only breaks ties.
  const step = heaviest === 0 ? 0 : 1 / (heaviest * (meetings.length + 1))
  return Float64Array.from(meetings, ({ required, weight }) =>
    required === false ? (weight ?? 1) / (1 + optional) : 1 + (weight ?? 1) * step,
  )
}

function flat(lists: readonly number[][]): [from: Int32Array, list: Int32Array] {
  const from = new Int32Array(lists.length + 1)
  lists.forEach((list, index) => (from[index + 1] = from[index]! + list.length))
  return [from, Int32Array.from(lists.flat())]
}
