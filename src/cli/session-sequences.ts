import type { Actor } from '../accounts/actor.ts'
import type { Ports } from '../ports.ts'
import { acceptMeeting, cancelMeeting, declineMeeting } from '../sessions/answer-meeting.ts'
import { assignPerson } from '../sessions/attend-meeting.ts'
import { markPair, unmarkPair } from '../sessions/mark-pair.ts'
import { findMeetings } from '../sessions/meeting-store.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { dismissPerson } from '../sessions/name-people.ts'
import { pinMeeting, placeMeeting, unplaceMeeting } from '../sessions/place-meeting.ts'
import { requestMeeting } from '../sessions/request-meeting.ts'
import { mulberry32 } from '../shared/random.ts'
import { RefusedError } from '../shared/refusal.ts'
import { doubleBookings, lostConfirmations } from './session-checks.ts'
import { SessionModel } from './session-model.ts'
import type { Answer, ModelMeeting } from './session-model.ts'
import { replan } from './session-replan.ts'
import { clearSequence } from './session-stage-store.ts'
import { requestsMax } from './session-stage.ts'
import type { Stage, StageParticipant } from './session-stage.ts'

export type Tally = {
  sequences: number
  steps: number
  refused: number
  plans: number
  repairs: number
  doubleBookings: number
  lostConfirmations: number
  /** What was answered or written otherwise than the model has it. */
  faults: string[]
}

export function newTally(): Tally {
  return { sequences: 0, steps: 0, refused: 0, plans: 0, repairs: 0, doubleBookings: 0, lostConfirmations: 0, faults: [] }
}

const stepsMax = 16

/** One sequence of what people do, chance by its seed, against the model; what is wrong is added to the tally. */
export async function runSequence(ports: Ports, stage: Stage, seed: number, tally: Tally): Promise<void> {
  await clearSequence(ports.db)
  const random = mulberry32(seed)
  const model = new SessionModel(stage.sessions, stage.people, requestsMax)
  const play = new Play(ports, stage, model, random, tally)
  for (let step = 4 + Math.floor(random() * (stepsMax - 4)); step > 0; step -= 1) await play.step(seed)
  await play.check(seed)
  tally.sequences += 1
}

class Play {
  readonly #ports: Ports
  readonly #stage: Stage
  readonly #random: () => number
  readonly #tally: Tally
  readonly #model: SessionModel

  constructor(ports: Ports, stage: Stage, model: SessionModel, random: () => number, tally: Tally) {
    this.#ports = ports
    this.#stage = stage
    this.#model = model
    this.#random = random
    this.#tally = tally
  }

  async step(seed: number): Promise<void> {
    this.#tally.steps += 1
    const chance = this.#random()
    const meeting = this.#any(this.#model.meetings)
    if (chance < 0.3 || (meeting === undefined && chance > 0.39)) return this.#ask(seed)
    if (chance < 0.34) return this.#mark(seed)
    if (chance < 0.39) return this.#plan(seed)
    if (meeting === undefined) return
    const by = this.#random() < 0.85 ? this.#any(meeting.seats)!.participant : this.#any(this.#inSession(meeting.session))!.id
    return chance < 0.62 ? this.#answer(seed, meeting, by) : this.#arrange(seed, meeting, by)
  }

  /** Every meeting as the model has it, nobody in two places, and whatever was agreed still so. */
  async check(seed: number): Promise<void> {
    const rows = await this.#rows()
    this.#tally.doubleBookings += doubleBookings(rows, this.#stage).length
    this.#tally.lostConfirmations += lostConfirmations(rows, this.#model.meetings).length
    const written = new Map(rows.map((row) => [row.id, row]))
    for (const meeting of this.#model.meetings) {
      const [asked, found] = [told(meeting), toldRow(written.get(meeting.id))]
      if (asked !== found) this.#fault(seed, `meeting ${meeting.id}: ${found}, not ${asked}`)
    }
    if (rows.length !== this.#model.meetings.length)
      this.#fault(seed, `${rows.length} meetings, not ${this.#model.meetings.length}`)
  }

  async #ask(seed: number): Promise<void> {
    const from = this.#any(this.#stage.participants)!
    const to = this.#any(this.#inSession(from.session).filter(({ side }) => side !== from.side))!
    const before = this.#model.meetings.length
    const expected = this.#model.request(from.session, from.id, to.id)
    const made = await this.#compare(seed, `request ${from.id} ${to.id}`, expected, () =>
      requestMeeting(this.#ports, from.actor, from.session, { participantId: to.id }),
    )
    if (this.#model.meetings.length > before && made !== undefined) this.#model.meetings.at(-1)!.id = made.id
  }

  async #answer(seed: number, meeting: ModelMeeting, by: string): Promise<void> {
    const { actor } = this.#participant(by)
    const chance = this.#random()
    const { id } = meeting
    if (chance < 0.6) {
      await this.#compare(seed, `accept ${id} ${by}`, this.#model.accept(meeting, by), () =>
        acceptMeeting(this.#ports, actor, id),
      )
    } else if (chance < 0.75) {
      await this.#compare(seed, `decline ${id} ${by}`, this.#model.decline(meeting, by), () =>
        declineMeeting(this.#ports, actor, id, '不便'),
      )
    } else {
      await this.#compare(seed, `cancel ${id} ${by}`, this.#model.cancel(meeting, by), () =>
        cancelMeeting(this.#ports, actor, id, '改期'),
      )
    }
  }

  async #arrange(seed: number, meeting: ModelMeeting, by: string): Promise<void> {
    const { matchmaker, tables } = this.#stage
    const { id, session } = meeting
    const chance = this.#random()
    if (chance < 0.6) {
      const slot = 1 + Math.floor(this.#random() * this.#model.sessions.get(session)!.slots.length)
      const tableNo = 1 + Math.floor(this.#random() * tables)
      const isPinned = this.#random() < 0.5
      const expected = this.#model.place(meeting, slot, tableNo, isPinned)
      await this.#compare(seed, `place ${id} ${slot} ${tableNo}`, expected, () =>
        placeMeeting(this.#ports, matchmaker, id, { slot, tableNo, isPinned }),
      )
    } else if (chance < 0.68) {
      await this.#compare(seed, `unplace ${id}`, this.#model.unplace(meeting), () => unplaceMeeting(this.#ports, matchmaker, id))
    } else if (chance < 0.78) {
      const isPinned = this.#random() < 0.5
      await this.#compare(seed, `pin ${id}`, this.#model.pin(meeting, isPinned), () =>
        pinMeeting(this.#ports, matchmaker, id, isPinned),
      )
    } else if (chance < 0.92) {
      const person = this.#any(this.#model.people.filter(({ participant }) => participant === by))!
      const { actor } = this.#participant(by)
      await this.#compare(seed, `seat ${id} ${person.id}`, this.#model.seat(meeting, by, person), () =>
        assignPerson(this.#ports, actor, id, by, person.id),
      )
    } else {
      const person = this.#any(this.#model.people)!
      const { actor, session: at } = this.#participant(person.participant)
      await this.#compare(seed, `dismiss ${person.id}`, this.#model.dismiss(person), () =>
        dismissPerson(this.#ports, actor, at, person.participant, person.id),
      )
    }
  }

  async #mark(seed: number): Promise<void> {
    const department = this.#any(this.#stage.participants.filter(({ side }) => side === 'department'))!
    const company = this.#any(this.#inSession(department.session).filter(({ side }) => side === 'company'))!
    const { matchmaker } = this.#stage
    const { session } = department
    if (this.#random() < 0.3) {
      await this.#compare(seed, 'unban', this.#model.unban(department.id, company.id), () =>
        unmarkPair(this.#ports, matchmaker, session, department.id, company.id),
      )
      return
    }
    // A pinned pair is one that the next plan gives a meeting.
    const kind = this.#random() < 0.5 ? 'ban' : 'pin'
    const marking = { departmentId: department.id, companyId: company.id, kind, reason: '撮合员意见' } as const
    const expected = this.#model[kind === 'ban' ? 'ban' : 'unban'](department.id, company.id)
    await this.#compare(seed, kind, expected, () => markPair(this.#ports, matchmaker, session, marking))
  }

  /** A plan or a repair may choose as it likes; what was agreed or pinned stays, and from there the model goes on. */
  async #plan(seed: number): Promise<void> {
    const session = this.#any([...this.#model.sessions.keys()])!
    const kind = this.#random() < 0.5 ? 'repair' : 'whole'
    const before = this.#model.meetings
    const published = await replan(this.#ports, this.#stage, session, kind, this.#random)
    this.#tally[kind === 'whole' ? 'plans' : 'repairs'] += 1
    const rows = await this.#rows()
    this.#tally.doubleBookings += doubleBookings(rows, this.#stage).length
    this.#tally.lostConfirmations += lostConfirmations(rows, before, published.excused).length
    for (const fault of published.faults) this.#fault(seed, fault)
    this.#model.meetings.splice(0, before.length, ...rows.map(modelOf))
  }

  async #compare<T>(seed: number, what: string, expected: Answer, run: () => Promise<T>): Promise<T | undefined> {
    let [answered, value]: [string, T | undefined] = ['ok', undefined]
    try {
      value = await run()
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error
      answered = error.refusal.code
    }
    if (answered !== 'ok') this.#tally.refused += 1
    if (answered !== expected) this.#fault(seed, `${what}: ${answered}, not ${expected}`)
    return value
  }

  #fault(seed: number, what: string): void {
    this.#tally.faults.push(`sequence ${seed}, step ${this.#tally.steps}: ${what}`)
  }

  #participant(id: string): StageParticipant & { actor: Actor } {
    return this.#stage.participants.find((participant) => participant.id === id)!
  }

  #inSession(id: string): StageParticipant[] {
    return this.#stage.participants.filter(({ session }) => session === id)
  }

  async #rows(): Promise<SeatedMeeting[]> {
    const rows = await Promise.all(this.#stage.sessions.map(({ id }) => findMeetings(this.#ports.db, id)))
    return rows.flat().toSorted((a, b) => (a.id < b.id ? -1 : 1))
  }

  #any<T>(items: readonly T[]): T | undefined {
    return items[Math.floor(this.#random() * items.length)]
  }
}

function told({ status, place, pinned, seats }: ModelMeeting): string {
  const at = status === 'pending' || status === 'accepted' ? (place ?? null) : null
  const people = seats.map(({ participant, person, accepted }) => `${participant} ${person} ${accepted}`).toSorted()
  return JSON.stringify([status, at, pinned, people])
}

function toldRow(row: SeatedMeeting | undefined): string {
  return row === undefined ? 'gone' : told(modelOf(row))
}

function modelOf(row: SeatedMeeting): ModelMeeting {
  return {
    id: row.id,
    session: row.sessionId,
    requestedBy: row.requestedBy,
    status: row.status,
    pinned: row.isPinned,
    place: row.slot === null ? undefined : { slot: row.slot, table: row.tableNo! },
    seats: row.seats.map(({ participantId, personId, acceptedAt }) => ({
      participant: participantId,
      person: personId,
      accepted: acceptedAt !== null,
    })),
  }
}
