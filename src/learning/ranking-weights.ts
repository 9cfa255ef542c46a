import type { ExposureRow } from '../matching/exposure-rules.ts'
import type { RankingWeights } from '../matching/weights.ts'
import type { Offline } from './offline.ts'

/**
 * `shipped` stands in the program and in no row; a `proposed` version is not better in every respect, or not yet in
 * force; one that was in force and is no more is `replaced`.
 */
export const weightsStatuses = ['shipped', 'proposed', 'active', 'replaced'] as const
export type WeightsStatus = (typeof weightsStatuses)[number]

/** What is learned, and which shipped weights it was learned from: with others it means nothing. */
export type LearnedParameters = Omit<RankingWeights, 'version'> & { base: string }

/** What a version is worth, as it was measured before it came into force. */
export type LearningReport = {
  /** What was learned from: judgements by events and by grades, of how many questions and organisations. */
  judgements: number
  questions: number
  units: number
  /** Judgements of pairs that the one who judged was never shown in a ranking: nobody knows what they were chosen from. */
  unseen: number
  /** The version in force when this was learned. */
  against: string
  ndcg: Offline
  exposure: { before: ExposureRow[]; after: ExposureRow[] }
  holds: { ndcg: boolean; exposure: boolean }
}

export function isBetter({ holds }: Pick<LearningReport, 'holds'>): boolean {
  return holds.ndcg && holds.exposure
}

/** More than chance gives: with 95 % the gain lies above zero. */
export function isGain({ low }: Offline): boolean {
  return low > 0
}

/** Every group that can be judged is within the band, and at least one can be. */
export function isWithinBand(rows: readonly ExposureRow[]): boolean {
  const judged = rows.filter(({ state }) => state !== 'too_few')
  return judged.length > 0 && judged.every(({ state }) => state === 'balanced')
}
