import { recordEvent } from '../accounts/audit.ts'
import type { Actor } from '../accounts/actor.ts'
import { findMemberships } from '../accounts/organisation-store.ts'
import type { Membership } from '../accounts/organisation-store.ts'
import { permit } from '../accounts/permissions.ts'
import { newToken, tokenHash } from '../accounts/token.ts'
import { transact } from '../db/transact.ts'
import type { Db } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { OwnMeeting } from './calendar.ts'
import { deleteFeed, findFeedByHash, findFeedOf, putFeed, sessionsOfPerson } from './calendar-store.ts'
import type { CalendarFeed } from './calendar-store.ts'
import { readSessionFacts } from '../sessions/session-facts.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import { sheetMeetings } from './sheet.ts'
import type { SheetSeat } from './sheet.ts'

type FeedPorts = Pick<Ports, 'db' | 'ids' | 'clock'>

/** How far back a calendar goes, and how many sessions it holds. */
export const feedDays = 180
export const feedSessionsMax = 40
const dayMs = 86_400_000

/** A new address of the person's calendar, told this once; the one before is worth nothing from then on. */
export async function makeFeed(ports: FeedPorts, actor: Actor): Promise<{ path: string; createdAt: Date }> {
  const personId = personOf(actor)
  const [token, createdAt] = [newToken(), ports.clock()]
  const hash = await tokenHash(token)
  await transact(ports.db, actor, async (tx) => {
    await putFeed(tx, { id: ports.ids(), personId, tokenHash: hash, createdAt })
    await recordEvent(tx, ports, actor, { objectType: 'person', objectId: personId, action: 'calendar.make_address' })
  })
  return { path: `/calendar/${token}.ics`, createdAt }
}

/** From now on the address answers as one that never was. */
export async function revokeFeed(ports: FeedPorts, actor: Actor): Promise<void> {
  const personId = personOf(actor)
  await transact(ports.db, actor, async (tx) => {
    if (!(await deleteFeed(tx, personId))) unwrap(refuse('calendar.not_found'))
    await recordEvent(tx, ports, actor, { objectType: 'person', objectId: personId, action: 'calendar.revoke_address' })
  })
}

export function feedOf(db: Db, actor: Actor): Promise<CalendarFeed | undefined> {
  return findFeedOf(db, personOf(actor))
}

/** The meetings behind an address: those in which the person is named, and those of their organisations that name nobody yet. */
export async function meetingsOfFeed({ db, clock }: FeedPorts, token: string): Promise<OwnMeeting[]> {
  const feed = (await findFeedByHash(db, await tokenHash(token))) ?? unwrap<never>(refuse('calendar.not_found'))
  const { personId } = feed
  const orgIds = (await findMemberships(db, personId))
    .filter((membership) => maySeeMeetings(personId, membership))
    .map(({ orgId }) => orgId)
  const ids = await sessionsOfPerson(db, personId, new Date(clock().getTime() - feedDays * dayMs), feedSessionsMax)
  const isOwn = ({ party, person }: SheetSeat) =>
    person === undefined ? orgIds.includes(party.orgId) : person.personId === personId
  const meetings: OwnMeeting[] = []
  for (const id of ids) meetings.push(...meetingsOf(await readSessionFacts(db, id), isOwn))
  return meetings
}

/** The meetings of a session in which one of the seats is the reader's. */
export function meetingsOf(facts: SessionFacts, isOwn: (seat: SheetSeat) => boolean): OwnMeeting[] {
  return sheetMeetings(facts).flatMap((meeting) => {
    const ownIds = meeting.seats.filter(isOwn).map(({ party }) => party.id)
    return ownIds.length === 0 ? [] : [{ session: facts.session, meeting, ownIds }]
  })
}

/** A role that reads no sessions on the pages reads none here. */
function maySeeMeetings(personId: string, { orgId, districtId, roles, status }: Membership): boolean {
  const actor: Actor = { kind: 'person', personId, name: null, orgId, orgVerified: status === 'verified', districtId, roles }
  return permit(actor, 'session.read', { orgId, districtId }).ok
}

function personOf(actor: Actor): string {
  unwrap(permit(actor, 'calendar.read'))
  return actor.personId ?? unwrap<never>(refuse('login.required'))
}
