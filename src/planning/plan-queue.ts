import type { Log, PlannerPort } from '../ports.ts'
import { planThreads } from './plan-threads.ts'
import { planTimetable } from './plan-timetable.ts'
import type { TimetablePlan } from './plan-timetable.ts'
import type { TimetableProblem } from './timetable-problem.ts'

type AskedOptions = Parameters<PlannerPort['plan']>[1]

/** Plans in this process, one after the other: each takes as many threads as there are cores. */
export class PlanQueue implements PlannerPort {
  readonly #log: Log
  readonly #closing = new AbortController()
  #last: Promise<void> = Promise.resolve()

  constructor(log: Log) {
    this.#log = log
  }

  plan(problem: TimetableProblem, { signal, ...options }: AskedOptions): Promise<TimetablePlan> {
    const threads = planThreads()
    return planTimetable(problem, {
      ...options,
      now: () => performance.now(),
      signal: AbortSignal.any([this.#closing.signal, ...(signal === undefined ? [] : [signal])]),
      ...(threads !== undefined && { threads }),
    })
  }

  begin(work: (turn: Promise<void>) => Promise<void>): void {
    this.#last = work(this.#last).catch((error: unknown) => this.#log('error', 'plan.failed', { error }))
  }

  /** When everything begun has ended. */
  idle(): Promise<void> {
    return this.#last
  }

  /** What runs ends with the best plan so far. */
  close(): Promise<void> {
    this.#closing.abort()
    return this.#last
  }
}
