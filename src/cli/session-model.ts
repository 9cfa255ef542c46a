/** Two sessions as somebody would keep them on paper: who asked whom, what was agreed, who sits where and when. */
export type ModelPerson = { id: string; participant: string; account: string | null; hasLeft: boolean }
export type ModelSeat = { participant: string; person: string | null; accepted: boolean }
export type ModelMeeting = {
  id: string
  session: string
  seats: ModelSeat[]
  requestedBy: string | null
  status: string
  place: { slot: number; table: number } | undefined
  pinned: boolean
}
export type ModelSession = { id: string; slots: readonly { from: number; until: number }[] }
export type Answer =
  | 'ok'
  | 'participant.not_found'
  | 'person.not_found'
  | `meeting.${'not_found' | 'exists' | 'wrong_state' | 'double_booked' | 'too_many_requests'}`

const ahead = ['pending', 'accepted']
const inTalks = ['pending', 'accepted']

export class SessionModel {
  readonly sessions: ReadonlyMap<string, ModelSession>
  readonly requestsMax: number
  readonly meetings: ModelMeeting[] = []
  readonly people: ModelPerson[]
  readonly bans = new Set<string>()

  constructor(sessions: readonly ModelSession[], people: readonly ModelPerson[], requestsMax: number) {
    this.sessions = new Map(sessions.map((session) => [session.id, session]))
    this.people = people.map((person) => ({ ...person }))
    this.requestsMax = requestsMax
  }

  request(session: string, from: string, to: string): Answer {
    if (this.bans.has(pairKey(from, to))) return 'participant.not_found'
    const same = this.meetings.find((meeting) => inTalks.includes(meeting.status) && isBetween(meeting, from, to))
    if (same?.status === 'pending' && same.requestedBy === to) return this.accept(same, from)
    if (same !== undefined) return 'meeting.exists'
    const open = this.meetings.filter(({ status, requestedBy }) => status === 'pending' && requestedBy === from)
    if (open.length >= this.requestsMax) return 'meeting.too_many_requests'
    const seats = [from, to].map((participant) => ({ participant, person: null, accepted: participant === from }))
    this.meetings.push({ id: '', session, seats, requestedBy: from, status: 'pending', place: undefined, pinned: false })
    return 'ok'
  }

  accept(meeting: ModelMeeting, by: string): Answer {
    const seat = seatOf(meeting, by)
    if (seat === undefined) return 'meeting.not_found'
    if (meeting.status !== 'pending' || seat.accepted) return 'meeting.wrong_state'
    seat.accepted = true
    if (meeting.seats.every(({ accepted }) => accepted)) meeting.status = 'accepted'
    return 'ok'
  }

  decline(meeting: ModelMeeting, by: string): Answer {
    if (seatOf(meeting, by) === undefined) return 'meeting.not_found'
    if (meeting.status !== 'pending' || meeting.requestedBy === by) return 'meeting.wrong_state'
    return end(meeting, 'declined')
  }

  cancel(meeting: ModelMeeting, by: string): Answer {
    if (seatOf(meeting, by) === undefined) return 'meeting.not_found'
    return ahead.includes(meeting.status) ? end(meeting, 'cancelled') : 'meeting.wrong_state'
  }

  place(meeting: ModelMeeting, slot: number, table: number, pinned: boolean): Answer {
    if (!ahead.includes(meeting.status)) return 'meeting.wrong_state'
    const wanted = structuredClone({ ...meeting, place: { slot, table }, pinned })
    for (const seat of wanted.seats) seat.person ??= this.freePerson(wanted, seat.participant)
    if (this.isDouble(wanted)) return 'meeting.double_booked'
    Object.assign(meeting, wanted)
    return 'ok'
  }

  unplace(meeting: ModelMeeting): Answer {
    if (!ahead.includes(meeting.status)) return 'meeting.wrong_state'
    meeting.place = undefined
    meeting.pinned = false
    return 'ok'
  }

  pin(meeting: ModelMeeting, pinned: boolean): Answer {
    if (!ahead.includes(meeting.status) || (pinned && meeting.place === undefined)) return 'meeting.wrong_state'
    meeting.pinned = pinned
    return 'ok'
  }

  seat(meeting: ModelMeeting, by: string, person: ModelPerson): Answer {
    const seat = seatOf(meeting, by)
    if (seat === undefined) return 'meeting.not_found'
    if (!ahead.includes(meeting.status)) return 'meeting.wrong_state'
    if (person.participant !== by || person.hasLeft) return 'person.not_found'
    const wanted = structuredClone(meeting)
    seatOf(wanted, by)!.person = person.id
    if (this.sitsTwice(wanted) || (wanted.place !== undefined && this.isDouble(wanted))) return 'meeting.double_booked'
    seat.person = person.id
    return 'ok'
  }

  dismiss(person: ModelPerson): Answer {
    if (person.hasLeft) return 'person.not_found'
    person.hasLeft = true
    for (const meeting of this.meetings.filter(({ status }) => ahead.includes(status))) {
      const seat = meeting.seats.find((one) => one.person === person.id)
      if (seat !== undefined) seat.person = this.freePerson(meeting, person.participant)
    }
    return 'ok'
  }

  ban(department: string, company: string): Answer {
    const both = (meeting: ModelMeeting) => [department, company].every((id) => seatOf(meeting, id) !== undefined)
    if (this.meetings.some((meeting) => inTalks.includes(meeting.status) && both(meeting))) return 'meeting.exists'
    this.bans.add(pairKey(department, company))
    return 'ok'
  }

  unban(department: string, company: string): Answer {
    this.bans.delete(pairKey(department, company))
    return 'ok'
  }

  /** The first who is named, comes, and is nowhere else then. */
  private freePerson(meeting: ModelMeeting, participant: string): string | null {
    const free = this.people.find((person) => {
      if (person.participant !== participant || person.hasLeft) return false
      const seats = meeting.seats.map((seat) => (seat.participant === participant ? { ...seat, person: person.id } : seat))
      if (this.sitsTwice({ ...meeting, seats })) return false
      return meeting.place === undefined || !this.besides(meeting).some((other) => this.bodies(other).includes(bodyOf(person)))
    })
    return free?.id ?? null
  }

  private isDouble(meeting: ModelMeeting): boolean {
    return this.besides(meeting).some(
      (other) =>
        (other.session === meeting.session && other.place!.table === meeting.place!.table) ||
        other.seats.some(({ participant }) => seatOf(meeting, participant) !== undefined) ||
        this.bodies(other).some((body) => this.bodies(meeting).includes(body)),
    )
  }

  /** Other meetings that have a place at a time that overlaps this one's. */
  private besides(meeting: ModelMeeting): ModelMeeting[] {
    const at = this.timeOf(meeting)
    return this.meetings.filter((other) => {
      if (other.id === meeting.id || other.place === undefined || !ahead.includes(other.status)) return false
      const then = this.timeOf(other)
      return then.from < at.until && at.from < then.until
    })
  }

  private timeOf({ session, place }: ModelMeeting): { from: number; until: number } {
    return this.sessions.get(session)!.slots[place!.slot - 1]!
  }

  private sitsTwice(meeting: ModelMeeting): boolean {
    const bodies = this.bodies(meeting)
    return new Set(bodies).size < bodies.length
  }

  private bodies({ seats }: ModelMeeting): string[] {
    return seats.flatMap(({ person }) => (person === null ? [] : [bodyOf(this.people.find(({ id }) => id === person)!)]))
  }
}

function end(meeting: ModelMeeting, status: string): Answer {
  meeting.status = status
  meeting.pinned = false
  return 'ok'
}

function seatOf({ seats }: ModelMeeting, participant: string): ModelSeat | undefined {
  return seats.find((seat) => seat.participant === participant)
}

function isBetween(meeting: ModelMeeting, one: string, other: string): boolean {
  return meeting.seats.length === 2 && seatOf(meeting, one) !== undefined && seatOf(meeting, other) !== undefined
}

function bodyOf({ id, account }: ModelPerson): string {
  return account ?? id
}

function pairKey(one: string, other: string): string {
  return [one, other].toSorted().join(' ')
}
