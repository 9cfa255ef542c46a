import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planThreads } from '../../src/planning/plan-threads.ts'
import { planTimetable } from '../../src/planning/plan-timetable.ts'
import type { TimetablePlan } from '../../src/planning/plan-timetable.ts'
import type { TimetableProblem } from '../../src/planning/timetable-problem.ts'
import { bestByTrying, faultsOf } from './check-plan.ts'
import { plantedProblem, smallProblem } from './problems.ts'

/** Counts calls instead of time, so that a busy machine plans as well as an idle one. */
function ticks(): () => number {
  let count = 0
  return () => count++
}

function plan(problem: TimetableProblem, calls = 4_000): Promise<TimetablePlan> {
  return planTimetable(problem, { seconds: calls / 1_000, seed: 1, now: ticks() })
}

const pair = (id: string, one: string, other: string, more: object = {}) => ({ id, participants: [one, other], ...more })
const people = (...ids: string[]) => ids.map((id) => ({ id }))

describe('a timetable', () => {
  test('is as good as trying everything, and proven so', async () => {
    await fc.assert(
      fc.asyncProperty(smallProblem, async (problem) => {
        const found = await plan(problem, 300)
        expect(faultsOf(problem, found)).toEqual([])
        const best = bestByTrying(problem)
        expect(found.unplaced).toHaveLength(best.unplaced)
        if (best.unplaced === 0) expect([found.breaks, found.bound]).toEqual([best.breaks, best.breaks])
      }),
      { numRuns: 60, seed: 6 },
    )
  })

  test.each([
    [1, 20, 8, 8],
    [2, 30, 10, 12],
    [3, 40, 20, 10],
  ])('finds the plan without breaks that problem %i was cut from', async (seed, count, slots, tables) => {
    const problem = plantedProblem(seed, count, slots, tables)
    const found = await plan(problem)
    expect(problem.meetings.length).toBeGreaterThan(count)
    expect(faultsOf(problem, found)).toEqual([])
    expect(found).toMatchObject({ breaks: 0, gap: 0, unplaced: [], bound: 0, isBest: true })
  })

  test('comes from threads as well', async () => {
    const problem = plantedProblem(4, 20, 8, 8)
    const threads = planThreads()!
    const found = await planTimetable(problem, { seconds: 15, seed: 1, now: () => performance.now(), threads })
    expect(faultsOf(problem, found)).toEqual([])
    expect(found).toMatchObject({ breaks: 0, isBest: true })
  })

  test('is the same for the same seed, and does not hang on the order of the input', async () => {
    const problem = plantedProblem(5, 16, 8, 5)
    const turned = { ...problem, meetings: problem.meetings.toReversed(), participants: problem.participants.toReversed() }
    const [one, again, other] = await Promise.all([plan(problem), plan(problem), plan(turned)])
    expect(again.assignments).toEqual(one.assignments)
    expect(other.breaks).toBe(one.breaks)
  })

  test('is the best so far when it is stopped at once', async () => {
    const problem = plantedProblem(6, 30, 10, 12)
    const found = await planTimetable(problem, { seconds: 60, seed: 1, now: ticks(), signal: AbortSignal.abort() })
    expect(faultsOf(problem, found)).toEqual([])
    expect(found.assignments.length).toBeGreaterThan(problem.meetings.length / 2)
  })

  test('tells its progress, each time better', async () => {
    const told: number[] = []
    const onProgress = ({ breaks, unplaced }: { breaks: number; unplaced: number }) => told.push(unplaced * 1_000 + breaks)
    await planTimetable(plantedProblem(7, 30, 10, 12), { seconds: 4, seed: 1, now: ticks(), onProgress })
    expect(told.length).toBeGreaterThan(0)
    expect(told).toEqual(told.toSorted((a, b) => b - a))
  })

  test('of nothing is empty', async () => {
    expect(await plan({ slots: 1, tables: 1, participants: [], meetings: [] })).toMatchObject({
      assignments: [],
      breaks: 0,
      gap: 0,
    })
  })
})

describe('what cannot be placed', () => {
  test('names the participant with too many meetings, and leaves the lightest out', async () => {
    const meetings = ['b', 'c', 'd'].map((other, index) => pair(`m${other}`, 'a', other, { weight: 3 - index }))
    const found = await plan({ slots: 2, tables: 5, participants: people('a', 'b', 'c', 'd'), meetings })
    expect(found.unplaced).toMatchObject([{ meeting: 'md', bound: 'participant_slots' }])
    expect(found.unplaced[0]!.reason).toContain('participant a has 3 meetings for 2 possible slots')
    expect(found.unplaced[0]!.relaxation).toContain('leave out')
  })

  test('names the tables, and one more of them helps', async () => {
    const meetings = [pair('m1', 'a', 'b'), pair('m2', 'c', 'd'), pair('m3', 'e', 'f')]
    const found = await plan({ slots: 2, tables: 1, participants: people('a', 'b', 'c', 'd', 'e', 'f'), meetings })
    expect(found.unplaced).toMatchObject([{ bound: 'tables', relaxation: expect.stringContaining('one more table') }])
  })

  test('names who is away, and which slot would do', async () => {
    const participants = [{ id: 'a', unavailable: [1] }, { id: 'b' }]
    const found = await plan({ slots: 3, tables: 1, participants, meetings: [pair('m1', 'a', 'b', { window: [1, 1] })] })
    expect(found.unplaced).toMatchObject([{ bound: 'no_slot', relaxation: 'participant a available in slot 1 (slot 1)' }])
  })

  test('names the other meeting pinned to the same slot', async () => {
    const meetings = [pair('m1', 'a', 'b', { slot: 1 }), pair('m2', 'a', 'c', { slot: 1 })]
    const found = await plan({ slots: 2, tables: 2, participants: people('a', 'b', 'c'), meetings })
    expect(found.unplaced).toMatchObject([{ relaxation: 'pin it to slot 2 instead (slot 2)' }])
  })

  test('is an optional meeting rather than a required one, whatever they weigh', async () => {
    const meetings = [pair('m1', 'a', 'b', { required: false, weight: 900 }), pair('m2', 'a', 'c', { weight: 0 })]
    const found = await plan({ slots: 1, tables: 2, participants: people('a', 'b', 'c'), meetings })
    expect(found.unplaced).toMatchObject([{ meeting: 'm1' }])
  })

  test('is as little as can be where a hundred too many meetings want in', async () => {
    const participants = people(...Array.from({ length: 60 }, (_, index) => `p${index}`))
    const meetings = Array.from({ length: 200 }, (_, index) => pair(`m${index}`, `p${index % 30}`, `p${30 + ((index * 7) % 30)}`))
    const problem = { slots: 10, tables: 10, participants, meetings }
    const found = await plan(problem, 150)
    expect(faultsOf(problem, found)).toEqual([])
    expect(found.unplaced).toHaveLength(100)
  })
})
