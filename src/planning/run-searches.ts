import { breath } from '../shared/breath.ts'
import { AnnealPlanner } from './anneal-planner.ts'
import { AnnealThenPolish } from './anneal-then-polish.ts'
import { CorePlanner, literalsMax } from './core-planner.ts'
import type { Grid } from './grid.ts'
import { PolishPlanner } from './polish-planner.ts'
import type { Race } from './race.ts'
import { openSat } from './sat.ts'
import type { Search } from './search.ts'

export type SearchKind = 'cores' | 'anneal'

const yieldMs = 40

export type Pace = {
  /** Milliseconds, from any origin. */
  now: () => number
  seconds: number
  onBetter: () => void
  isStopped: () => boolean
}

/** Where no satisfiability solver runs, or the problem is too large for one, annealing does it alone. */
export async function openSearch(kind: SearchKind, grid: Grid, seed: number, isAlone: boolean): Promise<Search> {
  const sat = grid.domain.length > literalsMax ? undefined : await openSat(seed)
  const annealing = new AnnealPlanner(grid, seed)
  if (sat === undefined) return annealing
  return kind === 'cores'
    ? new CorePlanner(grid, sat, isAlone)
    : new AnnealThenPolish(annealing, new PolishPlanner(grid, sat, seed))
}

/** Takes turns on one thread, who has had least time first, until time is up, it is stopped, or the race is won. */
export async function runSearches(searches: readonly Search[], race: Race, pace: Pace): Promise<void> {
  const start = pace.now()
  const runners = searches.map((search) => ({ search, spent: 0, isDone: false }))
  const elapsed = () => (pace.now() - start) / (pace.seconds * 1_000)
  let rested = start
  while (!race.isWon && !pace.isStopped() && elapsed() < 1) {
    const runner = runners.filter(({ isDone }) => !isDone).toSorted((one, other) => one.spent - other.spent)[0]
    if (runner === undefined) return
    const before = pace.now()
    runner.isDone = !runner.search.step(elapsed())
    runner.spent += pace.now() - before
    share(runner.search, searches, race, pace)
    if (pace.now() - rested < yieldMs) continue
    await breath()
    rested = pace.now()
  }
}

function share(search: Search, searches: readonly Search[], race: Race, pace: Pace): void {
  race.prove(search.bound())
  const found = search.found()
  if (found === undefined || !race.enter(found)) return
  for (const other of searches) if (other !== search) other.hear(found)
  pace.onBetter()
}
