import type { TimetablePlan } from '../planning/plan-timetable.ts'
import type { TimetableProblem } from '../planning/timetable-problem.ts'
import type { PlannerPort, Ports } from '../ports.ts'
import { choosePairs } from './choose-pairs.ts'
import type { PlanChoice, PlanProgress } from './plan-content.ts'
import type { PlanFacts } from './plan-facts.ts'
import { pairKey } from './plan-problems.ts'
import type { Fairness, PlannedPair } from './plan-problems.ts'

export type Chosen = { choice: PlanChoice; problem: TimetableProblem }
/** `isCutShort`: by whoever stopped it, or by the end of the process. */
export type Searched = Chosen & { found: TimetablePlan; isCutShort: boolean }

type Search = {
  fairness: Fairness
  seed: number
  /** What is left of the time by now, in seconds. */
  left: () => number
  signal: AbortSignal
  onChosen: (chosen: Chosen) => Promise<unknown>
  onProgress: (progress: PlanProgress) => void
}

/** The least a search gets, however long it took to know what to search for. */
const searchSecondsMin = 0.5
/** The share of the time after which pairs that have no place still make room for others. */
const firstShare = 0.5

/**
 * Who meets whom, then where and when. The choice knows how much room there is and not how it is laid out: pairs that the
 * timetable has no place for are chosen once more without, and the better of the two plans counts.
 */
export async function searchPlan(ports: Ports & { planner: PlannerPort }, facts: PlanFacts, search: Search): Promise<Searched> {
  const chosen = await choosePairs(ports, facts, search.fairness)
  await search.onChosen(chosen)
  const first = { ...chosen, found: await searchOnce(ports, chosen, search, firstShare) }
  const dropped = droppedOf(facts, first)
  const isOver = dropped.length === 0 || search.left() < searchSecondsMin
  if (search.signal.aborted || (isOver && !first.found.isCutShort)) return { ...first, isCutShort: search.signal.aborted }
  const others =
    dropped.length === 0
      ? chosen
      : await choosePairs(ports, facts, search.fairness, new Set(dropped.map((pair) => pairKey(pair.department, pair.company))))
  const found = await searchOnce(ports, others, search)
  const second = { choice: boundOf(others.choice, chosen.choice), problem: others.problem, found }
  return { ...(isBetter(second, first) ? second : first), isCutShort: search.signal.aborted || found.isCutShort }
}

/** Ends at that share of the time where something is still without a place. */
async function searchOnce(
  { planner }: { planner: PlannerPort },
  { problem }: Chosen,
  { seed, left, signal, onProgress }: Search,
  share = 1,
): Promise<TimetablePlan> {
  const seconds = Math.max(searchSecondsMin, left())
  const early = new AbortController()
  let unplaced = 0
  const timer = setTimeout(() => unplaced > 0 && share < 1 && early.abort(), seconds * share * 1_000)
  try {
    return await planner.plan(problem, {
      seconds,
      seed,
      signal: AbortSignal.any([signal, early.signal]),
      onProgress: (progress) => {
        unplaced = progress.unplaced
        onProgress(progress)
      },
    })
  } finally {
    clearTimeout(timer)
  }
}

type Found = Chosen & { found: TimetablePlan }

/** What the matchmaker pinned is told as it is, and not exchanged. */
function droppedOf({ pairMarks }: PlanFacts, { choice, found }: Found): PlannedPair[] {
  const pinned = new Set(
    pairMarks.filter(({ kind }) => kind === 'pin').map(({ departmentId, companyId }) => pairKey(departmentId, companyId)),
  )
  const out = new Set(found.unplaced.map(({ meeting }) => meeting))
  return choice.pairs.filter(({ id, department, company }) => out.has(id) && !pinned.has(pairKey(department, company)))
}

/** How well a choice does is measured against all pairs, be it that some were left out. */
function boundOf(choice: PlanChoice, first: PlanChoice): PlanChoice {
  const { totals } = choice
  return totals === null ? choice : { ...choice, totals: { ...totals, fitBound: first.totals?.fitBound ?? totals.fitBound } }
}

function isBetter(one: Found, other: Found): boolean {
  const [worth, before] = [worthOf(one), worthOf(other)]
  return worth === before ? one.found.breaks < other.found.breaks : worth > before
}

/** Of everything that has a place; meetings that stay weigh more than any pair. */
function worthOf({ problem, found }: Found): number {
  const placed = new Set(found.assignments.map(({ meeting }) => meeting))
  return problem.meetings.reduce((sum, { id, weight }) => sum + (placed.has(id) ? (weight ?? 1) : 0), 0)
}
