import type { Assignment, TimetableProblem } from '../planning/timetable-problem.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { planColumns } from './sheet-plan.ts'
import type { PlanColumn } from './sheet-plan.ts'
import type { ReadSheet } from './sheet-read.ts'
import { cellNumber, cellText, faultAt, readTable } from './sheet-table.ts'
import type { RowFault, SheetRow } from './sheet-table.ts'

/** What the rows say of each meeting's place; null takes it away. */
export type PlacedRow = { row: SheetRow<PlanColumn>; meeting: SeatedMeeting; place: { slot: number; table: number } | null }

export type PlanReading = { rows: PlacedRow[]; faults: RowFault[] }

/** The sheet of meetings read against the meetings as they are; undefined where no sheet of the workbook is one. */
export function readPlanRows(sheets: readonly ReadSheet[], meetings: readonly SeatedMeeting[]): PlanReading | undefined {
  const table = readTable(sheets, planColumns, ['id', 'slot', 'table'])
  if (table === undefined) return undefined
  const byId = new Map(meetings.map((meeting) => [meeting.id, meeting]))
  const reading: PlanReading = { rows: [], faults: [] }
  const seen = new Map<string, number>()
  for (const row of table) {
    const id = cellText(row.cells.id).trim().toLowerCase()
    const meeting = byId.get(id)
    if (id === '') continue
    const faults = [
      ...(meeting === undefined ? [faultAt(row, 'id', '本场对接会没有这场洽谈', 'This session has no such meeting')] : []),
      ...(seen.has(id) ? [faultAt(row, 'id', `与第 ${seen.get(id)} 行重复`, `It repeats row ${seen.get(id)}`)] : []),
      ...placeFaults(row),
    ]
    seen.set(id, row.number)
    if (faults.length > 0 || meeting === undefined) reading.faults.push(...faults)
    else reading.rows.push({ row, meeting, place: placeOf(row) })
  }
  return reading
}

function placeFaults(row: SheetRow<PlanColumn>): RowFault[] {
  const [slot, table] = [cellNumber(row.cells.slot), cellNumber(row.cells.table)]
  return [
    ...(slot === undefined ? [faultAt(row, 'slot', '须为整数', 'Must be a whole number')] : []),
    ...(table === undefined ? [faultAt(row, 'table', '须为整数', 'Must be a whole number')] : []),
    ...(slot !== null && table === null ? [faultAt(row, 'table', '有时段须有桌号', 'A slot needs a table')] : []),
    ...(slot === null && table !== null ? [faultAt(row, 'slot', '有桌号须有时段', 'A table needs a slot')] : []),
  ]
}

function placeOf({ cells }: SheetRow<PlanColumn>): PlacedRow['place'] {
  const [slot, table] = [cellNumber(cells.slot), cellNumber(cells.table)]
  return typeof slot === 'number' && typeof table === 'number' ? { slot, table } : null
}

/** Those whose place is not the one they have. */
export function movedRows(rows: readonly PlacedRow[]): PlacedRow[] {
  return rows.filter(({ meeting, place }) => (place?.slot ?? null) !== meeting.slot || (place?.table ?? null) !== meeting.tableNo)
}

/** Why these may not be moved at all. */
export function moveFaults(moved: readonly PlacedRow[], isOver: (slot: number) => boolean): RowFault[] {
  return moved.flatMap(({ row, meeting, place }) => {
    const version = cellText(row.cells.version).trim()
    if (version !== '' && version !== String(meeting.version))
      return [
        faultAt(row, 'version', '导出之后洽谈已有变化，请重新导出', 'The meeting has changed since the export; export it again'),
      ]
    if (!['proposed', 'pending', 'accepted'].includes(meeting.status))
      return [faultAt(row, 'status', '当前状态不能改动时间', 'In its state it cannot be moved')]
    if (meeting.slot !== null && isOver(meeting.slot)) return [faultAt(row, 'slot', '洽谈已经开始', 'The meeting has begun')]
    return place !== null && isOver(place.slot) ? [faultAt(row, 'slot', '该时段已经开始', 'That slot has begun')] : []
  })
}

/** Every conflict of the plan that the sheet makes, at the row that has to give way. */
export function conflictsOf(
  problem: TimetableProblem,
  assignments: readonly Assignment[],
  rows: ReadonlyMap<string, SheetRow<PlanColumn>>,
  nameOf: (participantId: string) => string,
): RowFault[] {
  const faults: RowFault[] = []
  const away = new Map(problem.participants.map(({ id, unavailable }) => [id, new Set(unavailable ?? [])]))
  const meetings = new Map(problem.meetings.map((meeting) => [meeting.id, meeting]))
  const takenBy = new Map<string, string>()
  // Rows of the sheet come after what stays, so that a conflict is told of a row wherever there is one.
  for (const { meeting: id, slot, table } of assignments.toSorted(
    (a, b) => Number(rows.has(a.meeting)) - Number(rows.has(b.meeting)),
  )) {
    const row = rows.get(id) ?? { number: 0, letters: {} }
    const add = (field: PlanColumn, zh: string, en: string) => faults.push(faultAt(row, field, zh, en))
    const meeting = meetings.get(id)
    const [first, last] = meeting?.window ?? [1, problem.slots]
    if (slot > problem.slots) add('slot', `共 ${problem.slots} 个时段`, `There are ${problem.slots} slots`)
    else if (slot < first || slot > last)
      add('slot', `约定的时段为 ${first}–${last}`, `It was asked for within slots ${first}–${last}`)
    if (table > problem.tables) add('table', `共 ${problem.tables} 张桌`, `There are ${problem.tables} tables`)
    const other = (what: string) => {
      const before = takenBy.get(what)
      if (before === undefined) takenBy.set(what, id)
      return before === undefined ? undefined : (rows.get(before)?.number ?? 0)
    }
    const atTable = other(`table ${slot} ${table}`)
    if (atTable !== undefined)
      add('table', `该时段桌位与第 ${atTable} 行冲突`, `The table is taken in that slot by row ${atTable}`)
    for (const participant of meeting?.participants ?? []) {
      const name = nameOf(participant)
      const elsewhere = other(`participant ${slot} ${participant}`)
      if (elsewhere !== undefined)
        add('slot', `${name} 该时段与第 ${elsewhere} 行冲突`, `${name} is in row ${elsewhere} in that slot`)
      if (away.get(participant)?.has(slot) === true) add('slot', `${name} 该时段没有空`, `${name} is not available in that slot`)
    }
  }
  return faults
}
