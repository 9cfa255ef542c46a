import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { recordOf, withinSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { findMeeting, findSessionOf, updateMeeting } from './meeting-store.ts'
import type { MeetingChange, SeatedMeeting } from './meeting.ts'
import { findParticipantOf } from './participant-store.ts'
import type { StoredParticipant } from './participant-store.ts'
import { targetOfMeeting } from './session-access.ts'
import { touchSession } from './session-store.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

/** A meeting, held with its session, and who acts in it. */
export type MeetingWork = Work & {
  meeting: SeatedMeeting
  /** As whom the actor takes part, if it does. */
  own: StoredParticipant | undefined
  slots: Slot[]
  /** Where it has a place: when. */
  slot: Slot | undefined
}

export type MeetingStep = {
  action: Action
  /** Whether a plan depends on it. */
  isPlanned: boolean
  run: (work: MeetingWork) => Promise<void>
}

/** What every change of a meeting has in common: hold session and meeting, permit, run; the meeting as it is then. */
export async function changeMeeting(ports: VerbPorts, actor: Actor, id: string, step: MeetingStep): Promise<SeatedMeeting> {
  const sessionId = await findSessionOf(ports.db, id)
  if (sessionId === undefined) return unwrap<never>(refuse(actor.kind === 'public' ? 'login.required' : 'meeting.not_found'))
  return withinSession(ports, actor, sessionId, async (work) => {
    const { tx, session } = work
    const meeting = (await findMeeting(tx, id))!
    const own = actor.orgId === null ? undefined : await findParticipantOf(tx, session.id, actor.orgId)
    unwrap(permit(actor, step.action, targetOfMeeting(actor, meeting, own)))
    const slots = slotsOf(session.content, session.zone)
    const slot = meeting.slot === null ? undefined : slots[meeting.slot - 1]
    await step.run({ ...work, meeting, own, slots, slot })
    if (step.isPlanned) await touchSession(tx, session.id, work.now)
    return (await findMeeting(tx, id))!
  })
}

/** Writes the change of the meeting's own row, with its line in the trail. */
export async function writeMeeting(
  work: MeetingWork,
  action: string,
  outcome: MeetingChange | Outcome<MeetingChange>,
  told: { reason?: string | undefined; detail?: Record<string, unknown> } = {},
): Promise<SeatedMeeting> {
  const change = 'ok' in outcome ? unwrap(outcome) : outcome
  const changed = await updateMeeting(work.tx, work.meeting, change, work.now)
  await recordOf(work, 'meeting', work.meeting.id, action, { from: work.meeting.status, to: changed.status, ...told })
  return changed
}

/** The seat of whoever acts; the matchmaker has none. */
export function ownSeat({ meeting, own }: MeetingWork) {
  const seat = meeting.seats.find(({ participantId }) => participantId === own?.id)
  return seat ?? unwrap<never>(refuse('actor.forbidden'))
}
