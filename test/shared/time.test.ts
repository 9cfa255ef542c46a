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

const shanghai = 'Asia/Shanghai'

describe('dates in a zone', () => {
  test('change at midnight there', () => {
    expect(dateIn(shanghai, new Date('2026-03-01T15:59:59.999Z'))).toBe('2026-03-01')
    expect(dateIn(shanghai, new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-02')
    expect(dateIn('America/New_York', new Date('2026-03-01T16:00:00Z'))).toBe('2026-03-01')
  })

  test('a deadline given as a date includes the whole of it', () => {
    expect(startOfDate(shanghai, '2026-03-31')).toEqual(new Date('2026-03-30T16:00:00Z'))
    expect(endOfDate(shanghai, '2026-03-31')).toEqual(new Date('2026-03-31T16:00:00Z'))
    expect(endOfDate('UTC', '2026-12-31')).toEqual(new Date('2027-01-01T00:00:00Z'))
  })

  test('a day of summer time’s beginning has 23 hours, of its end 25', () => {
    const hours = (date: string) =>
      (endOfDate('Europe/Berlin', date).getTime() - startOfDate('Europe/Berlin', date).getTime()) / 3_600_000
    expect([hours('2026-03-28'), hours('2026-03-29'), hours('2026-10-25')]).toEqual([24, 23, 25])
  })

  test('begin where they begin, in any zone', () => {
    const zones = fc.constantFrom(
      shanghai,
      'UTC',
      'America/New_York',
      'Europe/Berlin',
      'Asia/Kathmandu',
      'Pacific/Auckland',
      'Australia/Lord_Howe',
    )
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 2000 }), (zone, days) => {
        const date = addDays('2024-01-01', days)
        const start = startOfDate(zone, date)
        expect(dateIn(zone, start)).toBe(date)
        expect(dateIn(zone, new Date(start.getTime() - 1))).toBe(addDays(date, -1))
      }),
    )
  })
})

describe('days', () => {
  test('cross months, years and leap days', () => {
    expect([addDays('2024-02-28', 1), addDays('2026-02-28', 1), addDays('2026-12-31', 1), addDays('2026-03-01', -1)]).toEqual([
      '2024-02-29',
      '2026-03-01',
      '2027-01-01',
      '2026-02-28',
    ])
  })
})

describe('working days', () => {
  test('leave out weekends and holidays, and take in the weekends worked for them', () => {
    expect(['2026-03-02', '2026-03-07', '2026-03-08'].map(isWorkingDay)).toEqual([true, false, false])
    expect(isWorkingDay('2026-01-01')).toBe(false)
    expect(isWorkingDay('2026-10-01')).toBe(false)
  })

  test('are counted after the first day, up to and with the last', () => {
    expect(workingDaysBetween('2026-03-02', '2026-03-02')).toBe(0)
    expect(workingDaysBetween('2026-03-02', '2026-03-03')).toBe(1)
    expect(workingDaysBetween('2026-03-06', '2026-03-09')).toBe(1)
    expect(workingDaysBetween('2026-03-09', '2026-03-02')).toBe(0)
  })

  test('counting and adding agree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 1, max: 40 }), (offset, days) => {
        const from = addDays('2026-01-01', offset)
        const to = addWorkingDays(from, days)
        expect(isWorkingDay(to)).toBe(true)
        expect(workingDaysBetween(from, to)).toBe(days)
      }),
    )
    expect(addWorkingDays('2026-03-02', 0)).toBe('2026-03-02')
  })
})
