import { expect, test } from 'vitest'
import { liveOf } from '../../src/boards/live.ts'
import { at, before, factsOf, meeting } from './board-facts.ts'

test('what goes on and what comes next follow the clock', () => {
  const told = (time: string) => {
    const { at: when, now, next } = liveOf(factsOf(), at(time))
    return [when, now?.slot.number ?? null, next?.slot.number ?? null]
  }
  expect(told('08:00')).toEqual(['before', null, 1])
  expect(told('09:00')).toEqual(['during', 1, 2])
  expect(told('09:22')).toEqual(['between', null, 2])
  expect(told('09:50')).toEqual(['between', null, 3])
  expect(told('10:30')).toEqual(['during', 4, null])
  expect(told('10:45')).toEqual(['after', null, null])
})

test('every table of the room is there, with who sits at it and who is awaited', () => {
  const here = meeting('here', ['unit', 'firm'], { slot: 1, tableNo: 1 })
  const seats = here.seats.map((seat) => ({ ...seat, checkedInAt: seat.participantId === 'unit' ? before : null }))
  const meetings = [{ ...here, seats }, meeting('all', ['other', 'rival'], { slot: 1, tableNo: 3, status: 'checked_in' })]
  const { now } = liveOf(factsOf({ meetings }), at('09:04'))
  expect(now!.tables.map(({ meeting: one, late }) => [one?.id ?? null, late.map(({ participant }) => participant.id)])).toEqual([
    ['here', ['firm']],
    [null, []],
    ['all', []],
  ])
  expect(now!.tables.map(({ mayBeNoShow }) => mayBeNoShow)).toEqual([false, false, false])
})

test('five minutes in it can be said that a side did not come, and not before; of the next slot nobody is late', () => {
  const meetings = [
    meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1 }),
    meeting('n', ['unit', 'rival'], { slot: 2, tableNo: 1 }),
  ]
  const live = (time: string) => liveOf(factsOf({ meetings }), at(time))
  expect(live('09:04').now!.tables[0]!.mayBeNoShow).toBe(false)
  expect(live('09:05').now!.tables[0]!.mayBeNoShow).toBe(true)
  expect(live('09:05').next!.tables[0]).toMatchObject({ meeting: { id: 'n' }, late: [], mayBeNoShow: false })
})

test('a place that is free next is offered to a meeting that waits, if everybody in it is free', () => {
  const meetings = [
    meeting('placed', ['unit', 'firm'], { slot: 2, tableNo: 1 }),
    meeting('possible', ['other', 'rival'], { status: 'pending' }),
    meeting('busy', ['unit', 'rival'], { status: 'accepted' }),
    meeting('off', ['other', 'firm'], { status: 'cancelled' }),
  ]
  const { next } = liveOf(factsOf({ meetings }), at('09:10'))
  expect(next!.standby.map(({ meeting: { id }, tables }) => [id, tables])).toEqual([['possible', [2, 3]]])
})
