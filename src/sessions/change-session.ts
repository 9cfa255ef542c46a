import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { findSessionForUpdate, touchSession, updateSession } from './session-store.ts'
import type { StoredSession } from './session-store.ts'
import { targetOfSession } from './session.ts'
import type { SessionChange } from './session.ts'
import { transactBooking } from './transact-booking.ts'

export type VerbPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** What a decision came to, and what the audit trail says of it. */
export type Decision = { change: SessionChange; reason?: string | undefined; detail?: Record<string, unknown> }

export type SessionStep = {
  action: Action
  /** The version the caller read; absent where the state alone decides. */
  version?: number | undefined
  decide: (work: Work) => Promise<Outcome<Decision>> | Outcome<Decision>
}

/** A change of one session, which nobody else changes while it runs. */
export type Work = { tx: Tx; session: StoredSession; actor: Actor; now: Date; ports: VerbPorts }

/** What every change of the session's own row has in common: lock, permit, rule, guarded update, audit. */
export function changeSession(ports: VerbPorts, actor: Actor, id: string, step: SessionStep): Promise<StoredSession> {
  return withinSession(ports, actor, id, async (work) => {
    const { tx, session, now } = work
    unwrap(permit(actor, step.action, targetOfSession(session)))
    if (step.version !== undefined && step.version !== session.version)
      unwrap(refuse('request.precondition_failed', { version: session.version }))
    const { change, reason, detail } = unwrap(await step.decide(work))
    const changed = await updateSession(tx, session, change, now)
    await record(work, step.action, {
      from: session.status,
      to: changed.status,
      reason,
      detail: { version: changed.version, ...detail },
    })
    return changed
  })
}

/** The session's row is held first, whatever of it is changed: there is only ever one writer. */
export function withinSession<T>(ports: VerbPorts, actor: Actor, id: string, run: (work: Work) => Promise<T>): Promise<T> {
  const now = ports.clock()
  return transactBooking(ports.db, actor, async (tx) => {
    if (actor.kind === 'public') return unwrap<never>(refuse('login.required'))
    const session = await findSessionForUpdate(tx, id)
    if (session === undefined || session.districtId !== actor.districtId) return unwrap<never>(refuse('session.not_found'))
    return run({ tx, session, actor, now, ports })
  })
}

/** As withinSession, where a plan depends on what is changed. */
export function reshapeSession<T>(ports: VerbPorts, actor: Actor, id: string, run: (work: Work) => Promise<T>): Promise<T> {
  return withinSession(ports, actor, id, async (work) => {
    const result = await run(work)
    await touchSession(work.tx, id, work.now)
    return result
  })
}

export type Told = {
  from?: string
  to?: string
  reason?: string | undefined
  detail?: Record<string, unknown>
}

/** Into the session's own trail. */
export function record(work: Work, action: string, told: Told): Promise<void> {
  return recordOf(work, 'session', work.session.id, action, told)
}

export function recordOf(
  { tx, ports, actor }: Work,
  objectType: 'session' | 'meeting',
  objectId: string,
  action: string,
  { reason, ...told }: Told,
): Promise<void> {
  return recordEvent(tx, ports, actor, { objectType, objectId, action, ...told, ...(reason !== undefined && { reason }) })
}
