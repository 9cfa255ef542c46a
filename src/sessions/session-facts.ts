import type { Db } from '../db/transact.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { findMeetings } from './meeting-store.ts'
import type { SeatedMeeting } from './meeting-store.ts'
import { findPairMarks, findParticipants, findPeople, findWishes } from './participant-store.ts'
import type { PairMark, SessionPerson, StoredParticipant, Wish } from './participant-store.ts'
import { findSession } from './session-store.ts'
import type { StoredSession } from './session-store.ts'
import { slotsOf } from './slots.ts'
import type { Slot } from './slots.ts'

/** Everything a plan is made from; of one moment where it is read in one transaction that holds the session. */
export type SessionFacts = {
  session: StoredSession
  slots: Slot[]
  participants: StoredParticipant[]
  /** Those who left are left out. */
  people: SessionPerson[]
  wishes: Wish[]
  pairMarks: PairMark[]
  meetings: SeatedMeeting[]
}

export async function readSessionFacts(db: Db, sessionId: string): Promise<SessionFacts> {
  const session = (await findSession(db, sessionId)) ?? unwrap<never>(refuse('session.not_found'))
  const people = await findPeople(db, sessionId)
  return {
    session,
    slots: slotsOf(session.content, session.zone),
    participants: await findParticipants(db, sessionId),
    people: people.filter(({ leftAt }) => leftAt === null),
    wishes: await findWishes(db, sessionId),
    pairMarks: await findPairMarks(db, sessionId),
    meetings: await findMeetings(db, sessionId),
  }
}
