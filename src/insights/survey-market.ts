import { findControllers } from '../matching/control-store.ts'
import { placeAll } from '../matching/score-market.ts'
import type { RankedMarket } from '../matching/score-market.ts'
import { isQualified } from '../matching/place-contenders.ts'
import type { Scored } from '../matching/score-pairs.ts'
import { demandOfScene } from '../matching/market.ts'
import type { Ports } from '../ports.ts'
import { isPublic } from '../scenes/scene.ts'
import { listScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { LastUsed } from '../shared/last-used.ts'
import type { Part } from '../shared/fault.ts'

/** The newest open scenes; more would keep the first reader of the day waiting. */
const surveyedMax = 100

const dayMs = 86_400_000

/** One open scene's ranking, as far as a report needs it. */
export type SurveyedScene = {
  scene: StoredScene
  ranked: { companyId: string; isQualified: boolean; behind: string[] }[]
  /** Who comes nearest, kept out by a gate or not. */
  nearest: Scored | undefined
}

export type Survey = { scenes: SurveyedScene[]; open: number; degraded: Part[] }

const surveys = new WeakMap<object, LastUsed<Survey>>()

/** The rankings of the open scenes as they stand, made once for each state of the index and each day. */
export async function surveyMarket(ports: Ports, districtId: string): Promise<Survey> {
  const kept = surveys.get(ports.matcher) ?? new LastUsed<Survey>(8)
  surveys.set(ports.matcher, kept)
  const key = await stateOf(ports, districtId)
  const known = key === undefined ? undefined : kept.get(key)
  if (known !== undefined) return known
  const survey = await makeSurvey(ports, districtId)
  // What was made while a part was down is not what stands.
  return key === undefined || survey.degraded.length > 0 ? survey : kept.set(key, survey)
}

async function makeSurvey(ports: Ports, districtId: string): Promise<Survey> {
  const now = ports.clock()
  const listed = await listScenes(ports.db, { districtId, sees: 'all', status: 'published', now }, undefined, openMax)
  const open = listed.filter((scene) => isPublic(scene, now))
  const controllers = await findControllers(ports.db, [...new Set(open.map(({ orgId }) => orgId))])
  const degraded = new Set<Part>()
  const scenes: SurveyedScene[] = []
  for (const scene of open.slice(0, surveyedMax)) {
    const market = await placeAll(ports, districtId, demandOfScene(scene, controllers.get(scene.orgId)), scene.id)
    for (const part of market.degraded) degraded.add(part)
    scenes.push(surveyed(scene, market))
  }
  return { scenes, open: open.length, degraded: [...degraded].toSorted() }
}

/** Counted at most. */
const openMax = 1_000

function surveyed(scene: StoredScene, { ranked, excluded }: RankedMarket): SurveyedScene {
  return {
    scene,
    ranked: ranked.map((placed) => ({
      companyId: placed.contender.standing.id,
      isQualified: isQualified(placed),
      behind: placed.behind.map(({ contender }) => contender.standing.id),
    })),
    nearest: nearestOf({ ranked, excluded }),
  }
}

/** The best fit, whoever a gate keeps out included: the gap may be the gate. */
export function nearestOf({ ranked, excluded }: Pick<RankedMarket, 'ranked' | 'excluded'>): Scored | undefined {
  return [...ranked, ...excluded].toSorted((a, b) => b.pair.fused - a.pair.fused)[0]
}

/** Undefined while the index does not answer. */
async function stateOf({ search, clock, matcher, matcherIn }: Ports, districtId: string): Promise<string | undefined> {
  try {
    const { weights } = (await matcherIn?.(districtId)) ?? matcher
    const day = Math.floor(clock().getTime() / dayMs)
    return `${districtId} ${await search.generation()} ${weights.version} ${day}`
  } catch {
    return undefined
  }
}
