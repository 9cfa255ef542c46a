import { describe, expect, test } from 'vitest'
import { readProblem } from '../../src/planning/timetable-problem.ts'

const good = {
  slots: 4,
  tables: 2,
  participants: [{ id: 'a' }, { id: 'b', unavailable: [1] }, { id: 'c', unavailable: null }],
  meetings: [{ id: 'm1', participants: ['a', 'b'], window: null, note: 'ignored' }],
}
const withMeeting = (meeting: object) => ({ ...good, meetings: [{ id: 'm1', participants: ['a', 'b'], ...meeting }] })

describe('a problem file', () => {
  test('may hold other keys, and null for what is absent', () => {
    expect(readProblem({ ...good, name: 'tic' })).toMatchObject({ ok: true, problem: { slots: 4 } })
  })

  test.each<[string, unknown, string]>([
    ['nothing', null, 'problem'],
    ['a list', [], 'slots'],
    ['no slots', { ...good, slots: undefined }, 'slots'],
    ['half a table', { ...good, tables: 1.5 }, 'tables'],
    ['a participant twice', { ...good, participants: [{ id: 'a' }, { id: 'a' }, { id: 'b' }] }, 'a occurs twice'],
    ['a meeting twice', { ...good, meetings: [...good.meetings, ...good.meetings] }, 'm1 occurs twice'],
    ['somebody unknown', withMeeting({ participants: ['a', 'x'] }), 'participant x is unknown'],
    ['somebody meeting themselves', withMeeting({ participants: ['a', 'a'] }), 'participant a occurs twice'],
    ['one alone', withMeeting({ participants: ['a'] }), 'meetings.0.participants'],
    ['a window backwards', withMeeting({ window: [3, 2] }), 'ends (2) before it begins (3)'],
    ['a window past the end', withMeeting({ window: [3, 9] }), 'beyond the last slot, 4'],
    ['a pin past the end', withMeeting({ slot: 5 }), 'beyond the last, 4'],
    ['slot 0', withMeeting({ slot: 0 }), 'meetings.0.slot'],
    [
      'an absence past the end',
      { ...good, participants: [{ id: 'a', unavailable: [7] }, { id: 'b' }] },
      'slot 7 is beyond the last, 4',
    ],
    ['a negative weight', withMeeting({ weight: -1 }), 'meetings.0.weight'],
  ])('with %s is refused, saying where', (_, input, fault) => {
    const read = readProblem(input)
    expect(read.ok ? '' : read.faults.join('; ')).toContain(fault)
  })
})
