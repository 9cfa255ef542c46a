import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, reshapeSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { findMeetings } from './meeting-store.ts'
import { talkingStatuses } from './meeting.ts'
import { deletePairMark, findParticipant, putPairMark, replaceWishes } from './participant-store.ts'
import type { PairMark, StoredParticipant } from './participant-store.ts'
import { roomForPin } from './pin-room.ts'
import { checkRelations } from './relations.ts'
import { participantFor } from './session-access.ts'
import { readSessionFacts } from './session-facts.ts'
import { talkable } from './counterparts.ts'
import type { PairMarking } from './session-input.ts'
import { isIn, openStatuses, targetOfSession } from './session.ts'

/** The matchmaker's word that two meet, or do not; a second word replaces the first. */
export function markPair(ports: VerbPorts, actor: Actor, sessionId: string, marking: PairMarking): Promise<PairMark> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    unwrap(permit(actor, 'session.mark_pair', targetOfSession(work.session)))
    const department = await participantOn(work, marking.departmentId, 'department')
    const company = await participantOn(work, marking.companyId, 'company')
    if (marking.kind === 'pin') {
      unwrap(await checkRelations(work.tx, [department, company]))
      unwrap(roomForPin(await readSessionFacts(work.tx, sessionId), department.id, company.id))
    } else if (await areTalking(work, [department.id, company.id])) unwrap(refuse('meeting.exists'))
    const mark = { ...marking, sessionId, markedBy: actorId(actor), markedAt: work.now }
    await putPairMark(work.tx, mark)
    await record(work, `session.${marking.kind}_pair`, {
      reason: marking.reason,
      detail: { department: department.id, company: company.id },
    })
    return mark
  })
}

/** Takes the word back; none to take back is no error. */
export function unmarkPair(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  departmentId: string,
  companyId: string,
): Promise<void> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    unwrap(permit(actor, 'session.mark_pair', targetOfSession(work.session)))
    await participantOn(work, departmentId, 'department')
    if (await deletePairMark(work.tx, departmentId, companyId))
      await record(work, 'session.unmark_pair', { detail: { department: departmentId, company: companyId } })
  })
}

/** Whom a participant would like to meet, the best first, anew each time. */
export function setWishes(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  wishedIds: readonly string[],
): Promise<string[]> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const participant = await participantFor(work.tx, actor, work.session, participantId, 'participant.edit')
    unwrap(isIn(work.session, [...openStatuses, 'postponed']))
    const ids = [...new Set(wishedIds)]
    const known = new Set((await talkable(work.tx, participant)).map(({ id }) => id))
    const unknown = ids.find((id) => !known.has(id))
    if (unknown !== undefined) unwrap(refuse('participant.not_found', { id: unknown }))
    await replaceWishes(work.tx, sessionId, participantId, ids)
    await record(work, 'participant.wish', { detail: { participant: participantId, wishes: ids } })
    return ids
  })
}

async function participantOn({ tx, session }: Work, id: string, side: StoredParticipant['side']): Promise<StoredParticipant> {
  const participant = await findParticipant(tx, id)
  return participant?.sessionId === session.id && participant.side === side
    ? participant
    : unwrap<never>(refuse('participant.not_found', { id }))
}

async function areTalking({ tx, session }: Work, ids: readonly string[]): Promise<boolean> {
  const meetings = await findMeetings(tx, session.id, talkingStatuses)
  return meetings.some(({ seats }) => ids.every((id) => seats.some(({ participantId }) => participantId === id)))
}
