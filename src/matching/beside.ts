import type { Scored } from './score-pairs.ts'

/** What stands beside the fit on the company's side: room for another pilot, and what follows success; null: not stated. */
export type Beside = { running: number | null; maximum: number | null; afterSuccess: 'known' | 'unknown' }

export function besideOf({ demand, pair }: Scored): Beside {
  const { runningPilots, maxConcurrentPilots } = pair.offer.terms
  return {
    running: runningPilots ?? null,
    maximum: maxConcurrentPilots ?? null,
    afterSuccess: demand.terms.isAfterSuccessKnown === true ? 'known' : 'unknown',
  }
}
