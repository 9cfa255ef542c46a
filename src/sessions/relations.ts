import { findControllers } from '../matching/control-store.ts'
import { conflict } from '../matching/gates.ts'
import type { Db } from '../db/transact.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { StoredParticipant } from './participant-store.ts'

type Party = Pick<StoredParticipant, 'id' | 'orgId' | 'orgUscc' | 'side'>

/** Whether any two of those at one table stand in a control relation, or are one entity. */
export async function checkRelations(db: Db, parties: readonly Party[]): Promise<Outcome<true>> {
  const related = await relatedAmong(db, parties)
  return related.length === 0 ? done(true) : refuse('meeting.conflict', { pairs: related })
}

/** Every two of these that are related, by participant. */
export async function relatedAmong(
  db: Db,
  parties: readonly Party[],
): Promise<{ participants: [string, string]; why: { zh: string; en: string } }[]> {
  const controllers = await findControllers(
    db,
    parties.map(({ orgId }) => orgId),
  )
  const terms = ({ orgId, orgUscc }: Party) => ({
    uscc: orgUscc,
    ...(controllers.has(orgId) && { controllers: controllers.get(orgId)! }),
  })
  return parties.flatMap((one, index) =>
    parties.slice(index + 1).flatMap((other) => {
      const gate = conflict(terms(one), terms(other))
      return gate.outcome === 'failed' ? [{ participants: [one.id, other.id] as [string, string], why: gate.why }] : []
    }),
  )
}
