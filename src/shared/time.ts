import holidayTable from './holidays.json' with { type: 'json' }

const dayMs = 86_400_000

/** The calendar date it is at this instant in the zone, such as 2026-09-30. */
export function dateIn(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant)
}

/** The instant a calendar date begins in the zone. */
export function startOfDate(zone: string, date: string): Date {
  const asUtc = Date.parse(`${date}T00:00:00Z`)
  const offsets = [asUtc - dayMs, asUtc + dayMs].map((instant) => offsetMs(zone, new Date(instant)))
  const [early, late] = offsets.toSorted((a, b) => b - a).map((offset) => new Date(asUtc - offset)) as [Date, Date]
  // Where the clock is changed at midnight, by the wrong one of the two offsets it is still the day before.
  return dateIn(zone, early) === date ? early : late
}

/** The instant a date ends, 24:00 in the zone: a deadline given as a date includes that whole day. */
export function endOfDate(zone: string, date: string): Date {
  return startOfDate(zone, addDays(date, 1))
}

/** The first instant at which the zone's clock shows this time of that date; undefined where the clock leaps over it. */
export function instantAt(zone: string, date: string, time: string): Date | undefined {
  const asUtc = Date.parse(`${date}T${time}:00Z`)
  const shown = [asUtc - dayMs, asUtc + dayMs]
    .map((instant) => asUtc - offsetMs(zone, new Date(instant)))
    .filter((instant) => instant + offsetMs(zone, new Date(instant)) === asUtc)
  return shown.length === 0 ? undefined : new Date(Math.min(...shown))
}

/** Such as 2026-09-30T09:30:00+08:00: the time where it happens, which whoever is elsewhere can still work out. */
export function isoIn(zone: string, instant: Date): string {
  const offset = offsetMs(zone, instant)
  const minutes = Math.abs(Math.round(offset / 60_000))
  const local = new Date(instant.getTime() + offset).toISOString().slice(0, 19)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** Working days after `from` up to and including `to`, by the committed table of holidays and 调休. */
export function workingDaysBetween(from: string, to: string): number {
  let count = 0
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) if (isWorkingDay(date)) count += 1
  return count
}

/** The date `days` working days after `from`. */
export function addWorkingDays(from: string, days: number): string {
  let date = from
  for (let left = days; left > 0;) {
    date = addDays(date, 1)
    if (isWorkingDay(date)) left -= 1
  }
  return date
}

const holidays = new Set<string>(holidayTable.holidays)
const workedWeekends = new Set<string>(holidayTable.worked_weekends)

export function isWorkingDay(date: string): boolean {
  if (holidays.has(date)) return false
  if (workedWeekends.has(date)) return true
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

function offsetMs(zone: string, instant: Date): number {
  const parts = clockOf(zone).formatToParts(instant)
  const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)!.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(instant.getTime() / 1000) * 1000
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Made once a zone: making one takes longer than all it is asked for a day's slots. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  clocks.set(zone, clock)
  return clock
}
