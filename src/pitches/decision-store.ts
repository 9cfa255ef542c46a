import type { Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { PitchStatus } from './pitch-status.ts'
import type { Pitch } from './pitch.ts'

type Quiet = Partial<Pick<Pitch, 'decision' | 'decisionCodes' | 'feedback' | 'decidedBy' | 'decidedAt'>> & {
  status?: PitchStatus
}

/** Writes down what its company must not notice: the version and every date it can read stay as they were. */
export async function changeQuietly(tx: Tx, pitch: Pick<Pitch, 'id' | 'status'>, change: Quiet): Promise<void> {
  const result = await tx
    .updateTable('pitch')
    .set(change)
    .where('id', '=', pitch.id)
    .where('status', '=', pitch.status)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
}
