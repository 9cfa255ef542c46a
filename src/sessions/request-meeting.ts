import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { acceptSeat } from './accept-seat.ts'
import { recordOf, reshapeSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { talkable } from './counterparts.ts'
import { countNoShows, findMeeting, findMeetings, insertMeetings, updateMeeting } from './meeting-store.ts'
import { entered, noShowDays, requestsMaxOf, talkingStatuses as inTalks } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { newMeeting } from './new-meeting.ts'
import { findParticipants } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { checkRelations } from './relations.ts'
import { readingOf, targetOfParticipant } from './session-access.ts'
import type { MeetingProposal, MeetingRequest } from './session-input.ts'
import { isIn, openStatuses, talkingStatuses, targetOfSession } from './session.ts'
import { slotsOf } from './slots.ts'

/** Asks the other side for a meeting; where that side has asked already, this is its answer. */
export function requestMeeting(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  request: MeetingRequest,
): Promise<SeatedMeeting> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const own = await requester(work)
    const other = (await talkable(work.tx, own)).find(({ id }) => id === request.participantId)
    if (other === undefined) return unwrap<never>(refuse('participant.not_found'))
    unwrap(await checkRelations(work.tx, [own, other]))
    checkWindow(work, request.window)
    const open = await findMeetings(work.tx, sessionId, inTalks)
    const same = open.find(({ seats }) => isBetween(seats, own, other))
    if (same !== undefined && same.status === 'pending' && same.requestedBy === other.id) return acceptSeat(work, same, own.id)
    if (same !== undefined && same.status !== 'proposed') unwrap(refuse('meeting.exists', { meeting: same.id }))
    await checkCap(work, own, open)
    if (same !== undefined) return takeUp(work, same, own)
    const [department, company] = own.side === 'department' ? [own, other] : [other, own]
    return insert(work, [department, company], {
      origin: 'request',
      requestedBy: own.id,
      message: request.message ?? null,
      window: request.window,
      sceneId: sceneOf(department, request.sceneId),
      acceptedFor: { participantId: own.id, by: actorId(actor) },
    })
  })
}

/** What was proposed for the two, and told nobody yet, becomes the request. */
async function takeUp(work: Work, proposed: SeatedMeeting, own: StoredParticipant): Promise<SeatedMeeting> {
  const asked = { ...entered('pending', work.now), requestedBy: own.id }
  return acceptSeat(work, { ...proposed, ...(await updateMeeting(work.tx, proposed, asked, work.now)) }, own.id)
}

/** Two to six at one table, by the matchmaker; each seat answers for itself. */
export function proposeMeeting(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  proposal: MeetingProposal,
): Promise<SeatedMeeting> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const { tx, session } = work
    unwrap(permit(actor, 'meeting.propose', targetOfSession(session)))
    unwrap(isIn(session, openStatuses))
    const participants = await seatsFor(work, proposal)
    unwrap(await checkRelations(tx, participants))
    checkWindow(work, proposal.window)
    const ids = participants.map(({ id }) => id)
    const same = (await findMeetings(tx, sessionId, inTalks)).find(
      ({ seats }) => seats.length === ids.length && seats.every(({ participantId }) => ids.includes(participantId)),
    )
    if (same !== undefined) unwrap(refuse('meeting.exists', { meeting: same.id }))
    const department = participants.find(({ side }) => side === 'department')
    const { chairId, message, window, isRequired } = proposal
    return insert(work, participants, {
      origin: 'matchmaker',
      requestedBy: null,
      chairId,
      message: message ?? null,
      window,
      isRequired: isRequired ?? false,
      sceneId: department === undefined ? null : sceneOf(department, proposal.sceneId),
    })
  })
}

async function requester(work: Work): Promise<StoredParticipant> {
  const { tx, session, actor } = work
  const { own } = await readingOf(tx, actor, session)
  if (own === undefined) return unwrap<never>(refuse('actor.forbidden'))
  unwrap(permit(actor, 'meeting.request', targetOfParticipant(session, own)))
  unwrap(isIn(session, session.content.kind === 'tables' ? talkingStatuses : []))
  if (own.status !== 'joined') unwrap(refuse('participant.wrong_state', { state: own.status, allowed: ['participant.join'] }))
  return own
}

/** Who did not come twice is trusted with fewer at a time. */
async function checkCap({ tx, session, now }: Work, own: StoredParticipant, open: readonly SeatedMeeting[]): Promise<void> {
  const noShows = await countNoShows(tx, own.orgId, new Date(now.getTime() - noShowDays * 86_400_000))
  const max = requestsMaxOf(session.content.requestsMax, noShows)
  const asked = open.filter(({ status, requestedBy }) => status === 'pending' && requestedBy === own.id).length
  if (asked >= max) unwrap(refuse('meeting.too_many_requests', { max, open: asked, no_shows: noShows }))
}

function checkWindow({ session }: Work, window: readonly [number, number] | undefined): void {
  const count = slotsOf(session.content, session.zone).length
  if (window !== undefined && window[1] > count)
    unwrap(refuse('request.invalid', { errors: [{ field: 'window', message: `there are ${count} slots` }] }))
}

async function seatsFor({ tx, session }: Work, { participantIds, chairId }: MeetingProposal): Promise<StoredParticipant[]> {
  const ids = [...new Set(participantIds)]
  const known = await findParticipants(tx, session.id)
  const seats = ids.map((id) => known.find((one) => one.id === id) ?? unwrap<never>(refuse('participant.not_found', { id })))
  const absent = seats.find(({ status }) => status !== 'joined' && status !== 'invited')
  if (absent !== undefined)
    unwrap(refuse('participant.wrong_state', { id: absent.id, state: absent.status, allowed: ['participant.join'] }))
  if (ids.length < 2) unwrap(refuse('request.invalid', { errors: [{ field: 'participant_ids', message: 'names one twice' }] }))
  if (chairId !== undefined && !ids.includes(chairId))
    unwrap(refuse('request.invalid', { errors: [{ field: 'chair_id', message: 'has no seat' }] }))
  return seats
}

/** What they talk about: one of the scenes the department brings, the only one where there is no other. */
function sceneOf({ sceneIds }: StoredParticipant, asked: string | undefined): string | null {
  if (asked === undefined) return sceneIds.length === 1 ? sceneIds[0]! : null
  return sceneIds.includes(asked) ? asked : unwrap<never>(refuse('scene.not_found'))
}

function isBetween(seats: SeatedMeeting['seats'], ...both: readonly StoredParticipant[]): boolean {
  return seats.length === both.length && both.every(({ id }) => seats.some(({ participantId }) => participantId === id))
}

async function insert(work: Work, ...begun: Parameters<typeof newMeeting> extends [unknown, ...infer Rest] ? Rest : never) {
  const meeting = newMeeting(work, ...begun)
  await insertMeetings(work.tx, [meeting])
  const action = meeting.origin === 'request' ? 'meeting.request' : 'meeting.propose'
  await recordOf(work, 'meeting', meeting.id, action, {
    to: meeting.status,
    detail: { session: meeting.sessionId, seats: meeting.seats.map(({ participantId }) => participantId) },
  })
  return (await findMeeting(work.tx, meeting.id))!
}
