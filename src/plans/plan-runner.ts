import { systemActor } from '../accounts/actor.ts'
import { transact } from '../db/transact.ts'
import { assignmentsOf, slotsOfPlan } from '../planning/plan-timetable.ts'
import type { Plan, TimetableProblem } from '../planning/timetable-problem.ts'
import type { PlannerPort, Ports } from '../ports.ts'
import { withUnplaced } from './choose-pairs.ts'
import type { PlanProgress } from './plan-content.ts'
import { placesIn } from './plan-facts.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { Fairness } from './plan-problems.ts'
import { beatPlan, changePlan } from './plan-store.ts'
import { readPlanFacts } from './read-plan-facts.ts'
import { searchPlan } from './search-plan.ts'
import { findSessionForUpdate } from '../sessions/session-store.ts'

export type RunPorts = Ports & { planner: PlannerPort }

/** A plan that is queued, and what it is to be made by. */
export type Task = {
  planId: string
  sessionId: string
  districtId: string
  /** For everything, from reading to the last search. */
  seconds: number
  seed: number
  fairness: Fairness
}

/** Progress is written, and stopping heard of, this often. */
const beatMs = 1_000

/** From queued to complete, stopped or failed; says every second that it lives. */
export async function runPlan(ports: RunPorts, task: Task, turn: Promise<void>): Promise<void> {
  const heart = new Heart(ports, task.planId)
  try {
    await turn
    await makePlan(ports, task, heart)
  } catch (error) {
    ports.log('error', 'plan.failed', { plan: task.planId, error })
    await changePlan(ports.db, task.planId, ['queued', 'running'], {
      status: 'failed',
      failure: 'fault',
      finishedAt: ports.clock(),
    })
  } finally {
    await heart.stop()
  }
}

async function makePlan(ports: RunPorts, task: Task, heart: Heart): Promise<void> {
  const startedAt = performance.now()
  const { db, clock } = ports
  const { planId } = task
  if (!(await changePlan(db, planId, ['queued'], { status: 'running', heartbeatAt: clock() }))) return
  const facts = await factsOf(ports, task)
  const { version: sessionVersion } = facts.session
  const { choice, problem, found, isCutShort } = await searchPlan(ports, facts, {
    fairness: task.fairness,
    seed: task.seed,
    left: () => task.seconds - (performance.now() - startedAt) / 1_000,
    signal: heart.signal,
    onChosen: (chosen) =>
      changePlan(db, planId, ['running'], { sessionVersion, problem: chosen.problem, allocation: chosen.choice }),
    onProgress: (progress) => heart.tell(progress),
  })
  const { breaks, gap, bound, unplaced, seconds } = found
  await changePlan(db, planId, ['running'], {
    status: isCutShort ? 'stopped' : 'complete',
    problem,
    allocation: withUnplaced(facts, choice, unplaced),
    plan: { assignments: assignedAt(facts, problem, found), unplaced, breaks, gap },
    progress: { breaks, gap, unplaced: unplaced.length, bound, seconds },
    finishedAt: clock(),
  })
}

function factsOf({ db, clock }: RunPorts, { sessionId, districtId }: Task): Promise<PlanFacts> {
  return transact(db, systemActor(districtId), async (tx) => {
    await findSessionForUpdate(tx, sessionId)
    return readPlanFacts(tx, sessionId, clock())
  })
}

/** Whoever stays in their slot stays at their table. */
function assignedAt(facts: PlanFacts, problem: TimetableProblem, plan: Pick<Plan, 'assignments'>): Plan['assignments'] {
  return assignmentsOf(problem, slotsOfPlan(problem, plan), placesIn(facts))
}

/** Beats while a plan waits and runs; stops the search when it is asked to, or the plan is nobody's any more. */
class Heart {
  readonly #ports: RunPorts
  readonly #planId: string
  readonly #stopping = new AbortController()
  readonly #timer: ReturnType<typeof setInterval>
  #progress: PlanProgress | undefined
  #beat: Promise<void> = Promise.resolve()

  constructor(ports: RunPorts, planId: string) {
    this.#ports = ports
    this.#planId = planId
    this.#timer = setInterval(() => (this.#beat = this.#beat.then(() => this.#once())), beatMs)
  }

  get signal(): AbortSignal {
    return this.#stopping.signal
  }

  tell(progress: PlanProgress): void {
    this.#progress = progress
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#beat
  }

  async #once(): Promise<void> {
    const { db, clock, log } = this.#ports
    const progress = this.#progress
    this.#progress = undefined
    const said = await beatPlan(db, this.#planId, progress, clock()).catch((error: unknown) => {
      // The next beat may get through; until then it goes on.
      log('warn', 'plan.heartbeat', { error })
      return 'go_on' as const
    })
    if (said !== 'go_on') this.#stopping.abort()
  }
}
