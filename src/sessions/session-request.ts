import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { answer, withEtag } from '../web/http.ts'
import type { C } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { findMeeting } from './meeting-store.ts'
import type { SeatedMeeting } from './meeting.ts'
import { meetingView } from './meeting-view.ts'
import type { MeetingViewing } from './meeting-view.ts'
import { findParticipants, findPeople } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { readingOf, targetOfMeeting } from './session-access.ts'
import type { Reading } from './session-access.ts'
import { findSession } from './session-store.ts'
import type { StoredSession } from './session-store.ts'
import { participantView, sessionView } from './session-view.ts'
import { targetOfSession } from './session.ts'

/** The id in the path; one that is no id is nobody's session. */
export function sessionId(c: C): string {
  return pathId(c, 'session.not_found')
}

export function participantId(c: C): string {
  return pathId(c, 'participant.not_found', 'participant')
}

export type ReadSession = Reading & { session: StoredSession }

/** The session of the path, if the actor may know of it and, where an action of the staff is named, take it. */
export async function readSession(c: C, action?: Action): Promise<ReadSession> {
  const { db } = c.get('ports')
  const session = (await findSession(db, sessionId(c))) ?? unwrap<never>(refuse('session.not_found'))
  const reading = await readingOf(db, c.get('actor'), session)
  if (action !== undefined) unwrap(permit(c.get('actor'), action, targetOfSession(session)))
  return { session, ...reading }
}

export async function answerSession(c: C, session: StoredSession, status: 200 | 201 = 200): Promise<Response> {
  const { db } = c.get('ports')
  withEtag(c, session.version)
  return answer(c, sessionView(session, c.get('actor'), await readingOf(db, c.get('actor'), session)), status)
}

export async function answerParticipant(c: C, participant: StoredParticipant, status: 200 | 201 = 200): Promise<Response> {
  const { db } = c.get('ports')
  const session = (await findSession(db, participant.sessionId))!
  const reading = await readingOf(db, c.get('actor'), session)
  withEtag(c, participant.version)
  return answer(c, participantView(participant, session, reading, await findPeople(db, session.id)), status)
}

/** The meeting of the path, for those who sit in it and whoever runs the session. */
export async function readMeeting(c: C): Promise<{ meeting: SeatedMeeting; viewing: MeetingViewing }> {
  const { db } = c.get('ports')
  const actor = c.get('actor')
  const meeting = (await findMeeting(db, pathId(c, 'meeting.not_found'))) ?? unwrap<never>(refuse('meeting.not_found'))
  const viewing = await viewingOf(c, meeting.sessionId, 'meeting.not_found')
  const { isStaff, own } = viewing.reading
  const isTheirs = targetOfMeeting(actor, meeting, own).orgId !== null
  return isStaff || isTheirs ? { meeting, viewing } : unwrap<never>(refuse('meeting.not_found'))
}

export async function viewingOf(
  c: C,
  id: string,
  absent: 'session.not_found' | 'meeting.not_found' = 'session.not_found',
): Promise<MeetingViewing> {
  const { db, clock } = c.get('ports')
  const actor = c.get('actor')
  const session = (await findSession(db, id)) ?? unwrap<never>(refuse(absent))
  const reading = await readingOf(db, actor, session, absent)
  const participants = new Map((await findParticipants(db, id)).map((one) => [one.id, one]))
  const people = new Map((await findPeople(db, id)).map((one) => [one.id, one]))
  return { session, actor, reading, participants, people, now: clock() }
}

export async function answerMeeting(c: C, meeting: SeatedMeeting, status: 200 | 201 = 200, more: object = {}): Promise<Response> {
  withEtag(c, meeting.version)
  return answer(c, { ...meetingView(meeting, await viewingOf(c, meeting.sessionId)), ...more }, status)
}
