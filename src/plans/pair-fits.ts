import { fromIndex } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'
import { findControllers } from '../matching/control-store.ts'
import type { Demand } from '../matching/demand.ts'
import type { GateId } from '../matching/gates.ts'
import { findContenders } from '../matching/load-supplies.ts'
import type { Contender } from '../matching/load-supplies.ts'
import { demandOfScene } from '../matching/market.ts'
import { scorePairs } from '../matching/score-pairs.ts'
import type { Scored } from '../matching/score-pairs.ts'
import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { breath } from '../shared/breath.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'

/** A department and a company by their ids in the session: what both see in each other, and in which of its scenes. */
export type PairFit = {
  department: string
  company: string
  sceneId: string | null
  /** Reciprocal, 0 to 100. */
  fit: number
  /** The gates that keep the pair out. */
  failed: GateId[]
}

type Side = Pick<StoredParticipant, 'id' | 'sceneIds' | 'companyId'>

/**
 * Every department with every company, each by the best of the scenes the department brings. Pairs of a scene and a
 * profile that did not change since they were last scored, be it for a ranking, are not scored again.
 */
export async function fitPairs(
  ports: Ports,
  districtId: string,
  departments: readonly Side[],
  companies: readonly Side[],
): Promise<PairFit[]> {
  const scored = await scoreAll(ports, districtId, departments, companies)
  return departments.flatMap(({ id, sceneIds }) =>
    companies.map((company) => {
      const pairs = sceneIds.flatMap((sceneId) => scored.get(`${sceneId} ${company.companyId}`) ?? [])
      return { department: id, company: company.id, ...bestOf(pairs) }
    }),
  )
}

async function scoreAll(
  ports: Ports,
  districtId: string,
  departments: readonly Side[],
  companies: readonly Side[],
): Promise<Map<string, Scored>> {
  const scenes = await findScenes(ports.db, [...new Set(departments.flatMap(({ sceneIds }) => sceneIds))])
  const controllers = await findControllers(
    ports.db,
    scenes.map(({ orgId }) => orgId),
  )
  const companyIds = companies.flatMap(({ companyId }) => companyId ?? [])
  const contenders = await findContenders(ports, companyIds)
  const demands = scenes.map((scene) => demandOfScene(scene, controllers.get(scene.orgId)))
  const scored = await fromIndex(ports, { districtId, collection: 'card' }, async (source) => {
    const all = await scoreDemands(ports, source, demands, contenders)
    // Where the model went down on the way the scores of both kinds would not compare.
    return all.every(({ isMeant }) => isMeant === all[0]!.isMeant) ? all : scoreDemands(ports, source, demands, contenders)
  })
  return new Map(scored.map((one) => [`${one.demand.id} ${one.contender.standing.id}`, one]))
}

async function scoreDemands(
  ports: Ports,
  source: Source,
  demands: readonly Demand[],
  contenders: readonly Contender[],
): Promise<Scored[]> {
  const scored: Scored[] = []
  for (const demand of demands) {
    const asked = contenders.map((contender) => ({ demand, contender }))
    scored.push(...(await scorePairs(ports, source, asked)))
    await breath()
  }
  return scored
}

/** What no gate keeps out comes first, however little it fits. */
function bestOf(pairs: readonly Scored[]): Pick<PairFit, 'sceneId' | 'fit' | 'failed'> {
  const [best] = pairs.toSorted(
    (one, other) => Number(one.pair.isOut) - Number(other.pair.isOut) || other.pair.reciprocal.both - one.pair.reciprocal.both,
  )
  if (best === undefined) return { sceneId: null, fit: 0, failed: [] }
  return { sceneId: best.demand.id, fit: best.pair.reciprocal.both, failed: best.pair.failed }
}
