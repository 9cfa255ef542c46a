import type { Ports } from '../ports.ts'
import { foldClones } from './clones.ts'
import { qualifiedScoreMin } from './exposure-rules.ts'
import { findNewcomers } from './newcomer-store.ts'
import { contendersForSlot, giveSlot, newcomerDays } from './newcomers.ts'
import type { Slot } from './newcomers.ts'
import type { Scored } from './score-pairs.ts'

/** One place of a ranking: who holds it, the near-identical profiles that share it, and whether it was given to a newcomer. */
export type Placed = Scored & { behind: Scored[]; slot?: Slot }

const dayMs = 86_400_000

/** The order by fit as people see it: near-identical profiles share a place. */
export function placesByFit(ordered: readonly Scored[]): Placed[] {
  return foldClones(ordered, ({ pair }) => pair.signature).map(({ first, behind }) => ({ ...first, behind }))
}

/** The same with the one slot of a stored scene's ranking given to a newcomer that fits, where one waits. */
export async function withNewcomer(
  { db, clock, log }: Pick<Ports, 'db' | 'clock' | 'log'>,
  sceneId: string,
  places: readonly Placed[],
): Promise<Placed[]> {
  const now = clock()
  const day = Math.floor(now.getTime() / dayMs)
  const ids = contendersForSlot(places, isQualified).map(({ contender }) => contender.standing.id)
  const newcomers = await findNewcomers(db, ids, new Date(now.getTime() - newcomerDays * dayMs), day)
  if (newcomers.length === 0) return [...places]
  const byId = new Map(newcomers.map((newcomer) => [newcomer.companyId, newcomer]))
  const { ranked, slot } = giveSlot(places, {
    sceneId,
    day: String(day),
    isQualified,
    newcomerOf: ({ contender }) => byId.get(contender.standing.id),
  })
  if (slot === null) return ranked
  log('info', 'ranking.newcomer', { sceneId, day, ...slot, waiting: newcomers.length })
  return ranked.map((place) => (place.contender.standing.id === slot.companyId ? { ...place, slot } : place))
}

export function isQualified({ pair }: Pick<Scored, 'pair'>): boolean {
  return pair.calibrated >= qualifiedScoreMin
}
