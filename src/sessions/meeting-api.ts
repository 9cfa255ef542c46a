import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { about, answer, jsonBody, optionalJsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pageOf, pathId } from '../web/request.ts'
import { acceptMeeting, cancelMeeting, declineMeeting } from './answer-meeting.ts'
import { assignPerson, checkInSeats, noteNoShow, writeMinutes } from './attend-meeting.ts'
import { clashesOf } from './clashes.ts'
import { countMeetings, listMeetings } from './meeting-store.ts'
import { meetingView, MeetingView } from './meeting-view.ts'
import { pinMeeting, placeMeeting, unplaceMeeting } from './place-meeting.ts'
import { standbyFor } from './report-session.ts'
import { proposeMeeting, requestMeeting } from './request-meeting.ts'
import {
  Absence,
  CheckInSeats,
  MeetingProposal,
  MeetingRequest,
  MinutesInput,
  Placing,
  Reason,
  SeatPerson,
} from './session-input.ts'
import { answerMeeting, participantId, readMeeting, readSession, sessionId, viewingOf } from './session-request.ts'
import { meetingStatuses } from './session-status.ts'
import { findSession } from './session-store.ts'

const MeetingQuery = v.strictObject({
  ...pageQuery,
  status: v.optional(v.picklist(idsOf(meetingStatuses))),
  participant: v.optional(v.pipe(v.string(), v.uuid())),
})
const MeetingList = v.object({ items: v.array(MeetingView), nextCursor: v.nullable(v.string()), total: v.number() })
const Clash = v.object({ slot: v.number(), participantId: v.string(), why: v.picklist(['unavailable', 'meeting', 'request']) })
const Asked = v.object({ ...MeetingView.entries, clashes: v.array(Clash), freeSlots: v.number() })
const Missed = v.object({ ...MeetingView.entries, standby: v.array(v.string()) })

const refused = ['meeting.not_found', 'meeting.wrong_state'] as const
const asking = [
  ...(['session.not_found', 'session.wrong_state', 'participant.not_found', 'participant.wrong_state'] as const),
  ...(['meeting.exists', 'meeting.conflict', 'scene.not_found'] as const),
]

/** Who meets whom: asked for, agreed, placed, held, and what came of it. */
export const meetingApi = new Hono<Env>()

meetingApi.get(
  '/sessions/:id/meetings',
  about({
    action: 'session.read',
    summary: 'Meetings of a session: for staff all, for a participant its own',
    answers: { 200: MeetingList },
    refusals: ['session.not_found', 'request.bad_cursor'],
  }),
  queryOf(MeetingQuery),
  async (c) => {
    const { session, isStaff, own } = await readSession(c)
    const { db } = c.get('ports')
    const { status, participant, cursor, limit = pageLimitDefault } = c.req.valid('query')
    const filter = isStaff
      ? { sessionId: session.id, status, participantId: participant }
      : { sessionId: session.id, status, participantId: own!.id, isTold: true }
    const [rows, total] = await Promise.all([listMeetings(db, filter, afterId(cursor), limit + 1), countMeetings(db, filter)])
    const viewing = await viewingOf(c, session.id)
    return answer(
      c,
      pageAs(pageOf(rows, limit, total), (meeting) => meetingView(meeting, viewing)),
    )
  },
)

meetingApi.post(
  '/sessions/:id/meetings',
  about({
    action: 'meeting.request',
    summary:
      'Ask somebody of the other side for a meeting; where they asked already, this says yes. Clashes are told and hinder nobody',
    answers: { 201: Asked },
    refusals: [...asking, 'meeting.too_many_requests'],
  }),
  jsonBody(MeetingRequest),
  async (c) => answerAsked(c, await requestMeeting(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json')), 201),
)

meetingApi.post(
  '/sessions/:id/proposals',
  about({
    action: 'meeting.propose',
    summary: 'Propose a meeting of two to six, one of them its chair',
    answers: { 201: Asked },
    refusals: asking,
  }),
  jsonBody(MeetingProposal),
  async (c) => answerAsked(c, await proposeMeeting(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json')), 201),
)

meetingApi.get(
  '/meetings/:id',
  about({
    action: 'session.read',
    summary: 'One meeting, with what its time clashes with while it is only asked for',
    answers: { 200: Asked },
    refusals: ['meeting.not_found'],
  }),
  async (c) => answerAsked(c, (await readMeeting(c)).meeting),
)

meetingApi.post(
  '/meetings/:id/acceptance',
  about({
    action: 'meeting.accept',
    summary: 'Say yes for one’s seat; with the last of them it is agreed',
    answers: { 201: MeetingView },
    refusals: [...refused, 'session.wrong_state'],
  }),
  async (c) => answerMeeting(c, await acceptMeeting(c.get('ports'), c.get('actor'), meetingId(c)), 201),
)

meetingApi.post(
  '/meetings/:id/refusal',
  about({ action: 'meeting.decline', summary: 'Say no, with a reason', answers: { 201: MeetingView }, refusals: refused }),
  jsonBody(Reason),
  async (c) =>
    answerMeeting(c, await declineMeeting(c.get('ports'), c.get('actor'), meetingId(c), c.req.valid('json').reason), 201),
)

meetingApi.post(
  '/meetings/:id/cancellation',
  about({
    action: 'meeting.cancel',
    summary: 'Call it off, by either side until it begins; its place is free',
    answers: { 201: MeetingView },
    refusals: refused,
  }),
  jsonBody(Reason),
  async (c) =>
    answerMeeting(c, await cancelMeeting(c.get('ports'), c.get('actor'), meetingId(c), c.req.valid('json').reason), 201),
)

meetingApi.post(
  '/meetings/:id/place',
  about({
    action: 'meeting.pin',
    summary: 'Give it a slot and a table; seats nobody is named for go to whoever is free',
    answers: { 201: MeetingView },
    refusals: [...refused, 'meeting.double_booked', 'session.wrong_state'],
  }),
  jsonBody(Placing),
  async (c) => answerMeeting(c, await placeMeeting(c.get('ports'), c.get('actor'), meetingId(c), c.req.valid('json')), 201),
)

meetingApi.delete(
  '/meetings/:id/place',
  about({
    action: 'meeting.pin',
    summary: 'Take its place away; it stays agreed',
    answers: { 200: MeetingView },
    refusals: [...refused, 'session.wrong_state'],
  }),
  async (c) => answerMeeting(c, await unplaceMeeting(c.get('ports'), c.get('actor'), meetingId(c))),
)

meetingApi.post(
  '/meetings/:id/pin',
  about({ action: 'meeting.pin', summary: 'No planner moves it', answers: { 201: MeetingView }, refusals: refused }),
  async (c) => answerMeeting(c, await pinMeeting(c.get('ports'), c.get('actor'), meetingId(c), true), 201),
)

meetingApi.delete(
  '/meetings/:id/pin',
  about({ action: 'meeting.pin', summary: 'A planner may move it again', answers: { 200: MeetingView }, refusals: refused }),
  async (c) => answerMeeting(c, await pinMeeting(c.get('ports'), c.get('actor'), meetingId(c), false)),
)

meetingApi.put(
  '/meetings/:id/seats/:participant',
  about({
    action: 'meeting.seat',
    summary: 'Who sits there for a participant, be it a stand-in; null for nobody yet',
    answers: { 200: MeetingView },
    refusals: [...refused, 'participant.not_found', 'person.not_found', 'meeting.double_booked'],
  }),
  jsonBody(SeatPerson),
  async (c) => {
    const { personId } = c.req.valid('json')
    return answerMeeting(c, await assignPerson(c.get('ports'), c.get('actor'), meetingId(c), participantId(c), personId))
  },
)

meetingApi.post(
  '/meetings/:id/check-in',
  about({
    action: 'meeting.check_in',
    summary: 'One’s own seat is taken; by the matchmaker any of them, or all',
    answers: { 201: MeetingView },
    refusals: [...refused, 'participant.not_found', 'session.wrong_state'],
  }),
  optionalJsonBody(CheckInSeats),
  async (c) => {
    const { participantId: seat } = c.req.valid('json')
    return answerMeeting(c, await checkInSeats(c.get('ports'), c.get('actor'), meetingId(c), seat), 201)
  },
)

meetingApi.post(
  '/meetings/:id/no-show',
  about({
    action: 'meeting.no_show',
    summary: 'One side did not come, five minutes after the start; with who could take the place',
    answers: { 201: Missed },
    refusals: refused,
  }),
  jsonBody(Absence),
  async (c) => {
    const meeting = await noteNoShow(c.get('ports'), c.get('actor'), meetingId(c), c.req.valid('json').side)
    const { db } = c.get('ports')
    const session = (await findSession(db, meeting.sessionId))!
    return answerMeeting(c, meeting, 201, { standby: await standbyFor(db, session, meeting.slot!) })
  },
)

meetingApi.put(
  '/meetings/:id/minutes',
  about({
    action: 'meeting.write_minutes',
    summary: 'Outcome, and who does what by when; or why it does not fit',
    answers: { 200: MeetingView },
    refusals: [...refused, 'meeting.needs_outcome', 'session.wrong_state'],
  }),
  jsonBody(MinutesInput),
  async (c) => answerMeeting(c, await writeMinutes(c.get('ports'), c.get('actor'), meetingId(c), c.req.valid('json'))),
)

function meetingId(c: C): string {
  return pathId(c, 'meeting.not_found')
}

async function answerAsked(c: C, meeting: Parameters<typeof answerMeeting>[1], status: 200 | 201 = 200): Promise<Response> {
  const { db } = c.get('ports')
  const session = (await findSession(db, meeting.sessionId))!
  const report =
    meeting.status === 'pending' && meeting.slot === null ? await clashesOf(db, session, meeting) : { clashes: [], freeSlots: 0 }
  return answerMeeting(c, meeting, status, report)
}
