import { Hono } from 'hono'
import * as v from 'valibot'
import { unwrap } from '../shared/refusal.ts'
import { permit } from '../accounts/permissions.ts'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { about, answer, ifMatch, jsonBody, queryOf } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { afterId, pageAs, pageOf } from '../web/request.ts'
import { createSession, editSession } from './create-session.ts'
import { meetingApi } from './meeting-api.ts'
import { participantApi } from './participant-api.ts'
import { findParticipantOf } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { reportOn, SessionReport } from './report-session.ts'
import { readsAll } from './session-access.ts'
import { SessionContent, SessionPatch } from './session-content.ts'
import { answerSession, readSession, sessionId } from './session-request.ts'
import { sessionStatuses } from './session-status.ts'
import { sessionStepsApi } from './session-steps-api.ts'
import { countSessions, listSessions } from './session-store.ts'
import { SessionView, sessionView } from './session-view.ts'
import { visitApi } from './visit-api.ts'

const SessionQuery = v.strictObject({ ...pageQuery, status: v.optional(v.picklist(idsOf(sessionStatuses))) })
const SessionList = v.object({ items: v.array(SessionView), nextCursor: v.nullable(v.string()), total: v.number() })
const refused = ['session.not_found', 'session.wrong_state'] as const

/** 对接 sessions: their day, who comes, who meets whom. */
export const sessionApi = new Hono<Env>()

sessionApi.post(
  '/sessions',
  about({
    action: 'session.create',
    summary: 'Lay out a session; nobody is told of it before it is opened',
    answers: { 201: SessionView },
    refusals: ['session.invalid_day', 'actor.forbidden'],
  }),
  jsonBody(SessionContent),
  async (c) => {
    const session = await createSession(c.get('ports'), c.get('actor'), c.req.valid('json'))
    c.header('location', `/api/v1/sessions/${session.id}`)
    return answerSession(c, session, 201)
  },
)

sessionApi.get(
  '/sessions',
  about({
    action: 'session.read',
    summary: 'Sessions the caller is invited to, or for staff all of the district, newest first',
    answers: { 200: SessionList },
    refusals: ['request.bad_cursor'],
  }),
  queryOf(SessionQuery),
  async (c) => {
    const { db } = c.get('ports')
    const actor = c.get('actor')
    const { status, cursor, limit = pageLimitDefault } = c.req.valid('query')
    unwrap(permit(actor, 'session.read'))
    const sees = readsAll(actor, actor.districtId) ? 'all' : { orgId: actor.orgId }
    const filter = { districtId: actor.districtId, sees, status } as const
    const [rows, total] = await Promise.all([listSessions(db, filter, afterId(cursor), limit + 1), countSessions(db, filter)])
    const page = pageOf(rows, limit, total)
    const own = new Map<string, StoredParticipant | undefined>()
    for (const { id } of page.items) own.set(id, actor.orgId === null ? undefined : await findParticipantOf(db, id, actor.orgId))
    return answer(
      c,
      pageAs(page, (session) => sessionView(session, actor, { own: own.get(session.id) })),
    )
  },
)

sessionApi.get(
  '/sessions/:id',
  about({
    action: 'session.read',
    summary: 'One session, its slots and tables, and as whom the caller takes part',
    answers: { 200: SessionView },
    refusals: ['session.not_found'],
  }),
  async (c) => answerSession(c, (await readSession(c)).session),
)

sessionApi.patch(
  '/sessions/:id',
  about({
    action: 'session.edit',
    summary: 'Change the day; where slots or tables change with it, every place is given up',
    answers: { 200: SessionView },
    refusals: [...refused, 'session.invalid_day'],
  }),
  jsonBody(SessionPatch),
  async (c) => answerSession(c, await editSession(c.get('ports'), c.get('actor'), sessionId(c), ifMatch(c), c.req.valid('json'))),
)

sessionApi.get(
  '/sessions/:id/report',
  about({
    action: 'session.read_all',
    summary: 'How it stands: meetings by state, seats nobody is named for, outcomes and how soon they were written',
    answers: { 200: SessionReport },
    refusals: ['session.not_found', 'actor.forbidden'],
  }),
  async (c) => {
    const { session } = await readSession(c, 'session.read_all')
    return answer(c, await reportOn(c.get('ports'), session))
  },
)

sessionApi.route('/', sessionStepsApi)
sessionApi.route('/', participantApi)
sessionApi.route('/', meetingApi)
sessionApi.route('/', visitApi)
