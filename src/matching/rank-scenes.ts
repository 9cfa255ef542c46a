import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Filter, Ports } from '../ports.ts'
import { isPublic, statusAt } from '../scenes/scene.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { unwrap } from '../shared/refusal.ts'
import { loadSupplies, readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { besideOf } from './beside.ts'
import type { Beside } from './beside.ts'
import { findControllers } from './control-store.ts'
import { findMarksOfCompany } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import { demandOfScene, isAfterSuccessKnown } from './market.ts'
import type { PairView } from './pair.ts'
import { listVersion, offsetOf, pageOfIndex } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import { orderSuffix } from './order.ts'
import type { RankingQuery } from './rank-companies.ts'
import { inDistrict, recallScenes } from './recall.ts'
import { scorePairs, viewPairs } from './score-pairs.ts'
import type { Scored } from './score-pairs.ts'
import { fromIndex } from '../indexing/source.ts'
import type { Source } from '../indexing/source.ts'
import { companySideFactors } from './weights.ts'

export type OpportunityView = PairView & {
  scene: {
    id: string
    ref: string | null
    title: string
    titleEn: string | null
    orgName: string
    afterSuccessUnknown: boolean
    deadlineAt: Date | null
    isExample: boolean
  }
  place: number | null
  mark?: Mark
  /** What stands beside the fit on the company's side, and is no part of it. */
  beside: Beside
}

type Opportunity = { scene: StoredScene; scored: Scored; weight: number }

/** Which open scenes a company should pursue, in order; for the company itself and for matchmakers. */
export async function rankScenes(
  ports: Ports,
  actor: Actor,
  companyId: string,
  query: RankingQuery,
): Promise<RankingPage<OpportunityView>> {
  const { contender: company, target } = await readContender(ports, actor, companyId)
  unwrap(permit(actor, 'match.read_company', target))
  const { districtId } = company.standing
  return fromIndex(ports, { districtId, collection: 'scene' }, async (source) => {
    const all = await scoreScenes(ports, source, company, query.order)
    const { version: weightsVersion } = (await source.matcher()).weights
    const of = `${company.standing.id} ${company.standing.version}${orderSuffix(query)} ${weightsVersion}`
    const version = await listVersion(source, of)
    const offset = offsetOf(query.cursor, version)
    const listed = all.filter(({ scored }) => scored.pair.isOut === (query.includeExcluded === true))
    const shown = listed.slice(offset, offset + query.limit)
    const items = await viewsOf(ports, companyId, shown, query.includeExcluded === true ? null : offset + 1)
    return { ...pageOfIndex(items, { offset, limit: query.limit, total: listed.length, version, source }), weightsVersion }
  })
}

async function viewsOf(
  ports: Ports,
  companyId: string,
  shown: readonly Opportunity[],
  firstPlace: number | null,
): Promise<OpportunityView[]> {
  const marks = await findMarksOfCompany(
    ports.db,
    'company',
    companyId,
    shown.map(({ scene }) => scene.id),
  )
  const views = await viewPairs(
    ports,
    shown.map(({ scored }) => scored),
  )
  return shown.map(({ scene, scored }, index) => ({
    ...views[index]!,
    beside: besideOf(scored),
    scene: sceneOf(scene),
    place: firstPlace === null ? null : firstPlace + index,
    ...(marks.has(scene.id) && { mark: marks.get(scene.id)! }),
  }))
}

async function scoreScenes(
  ports: Ports,
  source: Source,
  contender: Contender,
  order: RankingQuery['order'],
): Promise<Opportunity[]> {
  const { standing } = contender
  const [analysis] = await loadSupplies(ports, [contender])
  const now = ports.clock()
  const open: Filter[] = [
    inDistrict(standing.districtId),
    { field: 'status', anyOf: ['published'] },
    { field: 'deadline', min: now.getTime() },
    { field: 'opens_at', max: now.getTime() },
  ]
  const ids = await recallScenes(source, analysis!.supply, open)
  const scenes = (await findScenes(ports.db, ids)).filter((scene) => isOpenIn(standing.districtId, scene, now))
  const controllers = await findControllers(
    ports.db,
    scenes.map(({ orgId }) => orgId),
  )
  const pairs = await scorePairs(
    ports,
    source,
    scenes.map((scene) => ({ demand: demandOfScene(scene, controllers.get(scene.orgId)), contender })),
  )
  return scenes
    .map((scene, index) => {
      const scored = pairs[index]!
      if (order === 'reciprocal') return { scene, scored, weight: scored.pair.reciprocal.both }
      return {
        scene,
        scored,
        weight: scored.pair.calibrated * (isAfterSuccessKnown(scene.content) ? 1 : companySideFactors.afterSuccessUnknown),
      }
    })
    .toSorted((a, b) => b.weight - a.weight || (a.scene.id < b.scene.id ? -1 : 1))
}

function isOpenIn(districtId: string, scene: StoredScene, now: Date): boolean {
  return scene.districtId === districtId && isPublic(scene, now) && statusAt(scene, now) === 'published'
}

function sceneOf(scene: StoredScene): OpportunityView['scene'] {
  const { id, ref, content, orgName, deadlineAt, isExample } = scene
  return {
    id,
    ref,
    title: content.title ?? '',
    titleEn: content.titleEn ?? null,
    orgName,
    afterSuccessUnknown: !isAfterSuccessKnown(content),
    deadlineAt,
    isExample,
  }
}
