import { Hono } from 'hono'
import { about, jsonBody, optionalJsonBody } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import {
  beginSession,
  cancelSession,
  closeSession,
  finishSession,
  openSession,
  postponeSession,
  writeVisitMinutes,
} from './move-session.ts'
import { Postponement, ReasonOrNone, VisitMinutes } from './session-input.ts'
import { answerSession, sessionId } from './session-request.ts'
import { SessionView } from './session-view.ts'

/** Every change of state is a resource. */
export const sessionStepsApi = new Hono<Env>()

const refused = ['session.not_found', 'session.wrong_state'] as const
const answers = { 201: SessionView }

const steps = [
  {
    path: 'opening',
    action: 'session.open',
    summary: 'Tell everybody invited, who may then ask for meetings',
    take: openSession,
    refusals: [...refused, 'session.invalid_day'],
  },
  { path: 'beginning', action: 'session.begin', summary: 'Begin before the clock does', take: beginSession, refusals: refused },
  {
    path: 'end',
    action: 'session.finish',
    summary: 'The day is over; what was never placed is over with it',
    take: finishSession,
    refusals: refused,
  },
  {
    path: 'closure',
    action: 'session.close',
    summary: 'Close it, once every meeting has an outcome',
    take: closeSession,
    refusals: [...refused, 'session.meetings_open'],
  },
] as const

for (const { path, action, summary, take, refusals } of steps) {
  sessionStepsApi.post(`/sessions/:id/${path}`, about({ action, summary, answers, refusals }), async (c) =>
    answerSession(c, await take(c.get('ports'), c.get('actor'), sessionId(c)), 201),
  )
}

sessionStepsApi.post(
  '/sessions/:id/postponement',
  about({
    action: 'session.postpone',
    summary: 'Put it off to another day: places are given up, what was agreed stands; within 24 hours with a reason',
    answers,
    refusals: [...refused, 'session.needs_notice', 'session.invalid_day'],
  }),
  jsonBody(Postponement),
  async (c) => answerSession(c, await postponeSession(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json')), 201),
)

sessionStepsApi.post(
  '/sessions/:id/cancellation',
  about({
    action: 'session.cancel',
    summary: 'Call it off, its meetings with it; within 24 hours with a reason',
    answers,
    refusals: [...refused, 'session.needs_notice'],
  }),
  optionalJsonBody(ReasonOrNone),
  async (c) =>
    answerSession(c, await cancelSession(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json').reason), 201),
)

sessionStepsApi.put(
  '/sessions/:id/minutes',
  about({
    action: 'session.write_minutes',
    summary: 'What was shown and asked on a site visit, for everybody, whether they were there or not',
    answers: { 200: SessionView },
    refusals: refused,
  }),
  jsonBody(VisitMinutes),
  async (c) => answerSession(c, await writeVisitMinutes(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json').text)),
)
