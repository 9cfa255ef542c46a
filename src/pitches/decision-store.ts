import type { Tx } from '../db/transact.ts'
import { RefusedError } from '../shared/refusal.ts'
import type { Pitch, PitchChange } from './pitch.ts'

type Quiet = Omit<PitchChange, 'content'>

/** Writes down what its company must not notice: the version and every date it can read stay as they were. */
export async function changeQuietly<P extends Pick<Pitch, 'id' | 'status'>>(tx: Tx, pitch: P, change: Quiet): Promise<P> {
  const result = await tx
    .updateTable('pitch')
    .set(change)
    .where('id', '=', pitch.id)
    .where('status', '=', pitch.status)
    .executeTakeFirst()
  if (result.numUpdatedRows !== 1n) throw new RefusedError({ code: 'request.precondition_failed' })
  return { ...pitch, ...change }
}
