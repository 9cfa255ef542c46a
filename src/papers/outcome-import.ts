import * as v from 'valibot'
import { dateIn } from '../shared/time.ts'
import type { Bilingual } from '../web/language.ts'
import { minuted } from '../sessions/meeting.ts'
import type { MeetingChange, MeetingOutcome, SeatedMeeting } from '../sessions/meeting.ts'
import { meetingOutcomes, Minutes } from '../sessions/session-content.ts'
import { meetingStatuses } from '../sessions/session-status.ts'
import { actionsMax, outcomeColumns } from './sheet-outcomes.ts'
import type { OutcomeColumn } from './sheet-outcomes.ts'
import { cellText, faultAt, readTable } from './sheet-table.ts'
import type { RowFault, SheetRow } from './sheet-table.ts'
import type { ReadSheet } from './sheet-read.ts'

/** What a row says came of its meeting. */
export type OutcomeChange = { row: number; meeting: SeatedMeeting; outcome: MeetingOutcome; change: MeetingChange }

/** Who brings the sheet, and when. */
export type Bringer = { id: string; zone: string; now: Date }

export type OutcomeReading = {
  changes: OutcomeChange[]
  /** Rows that say what is written already, and rows that say nothing. */
  unchanged: number
  blank: number
  faults: RowFault[]
}

type Row = SheetRow<OutcomeColumn>

const columns = outcomeColumns(actionsMax)
/** Minutes may be written and put right in these. */
const writable: readonly SeatedMeeting['status'][] = ['checked_in', 'held']

/** The sheet read against the meetings as they are; undefined where no sheet of the workbook is one of outcomes. */
export function readOutcomes(
  sheets: readonly ReadSheet[],
  meetings: readonly SeatedMeeting[],
  bringer: Bringer,
): OutcomeReading | undefined {
  const rows = readTable(sheets, columns, ['id', 'outcome'])
  if (rows === undefined) return undefined
  const byId = new Map(meetings.map((meeting) => [meeting.id, meeting]))
  const reading: OutcomeReading = { changes: [], unchanged: 0, blank: 0, faults: [] }
  const seen = new Map<string, number>()
  for (const row of rows) {
    const id = cellText(row.cells.id).trim().toLowerCase()
    if (isBlank(row)) reading.blank += 1
    else if (id === '') reading.faults.push(faultAt(row, 'id', '缺少洽谈编号', 'The meeting id is missing'))
    else if (seen.has(id))
      reading.faults.push(faultAt(row, 'id', `与第 ${seen.get(id)} 行重复`, `It repeats row ${seen.get(id)}`))
    else readRow(row, byId.get(id), reading, bringer)
    if (id !== '' && !seen.has(id)) seen.set(id, row.number)
  }
  return reading
}

/** Nothing was filled in; what the sheet came with does not count. */
function isBlank({ cells }: Row): boolean {
  const given: readonly string[] = ['id', 'version', 'time', 'department', 'company', 'guest', 'status']
  return Object.entries(cells).every(([id, cell]) => given.includes(id) || cellText(cell).trim() === '')
}

function readRow(row: Row, meeting: SeatedMeeting | undefined, reading: OutcomeReading, bringer: Bringer): void {
  if (meeting === undefined || meeting.status === 'proposed') {
    reading.faults.push(faultAt(row, 'id', '本场对接会没有这场洽谈', 'This session has no such meeting'))
    return
  }
  const { outcome, minutes, faults } = contentOf(row)
  if (outcome === undefined || faults.length > 0) reading.faults.push(...faults)
  else if (isSame(meeting, outcome, minutes)) reading.unchanged += 1
  else {
    // When it was first written counts, not when it was put right.
    const minutesAt = meeting.minutesAt ?? bringer.now
    const date = dateIn(bringer.zone, minutesAt)
    const decided = minuted(outcome, minutes, { id: bringer.id, date }, bringer.now)
    const standing = [...standingFaults(row, meeting), ...(decided.ok ? [] : unmetFaults(row, outcome, minutes, date))]
    if (standing.length > 0 || !decided.ok) reading.faults.push(...standing)
    else {
      const change = { ...decided.value, minutesAt }
      reading.changes.push({ row: row.number, meeting, outcome, change })
    }
  }
}

/** What the rule for minutes asks for, in the column where it is missing. */
function unmetFaults(row: Row, outcome: MeetingOutcome, { actions }: Minutes, date: string): RowFault[] {
  const numbers = filledActions(row)
  const late = actions.flatMap(({ due }, index) =>
    due < date ? [faultAt(row, `due${numbers[index] ?? 1}`, '期限已过', 'The date has passed')] : [],
  )
  if (late.length > 0) return late
  if (outcome === 'no_fit') return [faultAt(row, 'noFitReason', '须写明不合适的理由', 'Say why it does not fit')]
  return [faultAt(row, 'text1', '须有至少一项有负责人和期限的行动', 'It needs an action with owner and date')]
}

function contentOf(row: Row): { outcome: MeetingOutcome | undefined; minutes: Minutes; faults: RowFault[] } {
  const said = cellText(row.cells.outcome).trim()
  const outcome = meetingOutcomes.find(({ id, zh, en }) =>
    [id, zh, en].some((name) => name.toLowerCase() === said.toLowerCase()),
  )?.id
  const words = meetingOutcomes.map(({ zh }) => zh).join('、')
  const { actions, faults } = actionsOf(row)
  const unknown = faultAt(row, 'outcome', `须为：${words}`, `Must be one of: ${meetingOutcomes.map(({ en }) => en).join(', ')}`)
  const notes = textOf(row, 'notes')
  const noFitReason = textOf(row, 'noFitReason')
  const minutes: Minutes = { ...(notes !== '' && { notes }), actions, ...(noFitReason !== '' && { noFitReason }) }
  return { outcome, minutes, faults: [...(outcome === undefined ? [unknown] : []), ...faults, ...limitFaults(row, minutes)] }
}

function actionsOf(row: Row): { actions: Minutes['actions']; faults: RowFault[] } {
  const actions: Minutes['actions'] = []
  const faults: RowFault[] = []
  for (let number = 1; number <= actionsMax; number += 1) {
    const action = { owner: textOf(row, `owner${number}`), due: textOf(row, `due${number}`), text: textOf(row, `text${number}`) }
    const parts = Object.entries(action) as [keyof typeof action, string][]
    const missing = parts.filter(([, value]) => value === '').map(([part]) => part)
    if (missing.length === parts.length) continue
    faults.push(...missing.map((part) => faultAt(row, `${part}${number}`, '须填写', 'Must be filled in')))
    if (missing.length === 0) actions.push(action)
  }
  return { actions, faults }
}

/** What is over a limit, or no date of the calendar, in the column where it stands. */
function limitFaults(row: Row, minutes: Minutes): RowFault[] {
  const parsed = v.safeParse(Minutes, minutes)
  if (parsed.success) return []
  const first = new Map(parsed.issues.toReversed().map((issue) => [v.getDotPath(issue) ?? '', issue.message]))
  return [...first].toReversed().map(([path, message]) => {
    const [, index, part] = /^actions\.(\d+)\.(\w+)$/u.exec(path) ?? []
    // The list leaves out actions that were left empty; told is the number of the column.
    const column = part === undefined ? path : `${part}${filledActions(row)[Number(index)] ?? 1}`
    const { zh, en } = limitWords(message)
    return faultAt(row, column as OutcomeColumn, zh, en)
  })
}

function filledActions(row: Row): number[] {
  const numbers = Array.from({ length: actionsMax }, (_, index) => index + 1)
  return numbers.filter((number) => (['owner', 'due', 'text'] as const).every((part) => textOf(row, `${part}${number}`) !== ''))
}

function limitWords(message: string): Bilingual {
  const [, count, max] = /^has (\d+) characters, at most (\d+)$/u.exec(message) ?? []
  if (count !== undefined) return { zh: `共 ${count} 字，最多 ${max} 字`, en: `It ${message}` }
  if (/date/iu.test(message)) return { zh: '须为日期，如 2026-09-30', en: 'Must be a date such as 2026-09-30' }
  return { zh: '内容不符合要求', en: `It ${message}` }
}

function standingFaults(row: Row, meeting: SeatedMeeting): RowFault[] {
  const version = cellText(row.cells.version).trim()
  if (version !== '' && version !== String(meeting.version))
    return [
      faultAt(row, 'version', '导出之后洽谈已有变化，请重新导出', 'The meeting has changed since the export; export it again'),
    ]
  if (writable.includes(meeting.status)) return []
  const status = meetingStatuses.find(({ id }) => id === meeting.status)!
  return [faultAt(row, 'status', `洽谈${status.zh}，尚不能记录结果`, `No outcome can be written while it is: ${status.en}`)]
}

function isSame(meeting: SeatedMeeting, outcome: MeetingOutcome, minutes: Minutes): boolean {
  const before = meeting.minutes
  if (meeting.outcome !== outcome || before === null) return false
  return JSON.stringify(shape(before)) === JSON.stringify(shape(minutes))
}

/** In one order of keys, line ends as a spreadsheet keeps them. */
function shape({ notes = '', noFitReason = '', actions }: Minutes): unknown[] {
  const plain = (text: string) => text.replaceAll(/\r\n?/gu, '\n').trim()
  return [plain(notes), plain(noFitReason), ...actions.map(({ owner, due, text }) => [plain(owner), due, plain(text)])]
}

function textOf({ cells }: Row, id: OutcomeColumn): string {
  return cellText(cells[id]).trim()
}
