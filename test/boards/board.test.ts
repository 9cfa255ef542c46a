import { expect, test } from 'vitest'
import { isFree, slotChoices, tableFor } from '../../src/boards/board-places.ts'
import { troublesOf } from '../../src/boards/board-troubles.ts'
import { boardOf, placeKey } from '../../src/boards/board.ts'
import { at, before, factsOf, meeting, participant, person } from './board-facts.ts'

test('the day is told in order of time, with its pauses between the slots', () => {
  const { lines, tables } = boardOf(factsOf(), before)
  expect(lines.map((line) => (line.kind === 'slot' ? line.number : line.label))).toEqual([1, 2, '茶歇', 3, 4])
  expect(tables.map(({ number, room, inRoom }) => `${number} ${room} ${inRoom}`)).toEqual(['1 A 1', '2 A 2', '3 B 1'])
})

test('a meeting stands at its table and in the day of everybody who sits in it', () => {
  const facts = factsOf({ meetings: [meeting('m', ['firm', 'unit'], { slot: 3, tableNo: 2 })] })
  const board = boardOf(facts, before)
  const [shown] = board.at.get(placeKey(3, 2))!
  expect(shown!.seats.map(({ participant: { id } }) => id)).toEqual(['unit', 'firm'])
  for (const id of ['unit', 'firm']) expect(board.ofParticipant.get(placeKey(3, id))).toEqual([shown])
  expect(board.counts).toMatchObject({ placed: 1, accepted: 1, pending: 0, unplaced: 0, troubles: 0 })
})

test('what was asked for and has no place is listed; what was called off is nowhere', () => {
  const meetings = [
    meeting('asked', ['unit', 'firm'], { status: 'pending' }),
    meeting('off', ['unit', 'rival'], { status: 'cancelled', slot: 1, tableNo: 1 }),
    meeting('absent', ['other', 'rival'], { status: 'no_show_company', slot: 2, tableNo: 1 }),
  ]
  const board = boardOf(factsOf({ meetings }), before)
  expect(board.unplaced.map((one) => one.meeting.id)).toEqual(['asked'])
  expect([...board.at.keys()]).toEqual([placeKey(2, 1)])
})

test('every trouble is told of whom it concerns, and of nobody else', () => {
  const participants = [
    participant('unit', 'department', { unavailable: [1] }),
    participant('other'),
    participant('firm', 'company'),
    participant('gone', 'company', { status: 'left' }),
    participant('rival', 'company'),
  ]
  const meetings = [
    meeting('away', ['unit', 'firm'], { slot: 1, tableNo: 1 }),
    meeting('left', ['other', 'gone'], { slot: 2, tableNo: 1 }),
    meeting('twice', ['other', 'rival'], { slot: 2, tableNo: 2 }),
    meeting('unstaffed', ['other', 'firm'], { slot: 3, tableNo: 1, unstaffed: true }),
    meeting('banned', ['unit', 'rival'], { slot: 4, tableNo: 1 }),
  ]
  const mark = { sessionId: 's', departmentId: 'unit', companyId: 'rival', reason: null, markedBy: 'w', markedAt: before }
  const troubles = troublesOf(factsOf({ participants, meetings, pairMarks: [{ ...mark, kind: 'ban' }] }), before)
  const told = Object.fromEntries(
    [...troubles].map(([id, list]) => [id, list.map(({ code, participantId }) => `${code} ${participantId}`)]),
  )
  expect(told).toEqual({
    away: ['away unit'],
    left: ['twice other', 'not_coming gone'],
    twice: ['twice other'],
    unstaffed: ['unstaffed other', 'unstaffed firm'],
    banned: ['banned rival'],
  })
})

test('a person who cannot come at that hour is a trouble of their participant', () => {
  const people = [person('unit-person', 'unit', { unavailable: [2] }), person('firm-person', 'firm')]
  const meetings = [meeting('m', ['unit', 'firm'], { slot: 2, tableNo: 1 })]
  expect(troublesOf(factsOf({ people, meetings }), before).get('m')).toEqual([{ code: 'away', participantId: 'unit' }])
})

test('what has begun is nobody’s trouble any more', () => {
  const meetings = [meeting('m', ['unit', 'firm'], { slot: 1, tableNo: 1, unstaffed: true })]
  expect(troublesOf(factsOf({ meetings }), at('09:00')).size).toBe(0)
  expect(troublesOf(factsOf({ meetings }), at('08:59')).size).toBe(1)
})

test('requests for hours that cannot all be had are told as soon as there is one too many', () => {
  const asked = (id: string, company: string, from: number, to: number) =>
    meeting(id, ['unit', company], { status: 'pending', windowFrom: from, windowTo: to })
  const fits = [asked('a', 'firm', 1, 2), asked('b', 'rival', 2, 2)]
  expect(troublesOf(factsOf({ meetings: fits }), before).size).toBe(0)
  const full = [...fits, meeting('c', ['unit', 'third'], { slot: 1, tableNo: 1 })]
  const participants = [
    participant('unit'),
    participant('firm', 'company'),
    participant('rival', 'company'),
    participant('third', 'company'),
  ]
  const troubles = troublesOf(factsOf({ participants, meetings: full }), before)
  expect([...troubles.keys()].toSorted()).toEqual(['a', 'b'])
  expect(troubles.get('a')).toEqual([{ code: 'wished_twice', participantId: 'unit' }])
})

test('a meeting may go where everybody is free and a table is left, and is told why not elsewhere', () => {
  const meetings = [
    meeting('moved', ['unit', 'firm'], { slot: 1, tableNo: 1 }),
    meeting('busy', ['unit', 'rival'], { slot: 2, tableNo: 2 }),
    meeting('gone', ['firm', 'other'], { slot: 3, tableNo: 3, status: 'cancelled' }),
  ]
  const participants = [
    participant('unit'),
    participant('other'),
    participant('firm', 'company', { unavailable: [4] }),
    participant('rival', 'company'),
  ]
  const choices = slotChoices(factsOf({ meetings, participants }), meetings[0]!, before)
  expect(choices.map(({ tables, busy, away }) => ({ tables, busy, away }))).toEqual([
    { tables: [2, 3], busy: [], away: [] },
    { tables: [1, 3], busy: ['unit'], away: [] },
    { tables: [1, 2, 3], busy: [], away: [] },
    { tables: [1, 2, 3], busy: [], away: ['firm'] },
  ])
  expect(choices.map(isFree)).toEqual([true, false, true, true])
  expect(tableFor(choices[2]!, meetings[0]!)).toBe(1)
  expect(tableFor(choices[0]!, meetings[0]!)).toBe(2)
})

test('nothing can be moved to a slot that has begun', () => {
  const moved = meeting('m', ['unit', 'firm'])
  expect(slotChoices(factsOf({ meetings: [moved] }), moved, at('09:25')).map(({ slot }) => slot.number)).toEqual([3, 4])
})
