import { instantAt } from '../shared/time.ts'
import type { SessionContent } from './session-content.ts'

/** Numbers count from 1, as a plan's do. */
export type Slot = { number: number; startsAt: Date; endsAt: Date }
export type Span = { startsAt: Date; endsAt: Date }
/** `number` counts on through the rooms; `inRoom` is what stands on the table's card. */
export type Table = { number: number; room: string; inRoom: number }

export type DayFault = { field: keyof SessionContent; zh: string; en: string }

const minuteMs = 60_000

/** More than a planner takes. */
export const tablesOfDayMax = 1_000

/** The slots of a day that works out; of a site visit, the one. Counted in minutes that pass, whatever the clock is changed to. */
export function slotsOf(content: SessionContent, zone: string): Slot[] {
  const day = dayOf(content, zone)
  if (day === undefined) return []
  return content.kind === 'site_visit' ? [{ number: 1, ...day }] : cutInto(day, breaksOf(content, zone), content)
}

/** When the day begins and ends; undefined where the clock never shows those times, or in the wrong order. */
export function dayOf({ date, startsAt, endsAt }: SessionContent, zone: string): Span | undefined {
  return spanOf(zone, date, startsAt, endsAt)
}

function cutInto(day: Span, breaks: readonly Span[], { slotMinutes, gapMinutes }: SessionContent): Slot[] {
  const slots: Slot[] = []
  let from = day.startsAt.getTime()
  for (let until = from + slotMinutes * minuteMs; until <= day.endsAt.getTime(); until = from + slotMinutes * minuteMs) {
    const pause = breaks.find(({ startsAt, endsAt }) => startsAt.getTime() < until && endsAt.getTime() > from)
    if (pause !== undefined) from = pause.endsAt.getTime()
    else {
      slots.push({ number: slots.length + 1, startsAt: new Date(from), endsAt: new Date(until) })
      from = until + gapMinutes * minuteMs
    }
  }
  return slots
}

/** In order of time; what the clock leaps over is no pause. */
function breaksOf({ date, breaks }: SessionContent, zone: string): Span[] {
  return breaks
    .flatMap(({ from, to }) => spanOf(zone, date, from, to) ?? [])
    .toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime())
}

function spanOf(zone: string, date: string, from: string, to: string): Span | undefined {
  const [startsAt, endsAt] = [instantAt(zone, date, from), instantAt(zone, date, to)]
  return startsAt === undefined || endsAt === undefined || startsAt >= endsAt ? undefined : { startsAt, endsAt }
}

export function tablesOf({ kind, rooms }: SessionContent): Table[] {
  if (kind === 'site_visit') return []
  return rooms
    .flatMap(({ name, tables }) => Array.from({ length: tables }, (_, index) => ({ room: name, inRoom: index + 1 })))
    .map((table, index) => ({ number: index + 1, ...table }))
}

export function tableCount({ kind, rooms }: SessionContent): number {
  return kind === 'site_visit' ? 0 : rooms.reduce((sum, { tables }) => sum + tables, 0)
}

/** Everything in the day as laid out that cannot be. */
export function dayFaults(content: SessionContent, zone: string): DayFault[] {
  const { startsAt, endsAt, departmentMin, departmentMax, companyMin, companyMax } = content
  const faults = [
    ...skippedFaults(content, zone),
    ...(startsAt < endsAt ? [] : [fault('endsAt', '结束时间须晚于开始时间', 'The day ends before it begins')]),
    ...(departmentMin <= departmentMax
      ? []
      : [fault('departmentMin', '部门最少场次多于最多场次', 'The minimum is above the maximum')]),
    ...(companyMin <= companyMax ? [] : [fault('companyMin', '企业最少场次多于最多场次', 'The minimum is above the maximum')]),
    ...breakFaults(content),
    ...(content.kind === 'site_visit' ? visitFaults(content) : tableFaults(content)),
  ]
  if (faults.length > 0 || slotsOf(content, zone).length > 0) return faults
  return [fault('slotMinutes', '时间不足以安排一个时段', 'There is no time for even one slot')]
}

/** In spring the clock leaps over an hour. */
function skippedFaults({ date, startsAt, endsAt, breaks }: SessionContent, zone: string): DayFault[] {
  const isSkipped = (time: string) => instantAt(zone, date, time) === undefined
  const told = (field: keyof SessionContent, time: string) =>
    fault(field, `当日时钟调整，没有 ${time} 这一时刻`, `The clock is changed that day and never shows ${time}`)
  return [
    ...(isSkipped(startsAt) ? [told('startsAt', startsAt)] : []),
    ...(isSkipped(endsAt) ? [told('endsAt', endsAt)] : []),
    ...breaks.flatMap(({ from, to }) => [from, to].filter(isSkipped).map((time) => told('breaks', time))),
  ]
}

function breakFaults({ startsAt, endsAt, breaks }: SessionContent): DayFault[] {
  const inOrder = breaks.toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return inOrder.flatMap(({ from, to }, index) => {
    if (from >= to) return [fault('breaks', `休息 ${from}–${to} 先结束后开始`, `The break ${from}–${to} ends before it begins`)]
    if (from < startsAt || to > endsAt)
      return [fault('breaks', `休息 ${from}–${to} 不在当日时间内`, `The break ${from}–${to} is outside the day`)]
    const next = inOrder[index + 1]
    return next !== undefined && next.from < to
      ? [
          fault(
            'breaks',
            `休息 ${from}–${to} 与 ${next.from}–${next.to} 重叠`,
            `The breaks ${from}–${to} and ${next.from}–${next.to} overlap`,
          ),
        ]
      : []
  })
}

function visitFaults({ capacity, safetyNotes }: SessionContent): DayFault[] {
  return [
    ...(capacity === undefined ? [fault('capacity', '现场踏勘须写明人数上限', 'A site visit needs a capacity')] : []),
    ...((safetyNotes ?? '') === '' ? [fault('safetyNotes', '现场踏勘须写明安全须知', 'A site visit needs safety notes')] : []),
  ]
}

function tableFaults(content: SessionContent): DayFault[] {
  const tables = tableCount(content)
  if (tables === 0) return [fault('rooms', '至少需要一个房间', 'It needs a room')]
  if (tables > tablesOfDayMax)
    return [fault('rooms', `桌位至多 ${tablesOfDayMax} 张`, `There are at most ${tablesOfDayMax} tables`)]
  const names = content.rooms.map(({ name }) => name)
  return new Set(names).size < names.length ? [fault('rooms', '房间名称重复', 'Two rooms have one name')] : []
}

function fault(field: keyof SessionContent, zh: string, en: string): DayFault {
  return { field, zh, en }
}
