import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import type { Tx } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import type { Side } from './mark-store.ts'
import { insertTrainingEvent } from './training-store.ts'

/**
 * What one side can make of the other. Of what a mark says (`saved`, `dismissed`, `unmarked`) the last stands; every
 * other event stands for itself. `unmarked` takes a mark back and says nothing.
 */
export const trainingKinds = ['saved', 'dismissed', 'unmarked', 'invited', 'shortlisted', 'accepted', 'declined'] as const

export type TrainingKind = (typeof trainingKinds)[number]

export type TrainingNote = { side: Side; sceneId: string; companyId: string; kind: TrainingKind; reason?: string | null }

/** Notes it in the transaction in which it happens; somebody without an organisation judges nothing. */
export async function noteTrainingEvent(
  tx: Tx,
  { ids, clock }: Pick<Ports, 'ids' | 'clock'>,
  actor: Actor,
  { reason = null, ...note }: TrainingNote,
): Promise<void> {
  const { districtId, orgId } = actor
  if (orgId === null) return
  await insertTrainingEvent(tx, { id: ids(), districtId, orgId, actorId: actorId(actor), ...note, reason, at: clock() })
}
