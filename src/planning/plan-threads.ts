import type { Worker } from 'node:worker_threads'
import type { Contest, Threads } from './plan-timetable.ts'
import type { SearchKind } from './run-searches.ts'
import type { Found } from './score.ts'
import type { Bound } from './search.ts'
import type { TimetableProblem } from './timetable-problem.ts'

export type Task = { problem: TimetableProblem; kind: SearchKind; seed: number; seconds: number }
export type Report = { found: Found | undefined; bound: Bound; isDone: boolean }

const threadsMax = 4
/** What starting a thread and telling of its last find take off the time, in seconds. */
const overheadSeconds = 0.1

/** The searches side by side, each on its own thread; undefined where there are none, as in workerd. */
export function planThreads(): Threads | undefined {
  const workers = process.getBuiltinModule?.('node:worker_threads')
  const os = process.getBuiltinModule?.('node:os')
  if (workers?.Worker === undefined || os?.availableParallelism === undefined) return undefined
  const count = Math.min(threadsMax, Math.max(2, os.availableParallelism()))
  return (contest) => runThreads(workers.Worker, count, contest)
}

type WorkerClass = typeof Worker

async function runThreads(Thread: WorkerClass, count: number, contest: Contest): Promise<void> {
  const { problem, options } = contest
  const seconds = Math.max(0, options.seconds - overheadSeconds)
  const threads = Array.from({ length: count }, (_, index) => {
    const task: Task = { problem, kind: index % 2 === 0 ? 'cores' : 'anneal', seed: options.seed * count + index, seconds }
    return new Thread(new URL('../entry-planner.ts', import.meta.url), { workerData: task })
  })
  try {
    await untilOver(threads, contest)
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()))
  }
}

function untilOver(threads: readonly InstanceType<WorkerClass>[], { race, options, onBetter }: Contest): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, options.seconds * 1_000)
    const end = () => {
      clearTimeout(timer)
      resolve()
    }
    let running = threads.length
    options.signal?.addEventListener('abort', end, { once: true })
    if (options.signal?.aborted) end()
    for (const thread of threads) {
      thread.on('message', ({ found, bound, isDone }: Report) => {
        race.prove(bound)
        if (race.enter(found)) {
          for (const other of threads) if (other !== thread) other.postMessage(found, [])
          onBetter()
        }
        if (isDone) running--
        if (race.isWon || running === 0) end()
      })
      thread.on('error', reject)
    }
  })
}
