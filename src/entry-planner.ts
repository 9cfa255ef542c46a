import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { gridOf } from './planning/grid.ts'
import type { Report, Task } from './planning/plan-threads.ts'
import { Race } from './planning/race.ts'
import { openSearch, runSearches } from './planning/run-searches.ts'
import type { Found } from './planning/score.ts'

/** One search on a thread of its own, started by planThreads: it tells what it finds and hears of what the others did. */
const { problem, kind, seed, seconds } = workerData as Task
const port = parentPort!
const start = performance.now()
const grid = gridOf(problem)
const search = await openSearch(kind, grid, seed, true)
const race = new Race(grid)
const spent = (performance.now() - start) / 1_000

function report(isDone: boolean): void {
  port.postMessage({ found: race.best, bound: race.bound, isDone } satisfies Report)
}

function hearAll(): void {
  for (let message = receiveMessageOnPort(port); message !== undefined; message = receiveMessageOnPort(port)) {
    const found = message.message as Found
    search.hear(found)
  }
}

let proven = 0
await runSearches([search], race, {
  now: () => performance.now(),
  seconds: Math.max(0, seconds - spent),
  onBetter: () => report(false),
  isStopped: () => {
    hearAll()
    const { missed, breaks } = race.bound
    if (missed + breaks > proven) report(false)
    proven = missed + breaks
    return false
  },
})
report(true)
