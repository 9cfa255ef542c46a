import { V7Generator } from 'uuidv7'
import type { Clock, Ids } from '../ports.ts'

/** UUIDv7 of the clock's instant, each larger than the one before. */
export function uuidIds(clock: Clock): Ids {
  const generator = new V7Generator()
  return () => generator.generateOrResetCore(clock().getTime(), rollbackAllowanceMs).toString()
}

/** Up to here a clock set back still yields growing ids. */
const rollbackAllowanceMs = 10_000
