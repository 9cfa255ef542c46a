import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { permit } from '../accounts/permissions.ts'
import { transact } from '../db/transact.ts'
import { findZone } from '../scenes/scene-store.ts'
import { done, refuse, unwrap } from '../shared/refusal.ts'
import { patched } from '../shared/schema.ts'
import { letIn } from './answer-invitation.ts'
import { changeSession } from './change-session.ts'
import type { VerbPorts } from './change-session.ts'
import { clearPlaces } from './clear-places.ts'
import { raiseSequences } from './meeting-store.ts'
import type { SessionContent, SessionPatch } from './session-content.ts'
import { findSession, insertSession } from './session-store.ts'
import type { StoredSession } from './session-store.ts'
import { laidOut } from './session.ts'
import { slotsOf, tableCount } from './slots.ts'

export function createSession(ports: VerbPorts, actor: Actor, content: SessionContent): Promise<StoredSession> {
  const now = ports.clock()
  return transact(ports.db, actor, async (tx) => {
    unwrap(permit(actor, 'session.create'))
    const orgId = actor.orgId ?? unwrap<never>(refuse('actor.forbidden'))
    const day = unwrap(laidOut(content, await findZone(tx, actor.districtId)))
    const id = ports.ids()
    await insertSession(tx, {
      id,
      orgId,
      ...day,
      districtId: actor.districtId,
      status: 'planned',
      version: 1,
      writtenBy: actorId(actor),
      publishedAt: null,
      closedAt: null,
      minutes: null,
      minutesAt: null,
      statusReason: null,
      isExample: false,
      statusSince: now,
      createdAt: now,
      updatedAt: now,
    })
    await recordEvent(tx, ports, actor, { objectType: 'session', objectId: id, action: 'session.create', to: 'planned' })
    return (await findSession(tx, id))!
  })
}

/** Changes the day as laid out; where slots or tables change with it, every place is given up; more room is for whoever waits. */
export function editSession(
  ports: VerbPorts,
  actor: Actor,
  id: string,
  version: number,
  patch: SessionPatch,
): Promise<StoredSession> {
  return changeSession(ports, actor, id, {
    action: 'session.edit',
    version,
    decide: async (work) => {
      const { session } = work
      const content = patched(session.content, patch)
      const day = laidOut(content, session.zone)
      if (!day.ok) return day
      const isSame = isSameDay(session.content, content, session.zone)
      // Who has been told when to come is told of another time by postponing.
      if (!isSame && isTold(session))
        return refuse('session.wrong_state', { state: session.status, allowed: ['session.postpone'] })
      const released = isSame ? 0 : await clearPlaces(work)
      if (isSame && isElsewhere(session.content, content)) await raiseSequences(work.tx, id, work.now)
      if (content.capacity !== session.content.capacity) await letIn({ ...work, session: { ...session, content } })
      return done({ change: day.value, detail: { released } })
    },
  })
}

function isTold({ status }: StoredSession): boolean {
  return status === 'published' || status === 'live'
}

/** Where to go, as calendars show it. */
function isElsewhere(before: SessionContent, after: SessionContent): boolean {
  const where = ({ title, titleEn, place, link, rooms }: SessionContent) => JSON.stringify([title, titleEn, place, link, rooms])
  return where(before) !== where(after)
}

function isSameDay(before: SessionContent, after: SessionContent, zone: string): boolean {
  const day = (content: SessionContent) => JSON.stringify([slotsOf(content, zone), tableCount(content)])
  return before.kind === after.kind && day(before) === day(after)
}
