import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Filter, Ports } from '../ports.ts'
import { isPublic, statusAt } from '../scenes/scene.ts'
import { findScenes } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { unwrap } from '../shared/refusal.ts'
import { bagsOf } from './analysis.ts'
import { readContender } from './load-supplies.ts'
import type { Contender } from './load-supplies.ts'
import { findMarksOfCompany } from './mark-store.ts'
import type { Mark } from './mark-store.ts'
import { calibrated } from './fit.ts'
import { demandOfScene } from './market.ts'
import { Meeting } from './meeting.ts'
import { isOut, pairOf, viewOfPair } from './pair.ts'
import type { Pair, PairView } from './pair.ts'
import { offsetOf, pageOfRanking, rankingVersion } from './ranking-page.ts'
import type { RankingPage } from './ranking-page.ts'
import type { RankingQuery } from './rank-companies.ts'
import { inDistrict, recall } from './recall.ts'
import { supplyText } from './supply.ts'
import { unknownAfterSuccessFactor } from './weights.ts'

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
}

type Opportunity = { scene: StoredScene; meeting: Meeting; pair: Pair; weight: number }

/** Which open scenes a company should pursue, in order; for the company itself and for matchmakers. */
export async function rankScenes(
  ports: Ports,
  actor: Actor,
  companyId: string,
  query: RankingQuery,
): Promise<RankingPage<OpportunityView>> {
  const { contender: company, target } = await readContender(ports, actor, companyId)
  unwrap(permit(actor, 'match.read_company', target))
  const version = await rankingVersion(ports, `${company.standing.id} ${company.standing.version}`)
  const offset = offsetOf(query.cursor, version)
  const all = await scoreScenes(ports, company)
  const listed = all.filter(({ pair }) => isOut(pair) === (query.includeExcluded === true))
  const shown = listed.slice(offset, offset + query.limit)
  const marks = await findMarksOfCompany(
    ports.db,
    'company',
    companyId,
    shown.map(({ scene }) => scene.id),
  )
  const items = shown.map(({ scene, meeting, pair }, index) => ({
    ...viewOfPair(ports.matcher, meeting, pair),
    scene: sceneOf(scene),
    place: query.includeExcluded === true ? null : offset + index + 1,
    ...(marks.has(scene.id) && { mark: marks.get(scene.id)! }),
  }))
  return pageOfRanking(items, { offset, limit: query.limit, total: listed.length, version })
}

async function scoreScenes(ports: Ports, { standing, analysis }: Contender): Promise<Opportunity[]> {
  const now = ports.clock()
  const open: Filter[] = [
    inDistrict(standing.districtId),
    { field: 'status', anyOf: ['published'] },
    { field: 'deadline', min: now.getTime() },
    { field: 'opens_at', max: now.getTime() },
  ]
  const ids = await recall(ports, 'scene', supplyText(analysis.supply), open)
  const scenes = (await findScenes(ports.db, ids)).filter((scene) => isOpenIn(standing.districtId, scene, now))
  return scenes
    .map((scene) => {
      const demand = ports.matcher.demand(demandOfScene(scene))
      const meeting = new Meeting(ports.matcher.table, demand.whole.bag, bagsOf(analysis))
      const pair = pairOf(meeting, demand, analysis)
      return {
        scene,
        meeting,
        pair,
        weight: calibrated(pair.fit.fused) * (isAfterSuccessUnknown(scene) ? unknownAfterSuccessFactor : 1),
      }
    })
    .toSorted((a, b) => b.weight - a.weight || (a.scene.id < b.scene.id ? -1 : 1))
}

function isOpenIn(districtId: string, scene: StoredScene, now: Date): boolean {
  return scene.districtId === districtId && isPublic(scene, now) && statusAt(scene, now) === 'published'
}

function isAfterSuccessUnknown({ content }: StoredScene): boolean {
  return content.afterSuccess === undefined || content.afterSuccess.route === 'unknown'
}

function sceneOf(scene: StoredScene): OpportunityView['scene'] {
  const { id, ref, content, orgName, deadlineAt, isExample } = scene
  return {
    id,
    ref,
    title: content.title ?? '',
    titleEn: content.titleEn ?? null,
    orgName,
    afterSuccessUnknown: isAfterSuccessUnknown(scene),
    deadlineAt,
    isExample,
  }
}
