import { expect, test } from 'vitest'
import { dayOfParticipant } from '../../src/boards/day.ts'
import type { DayStep } from '../../src/boards/day.ts'
import type { SeatedMeeting } from '../../src/sessions/meeting.ts'
import { at, before, factsOf, meeting } from './board-facts.ts'

const firm = { id: 'firm' }

test('one’s meetings come in order of time, with the pauses between them and no others', () => {
  const meetings = [
    meeting('late', ['other', 'firm'], { slot: 3, tableNo: 1 }),
    meeting('early', ['unit', 'firm'], { slot: 2, tableNo: 3 }),
    meeting('others', ['other', 'rival'], { slot: 1, tableNo: 1 }),
  ]
  const { lines } = dayOfParticipant(factsOf({ meetings }), firm, before)
  expect(lines.map((line) => (line.kind === 'break' ? line.label : line.meeting.id))).toEqual(['early', '茶歇', 'late'])
  const alone = dayOfParticipant(factsOf({ meetings: [meetings[1]!] }), firm, before)
  expect(alone.lines.map(({ kind }) => kind)).toEqual(['meeting'])
  expect(alone.lines[0]).toMatchObject({ table: { room: 'B', inRoom: 1 }, others: [{ participant: { id: 'unit' } }] })
})

test('the one that goes on and the next are told apart, at every moment', () => {
  const meetings = [
    meeting('one', ['unit', 'firm'], { slot: 1, tableNo: 1 }),
    meeting('two', ['other', 'firm'], { slot: 3, tableNo: 1 }),
  ]
  const told = (time: string) =>
    dayOfParticipant(factsOf({ meetings }), firm, at(time)).lines.flatMap((line) =>
      line.kind === 'break' ? [] : [`${line.meeting.id}${line.isNow ? ' now' : ''}${line.isNext ? ' next' : ''}`],
    )
  expect(told('08:00')).toEqual(['one next', 'two'])
  expect(told('09:00')).toEqual(['one now', 'two next'])
  expect(told('09:20')).toEqual(['one', 'two next'])
  expect(told('10:00')).toEqual(['one', 'two now'])
  expect(told('10:20')).toEqual(['one', 'two'])
})

test('what the matchmaker only proposes is not there yet; what has no place or is off stands apart', () => {
  const meetings = [
    meeting('proposed', ['unit', 'firm'], { status: 'proposed' }),
    meeting('waiting', ['unit', 'firm'], { status: 'pending' }),
    meeting('off', ['other', 'firm'], { status: 'cancelled', slot: 1, tableNo: 1 }),
  ]
  const day = dayOfParticipant(factsOf({ meetings }), firm, before)
  expect(day.lines).toEqual([])
  expect(day.waiting.map((one) => one.meeting.id)).toEqual(['waiting'])
  expect(day.over.map((one) => one.meeting.id)).toEqual(['off'])
})

const accepted =
  (...ids: string[]) =>
  (one: SeatedMeeting) => ({
    ...one,
    seats: one.seats.map((seat) => ({ ...seat, acceptedAt: ids.includes(seat.participantId) ? before : null })),
  })

test.for<[name: string, meeting: SeatedMeeting, time: string, steps: DayStep[]]>([
  [
    'asked by the other side',
    meeting('m', ['unit', 'firm'], { status: 'pending', slot: 1, tableNo: 1 }),
    '08:00',
    ['accept', 'decline'],
  ],
  [
    'asked by oneself',
    accepted('firm')(meeting('m', ['unit', 'firm'], { status: 'pending', requestedBy: 'firm' })),
    '08:00',
    ['cancel'],
  ],
  ['agreed', meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1 }), '08:00', ['cancel']],
  ['agreed and about to begin', meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1 }), '08:45', ['cancel', 'check_in']],
  ['agreed and begun', meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1 }), '09:01', ['check_in']],
  ['over and nobody came', meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1 }), '09:20', []],
  ['both there', meeting('m', ['unit', 'firm'], { status: 'checked_in', slot: 1, tableNo: 1 }), '09:05', ['minutes']],
  ['asked too late', meeting('m', ['unit', 'firm'], { status: 'pending', slot: 1, tableNo: 1 }), '09:00', []],
])('of a meeting %s the participant can do what the hour allows', ([, one, time, steps]) => {
  const day = dayOfParticipant(factsOf({ meetings: [one] }), firm, at(time))
  const [shown] = [...day.lines, ...day.waiting]
  expect(shown).toMatchObject({ steps })
})
