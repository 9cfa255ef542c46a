import { Hono } from 'hono'
import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { permit } from '../accounts/permissions.ts'
import { keepSecret } from '../accounts/secret.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { about, answer } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { makeFeed, meetingsOf, revokeFeed } from './calendar-feed.ts'
import { answerCalendar, calendarType } from './calendar-request.ts'
import { readingOf } from '../sessions/session-access.ts'
import { readSessionFacts } from '../sessions/session-facts.ts'

const FeedView = v.object({ url: v.string(), createdAt: Instant })

/** Meetings as calendars read them. */
export const calendarApi = new Hono<Env>()

calendarApi.get(
  '/sessions/:id/calendar.ics',
  about({
    action: 'session.read',
    summary: 'Your organisation’s meetings in this session, as iCalendar',
    answers: { 200: undefined },
    gives: calendarType,
    refusals: ['session.not_found'],
  }),
  async (c) => {
    const { db } = c.get('ports')
    const facts = await readSessionFacts(db, pathId(c, 'session.not_found'))
    const actor = c.get('actor')
    const { own } = await readingOf(db, actor, facts.session)
    unwrap(permit(actor, 'session.read', { orgId: actor.orgId, districtId: facts.session.districtId }))
    if (own === undefined) return unwrap<never>(refuse('session.not_found'))
    return answerCalendar(
      c,
      meetingsOf(facts, ({ party }) => party.id === own.id),
    )
  },
)

calendarApi.post(
  '/calendar-feed',
  about({
    action: 'calendar.read',
    summary: 'An address under which a calendar follows all your meetings, told this once; the one before stops working',
    answers: { 201: FeedView },
  }),
  async (c) => {
    keepSecret(c)
    const { path, createdAt } = await makeFeed(c.get('ports'), c.get('actor'))
    return answer(c, { url: new URL(path, c.req.url).href, createdAt }, 201)
  },
)

calendarApi.delete(
  '/calendar-feed',
  about({
    action: 'calendar.read',
    summary: 'Take the address back; it stops working at once',
    answers: { 204: undefined },
    refusals: ['calendar.not_found'],
  }),
  async (c) => {
    await revokeFeed(c.get('ports'), c.get('actor'))
    return c.body(null, 204)
  },
)
