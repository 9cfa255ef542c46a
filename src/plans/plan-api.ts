import { Hono } from 'hono'
import * as v from 'valibot'
import { meetingsMax, slotsMax, tablesMax } from '../planning/timetable-problem.ts'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { line, list, wholeNumber } from '../shared/schema.ts'
import { about, answer, jsonBody, optionalJsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pathId } from '../web/request.ts'
import { discardPlan } from './discard-plan.ts'
import { exportProblem, planSession, stopPlan, takePlan } from './plan-session.ts'
import { ListedPlanAnswer, listedPlanView, PlanAnswer, planView } from './plan-view.ts'
import { publishPlan } from './publish-plan.ts'
import { readPlan, readPlans } from './read-plan.ts'
import { repairSession } from './repair-session.ts'

export const secondsMax = 60
const seedMax = 2 ** 31 - 1
const fitMax = 100
const unavailableMax = 50
const changesMax = 200

const Floor = v.union([v.literal('highest'), v.pipe(v.number(), v.minValue(0), v.maxValue(fitMax))])
const PriceMax = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
const fairness = { floor: v.exactOptional(Floor), priceMax: v.exactOptional(PriceMax) }

const PlanRequest = v.strictObject({
  seconds: v.exactOptional(wholeNumber(1, secondsMax)),
  seed: v.exactOptional(wholeNumber(0, seedMax)),
  ...fairness,
})

const Id = v.pipe(v.string(), v.uuid(), v.toLowerCase())
const RepairRequest = v.strictObject({
  cancelledMeetings: v.optional(list(Id, changesMax), []),
  leavers: v.optional(list(Id, changesMax), []),
  unavailable: v.optional(
    list(v.strictObject({ participantId: Id, slots: list(wholeNumber(1, slotsMax), slotsMax) }), unavailableMax),
    [],
  ),
  arrivals: v.optional(list(Id, changesMax), []),
})

/** As `npm run plan -- FILE --out PLAN` writes it; what it says of breaks and of what is unplaced is worked out anew. */
const ForeignPlan = v.strictObject({
  sessionVersion: wholeNumber(1, seedMax),
  assignments: list(
    v.strictObject({ meeting: line(200), slot: wholeNumber(1, slotsMax), table: wholeNumber(1, tablesMax) }),
    meetingsMax,
  ),
  unplaced: v.exactOptional(list(v.looseObject({}), meetingsMax)),
  breaks: v.exactOptional(v.number()),
  gap: v.exactOptional(v.number()),
  ...fairness,
})

const Problem = v.object({
  session: v.string(),
  sessionVersion: v.number(),
  slots: v.number(),
  tables: v.number(),
  participants: v.array(v.looseObject({ id: v.string() })),
  meetings: v.array(v.looseObject({ id: v.string(), participants: v.array(v.string()) })),
})
const FairnessQuery = v.strictObject({
  floor: v.optional(v.union([v.literal('highest'), v.pipe(v.string(), v.regex(/^\d{1,3}(?:\.\d+)?$/u), v.transform(Number))])),
  priceMax: v.optional(v.pipe(v.string(), v.regex(/^[01](?:\.\d+)?$/u), v.transform(Number), v.maxValue(1))),
})

const found = ['session.not_found', 'actor.forbidden'] as const
const planned = [...found, 'session.wrong_state', 'session.invalid_day'] as const

/** Planning of a session: asked for, watched, stopped, repaired and published. */
export const planApi = new Hono<Env>()

planApi.post(
  '/sessions/:id/plan',
  about({
    action: 'session.plan',
    summary: 'Plan who meets whom, where and when; the plan is made beside the requests',
    answers: { 202: ListedPlanAnswer },
    refusals: [...planned, 'plan.running', 'session.no_planner'],
  }),
  optionalJsonBody(PlanRequest),
  async (c) => {
    const plan = await planSession(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json'))
    c.header('location', `/api/v1/sessions/${sessionId(c)}/plans/${plan.id}`)
    return answerListed(c, plan.id, 202)
  },
)

planApi.get(
  '/sessions/:id/problem',
  about({
    action: 'session.plan',
    summary: 'The problem file of npm run plan, for a planner elsewhere',
    answers: { 200: Problem },
    refusals: planned,
  }),
  queryOf(FairnessQuery),
  async (c) => answer(c, await exportProblem(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('query'))),
)

planApi.get(
  '/sessions/:id/plans',
  about({
    action: 'session.read_all',
    summary: 'The plans of a session, the newest first',
    answers: { 200: v.object({ items: v.array(ListedPlanAnswer), nextCursor: v.nullable(v.string()), total: v.number() }) },
    refusals: [...found, 'request.bad_cursor'],
  }),
  queryOf(v.strictObject(pageQuery)),
  async (c) => {
    const { limit = pageLimitDefault, cursor } = c.req.valid('query')
    const { session, page } = await readPlans(c.get('ports').db, c.get('actor'), sessionId(c), afterId(cursor), limit)
    return answer(
      c,
      pageAs(page, (plan) => listedPlanView(session, plan)),
    )
  },
)

planApi.post(
  '/sessions/:id/plans',
  about({
    action: 'session.plan',
    summary: 'Take a plan that was made elsewhere for the exported problem',
    answers: { 201: PlanAnswer },
    refusals: [...planned, 'session.stale_plan'],
  }),
  jsonBody(ForeignPlan),
  async (c) => {
    const plan = await takePlan(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json'))
    return answerPlan(c, plan.id, 201)
  },
)

planApi.get(
  '/sessions/:id/plans/:plan',
  about({
    action: 'session.read_all',
    summary: 'A plan: how far it is, the timetable, what could not be placed and why, and what publishing it would change',
    answers: { 200: PlanAnswer },
    refusals: [...found, 'plan.not_found'],
  }),
  async (c) => answerPlan(c, planId(c), 200),
)

planApi.post(
  '/sessions/:id/plans/:plan/stop',
  about({
    action: 'session.plan',
    summary: 'Stop it; the best plan so far is kept',
    answers: { 202: ListedPlanAnswer },
    refusals: [...found, 'plan.not_found', 'plan.wrong_state'],
  }),
  async (c) => {
    await stopPlan(c.get('ports'), c.get('actor'), sessionId(c), planId(c))
    return answerListed(c, planId(c), 202)
  },
)

planApi.delete(
  '/sessions/:id/plans/:plan',
  about({
    action: 'session.plan',
    summary: 'Give it up; what it found stays to be read',
    answers: { 204: undefined },
    refusals: [...found, 'plan.not_found', 'plan.wrong_state'],
  }),
  async (c) => {
    await discardPlan(c.get('ports'), c.get('actor'), sessionId(c), planId(c))
    return c.body(null, 204)
  },
)

planApi.post(
  '/sessions/:id/plans/:plan/publication',
  about({
    action: 'session.publish',
    summary: 'Make it the timetable, all of it or nothing',
    answers: { 201: PlanAnswer },
    refusals: [
      ...found,
      'session.wrong_state',
      'plan.not_found',
      'plan.wrong_state',
      'session.stale_plan',
      'meeting.double_booked',
    ],
  }),
  async (c) => {
    await publishPlan(c.get('ports'), c.get('actor'), sessionId(c), planId(c))
    return answerPlan(c, planId(c), 201)
  },
)

planApi.post(
  '/sessions/:id/repairs',
  about({
    action: 'session.plan',
    summary: 'A plan that changes as little as it must after cancellations, absences and late arrivals',
    answers: { 201: PlanAnswer },
    refusals: [...planned, 'meeting.not_found', 'participant.not_found', 'participant.wrong_state', 'session.stale_plan'],
  }),
  jsonBody(RepairRequest),
  async (c) => {
    const plan = await repairSession(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json'))
    c.header('location', `/api/v1/sessions/${sessionId(c)}/plans/${plan.id}`)
    return answerPlan(c, plan.id, 201)
  },
)

async function answerPlan(c: C, id: string, status: 200 | 201): Promise<Response> {
  return answer(c, planView(await readPlan(c.get('ports').db, c.get('actor'), sessionId(c), id)), status)
}

async function answerListed(c: C, id: string, status: 202): Promise<Response> {
  const { session, plan } = await readPlan(c.get('ports').db, c.get('actor'), sessionId(c), id)
  return answer(c, listedPlanView(session, plan), status)
}

function sessionId(c: C): string {
  return pathId(c, 'session.not_found')
}

function planId(c: C): string {
  return pathId(c, 'plan.not_found', 'plan')
}
