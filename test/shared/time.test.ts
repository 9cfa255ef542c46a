import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addWorkingDays,
  dateIn,
  endOfDate,
  isWorkingDay,
  startOfDate,
  workingDaysBetween,
} from '../../src/shared/time.ts'

/** Summer time that begins and ends at two in the morning, at midnight, by half an hour, in the south, and none at all. */
const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'UTC',
]

const aDate = fc.integer({ min: 0, max: 365 * 6 }).map((days) => addDays('2024-01-01', days))

/** The days of 2026 on which the zone's clock is changed. */
function changesIn(zone: string): string[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  const offsetAt = (date: string) => format.format(new Date(`${date}T12:00:00Z`)).split(', ')[1]
  const days = Array.from({ length: 365 }, (_, day) => addDays('2026-01-01', day))
  return days.filter((date) => offsetAt(date) !== offsetAt(addDays(date, -1)))
}

/** Any zone and date, and as often one near a change of its clock. */
const zoneAndDate = fc.constantFrom(...zones).chain((zone) => {
  const near = changesIn(zone).flatMap((date) => [-1, 0, 1].map((days) => addDays(date, days)))
  return fc.tuple(fc.constant(zone), near.length === 0 ? aDate : fc.oneof(aDate, fc.constantFrom(...near)))
})

describe('the first and last moment of a date', () => {
  test('lie at midnight in Shanghai', () => {
    expect(startOfDate('Asia/Shanghai', '2026-03-31')).toEqual(new Date('2026-03-30T16:00:00.000Z'))
    expect(endOfDate('Asia/Shanghai', '2026-03-31')).toEqual(new Date('2026-03-31T16:00:00.000Z'))
  })

  test.each([
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00Z', '2026-03-09T04:00:00Z'],
    // Midnight itself is left out, and the date begins at one o'clock.
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00Z', '2026-09-07T03:00:00Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z'],
    // The last hour of the day before comes twice.
    ['America/Santiago', '2026-04-05', '2026-04-05T04:00:00Z', '2026-04-06T04:00:00Z'],
    // Midnight comes twice, and the date begins at the first.
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
  ])('in %s on %s, where the clock is changed', (zone, date, start, end) => {
    expect([startOfDate(zone, date), endOfDate(zone, date)]).toEqual([new Date(start), new Date(end)])
  })

  test('in every zone the date begins then, and a millisecond earlier it was the day before', () => {
    fc.assert(
      fc.property(zoneAndDate, ([zone, date]) => {
        const start = startOfDate(zone, date)
        expect([dateIn(zone, start), dateIn(zone, new Date(start.getTime() - 1))]).toEqual([date, addDays(date, -1)])
      }),
      { numRuns: 600 },
    )
  })

  test('one date ends where the next begins, 23 to 25 hours later', () => {
    fc.assert(
      fc.property(zoneAndDate, ([zone, date]) => {
        expect(endOfDate(zone, date)).toEqual(startOfDate(zone, addDays(date, 1)))
        const hours = (endOfDate(zone, date).getTime() - startOfDate(zone, date).getTime()) / 3_600_000
        expect(hours).toBeGreaterThanOrEqual(23)
        expect(hours).toBeLessThanOrEqual(25)
      }),
      { numRuns: 300 },
    )
  })

  test('every moment of a date lies between its first and its last', () => {
    const moment = fc.date({ min: new Date('2024-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(fc.constantFrom(...zones), moment, (zone, instant) => {
        const date = dateIn(zone, instant)
        expect(startOfDate(zone, date) <= instant && instant < endOfDate(zone, date)).toBe(true)
      }),
      { numRuns: 600 },
    )
  })
})

describe('working days', () => {
  test('国庆 2026: seven days off, Sunday 20 September and Saturday 10 October are worked', () => {
    const off = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07']
    expect(off.filter(isWorkingDay)).toEqual([])
    expect(['2026-09-20', '2026-09-30', '2026-10-08', '2026-10-10'].filter((date) => !isWorkingDay(date))).toEqual([])
    expect(['2026-10-11', '2026-10-17'].filter(isWorkingDay)).toEqual([])
    expect(addWorkingDays('2026-09-30', 1)).toBe('2026-10-08')
    expect(addWorkingDays('2026-09-30', 3)).toBe('2026-10-10')
    expect(addWorkingDays('2026-09-30', 4)).toBe('2026-10-12')
    expect(workingDaysBetween('2026-09-18', '2026-09-21')).toBe(2)
    expect(workingDaysBetween('2026-09-30', '2026-10-11')).toBe(3)
  })

  test('中秋 2026 stands before 国庆: three days off, and no week between is lost', () => {
    expect(['2026-09-25', '2026-09-26', '2026-09-27'].filter(isWorkingDay)).toEqual([])
    expect(workingDaysBetween('2026-09-24', '2026-10-08')).toBe(4)
  })

  test('春节 2026: nine days off, Saturdays 14 and 28 February are worked', () => {
    const off = Array.from({ length: 9 }, (_, day) => addDays('2026-02-15', day))
    expect(off.at(-1)).toBe('2026-02-23')
    expect(off.filter(isWorkingDay)).toEqual([])
    expect(['2026-02-14', '2026-02-24', '2026-02-28'].filter((date) => !isWorkingDay(date))).toEqual([])
    expect(['2026-02-07', '2026-03-01'].filter(isWorkingDay)).toEqual([])
    expect(addWorkingDays('2026-02-13', 1)).toBe('2026-02-14')
    expect(addWorkingDays('2026-02-13', 2)).toBe('2026-02-24')
    expect(workingDaysBetween('2026-02-13', '2026-03-02')).toBe(7)
  })

  test('adding and counting agree', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 0, max: 40 }), (from, days) => {
        const to = addWorkingDays(from, days)
        expect(workingDaysBetween(from, to)).toBe(days)
        expect(days === 0 || isWorkingDay(to)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})
