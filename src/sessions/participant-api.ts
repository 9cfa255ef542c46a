import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { about, answer, ifMatch, jsonBody, optionalJsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pageOf, pathId } from '../web/request.ts'
import { declineInvitation, joinSession, leaveSession } from './answer-invitation.ts'
import { checkInByCode } from './check-in.ts'
import { talkable } from './counterparts.ts'
import { inviteParticipants } from './invite-participants.ts'
import { meetingView, MeetingView } from './meeting-view.ts'
import { dismissPerson, editParticipant, editPerson, namePerson } from './name-people.ts'
import { countParticipants, findPeople, listParticipants } from './participant-store.ts'
import { participantFor } from './session-access.ts'
import { CheckInCode, Invitations, NamedPerson, ParticipantPatch, PersonPatch, ReasonOrNone } from './session-input.ts'
import { answerParticipant, participantId, readSession, sessionId, viewingOf } from './session-request.ts'
import { participantStatuses } from './session-status.ts'
import { participantView, ParticipantView, personView, PersonView } from './session-view.ts'
import { wishApi } from './wish-api.ts'

const ParticipantQuery = v.strictObject({
  ...pageQuery,
  side: v.optional(v.picklist(['department', 'company', 'guest'])),
  status: v.optional(v.picklist(idsOf(participantStatuses))),
})
const ParticipantList = v.object({ items: v.array(ParticipantView), nextCursor: v.nullable(v.string()), total: v.number() })
const Seats = v.object({ moved: v.array(v.string()), unstaffed: v.array(v.string()) })
const Arrived = v.object({ participant: ParticipantView, meeting: v.nullable(MeetingView) })

const refused = ['session.not_found', 'participant.not_found', 'participant.wrong_state', 'session.wrong_state'] as const

/** Who comes to a session, and when they can. */
export const participantApi = new Hono<Env>()

participantApi.get(
  '/sessions/:id/participants',
  about({
    action: 'session.read',
    summary: 'Who comes: for staff everybody, for a participant itself and whom it may ask for a meeting',
    answers: { 200: ParticipantList },
    refusals: ['session.not_found', 'request.bad_cursor'],
  }),
  queryOf(ParticipantQuery),
  async (c) => {
    const { session, ...reading } = await readSession(c)
    const { db } = c.get('ports')
    const { side, status, cursor, limit = pageLimitDefault } = c.req.valid('query')
    const only = reading.isStaff ? undefined : [reading.own!.id, ...(await talkable(db, reading.own!)).map(({ id }) => id)]
    const filter = { sessionId: session.id, side, status, only }
    const [rows, total] = await Promise.all([
      listParticipants(db, filter, afterId(cursor), limit + 1),
      countParticipants(db, filter),
    ])
    const people = await findPeople(db, session.id)
    return answer(
      c,
      pageAs(pageOf(rows, limit, total), (row) => participantView(row, session, reading, people)),
    )
  },
)

participantApi.post(
  '/sessions/:id/participants',
  about({
    action: 'session.invite',
    summary: 'Invite departments with their scenes, companies and guests; all of them or none',
    answers: { 201: v.object({ items: v.array(ParticipantView) }) },
    refusals: [
      ...(['session.not_found', 'session.wrong_state', 'participant.exists', 'organisation.not_found'] as const),
      ...(['organisation.not_verified', 'company.not_found', 'scene.not_found'] as const),
    ],
  }),
  jsonBody(Invitations),
  async (c) => {
    const rows = await inviteParticipants(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json').items)
    const { session, ...reading } = await readSession(c)
    return answer(c, { items: rows.map((row) => participantView(row, session, reading)) }, 201)
  },
)

participantApi.get(
  '/sessions/:id/participants/:participant',
  about({
    action: 'session.read',
    summary: 'One participant, for itself and for staff with its people and its code',
    answers: { 200: ParticipantView },
    refusals: ['session.not_found', 'participant.not_found'],
  }),
  async (c) => answerParticipant(c, await ownParticipant(c)),
)

participantApi.patch(
  '/sessions/:id/participants/:participant',
  about({
    action: 'participant.edit',
    summary: 'Slots it cannot come to, how often it meets at least and at most; its scenes by the matchmaker',
    answers: { 200: ParticipantView },
    refusals: [...refused, 'scene.not_found'],
  }),
  jsonBody(ParticipantPatch),
  async (c) => {
    const change = { version: ifMatch(c), patch: c.req.valid('json') }
    return answerParticipant(c, await editParticipant(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), change))
  },
)

const answersTo = [
  { path: 'acceptance', summary: 'Join, or queue where there is no place left', take: joinSession },
  { path: 'refusal', summary: 'Decline the invitation', take: declineInvitation },
  { path: 'departure', summary: 'Leave; its meetings are called off and whoever waits first joins', take: leaveSession },
] as const

for (const { path, summary, take } of answersTo) {
  participantApi.post(
    `/sessions/:id/participants/:participant/${path}`,
    about({ action: 'participant.answer', summary, answers: { 201: ParticipantView }, refusals: refused }),
    optionalJsonBody(ReasonOrNone),
    async (c) => {
      const { reason } = c.req.valid('json')
      return answerParticipant(c, await take(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), reason), 201)
    },
  )
}

participantApi.post(
  '/sessions/:id/participants/:participant/people',
  about({
    action: 'participant.edit',
    summary: 'Name somebody who comes, with an account here or without; seats nobody is named for are theirs',
    answers: { 201: PersonView },
    refusals: [...refused, 'participant.exists', 'person.not_found'],
  }),
  jsonBody(NamedPerson),
  async (c) => {
    const person = await namePerson(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), c.req.valid('json'))
    return answer(c, personView(person), 201)
  },
)

participantApi.put(
  '/sessions/:id/participants/:participant/people/:person',
  about({
    action: 'participant.edit',
    summary: 'Change name, post or the slots somebody cannot come to',
    answers: { 200: PersonView },
    refusals: [...refused, 'person.not_found'],
  }),
  jsonBody(PersonPatch),
  async (c) => {
    const person = pathId(c, 'person.not_found', 'person')
    return answer(
      c,
      personView(await editPerson(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), person, c.req.valid('json'))),
    )
  },
)

participantApi.delete(
  '/sessions/:id/participants/:participant/people/:person',
  about({
    action: 'participant.edit',
    summary: 'Somebody does not come after all: their seats go to another of its people who is free',
    answers: { 200: Seats },
    refusals: [...refused, 'person.not_found'],
  }),
  async (c) => {
    const person = pathId(c, 'person.not_found', 'person')
    return answer(c, await dismissPerson(c.get('ports'), c.get('actor'), sessionId(c), participantId(c), person))
  },
)

participantApi.post(
  '/sessions/:id/check-in',
  about({
    action: 'meeting.check_in',
    summary: 'Check a participant in by its code: it is there, and so is its seat in the meeting that runs or comes next',
    answers: { 201: Arrived },
    refusals: [...refused, 'meeting.wrong_state'],
  }),
  jsonBody(CheckInCode),
  async (c) => {
    const { participant, meeting } = await checkInByCode(c.get('ports'), c.get('actor'), sessionId(c), c.req.valid('json').code)
    const viewing = await viewingOf(c, participant.sessionId)
    const arrived = {
      participant: participantView(participant, viewing.session, viewing.reading),
      meeting: meeting === undefined ? null : meetingView(meeting, viewing),
    }
    return answer(c, arrived, 201)
  },
)

participantApi.route('/', wishApi)

async function ownParticipant(c: C) {
  const { session } = await readSession(c)
  return participantFor(c.get('ports').db, c.get('actor'), session, participantId(c), 'session.read')
}
