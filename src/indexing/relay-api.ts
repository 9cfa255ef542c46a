import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { about, answer, optionalJsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { RelayQuery, relayState, ReplayRequest } from './relay-request.ts'
import { replayChanges } from './replay-changes.ts'

const DeadView = v.object({
  id: v.string(),
  objectType: v.picklist(['scene', 'company', 'card']),
  objectId: v.string(),
  attempts: v.number(),
  lastError: v.nullable(v.string()),
  createdAt: Instant,
  deadAt: Instant,
})
const RelayView = v.object({
  open: v.number(),
  oldestAt: v.nullable(Instant),
  items: v.array(DeadView),
  nextCursor: v.nullable(v.string()),
  total: v.number(),
})

export const relayApi = new Hono<Env>()

relayApi.get(
  '/relay',
  about({
    action: 'relay.read',
    summary: 'How many changes the search index still has to follow, and those that were given up on',
    answers: { 200: RelayView },
    refusals: ['request.bad_cursor'],
  }),
  queryOf(RelayQuery),
  async (c) => answer(c, await relayState(c.get('ports'), c.get('actor'), c.req.valid('query'))),
)

relayApi.post(
  '/relay/replay',
  about({
    action: 'relay.replay',
    summary: 'Have changes that were given up on tried again: those named, or all',
    answers: { 200: v.object({ replayed: v.number() }) },
    refusals: ['organisation.not_verified'],
  }),
  optionalJsonBody(ReplayRequest),
  async (c) => answer(c, { replayed: await replayChanges(c.get('ports'), c.get('actor'), c.req.valid('json').ids) }),
)
