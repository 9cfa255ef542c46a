import { Hono } from 'hono'
import * as v from 'valibot'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import { about, answer } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { checkChain, listEvents } from './audit.ts'
import { Instant } from './organisation.ts'
import { permit } from './permissions.ts'

const EventView = v.object({
  id: v.string(),
  seq: v.number(),
  actorId: v.string(),
  action: v.string(),
  fromStatus: v.nullable(v.string()),
  toStatus: v.nullable(v.string()),
  reason: v.nullable(v.string()),
  detail: v.record(v.string(), v.unknown()),
  at: Instant,
  previousHash: v.string(),
  hash: v.string(),
})
const TrailView = v.object({
  items: v.array(EventView),
  nextCursor: v.null(),
  total: v.number(),
  verified: v.boolean(),
  brokenAt: v.nullable(v.number()),
})

export const auditApi = new Hono<Env>()

auditApi.get(
  '/audit/:object_type/:object_id',
  about({
    action: 'audit.read',
    summary: 'What happened to an object, and whether the chain of hashes is whole',
    answers: { 200: TrailView },
    refusals: ['audit.not_found'],
  }),
  async (c) => {
    const { object_type: objectType, object_id: objectId } = c.req.param()
    const events = await listEvents(c.get('ports').db, objectType, objectId)
    const actor = c.get('actor')
    unwrap(permit(actor, 'audit.read', { orgId: null, districtId: events[0]?.districtId ?? actor.districtId }))
    if (events.length === 0) throw new RefusedError({ code: 'audit.not_found' })
    const chain = await checkChain(events)
    const items = events.map(({ districtId: _district, objectType: _type, objectId: _id, ...event }) => event)
    return answer(c, { items, nextCursor: null, total: items.length, verified: chain.ok, brokenAt: chain.brokenAt ?? null })
  },
)
