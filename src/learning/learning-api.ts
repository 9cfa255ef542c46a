import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { ExposureRow } from '../matching/exposure-view.ts'
import { about, answer, optionalJsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { activateWeights, rollBackWeights } from './activate-weights.ts'
import { listVersions, ReasonRequest, versionOf, WeightsQuery } from './learning-request.ts'
import { partNames } from './question.ts'
import { weightsStatuses } from './ranking-weights.ts'

const Exposure = v.array(ExposureRow)

const Report = v.object({
  judgements: v.number(),
  questions: v.number(),
  units: v.number(),
  unseen: v.number(),
  against: v.string(),
  ndcg: v.object({ units: v.number(), before: v.number(), after: v.number(), low: v.number(), high: v.number() }),
  exposure: v.object({ before: Exposure, after: Exposure }),
  holds: v.object({ ndcg: v.boolean(), exposure: v.boolean() }),
})

const WeightsAnswer = v.object({
  version: v.string(),
  status: v.picklist(weightsStatuses),
  base: v.string(),
  parts: v.object(Object.fromEntries(partNames.map((part) => [part, v.number()]))),
  madeAt: v.nullable(Instant),
  activeFrom: v.nullable(Instant),
  replaces: v.nullable(v.string()),
  report: v.nullable(Report),
  mayActivate: v.boolean(),
})

const WeightsPageAnswer = v.object({
  items: v.array(WeightsAnswer),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
  inForce: v.string(),
})

/** What the ranking learned, and what is in force; every answer of a ranking names its version. */
export const learningApi = new Hono<Env>()

learningApi.get(
  '/learning/weights',
  about({
    action: 'learning.read',
    summary: 'Every version of the ranking’s weights, with what it was measured to be worth before it came into force',
    answers: { 200: WeightsPageAnswer },
    refusals: ['actor.forbidden', 'request.bad_cursor'],
  }),
  queryOf(WeightsQuery),
  async (c) => answer(c, await listVersions(c.get('ports'), c.get('actor'), c.req.valid('query'))),
)

learningApi.post(
  '/learning/weights/:version/activation',
  about({
    action: 'learning.activate',
    summary: 'Put a version into force that was measured to be better',
    answers: { 204: undefined },
    refusals: ['learning.not_found', 'learning.wrong_state', 'learning.not_better', 'learning.other_base', 'actor.forbidden'],
  }),
  optionalJsonBody(ReasonRequest),
  async (c) => {
    await activateWeights(c.get('ports'), c.get('actor'), versionOf(c.req.param('version')), c.req.valid('json').reason)
    return c.body(null, 204)
  },
)

learningApi.delete(
  '/learning/weights/:version/activation',
  about({
    action: 'learning.roll_back',
    summary: 'Take the version in force back; the one before it, in the end the shipped one, is in force again',
    answers: { 204: undefined },
    refusals: ['learning.not_found', 'learning.wrong_state', 'actor.forbidden'],
  }),
  async (c) => {
    await rollBackWeights(c.get('ports'), c.get('actor'), versionOf(c.req.param('version')))
    return c.body(null, 204)
  },
)
