import { AnnealPlanner } from './anneal-planner.ts'
import { explain } from './explain.ts'
import { gridOf, out } from './grid.ts'
import type { Grid } from './grid.ts'
import { Race } from './race.ts'
import { openSearch, runSearches } from './run-searches.ts'
import type { Found } from './score.ts'
import type { Assignment, Plan, TimetableProblem } from './timetable-problem.ts'

export type Progress = { breaks: number; gap: number; unplaced: number; bound: number; seconds: number }

export type PlanOptions = {
  /** How long it may take; a plan proven best is returned at once. */
  seconds: number
  seed: number
  /** Milliseconds, from any origin. */
  now: () => number
  onProgress?: (progress: Progress) => void
  /** Aborted, it answers with the best plan so far. */
  signal?: AbortSignal
  /** Runs the searches side by side (planThreads); without it they take turns. */
  threads?: Threads
}

export type Contest = { problem: TimetableProblem; race: Race; options: PlanOptions; onBetter: () => void }
export type Threads = (contest: Contest) => Promise<void>

/** `bound`: no plan that places as many has fewer breaks; `isBest`: this one has no more; `isCutShort`: it was stopped before. */
export type TimetablePlan = Plan & { bound: number; isBest: boolean; isCutShort: boolean; seconds: number }

/** Feasible first, then all placed, then a gap of at most two, then fewest breaks. */
export async function planTimetable(problem: TimetableProblem, options: PlanOptions): Promise<TimetablePlan> {
  const start = options.now()
  const grid = gridOf(problem)
  const race = new Race(grid)
  const seconds = () => (options.now() - start) / 1_000
  const onBetter = () => options.onProgress?.(progressOf(race, seconds()))
  race.enter(firstAnswer(grid, options.seed))
  if (options.threads === undefined) await takeTurns(grid, race, options, onBetter)
  else await options.threads({ problem, race, options, onBetter })
  const { score, slots } = race.best
  return {
    assignments: assignmentsOf(problem, slots),
    unplaced: explain(problem, grid, slots, race.isPlaced),
    breaks: score.breaks,
    gap: score.gap,
    bound: race.breaksBound,
    isBest: race.isWon,
    isCutShort: !race.isWon && (options.signal?.aborted ?? false),
    seconds: seconds(),
  }
}

/** The timetable of a plan; meetings it does not know are out. */
export function slotsOfPlan(problem: TimetableProblem, plan: Pick<Plan, 'assignments'>): Int32Array {
  const slots = new Map(plan.assignments.map(({ meeting, slot }) => [meeting, slot - 1]))
  return Int32Array.from(problem.meetings, ({ id }) => slots.get(id) ?? out)
}

/** Tables count up within a slot, in the order of the meetings, keeping those that `kept` already has there. */
export function assignmentsOf(problem: TimetableProblem, slots: Int32Array, kept: readonly Assignment[] = []): Assignment[] {
  const before = new Map(kept.map((assignment) => [assignment.meeting, assignment]))
  const taken = Array.from({ length: problem.slots }, () => new Set<number>())
  const tables = problem.meetings.map(({ id }, index) => {
    const old = before.get(id)
    const isKept = old !== undefined && old.slot - 1 === slots[index] && old.table <= problem.tables
    if (isKept) taken[slots[index]!]!.add(old.table)
    return isKept ? old.table : undefined
  })
  return problem.meetings.flatMap(({ id }, index) => {
    const slot = slots[index]!
    return slot === out ? [] : [{ meeting: id, slot: slot + 1, table: tables[index] ?? freeTable(taken[slot]!) }]
  })
}

function freeTable(taken: Set<number>): number {
  let table = 1
  while (taken.has(table)) table++
  taken.add(table)
  return table
}

async function takeTurns(grid: Grid, race: Race, options: PlanOptions, onBetter: () => void): Promise<void> {
  const searches = await Promise.all([
    openSearch('cores', grid, options.seed, false),
    openSearch('anneal', grid, options.seed + 1, false),
  ])
  const isStopped = () => options.signal?.aborted ?? false
  await runSearches(searches, race, { now: options.now, seconds: options.seconds, onBetter, isStopped })
  for (const search of searches) search.close()
}

/** Random and settled: there is a plan to answer with however soon it is stopped. */
function firstAnswer(grid: Grid, seed: number): Found | undefined {
  const planner = new AnnealPlanner(grid, seed)
  planner.step(0)
  planner.finish()
  return planner.found()
}

function progressOf(race: Race, seconds: number): Progress {
  const { score, slots } = race.best
  const unplaced = slots.filter((slot) => slot === out).length
  return { breaks: score.breaks, gap: score.gap, unplaced, bound: race.breaksBound, seconds }
}
