import type { Lang } from '../web/language.ts'
import { clockTime, partyName, sessionTitle, tableText } from './sheet.ts'
import type { SheetMeeting, SheetSeat } from './sheet.ts'
import { isNaming } from '../sessions/meeting-view.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import type { StoredSession } from '../sessions/session-store.ts'
import type { Span } from '../sessions/slots.ts'

/** What stands in a calendar of one meeting. */
export type CalendarEntry = {
  uid: string
  sequence: number
  status: 'CONFIRMED' | 'TENTATIVE' | 'CANCELLED'
  stamp: Date
  startsAt: Date
  endsAt: Date
  summary: string
  location: string
  description: string
  url: string
  /** Seconds before it begins. */
  alarms: readonly number[]
}

/** A meeting as one of those who sit at it reads it. */
export type OwnMeeting = { session: StoredSession; meeting: SheetMeeting; ownIds: readonly string[] }

export type Reader = { lang: Lang; baseUrl: string; now: Date }

/** How long a meeting that was called off is still told of, so that every calendar has taken it out. */
export const cancelledDaysKept = 30

const reminders = [24 * 3_600, 3_600]
const dayMs = 86_400_000

export const calendarName = { zh: '对接会洽谈', en: 'Matchmaking meetings' }

const words = {
  cancelled: { zh: '已取消：', en: 'Cancelled: ' },
  unplaced: { zh: '时间待重新安排：', en: 'To be rescheduled: ' },
  tentative: { zh: '待确认：', en: 'To be confirmed: ' },
  meeting: { zh: '洽谈', en: 'Meeting' },
  with: { zh: '对方', en: 'With' },
  session: { zh: '对接会', en: 'Session' },
  time: { zh: '当地时间', en: 'Local time' },
  details: { zh: '详情', en: 'Details' },
  example: { zh: '示例数据，不是真实会议', en: 'Example data, not a genuine event' },
} as const

/** The entries of these meetings, in order of time: what has a place, and for a while what had one. */
export function calendarEntries(meetings: readonly OwnMeeting[], reader: Reader): CalendarEntry[] {
  return meetings
    .flatMap((own) => entryOf(own, reader) ?? [])
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || (a.uid < b.uid ? -1 : 1))
}

function entryOf(own: OwnMeeting, reader: Reader): CalendarEntry | undefined {
  const { session, meeting } = own
  const time = meeting.time ?? meeting.lostTime
  const status = statusOf(meeting)
  if (time === undefined || status === undefined) return undefined
  const isOff = status === 'CANCELLED'
  const offSince = meeting.time === undefined ? meeting.updatedAt : meeting.statusSince
  if (isOff && offSince.getTime() + cancelledDaysKept * dayMs <= reader.now.getTime()) return undefined
  return {
    // The meeting's own id, whatever address the calendar was fetched under.
    uid: `${meeting.id}@duijie`,
    sequence: meeting.sequence,
    status,
    stamp: meeting.updatedAt,
    ...time,
    summary: summaryOf(own, status, reader.lang),
    location: locationOf(session, meeting, reader.lang),
    description: descriptionOf(own, time, reader),
    url: addressOf(session, reader),
    alarms: isOff ? [] : reminders,
  }
}

/** Undefined for what nobody has been told of; what stands without a place is taken back until it has another. */
function statusOf({ status, time }: SheetMeeting): CalendarEntry['status'] | undefined {
  if (status === 'proposed') return undefined
  if (time === undefined || isOver(status)) return 'CANCELLED'
  return status === 'pending' ? 'TENTATIVE' : 'CONFIRMED'
}

function isOver(status: MeetingStatus): boolean {
  return status === 'cancelled' || status === 'declined' || status === 'expired'
}

function summaryOf(own: OwnMeeting, status: CalendarEntry['status'], lang: Lang): string {
  const names = othersOf(own).map(({ party }) => partyName(party, lang))
  const off = isOver(own.meeting.status) ? words.cancelled : words.unplaced
  const prefix = status === 'CANCELLED' ? off[lang] : status === 'TENTATIVE' ? words.tentative[lang] : ''
  return `${prefix}${words.meeting[lang]}${lang === 'zh' ? '：' : ': '}${names.join(lang === 'zh' ? '、' : ', ')}`
}

function locationOf({ content }: StoredSession, { table }: SheetMeeting, lang: Lang): string {
  const parts = [table === undefined ? undefined : tableText(table, lang), content.place ?? content.link]
  return parts.filter((part) => part !== undefined).join(lang === 'zh' ? '，' : ', ')
}

function descriptionOf(own: OwnMeeting, { startsAt, endsAt }: Span, { lang, baseUrl, now }: Reader): string {
  const { session, meeting } = own
  const colon = lang === 'zh' ? '：' : ': '
  return [
    ...othersOf(own).map((seat) => `${words.with[lang]}${colon}${seatText(seat, isNaming(meeting), lang)}`),
    `${words.session[lang]}${colon}${sessionTitle(session, lang)}`,
    `${words.time[lang]}${colon}${clockTime(session.zone, startsAt)}–${clockTime(session.zone, endsAt)} (${session.zone})`,
    ...(session.content.link === undefined ? [] : [session.content.link]),
    ...(session.isExample ? [words.example[lang]] : []),
    `${words.details[lang]}${colon}${addressOf(session, { lang, baseUrl, now })}`,
  ].join('\n')
}

function seatText({ party, person }: SheetSeat, isNamed: boolean, lang: Lang): string {
  const name = partyName(party, lang)
  if (person === undefined || !isNamed) return name
  const who = person.post === null ? person.name : `${person.name} ${person.post}`
  return lang === 'zh' ? `${name}（${who}）` : `${name} (${who})`
}

function othersOf({ meeting, ownIds }: OwnMeeting): SheetSeat[] {
  return meeting.seats.filter(({ party }) => !ownIds.includes(party.id))
}

function addressOf({ id }: StoredSession, { baseUrl }: Reader): string {
  return new URL(`/sessions/${id}`, baseUrl).href
}
