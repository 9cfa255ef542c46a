import type { Lang } from '../web/language.ts'
import { meetingOutcomes } from '../sessions/session-content.ts'
import { meetingStatuses } from '../sessions/session-status.ts'
import { timeText } from './sheet.ts'
import type { SessionSheet, SheetMeeting } from './sheet.ts'
import { sidesOf, termOf } from './sheet-plan.ts'
import { worksheetOf } from './sheet-table.ts'
import type { SheetColumn } from './sheet-table.ts'
import type { Cell, Worksheet } from './sheet-write.ts'

export const actionsMax = 10
/** Room for so many actions stands ready in a sheet that has none yet. */
const actionsReady = 3

type OutcomeBase = 'id' | 'version' | 'time' | 'department' | 'company' | 'guest' | 'status' | 'outcome' | 'notes' | 'noFitReason'
export type ActionPart = 'owner' | 'due' | 'text'
export type OutcomeColumn = OutcomeBase | `${ActionPart}${number}`

const baseColumns: readonly SheetColumn<OutcomeColumn>[] = [
  { id: 'id', zh: '洽谈编号', en: 'Meeting id', width: 38 },
  { id: 'version', zh: '版本', en: 'Version', width: 7 },
  { id: 'time', zh: '时间', en: 'Time', width: 13 },
  { id: 'department', zh: '需求方', en: 'Unit', width: 28 },
  { id: 'company', zh: '企业', en: 'Company', width: 28 },
  { id: 'guest', zh: '其他参会方', en: 'Others', width: 20 },
  { id: 'status', zh: '状态', en: 'Status', width: 10 },
  { id: 'outcome', zh: '结果', en: 'Outcome', width: 14 },
  { id: 'notes', zh: '纪要', en: 'Minutes', width: 40 },
  { id: 'noFitReason', zh: '不合适的理由', en: 'Why it does not fit', width: 28 },
]

const actionLabels = {
  owner: { zh: '负责人', en: 'owner', width: 14 },
  due: { zh: '期限', en: 'due', width: 12 },
  text: { zh: '内容', en: 'what', width: 30 },
} as const

/** With columns for so many actions. */
export function outcomeColumns(actions: number): SheetColumn<OutcomeColumn>[] {
  const numbers = Array.from({ length: actions }, (_, index) => index + 1)
  const parts = Object.entries(actionLabels) as [ActionPart, (typeof actionLabels)[ActionPart]][]
  return [
    ...baseColumns,
    ...numbers.flatMap((number) =>
      parts.map(([part, { zh, en, width }]) => ({
        id: `${part}${number}` as const,
        zh: `行动 ${number} ${zh}`,
        en: `Action ${number} ${en}`,
        width,
      })),
    ),
  ]
}

/** What came of each meeting, to be filled in and brought back; the second sheet lists the words for an outcome. */
export function outcomeWorksheets({ session, placed, unplaced }: SessionSheet, lang: Lang): Worksheet[] {
  const meetings = [...placed, ...unplaced].filter(({ status }) => status !== 'proposed')
  const most = Math.max(actionsReady, ...meetings.map(({ minutes }) => minutes?.actions.length ?? 0))
  const rows = meetings.map((meeting) => outcomeRow(meeting, session.zone, most, lang))
  return [
    worksheetOf(lang === 'zh' ? '结果' : 'Outcomes', outcomeColumns(most), rows, lang),
    {
      name: lang === 'zh' ? '可填的结果' : 'Words for outcomes',
      columns: [{ width: 16 }, { width: 20 }],
      head: ['中文', 'English'],
      rows: meetingOutcomes.map(({ zh, en }) => [zh, en]),
    },
  ]
}

function outcomeRow(meeting: SheetMeeting, zone: string, actions: number, lang: Lang): Record<OutcomeColumn, Cell> {
  const { id, version, time, status, outcome, minutes } = meeting
  const row: Record<OutcomeColumn, Cell> = {
    id,
    version,
    time: time === undefined ? null : timeText(zone, time),
    ...sidesOf(meeting, lang),
    status: termOf(meetingStatuses, status, lang),
    outcome: outcome === null ? null : termOf(meetingOutcomes, outcome, lang),
    notes: minutes?.notes ?? null,
    noFitReason: minutes?.noFitReason ?? null,
  }
  for (let number = 1; number <= actions; number += 1) {
    const action = minutes?.actions[number - 1]
    row[`owner${number}`] = action?.owner ?? null
    row[`due${number}`] = action?.due ?? null
    row[`text${number}`] = action?.text ?? null
  }
  return row
}
