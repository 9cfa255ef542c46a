import type { Db } from '../db/transact.ts'
import { findPairMarks, findParticipants } from './participant-store.ts'
import type { Participant, StoredParticipant } from './participant-store.ts'

/** Whom a participant may ask for a meeting and wish for: who has joined on the other side, and no ban stands between. */
export async function talkable(db: Db, own: Pick<Participant, 'id' | 'sessionId' | 'side'>): Promise<StoredParticipant[]> {
  const other = otherSide(own.side)
  if (other === undefined) return []
  const banned = new Set(
    (await findPairMarks(db, own.sessionId))
      .filter(({ kind, departmentId, companyId }) => kind === 'ban' && (departmentId === own.id || companyId === own.id))
      .map(({ departmentId, companyId }) => (departmentId === own.id ? companyId : departmentId)),
  )
  const participants = await findParticipants(db, own.sessionId)
  return participants.filter(({ id, side, status }) => side === other && status === 'joined' && !banned.has(id))
}

/** Guests sit at tables that the matchmaker lays. */
function otherSide(side: Participant['side']): Participant['side'] | undefined {
  if (side === 'guest') return undefined
  return side === 'department' ? 'company' : 'department'
}
