import type { Bilingual, Lang } from '../web/language.ts'
import type { ReadCell, ReadSheet } from './sheet-read.ts'
import { columnName } from './sheet-write.ts'
import type { Cell, Worksheet } from './sheet-write.ts'

/** One column of a sheet that goes out and comes back: found again by its head, in either language, wherever it was moved. */
export type SheetColumn<Id extends string> = { id: Id; width: number } & Bilingual

export function worksheetOf<Id extends string>(
  name: string,
  columns: readonly SheetColumn<Id>[],
  rows: readonly Readonly<Record<Id, Cell>>[],
  lang: Lang,
): Worksheet {
  return {
    name,
    columns,
    head: columns.map((column) => column[lang]),
    rows: rows.map((row) => columns.map(({ id }) => row[id])),
  }
}

/** Rows and columns as a spreadsheet counts them, null for a column it lacks; texts say what is wrong in both languages. */
export type RowFault = { row: number; column: string | null; field: string } & Bilingual

export type SheetRow<Id extends string> = {
  number: number
  cells: Partial<Record<Id, ReadCell>>
  letters: Partial<Record<Id, string>>
}

/** The first sheet that has these heads, with its rows by column; undefined where none has. */
export function readTable<Id extends string>(
  sheets: readonly ReadSheet[],
  columns: readonly SheetColumn<Id>[],
  needed: readonly Id[],
): SheetRow<Id>[] | undefined {
  for (const { rows } of sheets) {
    const places = new Map(
      columns.map(({ id, zh, en }) => [id, (rows[0] ?? []).findIndex((head) => isOneOf(head, [zh, en, id]))]),
    )
    if (needed.every((id) => places.get(id)! >= 0)) return rows.slice(1).map((cells, index) => rowOf(cells, index + 2, places))
  }
  return undefined
}

function rowOf<Id extends string>(cells: readonly ReadCell[], number: number, places: ReadonlyMap<Id, number>): SheetRow<Id> {
  const known = [...places].filter(([, at]) => at >= 0)
  return {
    number,
    cells: Object.fromEntries(known.map(([id, at]) => [id, cells[at] ?? null])) as SheetRow<Id>['cells'],
    letters: Object.fromEntries(known.map(([id, at]) => [id, columnName(at)])) as SheetRow<Id>['letters'],
  }
}

export function faultAt<Id extends string>(
  { number, letters }: Pick<SheetRow<Id>, 'number' | 'letters'>,
  field: NoInfer<Id>,
  zh: string,
  en: string,
): RowFault {
  return { row: number, column: letters[field] ?? null, field, zh, en }
}

function isOneOf(head: ReadCell | undefined, names: readonly string[]): boolean {
  return typeof head === 'string' && names.some((name) => name.toLowerCase() === head.trim().toLowerCase())
}

/** As text: a spreadsheet may have made a number or a date of what was typed. */
export function cellText(cell: ReadCell | undefined): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return String(cell)
}

/** A whole number from 1 on; null for an empty cell, undefined for anything else. */
export function cellNumber(cell: ReadCell | undefined): number | null | undefined {
  const text = cellText(cell).trim()
  if (text === '') return null
  return /^\d{1,6}$/u.test(text) && Number(text) >= 1 ? Number(text) : undefined
}
