import type { Actor } from '../accounts/actor.ts'
import type { Ports } from '../ports.ts'
import type { Side } from './mark-store.ts'
import { examination } from './propensity.ts'
import type { RankingPage } from './ranking-page.ts'
import { insertImpressions } from './training-store.ts'

/** One pair as it stood in a ranking; out of the ranking it has no place. `propensity`: with which it was drawn, by lot, for its place. */
export type ShownPair = { sceneId: string; companyId: string; place: number | null; propensity?: number | undefined }

const dayMs = 86_400_000

/**
 * Notes who was shown what at which place, once a day for each viewer and version of a ranking. Learning needs it, the
 * answer does not: when it cannot be noted, that is logged.
 */
export async function noteImpressions(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  { orgId, districtId }: Actor,
  side: Side,
  { version: rankingVersion, weightsVersion }: Pick<RankingPage<unknown>, 'version' | 'weightsVersion'>,
  shown: readonly ShownPair[],
): Promise<void> {
  if (orgId === null) return
  const at = clock()
  const ranking = { districtId, viewerOrgId: orgId, side, weightsVersion, rankingVersion, at }
  const day = Math.floor(at.getTime() / dayMs)
  const rows = shown.flatMap(({ sceneId, companyId, place, propensity }) =>
    place === null
      ? []
      : [{ ...ranking, day, sceneId, companyId, position: place, propensity: (propensity ?? 1) * examination(place) }],
  )
  try {
    await insertImpressions(db, rows)
  } catch (error) {
    log('warn', 'impressions.not_noted', { rankingVersion, error })
  }
}
