import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from '../../src/planning/allocate.ts'
import type { Allocation, AllocationProblem, Pair, UnmetBound } from '../../src/planning/allocation-problem.ts'
import { causeWords, remedyWords } from '../../src/planning/cause.ts'
import { seeded } from '../../src/planning/random.ts'

const sides = (prefix: string, limits: { min: number; max: number }[]) =>
  limits.map((limit, index) => ({ id: `${prefix}${index + 1}`, ...limit }))
const limits = fc.array(fc.record({ min: fc.integer({ min: 0, max: 1 }), max: fc.integer({ min: 1, max: 2 }) }), {
  minLength: 1,
  maxLength: 3,
})

const smallProblem: fc.Arbitrary<AllocationProblem> = fc
  .record({
    departments: limits,
    companies: limits,
    fits: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 9, maxLength: 9 }),
  })
  .chain(({ departments, companies, fits }) => {
    const all = departments.flatMap((_, d) =>
      companies.map((__, c) => ({ department: `d${d + 1}`, company: `c${c + 1}`, fit: fits[d * 3 + c]! })),
    )
    return fc.record({
      departments: fc.constant(sides('d', departments)),
      companies: fc.constant(sides('c', companies)),
      pairs: fc.tuple(
        ...all.map((pair) =>
          fc
            .option(fc.constantFrom('pin' as const, 'ban' as const), { freq: 4 })
            .map((mark) => (mark ? { ...pair, mark } : pair)),
        ),
      ),
      meetingsMax: fc.integer({ min: 1, max: 6 }),
    })
  })

/** Most pins kept, then most of the minimums, then the highest total fit. */
function bestByTrying({ departments, companies, pairs, meetingsMax = Infinity }: AllocationProblem): [number, number, number] {
  let best: [number, number, number] = [-1, -1, -1]
  const free = pairs.filter(({ mark }) => mark !== 'ban')
  for (let choice = 0; choice < 1 << free.length; choice++) {
    const met = free.filter((_, index) => (choice >> index) & 1)
    const count = (id: string) => met.filter(({ department, company }) => department === id || company === id).length
    const everybody = [...departments, ...companies]
    if (met.length > meetingsMax || everybody.some(({ id, max }) => count(id) > max)) continue
    const pins = met.filter(({ mark }) => mark === 'pin').length
    const minimums = everybody.reduce((sum, { id, min = 0 }) => sum + Math.min(min, count(id)), 0)
    const one: [number, number, number] = [pins, minimums, met.reduce((sum, { fit }) => sum + fit, 0)]
    const by = one.map((value, index) => value - best[index]!).find((difference) => difference !== 0)
    if (by !== undefined && by > 0) best = one
  }
  return best
}

function valueOf({ departments, companies }: AllocationProblem, { meetings }: Allocation): [number, number, number] {
  const count = (id: string) => meetings.filter(({ department, company }) => department === id || company === id).length
  const pins = meetings.filter(({ mark }) => mark === 'pin').length
  const minimums = [...departments, ...companies].reduce((sum, { id, min = 0 }) => sum + Math.min(min, count(id)), 0)
  return [pins, minimums, meetings.reduce((sum, { fit }) => sum + fit, 0)]
}

function largeProblem(departments: number, companies: number): AllocationProblem {
  const random = seeded(3)
  const side = (prefix: string, count: number, min: number, max: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, min, max }))
  const [ours, theirs] = [side('d', departments, 2, 24), side('c', companies, 1, 24)]
  const pairs: Pair[] = ours.flatMap((one) =>
    theirs.map((other) => ({ department: one.id, company: other.id, fit: random(1_000) / 10 })),
  )
  return { departments: ours, companies: theirs, pairs, meetingsMax: 24 * 30 }
}

describe('an allocation', () => {
  test('is as good as trying everything: pins, then minimums, then fit', () => {
    fc.assert(
      fc.property(smallProblem, (problem) => {
        const allocation = allocate(problem)
        expect(valueOf(problem, allocation)).toEqual(bestByTrying(problem))
        expect(allocation.meetings.some(({ mark }) => mark === 'ban')).toBe(false)
      }),
      { numRuns: 200, seed: 6 },
    )
  })

  test('never falls below greedy, and lists who comes next', () => {
    const allocation = allocate(largeProblem(20, 40))
    expect(allocation.unmet).toEqual([])
    expect(allocation.fit).toBeGreaterThanOrEqual(allocation.fitGreedy)
    expect(allocation.fit).toBeCloseTo(allocation.fitBound, 6)
    const { department, companies } = allocation.alternates[0]!
    const met = allocation.meetings.filter((pair) => pair.department === department).map(({ company }) => company)
    expect(companies).toHaveLength(3)
    expect(met).not.toEqual(expect.arrayContaining([companies[0]!.company]))
  })

  test('shows the price of a floor, and finds the highest that can be paid', () => {
    const problem = { ...largeProblem(10, 30), meetingsMax: 40 }
    const fair = allocate({ ...problem, floor: 'highest', priceMax: 0.05 })
    for (const { id } of [...problem.departments, ...problem.companies]) {
      const fits = fair.meetings.filter(({ department, company }) => department === id || company === id).map(({ fit }) => fit)
      expect(Math.max(...fits)).toBeGreaterThanOrEqual(fair.floor!)
    }
    expect(fair.price).toBeLessThanOrEqual(0.05)
    expect(fair.fit).toBeCloseTo(fair.fitBound * (1 - fair.price), 6)
    const higher = allocate({ ...problem, floor: fair.floor! + 5 })
    expect(higher.unmet.length > 0 || higher.price > fair.price).toBe(true)
  })

  test('says which minimum cannot be kept and by how much', () => {
    const allocation = allocate({
      departments: [{ id: 'd1', min: 3, max: 3 }],
      companies: [{ id: 'c1', max: 1 }],
      pairs: [{ department: 'd1', company: 'c1', fit: 50 }],
    })
    expect(allocation.meetings).toHaveLength(1)
    expect(allocation.unmet).toMatchObject([{ bound: 'min', id: 'd1', short: 2 }])
    const [{ cause, remedy }] = allocation.unmet as [UnmetBound]
    expect(causeWords(cause).zh).toBe('部门d1达不到最少 3 场')
    expect(remedyWords(remedy).en).toContain('minimum of d1 to 1')
  })

  test('says which pin has no room', () => {
    const pair = (company: string): Pair => ({ department: 'd1', company, fit: 1, mark: 'pin' })
    const allocation = allocate({
      departments: [{ id: 'd1', max: 1 }],
      companies: [
        { id: 'c1', max: 1 },
        { id: 'c2', max: 1 },
      ],
      pairs: [pair('c1'), pair('c2')],
    })
    expect(allocation.unmet).toMatchObject([{ bound: 'pin', id: 'd1', short: 1 }])
  })
})
