import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Db } from '../db/transact.ts'
import type { Page } from '../shared/page.ts'
import { encodeCursor } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { findMeetings } from '../sessions/meeting-store.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { findParticipants } from '../sessions/participant-store.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'
import { countPlans, findPlan, listPlans } from './plan-store.ts'
import type { ListedPlan, StoredPlan } from './plan-store.ts'
import { findSession } from '../sessions/session-store.ts'
import type { StoredSession } from '../sessions/session-store.ts'
import { targetOfSession } from '../sessions/session.ts'

/** A plan beside the session as it stands now. */
export type ReadPlan = {
  session: StoredSession
  plan: StoredPlan
  participants: StoredParticipant[]
  meetings: SeatedMeeting[]
}

/** For whoever reads all of a session. */
export async function readPlan(db: Db, actor: Actor, sessionId: string, planId: string): Promise<ReadPlan> {
  const session = await sessionFor(db, actor, sessionId)
  const plan = (await findPlan(db, sessionId, planId)) ?? unwrap<never>(refuse('plan.not_found'))
  return {
    session,
    plan,
    participants: await findParticipants(db, sessionId),
    meetings: await findMeetings(db, sessionId),
  }
}

export async function readPlans(
  db: Db,
  actor: Actor,
  sessionId: string,
  after: string | undefined,
  limit: number,
): Promise<{ session: StoredSession; page: Page<ListedPlan> }> {
  const session = await sessionFor(db, actor, sessionId)
  const rows = await listPlans(db, sessionId, after, limit + 1)
  const items = rows.slice(0, limit)
  const nextCursor = rows.length > limit ? encodeCursor([items.at(-1)!.id]) : null
  return { session, page: { items, nextCursor, total: await countPlans(db, sessionId) } }
}

async function sessionFor(db: Db, actor: Actor, sessionId: string): Promise<StoredSession> {
  const session = (await findSession(db, sessionId)) ?? unwrap<never>(refuse('session.not_found'))
  unwrap(permit(actor, 'session.read_all', targetOfSession(session)))
  return session
}
