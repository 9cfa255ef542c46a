import { isoIn } from '../shared/time.ts'
import type { Lang } from '../web/language.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import type { SessionPerson, StoredParticipant } from '../sessions/participant-store.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import type { StoredSession } from '../sessions/session-store.ts'
import { tablesOf } from '../sessions/slots.ts'
import type { Slot, Span, Table } from '../sessions/slots.ts'

/** A session as it goes onto paper, into a spreadsheet or a calendar: every id resolved to what it stands for. */
export type SessionSheet = {
  session: StoredSession
  slots: Slot[]
  tables: Table[]
  parties: SheetParty[]
  /** Only those with a place, in order of time and table. */
  placed: SheetMeeting[]
  /** Those that have none. */
  unplaced: SheetMeeting[]
}

export type SheetParty = Pick<StoredParticipant, 'id' | 'orgId' | 'orgName' | 'orgNameEn' | 'side' | 'status' | 'checkInCode'> & {
  people: Pick<SessionPerson, 'id' | 'personId' | 'name' | 'post'>[]
}

export type SheetSeat = { party: SheetParty; isChair: boolean; person: SheetParty['people'][number] | undefined }

export type SheetMeeting = Omit<SeatedMeeting, 'seats'> & {
  seats: SheetSeat[]
  time: Span | undefined
  /** When it was to be, where it lost its place. */
  lostTime: Span | undefined
  table: Table | undefined
}

/** A meeting in one of these takes place or took place, as far as is known. */
const standing: readonly SeatedMeeting['status'][] = [
  'pending',
  'accepted',
  'checked_in',
  'held',
  'no_show_company',
  'no_show_unit',
]

/** `drafts` shows what only the matchmaker knows of as well. */
export function sessionSheet(facts: SessionFacts, { drafts = false } = {}): SessionSheet {
  const { session, slots, participants } = facts
  const known = sheetMeetings(facts).filter(({ status }) => standing.includes(status) || (drafts && status === 'proposed'))
  return {
    session,
    slots,
    tables: tablesOf(session.content),
    parties: partiesOf(facts).filter((_, index) => !['declined', 'left'].includes(participants[index]!.status)),
    placed: known.filter(({ time }) => time !== undefined).toSorted(inOrder),
    unplaced: known.filter(({ time }) => time === undefined),
  }
}

/** Every meeting, those that were called off too. */
export function sheetMeetings(facts: SessionFacts): SheetMeeting[] {
  const parties = new Map(partiesOf(facts).map((party) => [party.id, party]))
  const tables = tablesOf(facts.session.content)
  return facts.meetings.map((meeting) => sheetMeeting(meeting, parties, tables))
}

function partiesOf({ participants, people }: SessionFacts): SheetParty[] {
  const peopleOf = Map.groupBy(people, ({ participantId }) => participantId)
  return participants.map((party) => ({ ...party, people: peopleOf.get(party.id) ?? [] }))
}

function sheetMeeting(meeting: SeatedMeeting, parties: ReadonlyMap<string, SheetParty>, tables: readonly Table[]): SheetMeeting {
  const seats = meeting.seats.flatMap(({ participantId, isChair, personId }) => {
    const party = parties.get(participantId)
    return party === undefined ? [] : [{ party, isChair, person: party.people.find(({ id }) => id === personId) }]
  })
  return {
    ...meeting,
    seats: seats.toSorted((a, b) => sideOrder.indexOf(a.party.side) - sideOrder.indexOf(b.party.side)),
    time: meeting.slot === null ? undefined : spanOf(meeting.during),
    lostTime: meeting.slot === null ? spanOf(meeting.during) : undefined,
    table: meeting.tableNo === null ? undefined : tables[meeting.tableNo - 1],
  }
}

const sideOrder: readonly SheetParty['side'][] = ['department', 'company', 'guest']

function inOrder(a: SheetMeeting, b: SheetMeeting): number {
  return a.time!.startsAt.getTime() - b.time!.startsAt.getTime() || (a.tableNo ?? 0) - (b.tableNo ?? 0) || (a.id < b.id ? -1 : 1)
}

/** A range as Postgres writes it: `["2026-09-30 01:30:00+00","2026-09-30 01:50:00+00")`. */
export function spanOf(during: string | null): Span | undefined {
  const [, from, until] = /^[[(]"?([^",]+)"?,"?([^",]+?)"?[)\]]$/u.exec(during ?? '') ?? []
  return from === undefined || until === undefined ? undefined : { startsAt: instantOf(from), endsAt: instantOf(until) }
}

function instantOf(text: string): Date {
  return new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/u, '$1:00'))
}

/** The meetings of one party. */
export function ownMeetings({ placed }: SessionSheet, partyId: string): SheetMeeting[] {
  return placed.filter(({ seats }) => seats.some(({ party }) => party.id === partyId))
}

export function partyName({ orgName, orgNameEn }: Pick<SheetParty, 'orgName' | 'orgNameEn'>, lang: Lang): string {
  return (lang === 'en' ? orgNameEn : null) ?? orgName
}

export function sessionTitle({ content }: Pick<StoredSession, 'content'>, lang: Lang): string {
  return (lang === 'en' ? content.titleEn : undefined) ?? content.title
}

/** Such as 09:30, by the session's clock. */
export function clockTime(zone: string, instant: Date): string {
  return isoIn(zone, instant).slice(11, 16)
}

export function timeText(zone: string, { startsAt, endsAt }: Span): string {
  return `${clockTime(zone, startsAt)}–${clockTime(zone, endsAt)}`
}

/** The room, and the number that stands on the table there. */
export function tableText({ room, inRoom }: Table, lang: Lang): string {
  return lang === 'zh' ? `${room} ${inRoom} 号桌` : `${room}, table ${inRoom}`
}
