import type { Actor } from '../accounts/actor.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, reshapeSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { callOff } from './end-meeting.ts'
import { findMeetings } from './meeting-store.ts'
import { aheadStatuses } from './meeting.ts'
import { findParticipants, updateParticipant } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { participantFor } from './session-access.ts'
import type { ParticipantStatus } from './session-status.ts'
import { isIn, talkingStatuses } from './session.ts'

/** Joins, or queues where there is no place left. */
export function joinSession(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
): Promise<StoredParticipant> {
  return answering(ports, actor, sessionId, participantId, ['invited', 'declined', 'left'], async (work, participant) => {
    const to = participant.side !== 'department' && (await isFull(work)) ? 'waiting' : 'joined'
    return moveParticipant(work, participant, to, 'participant.join')
  })
}

export function declineInvitation(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  reason?: string,
): Promise<StoredParticipant> {
  return answering(ports, actor, sessionId, participantId, ['invited'], (work, participant) =>
    moveParticipant(work, participant, 'declined', 'participant.decline', reason),
  )
}

/** Calls off its meetings; whoever waits first has the place. */
export function leaveSession(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  reason?: string,
): Promise<StoredParticipant> {
  return answering(ports, actor, sessionId, participantId, ['joined', 'waiting'], async (work, participant) => {
    const meetings = await findMeetings(work.tx, sessionId, aheadStatuses)
    for (const meeting of meetings.filter(({ seats }) => seats.some((seat) => seat.participantId === participantId)))
      await callOff(work, meeting, 'participant_left')
    const left = await moveParticipant(work, participant, 'left', 'participant.leave', reason)
    await letIn(work)
    return left
  })
}

/** The first of those waiting for whom there is a place, as often as there is one. */
export async function letIn(work: Work): Promise<void> {
  const waiting = (await findParticipants(work.tx, work.session.id))
    .filter(({ status }) => status === 'waiting')
    .toSorted((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0))
  for (const participant of waiting) {
    if (await isFull(work)) return
    await moveParticipant(work, participant, 'joined', 'participant.let_in')
  }
}

/** Who receives the visitors takes none of their places. */
async function isFull({ tx, session }: Work): Promise<boolean> {
  const { capacity } = session.content
  if (capacity === undefined) return false
  const participants = await findParticipants(tx, session.id)
  return participants.filter(({ side, status }) => side !== 'department' && status === 'joined').length >= capacity
}

function answering(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  participantId: string,
  from: readonly ParticipantStatus[],
  run: (work: Work, participant: StoredParticipant) => Promise<StoredParticipant>,
): Promise<StoredParticipant> {
  return reshapeSession(ports, actor, sessionId, async (work) => {
    const participant = await participantFor(work.tx, actor, work.session, participantId, 'participant.answer')
    unwrap(isIn(work.session, [...talkingStatuses, 'postponed']))
    if (!from.includes(participant.status))
      unwrap(refuse('participant.wrong_state', { state: participant.status, allowed: answersFrom(participant.status) }))
    return run(work, participant)
  })
}

export function answersFrom(status: ParticipantStatus): string[] {
  if (status === 'invited') return ['participant.join', 'participant.decline']
  return status === 'joined' || status === 'waiting' ? ['participant.leave'] : ['participant.join']
}

async function moveParticipant(
  work: Work,
  participant: StoredParticipant,
  to: ParticipantStatus,
  action: string,
  reason?: string,
): Promise<StoredParticipant> {
  // Who is let in keeps the hour at which it began to wait.
  const answeredAt = participant.status === 'waiting' ? participant.answeredAt : work.now
  const changed = await updateParticipant(work.tx, participant, { status: to, answeredAt }, work.now)
  await record(work, action, { reason, detail: { participant: participant.id, from: participant.status, to } })
  return changed
}
