import * as fc from 'fast-check'
import { seeded } from '../../src/planning/random.ts'
import type { TimetableProblem } from '../../src/planning/timetable-problem.ts'

/** Small enough to try everything. */
export const smallProblem: fc.Arbitrary<TimetableProblem> = fc
  .record({
    slots: fc.integer({ min: 1, max: 4 }),
    tables: fc.integer({ min: 1, max: 3 }),
    people: fc.integer({ min: 2, max: 6 }),
  })
  .chain(({ slots, tables, people }) => {
    const ids = Array.from({ length: people }, (_, index) => `p${index + 1}`)
    const slot = fc.integer({ min: 1, max: slots })
    const window = fc.tuple(slot, slot).map(([one, other]): [number, number] => [Math.min(one, other), Math.max(one, other)])
    return fc.record({
      slots: fc.constant(slots),
      tables: fc.constant(tables),
      participants: fc.tuple(
        ...ids.map((id) => fc.record({ id: fc.constant(id), unavailable: fc.option(fc.uniqueArray(slot, { maxLength: 2 })) })),
      ),
      meetings: fc
        .array(
          fc.record({
            participants: fc.subarray(ids, { minLength: 2, maxLength: Math.min(4, people) }),
            window: fc.option(window, { freq: 3 }),
            slot: fc.option(slot, { freq: 6 }),
          }),
          { maxLength: 5 },
        )
        .map((meetings) => meetings.map((meeting, index) => ({ ...meeting, id: `m${index + 1}` }))),
    })
  })

/** Cut from a plan without breaks, which therefore exists: everybody's meetings lie in one go somewhere in the day. */
export function plantedProblem(seed: number, people: number, slots: number, tables: number): TimetableProblem {
  const random = seeded(seed)
  const spans = Array.from({ length: people }, () => {
    const length = 2 + random(slots - 1)
    const first = 1 + random(slots - length + 1)
    return { first, last: first + length - 1, next: first }
  })
  const meetings: TimetableProblem['meetings'] = []
  const met = new Set<string>()
  for (let slot = 1; slot <= slots; slot++) {
    const free = spans.flatMap(({ next, last }, person) => (next === slot && slot <= last ? [person] : []))
    for (let count = 0; count < tables && free.length > 1; count++) {
      const pair = [free.splice(random(free.length), 1)[0]!, free.splice(random(free.length), 1)[0]!]
      if (met.has(pair.join())) continue
      met.add(pair.join())
      meetings.push({ id: `m${meetings.length + 1}`, participants: pair.map((person) => `p${person + 1}`) })
      for (const person of pair) spans[person]!.next = slot + 1
    }
    for (const span of spans) if (span.next === slot && span.first === slot) span.next = span.first = slot + 1
  }
  const participants = spans.map((_, person) => ({ id: `p${person + 1}` }))
  return { slots, tables, participants, meetings }
}
