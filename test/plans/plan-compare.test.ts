import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Assignment } from '../../src/planning/timetable-problem.ts'
import { comparePlaces } from '../../src/plans/plan-compare.ts'

const places = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'))
  .chain((meetings) =>
    fc.tuple(
      ...meetings.map((meeting) =>
        fc.record({ meeting: fc.constant(meeting), slot: fc.integer({ min: 1, max: 2 }), table: fc.integer({ min: 1, max: 2 }) }),
      ),
    ),
  )

test('a comparison leads from the one timetable to the other', () => {
  fc.assert(
    fc.property(places, places, (before: Assignment[], after: Assignment[]) => {
      const { moved, added, removed, same } = comparePlaces(before, after)
      const becomes = new Map(before.map(({ meeting, ...stand }) => [meeting, stand]))
      for (const { meeting } of removed) becomes.delete(meeting)
      for (const { meeting, after: stand } of [...moved, ...added]) becomes.set(meeting, stand!)
      expect(becomes).toEqual(new Map(after.map(({ meeting, ...stand }) => [meeting, stand])))
      expect(moved.length + removed.length + same).toBe(before.length)
      expect(added.length + moved.length + same).toBe(after.length)
    }),
  )
})
