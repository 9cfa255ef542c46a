import { systemActor } from '../accounts/actor.ts'
import type { Ports } from '../ports.ts'
import { done, RefusedError } from '../shared/refusal.ts'
import { changeSession, recordOf, withinSession } from './change-session.ts'
import type { VerbPorts, Work } from './change-session.ts'
import { callOff, endMeeting } from './end-meeting.ts'
import { findMeetings, updateMeeting } from './meeting-store.ts'
import { chasedFromMs, entered, expired, expiresAt, staffing } from './meeting.ts'
import type { SeatedMeeting } from './meeting.ts'
import { findDueSessions, touchSession } from './session-store.ts'
import type { StoredSession } from './session-store.ts'
import { begin } from './session.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

/** Sessions one tick looks at; the rest waits for the next one. */
const sessionsPerTickMax = 100

export type Ticked = { began: number; expired: number; released: number; held: number }

/**
 * Writes down what the clock has done: sessions begin; requests nobody answered are void; a place nobody was named for
 * goes to others; who sat together has met. Doing it twice changes nothing.
 */
export async function tickSessions(ports: Pick<Ports, 'db' | 'ids'>, now: Date): Promise<Ticked> {
  const told = { began: 0, expired: 0, released: 0, held: 0 }
  const at: VerbPorts = { ...ports, clock: () => now }
  for (const session of await findDueSessions(ports.db, new Date(now.getTime() + chasedFromMs), sessionsPerTickMax)) {
    if (session.status === 'published' && session.startsAt <= now) told.began += await beginDue(at, session)
    await followMeetings(at, session, told)
  }
  return told
}

async function beginDue(ports: VerbPorts, { id, districtId }: StoredSession): Promise<number> {
  try {
    await changeSession(ports, systemActor(districtId), id, {
      action: 'session.begin',
      decide: ({ now }) => done({ change: begin(now), detail: { by: 'clock' } }),
    })
    return 1
  } catch (error) {
    // The matchmaker was quicker, or put it off.
    if (error instanceof RefusedError) return 0
    throw error
  }
}

async function followMeetings(ports: VerbPorts, session: StoredSession, told: Ticked): Promise<void> {
  const slots = slotsOf(session.content, session.zone)
  const isDue = (meeting: SeatedMeeting) => dueStep(meeting, slots, ports.clock()) !== undefined
  const meetings = await findMeetings(ports.db, session.id, ['pending', 'accepted', 'checked_in'])
  if (!meetings.some(isDue)) return
  await withinSession(ports, systemActor(session.districtId), session.id, async (work) => {
    for (const meeting of (await findMeetings(work.tx, session.id, ['pending', 'accepted', 'checked_in'])).filter(isDue)) {
      const step = dueStep(meeting, slots, work.now)!
      await take(work, meeting, step)
      told[step] += 1
    }
    await touchSession(work.tx, session.id, work.now)
  })
}

type DueStep = 'expired' | 'released' | 'held'

function dueStep(meeting: SeatedMeeting, slots: readonly Slot[], now: Date): DueStep | undefined {
  const slot = meeting.slot === null ? undefined : slots[meeting.slot - 1]
  const end = meeting.status === 'pending' ? expiresAt(meeting, slots) : undefined
  if (end !== undefined && end <= now) return 'expired'
  if (staffing(meeting, slot?.startsAt, now) === 'released') return 'released'
  return meeting.status === 'checked_in' && slot !== undefined && slot.endsAt <= now ? 'held' : undefined
}

async function take(work: Work, meeting: SeatedMeeting, step: DueStep): Promise<void> {
  if (step === 'expired') await endMeeting(work, meeting, expired(work.now), { action: 'meeting.expire' })
  else if (step === 'released') await callOff(work, meeting, 'nobody_named')
  else {
    await updateMeeting(work.tx, meeting, entered('held', work.now), work.now)
    await recordOf(work, 'meeting', meeting.id, 'meeting.hold', { from: meeting.status, to: 'held' })
  }
}
