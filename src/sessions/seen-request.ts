import { refuse, unwrap } from '../shared/refusal.ts'
import type { C } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { readingOf } from './session-access.ts'
import type { Reading } from './session-access.ts'
import { readSessionFacts } from './session-facts.ts'
import type { SessionFacts } from './session-facts.ts'

/** A session as the pages of its day read it, and what its reader is to it. */
export type Seen = { facts: SessionFacts; reading: Reading; now: Date }

export async function seenBy(c: C, id = pathId(c, 'session.not_found')): Promise<Seen> {
  const { db, clock } = c.get('ports')
  const facts = await readSessionFacts(db, id)
  return { facts, reading: await readingOf(db, c.get('actor'), facts.session), now: clock() }
}

/** For whoever sees all of a session; a participant is told that it may not. */
export async function seenByStaff(c: C): Promise<Seen> {
  const seen = await seenBy(c)
  return seen.reading.isStaff ? seen : unwrap<never>(refuse('actor.forbidden'))
}
