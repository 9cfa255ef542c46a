import type { Actor } from '../accounts/actor.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { changeSession } from './change-session.ts'
import type { Decision, VerbPorts } from './change-session.ts'
import { clearPlaces } from './clear-places.ts'
import { callOff } from './end-meeting.ts'
import { findMeetings } from './meeting-store.ts'
import { aheadStatuses, needsOutcome } from './meeting.ts'
import type { StoredSession } from './session-store.ts'
import { begin, cancel, close, finish, open, postpone } from './session.ts'

/** Everybody invited is told, and may ask for meetings. */
export function openSession(ports: VerbPorts, actor: Actor, id: string): Promise<StoredSession> {
  return changeSession(ports, actor, id, { action: 'session.open', decide: ({ session, now }) => changing(open(session, now)) })
}

export function beginSession(ports: VerbPorts, actor: Actor, id: string): Promise<StoredSession> {
  return changeSession(ports, actor, id, { action: 'session.begin', decide: ({ now }) => done({ change: begin(now) }) })
}

/** Whatever was not answered, or agreed and never given a place, is over with it. */
export function finishSession(ports: VerbPorts, actor: Actor, id: string): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.finish',
    decide: async (work) => {
      const meetings = await findMeetings(work.tx, work.session.id, aheadStatuses)
      const unplaced = meetings.filter(({ status, slot }) => status !== 'accepted' || slot === null)
      for (const meeting of unplaced) await callOff(work, meeting, 'session_over')
      return done({ change: finish(work.now), detail: { ended: unplaced.length } })
    },
  })
}

export function closeSession(ports: VerbPorts, actor: Actor, id: string): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.close',
    decide: async ({ tx, session, now }) => {
      const meetings = await findMeetings(tx, id)
      return changing(
        close(
          session,
          meetings.filter(needsOutcome).map((meeting) => meeting.id),
          now,
        ),
      )
    },
  })
}

/** To another day: places are given up, what was agreed stands, and everybody keeps their place on the list. */
export function postponeSession(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  { date, reason }: { date: string; reason?: string | undefined },
): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.postpone',
    decide: async (work) => {
      const { session, now } = work
      const outcome = postpone(session, { date, reason, zone: session.zone }, now)
      if (!outcome.ok) return outcome
      const released = await clearPlaces(work)
      return done({ change: outcome.value, reason, detail: { from: session.content.date, to: date, released } })
    },
  })
}

export function cancelSession(ports: VerbPorts, actor: Actor, id: string, reason: string | undefined): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.cancel',
    decide: async (work) => {
      const outcome = cancel(work.session, reason, work.now)
      if (!outcome.ok) return outcome
      const ahead = await findMeetings(work.tx, id, aheadStatuses)
      for (const meeting of ahead) await callOff(work, meeting, 'session_cancelled')
      return done({ change: outcome.value, reason, detail: { meetings: ahead.length } })
    },
  })
}

/** Of a site visit: who was not there learns as much as who was. */
export function writeVisitMinutes(ports: VerbPorts, actor: Actor, id: string, text: string): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.write_minutes',
    decide: ({ session, now }) => {
      const isVisit = session.content.kind === 'site_visit'
      const kept = isVisit ? done({ minutes: text, minutesAt: session.minutesAt ?? now }) : undefined
      return changing(kept ?? refuse('session.wrong_state', { state: session.status, allowed: [] }))
    },
  })
}

function changing(outcome: Outcome<Decision['change']>): Outcome<Decision> {
  return outcome.ok ? done({ change: outcome.value }) : outcome
}
