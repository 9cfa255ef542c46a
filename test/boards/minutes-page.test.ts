import { expect, test } from 'vitest'
import { blankMinutes, minutesIn, rowsOf, typedMinutes } from '../../src/boards/minutes-page-form.ts'
import { seatsBy } from '../../src/boards/board.ts'
import { factsOf, meeting } from './board-facts.ts'

const today = '2026-03-10'
const row = { 'text.0': ' 发送资料 ', 'owner.0': '周敏', 'due.0': '2026-03-17' }

test('a new form names somebody of each side and days that are plausible', () => {
  const facts = factsOf()
  const form = blankMinutes(seatsBy(facts)(meeting('m', ['unit', 'firm'])), today)
  expect(form).toMatchObject({
    'owner.0': '人unit-person',
    'owner.1': '人firm-person',
    'due.0': '2026-03-17',
    'due.1': '2026-03-24',
  })
})

test('rows without a text are left out, and what was typed is trimmed', () => {
  const read = minutesIn({ ...row, 'owner.1': '陈立', 'due.1': '2026-03-24', outcome: 'info_only', notes: ' 好 ' }, today)
  expect(read).toEqual({
    input: { outcome: 'info_only', actions: [{ text: '发送资料', owner: '周敏', due: '2026-03-17' }], notes: '好' },
  })
})

test.for<[string, Record<string, string>, string[]]>([
  ['nothing at all', {}, ['needOutcome']],
  ['an outcome alone', { outcome: 'next_meeting' }, ['needAction']],
  ['no fit without why', { outcome: 'no_fit' }, ['needReason']],
  ['a day that has passed', { ...row, outcome: 'info_only', 'due.0': '2026-03-09' }, ['lateDue']],
  ['no day', { ...row, outcome: 'info_only', 'due.0': 'soon' }, ['needDue']],
  ['nobody', { ...row, outcome: 'info_only', 'owner.0': ' ' }, ['needOwner']],
  ['too much', { ...row, outcome: 'info_only', notes: '长'.repeat(801) }, ['tooLong']],
])('%s is told where it is missing', ([, form, codes]) => {
  const read = minutesIn(form, today)
  expect('faults' in read ? read.faults.map(({ code }) => code) : []).toEqual(codes)
})

test('no fit needs a reason and no step', () => {
  expect(minutesIn({ outcome: 'no_fit', noFitReason: '只能内网' }, today)).toEqual({
    input: { outcome: 'no_fit', actions: [], noFitReason: '只能内网' },
  })
})

test('what was written comes back to be put right, with as many steps as there are', () => {
  const actions = Array.from({ length: 5 }, (_, index) => ({ text: `事${index}`, owner: '周敏', due: '2026-03-17' }))
  const form = typedMinutes({ outcome: 'pilot_talks', minutes: { actions, notes: '好' } })
  expect(rowsOf(form)).toEqual([0, 1, 2, 3, 4])
  expect(minutesIn(form, today)).toEqual({ input: { outcome: 'pilot_talks', actions, notes: '好' } })
})
