import type { Allocation, AllocationProblem, Pair, Side, UnmetBound } from './allocation-problem.ts'
import type { Remedy } from './cause.ts'
import { Flow } from './flow.ts'

export const alternatesMax = 3
const priceMaxDefault = 0.05
const tolerance = 1e-9

/** Fits are rounded to this many steps, so that a kept bound outweighs all of them and sums stay exact. */
const fitSteps = 100_000
const boundWorth = 1e9
const pinWorth = 1e13
/** Totals are rounded, so that they do not hang on the order of adding. */
const decimals = 6

type Lower = {
  arc: number
  least: number
  unmet: Omit<UnmetBound, 'short' | 'remedy'>
  remedy: (short: number) => Remedy
}
type Solution = { meetings: Pair[]; fit: number; unmet: UnmetBound[] }

/** Which pairs meet, with the highest total fit: exact, by a flow of least cost in which every kept bound is worth more than all fits. */
export function allocate(problem: AllocationProblem): Allocation {
  const steps = allocation(problem)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** The same beside other work: it pauses after each of the flows that finding a floor takes. */
export async function allocateBesides(problem: AllocationProblem, pause: () => Promise<void>): Promise<Allocation> {
  const steps = allocation(problem)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await pause()
  }
}

function* allocation(problem: AllocationProblem): Generator<undefined, Allocation> {
  const free = solve(problem, undefined)
  yield
  const floor = problem.floor === 'highest' ? yield* highestFloor(problem, free) : problem.floor
  const chosen = floor === undefined ? free : solve(problem, floor)
  return {
    ...chosen,
    fitBound: free.fit,
    fitGreedy: greedyFit(problem),
    floor,
    price: priceOf(chosen, free),
    alternates: problem.departments.map(({ id }) => ({ department: id, companies: alternatesOf(problem, chosen, id) })),
  }
}

function priceOf(chosen: Solution, free: Solution): number {
  return free.fit === 0 ? 0 : Math.max(0, 1 - chosen.fit / free.fit)
}

/** A higher floor leaves fewer choices, so its price only rises and bisection finds the last one that can be paid. */
function* highestFloor(problem: AllocationProblem, free: Solution): Generator<undefined, number | undefined> {
  const priceMax = problem.priceMax ?? priceMaxDefault
  const fits = [...new Set(problem.pairs.filter(({ mark }) => mark !== 'ban').map(({ fit }) => fit))].toSorted((a, b) => a - b)
  let low = -1
  let high = fits.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const solution = solve(problem, fits[middle])
    yield
    if (solution.unmet.length <= free.unmet.length && priceOf(solution, free) <= priceMax + tolerance) low = middle
    else high = middle - 1
  }
  return fits[low]
}

function solve(problem: AllocationProblem, floor: number | undefined): Solution {
  const { departments, companies } = problem
  const pairs = problem.pairs.filter(({ mark }) => mark !== 'ban')
  const highest = pairs.reduce((most, { fit }) => Math.max(most, fit), 0)
  const [source, sink] = [0, 1]
  const flow = new Flow(2 + 3 * (departments.length + companies.length))
  const lowers: Lower[] = []
  const nodes = new Map<string, number>()
  const build = (side: Side, kind: 'department' | 'company', index: number) => {
    const node = 2 + 3 * index
    nodes.set(`${kind} ${side.id}`, node)
    const link = (from: number, to: number, room: number, cost: number) =>
      kind === 'department' ? flow.arc(from, to, room, cost) : flow.arc(to, from, room, cost)
    lowers.push(...sideArcs(link, side, kind, kind === 'department' ? source : sink, node, floor))
  }
  departments.forEach((side, index) => build(side, 'department', index))
  companies.forEach((side, index) => build(side, 'company', departments.length + index))
  const arcs = pairs.map((pair) => {
    const part = floor === undefined || pair.fit >= floor ? 1 : 2
    const from = nodes.get(`department ${pair.department}`)! + part
    const to = nodes.get(`company ${pair.company}`)! + part
    const worth = highest === 0 ? 1 : Math.round((pair.fit / highest) * fitSteps)
    return flow.arc(from, to, 1, -worth - (pair.mark === 'pin' ? pinWorth : 0))
  })
  flow.send(source, sink, problem.meetingsMax ?? pairs.length)
  const meetings = pairs.filter((_, index) => flow.used(arcs[index]!) === 1)
  const fit = totalFit(meetings)
  return { meetings, fit, unmet: [...unmetPins(pairs, meetings), ...unmetLowers(flow, lowers)] }
}

/** Somebody is three nodes: all meetings, those that reach the floor, and the others. */
function sideArcs(
  link: (from: number, to: number, room: number, cost: number) => number,
  { id, min = 0, max }: Side,
  side: 'department' | 'company',
  end: number,
  node: number,
  floor: number | undefined,
): Lower[] {
  const lowers: Lower[] = []
  const least = Math.min(min, max)
  if (least > 0)
    lowers.push({
      arc: link(end, node, least, -boundWorth),
      least,
      unmet: { bound: 'min', side, id, cause: { code: 'min_unmet', side, participant: id, min } },
      remedy: (short) => ({ code: 'lower_minimum', participant: id, to: least - short, short }),
    })
  link(end, node, max - least, 0)
  if (floor !== undefined)
    lowers.push({
      arc: link(node, node + 1, 1, -boundWorth),
      least: 1,
      unmet: { bound: 'floor', side, id, cause: { code: 'floor_unmet', side, participant: id, floor } },
      remedy: () => ({ code: 'lower_floor', participant: id }),
    })
  link(node, node + 1, max, 0)
  link(node, node + 2, max, 0)
  return lowers
}

function unmetLowers(flow: Flow, lowers: readonly Lower[]): UnmetBound[] {
  return lowers.flatMap(({ arc, least, unmet, remedy }) => {
    const short = least - flow.used(arc)
    return short > 0 ? [{ ...unmet, short, remedy: remedy(short) }] : []
  })
}

function unmetPins(pairs: readonly Pair[], meetings: readonly Pair[]): UnmetBound[] {
  const met = new Set(meetings)
  return pairs
    .filter((pair) => pair.mark === 'pin' && !met.has(pair))
    .map(({ department, company }) => ({
      bound: 'pin',
      id: department,
      company,
      short: 1,
      cause: { code: 'pin_unmet', department, company },
      remedy: { code: 'one_more_meeting', department, company },
    }))
}

function alternatesOf({ pairs }: AllocationProblem, { meetings }: Solution, department: string): Pair[] {
  const met = new Set(meetings)
  const others = pairs.filter((pair) => pair.department === department && pair.mark !== 'ban' && !met.has(pair))
  return others.toSorted((one, other) => other.fit - one.fit).slice(0, alternatesMax)
}

/** Pins first, then the best pairs of those below their minimum, then the best of all, as long as both have room. */
function greedyFit({ departments, companies, pairs, meetingsMax = Infinity }: AllocationProblem): number {
  const sides = new Map<string, { count: number; min: number; max: number }>()
  for (const { id, min = 0, max } of departments) sides.set(`department ${id}`, { count: 0, min, max })
  for (const { id, min = 0, max } of companies) sides.set(`company ${id}`, { count: 0, min, max })
  const order = pairs
    .filter(({ mark }) => mark !== 'ban')
    .toSorted((one, other) => pinned(other) - pinned(one) || other.fit - one.fit)
  const met = new Set<Pair>()
  for (const isForMinimum of [true, false])
    for (const pair of order) {
      const ends = [sides.get(`department ${pair.department}`)!, sides.get(`company ${pair.company}`)!]
      const isWanted = !isForMinimum || pair.mark === 'pin' || ends.some(({ count, min }) => count < min)
      if (met.size >= meetingsMax || met.has(pair) || !isWanted || ends.some(({ count, max }) => count >= max)) continue
      met.add(pair)
      for (const end of ends) end.count++
    }
  return totalFit([...met])
}

function totalFit(pairs: readonly Pair[]): number {
  return Number(pairs.reduce((sum, { fit }) => sum + fit, 0).toFixed(decimals))
}

function pinned({ mark }: Pair): number {
  return mark === 'pin' ? 1 : 0
}
