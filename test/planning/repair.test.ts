import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { planTimetable } from '../../src/planning/plan-timetable.ts'
import { repair } from '../../src/planning/repair.ts'
import type { Change } from '../../src/planning/repair.ts'
import type { Plan, TimetableProblem } from '../../src/planning/timetable-problem.ts'
import { faultsOf } from './check-plan.ts'
import { plantedProblem } from './problems.ts'

const problem: TimetableProblem = plantedProblem(11, 30, 12, 12)
let plan: Plan

beforeAll(async () => {
  let count = 0
  plan = await planTimetable(problem, { seconds: 2, seed: 1, now: () => count++ })
})

const index = (list: readonly unknown[]) => fc.nat({ max: list.length - 1 })
const change: fc.Arbitrary<Change> = fc.record({
  cancelledMeetings: fc.array(
    index(problem.meetings).map((number) => problem.meetings[number]!.id),
    { maxLength: 2 },
  ),
  leavers: fc.array(
    index(problem.participants).map((number) => problem.participants[number]!.id),
    { maxLength: 1 },
  ),
  unavailable: fc.array(
    fc.record({
      participant: index(problem.participants).map((number) => problem.participants[number]!.id),
      slots: fc.uniqueArray(fc.integer({ min: 1, max: problem.slots }), { maxLength: 2 }),
    }),
    { maxLength: 1 },
  ),
  confirmed: fc.subarray(problem.meetings.map(({ id }) => id)),
})

describe('a repair', () => {
  test('is faultless, and leaves alone what is confirmed and can stay', () => {
    fc.assert(
      fc.property(change, (happened) => {
        const repaired = repair(problem, plan, happened)
        expect(faultsOf(repaired.problem, repaired.plan)).toEqual([])
        for (const id of repaired.moved.filter((moved) => happened.confirmed?.includes(moved))) {
          const { slot } = plan.assignments.find(({ meeting }) => meeting === id)!
          const { participants } = problem.meetings.find((meeting) => meeting.id === id)!
          const isAway = happened.unavailable!.some(
            (away) => participants.includes(away.participant) && away.slots.includes(slot),
          )
          expect(isAway).toBe(true)
        }
      }),
      { numRuns: 100, seed: 6 },
    )
  })

  test('after a cancellation moves nobody, and after an absence few', () => {
    const cancelled = problem.meetings.map(({ id }) => repair(problem, plan, { cancelledMeetings: [id] }).moved.length)
    expect(Math.max(...cancelled)).toBe(0)
    const moves = plan.assignments.map(({ meeting, slot }) => {
      const participant = problem.meetings.find(({ id }) => id === meeting)!.participants[0]!
      return repair(problem, plan, { unavailable: [{ participant, slots: [slot] }] }).moved.length
    })
    const median = moves.toSorted((a, b) => a - b)[moves.length >> 1]!
    expect(median).toBeLessThanOrEqual(Math.max(1, 0.02 * problem.meetings.length))
  })

  test('keeps the tables of those who stay', () => {
    const { plan: repaired } = repair(problem, plan, { cancelledMeetings: [problem.meetings[0]!.id] })
    expect(plan.assignments).toEqual(expect.arrayContaining(repaired.assignments))
  })

  test('moves others for a late arrival where no slot is free', () => {
    const tight: TimetableProblem = {
      slots: 2,
      tables: 2,
      participants: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      meetings: [{ id: 'm1', participants: ['a', 'b'] }],
    }
    const before: Plan = { assignments: [{ meeting: 'm1', slot: 1, table: 1 }], unplaced: [], breaks: 0, gap: 0 }
    const late = { arrivals: [{ id: 'd', unavailable: [2] }], newMeetings: [{ id: 'm2', participants: ['a', 'd'] }] }
    expect(repair(tight, before, late)).toMatchObject({ moved: ['m1'], plan: { unplaced: [] } })
    expect(repair(tight, before, { ...late, confirmed: ['m1'] })).toMatchObject({
      moved: [],
      plan: { unplaced: [{ meeting: 'm2' }] },
    })
  })
})
