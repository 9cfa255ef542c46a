import * as v from 'valibot'
import { CalendarDate, line, list, text, wholeNumber } from '../shared/schema.ts'

/** By the district's clock, such as 09:30, in steps of five minutes. */
export const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5][05]$/u, 'is not a time such as 09:30'))

export const sessionKinds = [
  { id: 'tables', zh: '圆桌对接', en: 'Meetings at tables' },
  { id: 'site_visit', zh: '现场踏勘', en: 'Site visit' },
] as const

const Room = v.strictObject({ name: line(40), tables: wholeNumber(1, 200) })
const Break = v.strictObject({ from: TimeOfDay, to: TimeOfDay, label: v.exactOptional(text(20)) })

/** The day as the matchmaker lays it out; slots are derived from it. Tables count on through the rooms, from 1. */
export const SessionContent = v.strictObject({
  kind: v.picklist(['tables', 'site_visit']),
  title: line(60),
  titleEn: v.exactOptional(text(120)),
  summary: v.exactOptional(text(400)),
  date: CalendarDate,
  startsAt: TimeOfDay,
  endsAt: TimeOfDay,
  slotMinutes: v.picklist([15, 20, 30]),
  /** To walk from one table to the next. */
  gapMinutes: v.picklist([0, 5, 10]),
  breaks: list(Break, 6),
  place: v.exactOptional(text(120)),
  link: v.exactOptional(v.pipe(text(300), v.url())),
  /** None for a site visit. */
  rooms: list(Room, 20),
  /** How many meetings each side should have at least and can have at most, where a participant does not say. */
  departmentMin: wholeNumber(0, 100),
  departmentMax: wholeNumber(1, 100),
  companyMin: wholeNumber(0, 100),
  companyMax: wholeNumber(1, 100),
  /** Open requests a participant may have at a time. */
  requestsMax: wholeNumber(1, 10),
  /** Of a site visit: who fits in, and what to mind there. */
  capacity: v.exactOptional(wholeNumber(1, 500)),
  safetyNotes: v.exactOptional(text(400)),
})
export type SessionContent = v.InferOutput<typeof SessionContent>

/** A change of the day; null clears what need not be said. */
export const SessionPatch = v.strictObject({
  ...v.partial(SessionContent).entries,
  titleEn: v.nullish(text(120)),
  summary: v.nullish(text(400)),
  place: v.nullish(text(120)),
  link: v.nullish(v.pipe(text(300), v.url())),
  capacity: v.nullish(wholeNumber(1, 500)),
  safetyNotes: v.nullish(text(400)),
})
export type SessionPatch = v.InferOutput<typeof SessionPatch>

export const meetingOutcomes = [
  { id: 'next_meeting', zh: '约定再谈', en: 'Meet again' },
  { id: 'pitch_invited', zh: '邀请申报', en: 'Invited to pitch' },
  { id: 'pilot_talks', zh: '商谈试点', en: 'Pilot talks' },
  { id: 'info_only', zh: '交流信息', en: 'Information only' },
  { id: 'no_fit', zh: '不合适', en: 'No fit' },
] as const

/** Beside the outcome: who does what by when, or why it does not fit. */
export const Minutes = v.strictObject({
  notes: v.exactOptional(text(800)),
  actions: list(v.strictObject({ owner: line(40), due: CalendarDate, text: line(120) }), 10),
  noFitReason: v.exactOptional(text(300)),
})
export type Minutes = v.InferOutput<typeof Minutes>
