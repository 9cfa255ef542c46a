import { exposureOf, qualifiedScoreMin, seenOnce, traitsOf } from '../matching/exposure-rules.ts'
import type { ExposureRow, ReportedRanking } from '../matching/exposure-rules.ts'
import { calibrated } from '../matching/fit.ts'
import { findContenders } from '../matching/load-supplies.ts'
import { isOut } from '../matching/pair.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { findHome, findListedTraits, findPublishedSceneIds } from './learning-store.ts'
import { scoreOf } from './question.ts'
import type { Shown } from './question.ts'
import { pairsOfScene, shownOf } from './read-pairs.ts'
import type { ReadPorts } from './read-pairs.ts'

/** Scenes and companies that are ranked anew to see who is shown; the newest scenes. */
export const marketMax = { scenes: 40, companies: 2_000 } as const

type MarketPair = Pick<Shown, 'parts' | 'rest'> & { companyId: string; isQualified: boolean }

/** Every listed company that no gate keeps out with every published scene, and which groups the companies belong to. */
export type Market = {
  scenes: { sceneId: string; pairs: MarketPair[] }[]
  traits: ReadonlyMap<string, ReturnType<typeof traitsOf>>
}

export async function readMarket(ports: ReadPorts, districtId: string): Promise<Market> {
  const { db, clock } = ports
  const { name: district } = await findHome(db, districtId)
  const listed = await findListedTraits(db, districtId, marketMax.companies)
  const home = { district, year: clock().getUTCFullYear() }
  const contenders = await findContenders(
    ports,
    listed.map(({ id }) => id),
  )
  const scenes: Market['scenes'] = []
  for (const scene of await findScenes(db, await findPublishedSceneIds(db, districtId, marketMax.scenes))) {
    const pairs = (await pairsOfScene(ports, scene, contenders)).filter((pair) => !isOut(pair))
    scenes.push({
      sceneId: scene.id,
      pairs: pairs.map((pair) => ({
        ...shownOf(pair.fit),
        companyId: pair.supply.supply.id,
        isQualified: calibrated(pair.fit) >= qualifiedScoreMin,
      })),
    })
  }
  return { scenes, traits: new Map(listed.map(({ id, ...facts }) => [id, traitsOf(facts, home)])) }
}

/** Who would be shown by these weights; who counts as able is the same for all. */
export function exposureBy({ scenes, traits }: Market, weights: readonly number[]): ExposureRow[] {
  const rankings = scenes.map(({ sceneId, pairs }): ReportedRanking => {
    const order = pairs.toSorted((a, b) => scoreOf(b, weights) - scoreOf(a, weights) || (a.companyId < b.companyId ? -1 : 1))
    return { sceneId, ranked: order }
  })
  return exposureOf(rankings, seenOnce(rankings), traits)
}
