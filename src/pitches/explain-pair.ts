import { hydrateCompanies } from '../companies/hydrate-store.ts'
import type { Db } from '../db/transact.ts'
import { fromIndex } from '../indexing/source.ts'
import { findControllers } from '../matching/control-store.ts'
import { gatesOf } from '../matching/gates.ts'
import type { Gate } from '../matching/gates.ts'
import { findContenders } from '../matching/load-supplies.ts'
import { demandOfScene, supplyOf } from '../matching/market.ts'
import type { PairView } from '../matching/pair.ts'
import { scorePairs, viewPairs } from '../matching/score-pairs.ts'
import type { Supply } from '../matching/supply.ts'
import type { Ports } from '../ports.ts'
import type { StoredScene } from '../scenes/scene-store.ts'

/** How one company answers one scene, without the market around them: coverage with its quotes, and the gates. */
export async function explainPair(ports: Ports, scene: StoredScene, companyId: string): Promise<PairView | undefined> {
  const [contender] = await findContenders(ports, [companyId])
  if (contender === undefined) return undefined
  const controllers = (await findControllers(ports.db, [scene.orgId])).get(scene.orgId)
  const demand = demandOfScene(scene, controllers)
  return fromIndex(ports, { districtId: scene.districtId, collection: 'card' }, async (source) => {
    const scored = await scorePairs(ports, source, [{ demand, contender }])
    const [view] = await viewPairs(ports, scored)
    return view
  })
}

/** What each of these companies shows at present, in the order asked for. */
export async function findSupplies(db: Db, companyIds: readonly string[], now: Date): Promise<Supply[]> {
  return (await hydrateCompanies(db, companyIds)).map((company) => supplyOf(company, now))
}

export type Conflict = { companyId: string; why: Gate['why'] }

/** Who controls a company is for itself to know; whoever leads its team learns only that it is related. */
export function conflictsFor(companyId: string, conflicts: readonly Conflict[]): Conflict[] {
  const why = { zh: '该企业与需求方有关联', en: 'The company is related to the demand side' }
  return conflicts.map((conflict) => (conflict.companyId === companyId ? conflict : { ...conflict, why }))
}

/** Those of them who are related to the unit of the scene, by the same gate that keeps them out of its ranking. */
export async function findConflicts(db: Db, scene: StoredScene, supplies: readonly Supply[]): Promise<Conflict[]> {
  const { terms } = demandOfScene(scene, (await findControllers(db, [scene.orgId])).get(scene.orgId))
  return supplies.flatMap((supply) => {
    const gate = gatesOf(terms, supply.terms, undefined).find(({ id }) => id === 'conflict')!
    return gate.outcome === 'failed' ? [{ companyId: supply.id, why: gate.why }] : []
  })
}
