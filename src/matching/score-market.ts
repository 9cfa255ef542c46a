import type { Filter, Ports } from '../ports.ts'
import { fromIndex } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'
import type { Demand } from './demand.ts'
import { findContenders } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { inOrder } from './order.ts'
import { placesByFit, withNewcomer } from './place-contenders.ts'
import type { Placed } from './place-contenders.ts'
import type { RankingPage } from './ranking-page.ts'
import { inDistrict, recallCompanies } from './recall.ts'
import { reranked } from './rerank.ts'
import { scorePairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'

export type ScoredMarket = { ranked: Placed[]; excluded: Scored[] }
export type RankedMarket = ScoredMarket & Pick<RankingPage<unknown>, 'degraded'>

/** Recall, hydrate, rules: everybody who could pitch, best first, and those a gate keeps out; `always` is scored even when not recalled. */
export async function scoreMarket(
  ports: Ports,
  source: Source,
  districtId: string,
  demand: Demand,
  { always, keep, sceneId }: { always?: Contender; keep?: 'nowhere' | undefined; sceneId?: string | undefined },
): Promise<ScoredMarket> {
  const listed: Filter[] = [inDistrict(districtId), { field: 'status', anyOf: ['listed'] }]
  const ids = await recallCompanies(source, demand, listed, keep)
  const recalled = await findContenders(
    ports,
    ids.filter((id) => id !== always?.standing.id),
  )
  const contenders = [
    ...recalled.filter(({ standing }) => standing.districtId === districtId),
    ...(always === undefined ? [] : [always]),
  ]
  const scored = await scorePairs(
    ports,
    source,
    contenders.map((contender) => ({ demand, contender })),
  )
  return arranged(ports, scored, sceneId)
}

/** In order, near-identical ones together; a stored scene's ranking may be read again by a model and have a newcomer's place. */
export async function arranged(ports: Ports, scored: readonly Scored[], sceneId: string | undefined): Promise<ScoredMarket> {
  const { ranked, excluded } = inOrder(scored, ({ pair, contender }) => ({ ...pair, id: contender.standing.id }))
  // What is asked in confidence no model is shown.
  if (sceneId === undefined) return { ranked: placesByFit(ranked), excluded }
  return { ranked: await withNewcomer(ports, sceneId, placesByFit(await reranked(ports, ranked))), excluded }
}

/** Everybody's place for a demand, for reports over many; `sceneId` where the ranking is a stored scene's. */
export function placeAll(ports: Ports, districtId: string, demand: Demand, sceneId?: string): Promise<RankedMarket> {
  return fromIndex(ports, { districtId, collection: 'card' }, async (source) => ({
    ...(await scoreMarket(byFitAlone(ports), source, districtId, demand, {
      sceneId,
      keep: sceneId === undefined ? 'nowhere' : undefined,
    })),
    degraded: [...source.degraded].toSorted(),
  }))
}

/** Where no model reads the head of a ranking again. */
export function byFitAlone({ rerank: _rerank, ...ports }: Ports): Ports {
  return ports
}
