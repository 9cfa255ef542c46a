import { systemActor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { transact } from '../db/transact.ts'
import { weights } from '../matching/weights.ts'
import type { Part } from '../matching/weights.ts'
import { impressionsKeptDays } from '../matching/training-store.ts'
import type { Ports } from '../ports.ts'
import { putInForce } from './activate-weights.ts'
import { recalibrated } from './calibrate.ts'
import { fitDefaults, fitWeights } from './fit-weights.ts'
import { judgementsOf } from './judgements.ts'
import { findEvents, findHome, findSeen } from './learning-store.ts'
import { exposureBy, readMarket } from './measure-exposure.ts'
import type { Market } from './measure-exposure.ts'
import { hasPositive, measureOffline } from './offline.ts'
import { listOf, partNames } from './question.ts'
import type { Question } from './question.ts'
import { isBetter, isGain, isWithinBand } from './ranking-weights.ts'
import type { LearnedParameters, LearningReport } from './ranking-weights.ts'
import { readQuestions } from './read-pairs.ts'
import type { ReadPorts } from './read-pairs.ts'
import { countWeights, findActive, findActiveForUpdate, findWeightsForUpdate, insertProposed } from './weights-store.ts'

/** Fewer judgements, or those of fewer organisations, tell nothing that holds for others. */
export const enough = { judgements: 50, units: 10 } as const

/** How far back judgements count, and how much is read of them. */
export const learnedFrom = { days: impressionsKeptDays, events: 20_000, seen: 400_000 } as const

const dayMs = 86_400_000

export type LearnPorts = ReadPorts & Pick<Ports, 'ids'>

export type Evidence = { questions: readonly Question[]; unseen: number }

export type Learned =
  | { outcome: 'too_few'; judgements: number; units: number }
  | { outcome: 'measured' | 'proposed' | 'active'; version: string; parameters: LearnedParameters; report: LearningReport }

/** What people made of what they were shown, with every pair scored anew. */
export async function readEvidence(ports: ReadPorts, districtId: string): Promise<Evidence> {
  const since = new Date(ports.clock().getTime() - learnedFrom.days * dayMs)
  const events = await findEvents(ports.db, districtId, since, learnedFrom.events)
  const { askings, unseen } = judgementsOf(events, await findSeen(ports.db, districtId, since, learnedFrom.seen))
  return { questions: await readQuestions(ports, askings), unseen }
}

/**
 * Fits the weights to the evidence and measures on what they were not fitted to. Only a version that orders better and
 * shows every group its share comes into force; any other stays a proposal. A dry run writes nothing.
 */
export async function learn(ports: LearnPorts, districtId: string, evidence: Evidence, isDry = false): Promise<Learned> {
  const questions = evidence.questions.filter(hasPositive)
  const [judgements, units] = [countJudgements(questions), new Set(questions.map(({ unit }) => unit)).size]
  if (judgements < enough.judgements || units < enough.units) return { outcome: 'too_few', judgements, units }
  const active = await findActive(ports.db, districtId, weights.version)
  const inForce = listOf(active?.parameters.parts ?? weights.parts)
  const options = { ...fitDefaults, prior: listOf(weights.parts), width: weights.calibration.width }
  const learned = fitWeights(evidence.questions, options)
  const ndcg = measureOffline(evidence.questions, inForce, options)
  const market = await readMarket(ports, districtId)
  const exposure = { before: exposureBy(market, inForce), after: exposureBy(market, learned) }
  const report: LearningReport = {
    judgements,
    questions: questions.length,
    units,
    unseen: evidence.unseen,
    against: active?.version ?? weights.version,
    ndcg,
    exposure,
    holds: { ndcg: isGain(ndcg), exposure: isWithinBand(exposure.after) },
  }
  return write(ports, districtId, parametersOf(learned, evidence.questions, market), report, isDry)
}

function parametersOf(learned: readonly number[], questions: readonly Question[], market: Market): LearnedParameters {
  // Only ratios matter; the sum stays that of the shipped weights, so that the versions can be read side by side.
  const scale = sumOf(listOf(weights.parts)) / sumOf(learned)
  const parts = Object.fromEntries(partNames.map((part, index) => [part, learned[index]! * scale])) as Record<Part, number>
  const pairs = [...questions.flatMap(({ shown }) => shown), ...market.scenes.flatMap((scene) => scene.pairs)]
  return { base: weights.version, parts, ...recalibrated(pairs, listOf(parts)) }
}

async function write(
  ports: LearnPorts,
  districtId: string,
  parameters: LearnedParameters,
  report: LearningReport,
  isDry: boolean,
): Promise<Learned> {
  const actor = systemActor(districtId)
  const { code } = await findHome(ports.db, districtId)
  const version = `${weights.version}.${code}.${(await countWeights(ports.db, districtId)) + 1}`
  if (isDry) return { outcome: 'measured', version, parameters, report }
  return transact(ports.db, actor, async (tx) => {
    await insertProposed(tx, { version, districtId, parameters, report, madeAt: ports.clock() })
    await recordEvent(tx, ports, actor, { objectType: 'weights', objectId: version, action: 'learning.propose', to: 'proposed' })
    if (!isBetter(report)) return { outcome: 'proposed', version, parameters, report }
    const active = await findActiveForUpdate(tx, districtId)
    const chosen = (await findWeightsForUpdate(tx, districtId, version))!
    await putInForce(ports, tx, actor, active, chosen)
    return { outcome: 'active', version, parameters, report }
  })
}

function countJudgements(questions: readonly Question[]): number {
  return questions.reduce((sum, { shown }) => sum + shown.filter(({ gain }) => gain !== 0).length, 0)
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
