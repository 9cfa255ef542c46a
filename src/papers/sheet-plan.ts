import type { Bilingual, Lang } from '../web/language.ts'
import { meetingStatuses, participantStatuses } from '../sessions/session-status.ts'
import { clockTime, ownMeetings, partyName, tableText, timeText } from './sheet.ts'
import type { SessionSheet, SheetMeeting, SheetParty } from './sheet.ts'
import { worksheetOf } from './sheet-table.ts'
import type { SheetColumn } from './sheet-table.ts'
import type { Cell, Worksheet } from './sheet-write.ts'

export const sideTerms = [
  { id: 'department', zh: '需求方', en: 'Unit' },
  { id: 'company', zh: '企业', en: 'Company' },
  { id: 'guest', zh: '其他参会方', en: 'Others' },
] as const

export type PlanColumn =
  | 'id'
  | 'version'
  | 'slot'
  | 'table'
  | 'time'
  | 'where'
  | 'department'
  | 'company'
  | 'guest'
  | 'people'
  | 'status'
  | 'pinned'
  | 'fit'

/** What is changed in the spreadsheet to move a meeting is `slot` and `table`. */
export const planColumns: readonly SheetColumn<PlanColumn>[] = [
  { id: 'id', zh: '洽谈编号', en: 'Meeting id', width: 38 },
  { id: 'version', zh: '版本', en: 'Version', width: 7 },
  { id: 'slot', zh: '时段', en: 'Slot', width: 7 },
  { id: 'table', zh: '桌号', en: 'Table', width: 7 },
  { id: 'time', zh: '时间', en: 'Time', width: 13 },
  { id: 'where', zh: '位置', en: 'Where', width: 18 },
  { id: 'department', zh: '需求方', en: 'Unit', width: 28 },
  { id: 'company', zh: '企业', en: 'Company', width: 28 },
  { id: 'guest', zh: '其他参会方', en: 'Others', width: 20 },
  { id: 'people', zh: '参会人员', en: 'People', width: 32 },
  { id: 'status', zh: '状态', en: 'Status', width: 10 },
  { id: 'pinned', zh: '固定', en: 'Pinned', width: 7 },
  { id: 'fit', zh: '双向契合', en: 'Fit both ways', width: 10 },
]

type PartyColumn = 'name' | 'side' | 'status' | 'people' | 'meetings' | 'first' | 'last' | 'code'

const partyColumns: readonly SheetColumn<PartyColumn>[] = [
  { id: 'name', zh: '单位', en: 'Organisation', width: 32 },
  { id: 'side', zh: '身份', en: 'Side', width: 12 },
  { id: 'status', zh: '状态', en: 'Status', width: 10 },
  { id: 'people', zh: '参会人员', en: 'People', width: 36 },
  { id: 'meetings', zh: '洽谈数', en: 'Meetings', width: 9 },
  { id: 'first', zh: '最早', en: 'First', width: 8 },
  { id: 'last', zh: '最晚', en: 'Last', width: 8 },
  { id: 'code', zh: '签到码', en: 'Check-in code', width: 12 },
]

const names = {
  matrix: { zh: '排期', en: 'Timetable' },
  meetings: { zh: '洽谈', en: 'Meetings' },
  parties: { zh: '参会方', en: 'Participants' },
  yes: { zh: '是', en: 'yes' },
} satisfies Record<string, Bilingual>

/** The plan as three sheets: by slot and table, meeting by meeting, participant by participant. */
export function planWorksheets(sheet: SessionSheet, lang: Lang): Worksheet[] {
  return [matrix(sheet, lang), meetingList(sheet, lang), partyList(sheet, lang)]
}

function matrix({ session, slots, tables, placed }: SessionSheet, lang: Lang): Worksheet {
  const at = new Map(placed.map((meeting) => [`${meeting.slot} ${meeting.tableNo}`, meeting]))
  const cellOf = (slot: number, table: number) => {
    const meeting = at.get(`${slot} ${table}`)
    return meeting === undefined ? null : meeting.seats.map(({ party }) => partyName(party, lang)).join(' × ')
  }
  const used = tables.filter(({ number }) => placed.some(({ tableNo }) => tableNo === number))
  return {
    name: names.matrix[lang],
    columns: [{ width: 7 }, { width: 13 }, ...used.map(() => ({ width: 24 }))],
    head: [columnLabel('slot', lang), columnLabel('time', lang), ...used.map((table) => tableText(table, lang))],
    rows: slots.map((slot) => [
      slot.number,
      timeText(session.zone, slot),
      ...used.map(({ number }) => cellOf(slot.number, number)),
    ]),
  }
}

function meetingList({ session, placed, unplaced }: SessionSheet, lang: Lang): Worksheet {
  const rows = [...placed, ...unplaced].map((meeting) => meetingRow(meeting, session.zone, lang))
  return worksheetOf(names.meetings[lang], planColumns, rows, lang)
}

function meetingRow(meeting: SheetMeeting, zone: string, lang: Lang): Record<PlanColumn, Cell> {
  const { id, version, slot, tableNo, time, table, status, isPinned, fit } = meeting
  return {
    id,
    version,
    slot,
    table: tableNo,
    time: time === undefined ? null : timeText(zone, time),
    where: table === undefined ? null : tableText(table, lang),
    ...sidesOf(meeting, lang),
    people: meeting.seats.flatMap(({ person }) => (person === undefined ? [] : [person.name])).join('、'),
    status: termOf(meetingStatuses, status, lang),
    pinned: isPinned ? names.yes[lang] : null,
    fit: fit === null ? null : Math.round(fit),
  }
}

export function sidesOf({ seats }: SheetMeeting, lang: Lang): Record<SheetParty['side'], string> {
  const of = (side: SheetParty['side']) =>
    seats
      .filter(({ party }) => party.side === side)
      .map(({ party }) => partyName(party, lang))
      .join('、')
  return { department: of('department'), company: of('company'), guest: of('guest') }
}

function partyList(sheet: SessionSheet, lang: Lang): Worksheet {
  const rows = sheet.parties.map((party): Record<PartyColumn, Cell> => {
    const own = ownMeetings(sheet, party.id)
    const [first, last] = [own[0]?.time, own.at(-1)?.time]
    const clock = (instant: Date | undefined) => (instant === undefined ? null : clockTime(sheet.session.zone, instant))
    return {
      name: partyName(party, lang),
      side: termOf(sideTerms, party.side, lang),
      status: termOf(participantStatuses, party.status, lang),
      people: party.people.map(({ name, post }) => (post === null ? name : `${name} ${post}`)).join('、'),
      meetings: own.length,
      first: clock(first?.startsAt),
      last: clock(last?.endsAt),
      code: party.checkInCode,
    }
  })
  return worksheetOf(names.parties[lang], partyColumns, rows, lang)
}

function columnLabel(id: PlanColumn, lang: Lang): string {
  return planColumns.find((column) => column.id === id)![lang]
}

export function termOf(terms: readonly ({ id: string } & Bilingual)[], id: string | null, lang: Lang): string {
  return terms.find((term) => term.id === id)?.[lang] ?? ''
}
