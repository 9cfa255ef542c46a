import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { SessionContent } from '../../src/sessions/session-content.ts'
import { dayFaults, slotsOf, tableCount, tablesOf } from '../../src/sessions/slots.ts'
import { isoIn } from '../../src/shared/time.ts'
import { day } from './session-world.ts'

const shanghai = 'Asia/Shanghai'
const starts = (content: SessionContent, zone: string) => slotsOf(content, zone).map(({ startsAt }) => isoIn(zone, startsAt))
const faults = (change: Partial<SessionContent>, zone = shanghai) =>
  dayFaults({ ...day, ...change }, zone).map(({ field }) => field)

test('slots follow one another with the gap between, begin anew after a pause, and end with the day', () => {
  expect(starts(day, shanghai)).toEqual([
    '2026-03-10T09:30:00+08:00',
    '2026-03-10T09:55:00+08:00',
    '2026-03-10T10:40:00+08:00',
    '2026-03-10T11:05:00+08:00',
    '2026-03-10T11:30:00+08:00',
  ])
  expect(slotsOf(day, shanghai)[0]).toEqual({
    number: 1,
    startsAt: new Date('2026-03-10T01:30:00Z'),
    endsAt: new Date('2026-03-10T01:50:00Z'),
  })
})

test('tables are counted on through the rooms', () => {
  expect(tablesOf(day)).toEqual([
    { number: 1, room: '一号厅', inRoom: 1 },
    { number: 2, room: '一号厅', inRoom: 2 },
    { number: 3, room: '二号厅', inRoom: 1 },
  ])
  expect(tableCount(day)).toBe(3)
})

test('a site visit is one slot and has no tables', () => {
  const visit = { ...day, kind: 'site_visit' as const, rooms: [] }
  expect([slotsOf(visit, shanghai).length, tablesOf(visit)]).toEqual([1, []])
})

describe('the day the clock is changed', () => {
  const berlin = 'Europe/Berlin'
  const night = { ...day, breaks: [], gapMinutes: 0 as const, slotMinutes: 30 as const, startsAt: '01:00', endsAt: '04:00' }

  test('in spring the hour that is leapt over holds no slot', () => {
    expect(starts({ ...night, date: '2026-03-29' }, berlin)).toEqual([
      '2026-03-29T01:00:00+01:00',
      '2026-03-29T01:30:00+01:00',
      '2026-03-29T03:00:00+02:00',
      '2026-03-29T03:30:00+02:00',
    ])
  })

  test('in autumn the hour that comes twice holds slots twice, each with its own offset', () => {
    expect(starts({ ...night, date: '2026-10-25' }, berlin)).toEqual([
      '2026-10-25T01:00:00+02:00',
      '2026-10-25T01:30:00+02:00',
      '2026-10-25T02:00:00+02:00',
      '2026-10-25T02:30:00+02:00',
      '2026-10-25T02:00:00+01:00',
      '2026-10-25T02:30:00+01:00',
      '2026-10-25T03:00:00+01:00',
      '2026-10-25T03:30:00+01:00',
    ])
  })

  test('a time the clock never shows is a fault, not another time', () => {
    const skipped = { ...night, date: '2026-03-29', startsAt: '02:30' }
    expect(dayFaults(skipped, berlin).map(({ field }) => field)).toEqual(['startsAt'])
    expect(dayFaults({ ...skipped, date: '2026-03-30' }, berlin)).toEqual([])
  })

  test('noon is noon before and after, an hour apart in UTC', () => {
    const noon = { ...day, startsAt: '12:00', endsAt: '13:00', breaks: [] }
    expect(slotsOf({ ...noon, date: '2026-03-28' }, berlin)[0]!.startsAt.toISOString()).toBe('2026-03-28T11:00:00.000Z')
    expect(slotsOf({ ...noon, date: '2026-03-29' }, berlin)[0]!.startsAt.toISOString()).toBe('2026-03-29T10:00:00.000Z')
  })
})

test.each([
  ['ends before it begins', { endsAt: '09:00', breaks: [] }, ['endsAt']],
  ['too short for a slot', { endsAt: '09:45', breaks: [] }, ['slotMinutes']],
  ['a break outside the day', { breaks: [{ from: '08:00', to: '08:30' }] }, ['breaks']],
  [
    'breaks that overlap',
    {
      breaks: [
        { from: '10:00', to: '10:30' },
        { from: '10:20', to: '10:40' },
      ],
    },
    ['breaks'],
  ],
  ['a break the wrong way round', { breaks: [{ from: '10:30', to: '10:00' }] }, ['breaks']],
  ['no room', { rooms: [] }, ['rooms']],
  [
    'more tables than a planner takes',
    { rooms: Array.from({ length: 6 }, (_, index) => ({ name: `${index}`, tables: 200 })) },
    ['rooms'],
  ],
  [
    'two rooms of one name',
    {
      rooms: [
        { name: '一', tables: 1 },
        { name: '一', tables: 1 },
      ],
    },
    ['rooms'],
  ],
  ['a minimum above the maximum', { companyMin: 9 }, ['companyMin']],
  ['a site visit without capacity and safety notes', { kind: 'site_visit' }, ['capacity', 'safetyNotes']],
] as const)('a fault of the day: %s', (_name, change, fields) => {
  expect(faults(change as Partial<SessionContent>)).toEqual(fields)
})

test('whatever the layout, slots keep their length, the gap, the order, and clear of every break', () => {
  const five = fc.integer({ min: 0, max: 287 })
  const time = (step: number) => `${String(Math.floor(step / 12)).padStart(2, '0')}:${String((step % 12) * 5).padStart(2, '0')}`
  const layout = fc.record({
    steps: fc.uniqueArray(five, { minLength: 4, maxLength: 4 }).map((steps) => steps.toSorted((a, b) => a - b)),
    slotMinutes: fc.constantFrom(15 as const, 20 as const, 30 as const),
    gapMinutes: fc.constantFrom(0 as const, 5 as const, 10 as const),
    zone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York'),
    date: fc.constantFrom('2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2026-06-15'),
  })
  fc.assert(
    fc.property(layout, ({ steps, slotMinutes, gapMinutes, zone, date }) => {
      const [from, pause, again, until] = steps.map(time) as [string, string, string, string]
      const content = {
        ...day,
        date,
        slotMinutes,
        gapMinutes,
        startsAt: from,
        endsAt: until,
        breaks: [{ from: pause, to: again }],
      }
      if (dayFaults(content, zone).length > 0) return
      const slots = slotsOf(content, zone)
      for (const [index, slot] of slots.entries()) {
        expect(slot.number).toBe(index + 1)
        expect(slot.endsAt.getTime() - slot.startsAt.getTime()).toBe(slotMinutes * 60_000)
        const next = slots[index + 1]
        if (next !== undefined)
          expect(next.startsAt.getTime() - slot.endsAt.getTime()).toBeGreaterThanOrEqual(gapMinutes * 60_000)
      }
    }),
    { numRuns: 100 },
  )
})
