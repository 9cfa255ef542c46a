import type { Actor } from '../accounts/actor.ts'
import { actorId } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { planOf, faultsOfPlan } from '../planning/check-plan.ts'
import type { Assignment, TimetableProblem } from '../planning/timetable-problem.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, withinSession } from '../sessions/change-session.ts'
import type { Work } from '../sessions/change-session.ts'
import { choosePairs, withUnplaced } from './choose-pairs.ts'
import type { Fairness } from './plan-problems.ts'
import { runPlan } from './plan-runner.ts'
import { changePlan, findPlanForUpdate, findRunningPlan, insertPlan } from './plan-store.ts'
import type { StoredPlan } from './plan-store.ts'
import { readPlanFacts } from './read-plan-facts.ts'
import { draft, targetOfSession } from '../sessions/session.ts'
import { updateSession } from '../sessions/session-store.ts'
import type { StoredSession } from '../sessions/session-store.ts'

export type PlanDemand = Fairness & { seconds?: number | undefined; seed?: number | undefined }

export const secondsDefault = 10
const seedDefault = 1

/** Queues a plan of the whole session, which is made beside the requests. */
export async function planSession(ports: Ports, actor: Actor, sessionId: string, demand: PlanDemand): Promise<StoredPlan> {
  const { seconds = secondsDefault, seed = seedDefault, floor, priceMax } = demand
  const { planner } = ports
  const plan = await withinSession(ports, actor, sessionId, async (work) => {
    const session = await toBePlanned(work, 'session.plan')
    if (planner === undefined) unwrap(refuse('session.no_planner', { alternatives: alternativesTo(sessionId) }))
    if ((await findRunningPlan(work.tx, sessionId)) !== undefined) unwrap(refuse('plan.running'))
    const queued = newPlan({ ...work, session }, { kind: 'whole', status: 'queued', seconds, seed })
    await insertPlan(work.tx, queued)
    await record(work, 'session.plan', { detail: { plan: queued.id, seconds, seed } })
    return queued
  })
  const task = { planId: plan.id, sessionId, districtId: actor.districtId, seconds, seed, fairness: { floor, priceMax } }
  planner?.begin((turn) => runPlan({ ...ports, planner }, task, turn))
  return plan
}

/** The best plan so far is kept; one whose turn has not come is given up. */
export function stopPlan(ports: Ports, actor: Actor, sessionId: string, planId: string): Promise<StoredPlan> {
  return withinSession(ports, actor, sessionId, async (work) => {
    const { tx, session, now } = work
    unwrap(permit(actor, 'session.plan', targetOfSession(session)))
    const plan = (await findPlanForUpdate(tx, sessionId, planId)) ?? unwrap<never>(refuse('plan.not_found'))
    if (plan.status !== 'queued' && plan.status !== 'running')
      unwrap(refuse('plan.wrong_state', { state: plan.status, allowed: [] }))
    const change =
      plan.status === 'queued' ? { status: 'discarded' as const, stopAskedAt: now, finishedAt: now } : { stopAskedAt: now }
    await changePlan(tx, planId, [plan.status], change)
    await record(work, 'session.stop_plan', { detail: { plan: planId } })
    return { ...plan, ...change }
  })
}

/** What a planner elsewhere is to plan, as of this version of the session. */
export async function exportProblem(
  ports: Ports,
  actor: Actor,
  sessionId: string,
  fairness: Fairness,
): Promise<TimetableProblem & { session: string; sessionVersion: number }> {
  const facts = await withinSession(ports, actor, sessionId, async ({ tx, session, now }) => {
    unwrap(permit(actor, 'session.plan', targetOfSession(session)))
    unwrap(hasTimetable(session))
    return readPlanFacts(tx, sessionId, now)
  })
  const { problem } = await choosePairs(ports, facts, fairness)
  return { ...problem, session: sessionId, sessionVersion: facts.session.version }
}

export type ForeignPlan = Fairness & { sessionVersion: number; assignments: Assignment[] }

/** Takes a plan made elsewhere for the problem as it was exported, checked against the very same problem. */
export async function takePlan(ports: Ports, actor: Actor, sessionId: string, foreign: ForeignPlan): Promise<StoredPlan> {
  const { session, facts } = await withinSession(ports, actor, sessionId, async (work) => {
    unwrap(permit(actor, 'session.plan', targetOfSession(work.session)))
    unwrap(hasTimetable(work.session))
    return { session: work.session, facts: await readPlanFacts(work.tx, sessionId, work.now) }
  })
  unwrap(isFresh(session, foreign.sessionVersion))
  const { choice, problem } = await choosePairs(ports, facts, foreign)
  const faults = faultsOfPlan(problem, foreign.assignments)
  if (faults.length > 0)
    unwrap(refuse('request.invalid', { errors: faults.map((message) => ({ field: 'assignments', message })) }))
  return withinSession(ports, actor, sessionId, async (work) => {
    unwrap(isFresh(work.session, foreign.sessionVersion))
    const planned = await toBePlanned(work, 'session.plan')
    const made = newPlan({ ...work, session: planned }, { kind: 'whole', status: 'complete', seconds: 0, seed: 0 })
    const taken = planOf(problem, foreign.assignments)
    const allocation = withUnplaced(facts, choice, taken.unplaced)
    const plan = { ...made, problem, allocation, plan: taken, finishedAt: work.now }
    await insertPlan(work.tx, plan)
    await record(work, 'session.plan', { detail: { plan: plan.id, isForeign: true } })
    return plan
  })
}

/** The session, with a timetable in the making from now on. */
export async function toBePlanned(work: Work, action: Action): Promise<StoredSession> {
  const { tx, session, actor, now } = work
  unwrap(permit(actor, action, targetOfSession(session)))
  unwrap(hasTimetable(session))
  if (session.status !== 'open_for_interest') return session
  const drafted = await updateSession(tx, session, draft(now), now)
  await record(work, 'session.draft_schedule', { from: session.status, to: drafted.status })
  return drafted
}

export function newPlan(
  { session, actor, now, ports }: Pick<Work, 'session' | 'actor' | 'now' | 'ports'>,
  row: Pick<StoredPlan, 'kind' | 'status' | 'seconds' | 'seed'>,
): StoredPlan {
  return {
    id: ports.ids(),
    sessionId: session.id,
    sessionVersion: session.version,
    ...row,
    problem: null,
    plan: null,
    allocation: null,
    progress: null,
    stopAskedAt: null,
    madeBy: actorId(actor),
    madeAt: now,
    finishedAt: null,
    publishedAt: null,
    heartbeatAt: now,
    failure: null,
  }
}

/** A plan of facts that have changed since is refused. */
export function isFresh(session: StoredSession, version: number, changes?: readonly { action: string; at: Date }[]) {
  if (session.version === version) return { ok: true as const, value: session }
  return refuse('session.stale_plan', { plannedAt: version, version: session.version, ...(changes !== undefined && { changes }) })
}

function hasTimetable({ content }: StoredSession) {
  if (content.kind === 'tables') return { ok: true as const, value: content }
  const finding = { field: 'kind', zh: '现场踏勘没有场次安排', en: 'A site visit has no timetable' }
  return refuse('session.invalid_day', { findings: [finding] })
}

function alternativesTo(sessionId: string): string[] {
  const session = `/api/v1/sessions/${sessionId}`
  return [
    'npm start on a server with the same database',
    `GET ${session}/problem > FILE; npm run plan -- FILE --out PLAN; POST PLAN to ${session}/plans`,
  ]
}
