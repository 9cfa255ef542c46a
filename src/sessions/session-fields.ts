import * as v from 'valibot'
import type { Field, Fields } from '../shared/schema.ts'
import { wholeNumber } from '../shared/schema.ts'
import { SessionContent } from './session-content.ts'

const { entries } = SessionContent

/** The layout of a day as a form asks for it. */
export const sessionFields: Fields = {
  title: asked('day', entries.title, '名称', 'Title', 'submit'),
  titleEn: asked('day', entries.titleEn, '英文名称', 'Title in English'),
  kind: asked('day', entries.kind, '形式', 'Kind', 'submit'),
  summary: asked('day', entries.summary, '简介', 'In short'),
  date: asked('day', entries.date, '日期', 'Date', 'submit'),
  startsAt: asked('day', entries.startsAt, '开始', 'Begins', 'submit', {
    zh: '如 09:30，以本区时间为准',
    en: 'Such as 09:30, by the district’s clock',
  }),
  endsAt: asked('day', entries.endsAt, '结束', 'Ends', 'submit'),
  slotMinutes: asked('day', wholeNumber(15, 30), '每场分钟数', 'Minutes a slot', 'submit', {
    zh: '15、20 或 30',
    en: '15, 20 or 30',
  }),
  gapMinutes: asked('day', wholeNumber(0, 10), '换桌分钟数', 'Minutes between slots', 'submit', {
    zh: '0、5 或 10',
    en: '0, 5 or 10',
  }),
  breaks: asked('day', entries.breaks, '休息', 'Breaks'),
  place: asked('place', entries.place, '地点', 'Place', 'optional', {
    zh: '开放报名前须填写地点或链接',
    en: 'A place or a link is needed before it opens',
  }),
  link: asked('place', entries.link, '会议链接', 'Link'),
  rooms: asked('place', entries.rooms, '房间与桌位', 'Rooms and tables', 'optional', {
    zh: '现场踏勘不填',
    en: 'None for a site visit',
  }),
  departmentMin: asked('quota', entries.departmentMin, '部门最少场次', 'Meetings of a unit, at least', 'submit'),
  departmentMax: asked('quota', entries.departmentMax, '部门最多场次', 'Meetings of a unit, at most', 'submit'),
  companyMin: asked('quota', entries.companyMin, '企业最少场次', 'Meetings of a company, at least', 'submit'),
  companyMax: asked('quota', entries.companyMax, '企业最多场次', 'Meetings of a company, at most', 'submit'),
  requestsMax: asked('quota', entries.requestsMax, '未答复约见上限', 'Open requests at a time', 'submit'),
  capacity: asked('visit', entries.capacity, '名额', 'How many fit in'),
  safetyNotes: asked('visit', entries.safetyNotes, '安全须知', 'Safety notes'),
}

/** A form leaves empty what is not there. */
export const SessionForm = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((typed) => {
    const given = Object.entries(typed).filter(([, value]) => value !== null)
    return { breaks: [], rooms: [], ...Object.fromEntries(given) }
  }),
  SessionContent,
)

/** What most days are like. */
export const usualDay = {
  kind: 'tables',
  startsAt: '09:30',
  endsAt: '17:00',
  slotMinutes: 20,
  gapMinutes: 5,
  breaks: [{ from: '12:00', to: '13:30', label: '午休' }],
  rooms: [],
  departmentMin: 0,
  departmentMax: 16,
  companyMin: 0,
  companyMax: 8,
  requestsMax: 10,
}

function asked(
  group: string,
  schema: v.GenericSchema,
  zh: string,
  en: string,
  need: Field['need'] = 'optional',
  hint?: Field['hint'],
): Field {
  return { group, schema, zh, en, need, access: 'pub', ...(hint !== undefined && { hint }) }
}
