import type { Form } from '../accounts/form.ts'
import { addWorkingDays } from '../shared/time.ts'
import { codePointLength } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import type { BoardSeat } from './board.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { meetingOutcomes } from '../sessions/session-content.ts'
import type { MinutesInput } from '../sessions/session-input.ts'

export const actionRows = [0, 1, 2] as const
/** More are unfolded: the whole form fits a telephone. */
export const rowsShown = 1
/** In working days from today: what is plausible for a first, a second and a third step. */
const dueDays = [5, 10, 20]

export const minutesMax = { text: 120, owner: 40, noFitReason: 300, notes: 800 }

export type MinutesFault =
  | { code: 'needOutcome' | 'needAction' | 'needReason'; name: string }
  | { code: 'needOwner' | 'needDue' | 'lateDue'; name: string; n: number }
  | { code: 'tooLong'; name: string; max: number }

/** As a new form is offered: one step for each side, due when such steps are. */
export function blankMinutes(seats: readonly BoardSeat[], today: string): Form {
  const owners = seats.map(({ participant, person }) =>
    [...(person?.name ?? participant.orgName)].slice(0, minutesMax.owner).join(''),
  )
  return Object.fromEntries(
    actionRows.flatMap((row) => [
      [`owner.${row}`, owners[row] ?? owners[0] ?? ''],
      [`due.${row}`, addWorkingDays(today, dueDays[row]!)],
    ]),
  )
}

/** What was written before, to be put right. */
export function typedMinutes({ outcome, minutes }: Pick<SeatedMeeting, 'outcome' | 'minutes'>): Form {
  const rows = (minutes?.actions ?? []).flatMap(({ owner, due, text }, row) => [
    [`owner.${row}`, owner],
    [`due.${row}`, due],
    [`text.${row}`, text],
  ])
  return {
    ...Object.fromEntries(rows as [string, string][]),
    ...(outcome !== null && { outcome }),
    ...(minutes?.noFitReason !== undefined && { noFitReason: minutes.noFitReason }),
    ...(minutes?.notes !== undefined && { notes: minutes.notes }),
  }
}

/** Rows of a form that hold a text, however many there are of them. */
export function rowsOf(form: Form): number[] {
  const later = Object.keys(form).flatMap((name) => {
    const row = /^text\.(\d)$/u.exec(name)?.[1]
    return row === undefined ? [] : [Number(row)]
  })
  return [...new Set([...actionRows, ...later])].toSorted((a, b) => a - b)
}

/** What was typed as minutes, or everything that is missing from it. */
export function minutesIn(form: Form, today: string): { input: MinutesInput } | { faults: MinutesFault[] } {
  const rows = rowsOf(form).filter((row) => (form[`text.${row}`] ?? '').trim() !== '')
  const actions = rows.map((row) => ({
    text: form[`text.${row}`]!.trim(),
    owner: (form[`owner.${row}`] ?? '').trim(),
    due: form[`due.${row}`] ?? '',
  }))
  const outcome = idsOf(meetingOutcomes).find((id) => id === form['outcome'])
  const [notes, noFitReason] = [form['notes']?.trim() ?? '', form['noFitReason']?.trim() ?? '']
  const faults: MinutesFault[] = [
    ...(outcome === undefined ? [{ code: 'needOutcome' as const, name: 'outcome.next_meeting' }] : []),
    ...(outcome === 'no_fit' && noFitReason === '' ? [{ code: 'needReason' as const, name: 'noFitReason' }] : []),
    ...(outcome !== undefined && outcome !== 'no_fit' && actions.length === 0
      ? [{ code: 'needAction' as const, name: 'text.0' }]
      : []),
    ...rows.flatMap((row, index) => rowFaults(row, actions[index]!, today)),
    ...tooLong('notes', notes, minutesMax.notes),
    ...tooLong('noFitReason', noFitReason, minutesMax.noFitReason),
  ]
  if (faults.length > 0 || outcome === undefined) return { faults }
  return { input: { outcome, actions, ...(notes !== '' && { notes }), ...(noFitReason !== '' && { noFitReason }) } }
}

function rowFaults(
  row: number,
  { text, owner, due }: { text: string; owner: string; due: string },
  today: string,
): MinutesFault[] {
  const n = row + 1
  const isDate = /^\d{4}-\d{2}-\d{2}$/u.test(due) && !Number.isNaN(Date.parse(due))
  return [
    ...tooLong(`text.${row}`, text, minutesMax.text),
    ...(owner === ''
      ? [{ code: 'needOwner' as const, name: `owner.${row}`, n }]
      : tooLong(`owner.${row}`, owner, minutesMax.owner)),
    ...(isDate ? [] : [{ code: 'needDue' as const, name: `due.${row}`, n }]),
    ...(isDate && due < today ? [{ code: 'lateDue' as const, name: `due.${row}`, n }] : []),
  ]
}

function tooLong(name: string, text: string, max: number): MinutesFault[] {
  return codePointLength(text) > max ? [{ code: 'tooLong', name, max }] : []
}
