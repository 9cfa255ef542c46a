import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { Instant } from '../accounts/organisation.ts'
import { permit } from '../accounts/permissions.ts'
import type { Db } from '../db/transact.ts'
import { maySee, targetOfScene } from '../scenes/scene-access.ts'
import { criteria as criterionTerms } from '../scenes/scene-content.ts'
import { findContentOn } from '../scenes/scene-history-store.ts'
import { findScene } from '../scenes/scene-store.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { reasonCodes } from './decision.ts'
import { CompanyName, companyOf, ConsensusView, consensusView, ScoresView, scoresView } from './evaluation-view.ts'
import { readPanel } from './panel-facts.ts'
import type { PanelFacts } from './panel-facts.ts'
import { readerOfScene } from './pitch-access.ts'
import type { PitchReader } from './pitch-access.ts'
import { pitchDecisions, pitchStatuses } from './pitch-status.ts'
import { findPitchesOfScene } from './pitch-store.ts'
import type { StoredPitch } from './pitch-store.ts'
import { isNamed } from './pitch-view.ts'
import { areUnsealed, isAppealOpen, labelOfPitch } from './pitch.ts'
import { inOrder } from './read-evaluations.ts'
import { readPitch } from './read-pitch.ts'
import { findConsensuses } from './score-store.ts'
import type { Consensus } from './score.ts'

const Id = v.pipe(v.string(), v.uuid())
const Decision = v.picklist(idsOf(pitchDecisions))
const Code = v.picklist(idsOf(reasonCodes))

/** A pitch for those who decide: names by the rule of the pitches' own lists, marks once they are open. */
export const DecisionView = v.object({
  pitchId: Id,
  label: v.string(),
  company: v.nullable(CompanyName),
  status: v.picklist(idsOf(pitchStatuses)),
  scores: v.nullable(ScoresView),
  consensus: v.nullable(ConsensusView),
  decision: v.nullable(Decision),
  codes: v.nullable(v.array(v.string())),
  feedback: v.nullable(v.string()),
  decidedBy: v.nullable(v.string()),
})
export type DecisionView = ReturnType<typeof decisionView>

type Deciding = { facts: PanelFacts; pitch: StoredPitch; reader: PitchReader; consensus: Consensus | undefined }

function decisionView({ facts, pitch, reader, consensus }: Deciding) {
  const { decision, decisionCodes: codes, feedback, decidedBy } = pitch
  return {
    pitchId: pitch.id,
    label: labelOfPitch(pitch),
    company: isNamed(reader, pitch) ? companyOf(pitch) : null,
    status: pitch.status,
    scores: scoresView(facts, pitch),
    consensus: facts.isOpen ? consensusView(consensus) : null,
    decision,
    codes,
    feedback,
    decidedBy,
  }
}

export type Board = {
  facts: PanelFacts
  items: DecisionView[]
  /** How many wait for the auditor before anything can be released. */
  appeals: number
}

/** Every pitch in the running, or decided, for the unit's approvers, the office and the auditor; before the deadline none. */
export async function readBoard(db: Db, actor: Actor, sceneId: string, now: Date): Promise<Board> {
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const scene = await findScene(db, sceneId)
  if (scene === undefined || !maySee(actor, scene, now)) return unwrap<never>(refuse('scene.not_found'))
  unwrap(permit(actor, 'decision.read', targetOfScene(scene, now)))
  const facts = await readPanel(db, scene)
  const reader = readerOfScene(actor, scene, now)
  if (reader === undefined || !areUnsealed(scene, now)) return { facts: { ...facts, pitches: [] }, items: [], appeals: 0 }
  const pitches = inOrder(facts)
  const consensuses = await findConsensuses(
    db,
    pitches.map(({ id }) => id),
  )
  const items = pitches.map((pitch) => {
    const consensus = consensuses.find(({ pitchId }) => pitchId === pitch.id)
    return decisionView({ facts, pitch, reader, consensus })
  })
  const ruledOut = await findPitchesOfScene(db, scene, ['ineligible'])
  return { facts, items, appeals: ruledOut.filter(isAppealOpen).length }
}

/** What a company is told at the release: the decision, why, and the medians of its own marks. */
export const OutcomeView = v.object({
  decision: Decision,
  codes: v.array(Code),
  feedback: v.string(),
  releasedAt: Instant,
  medians: v.object({
    criteria: v.array(v.object({ criterion: v.picklist(idsOf(criterionTerms)), weight: v.number(), median: v.number() })),
    total: v.number(),
  }),
})

export type Outcome = NonNullable<Awaited<ReturnType<typeof outcomeOf>>>

/** Nothing before the release, to anybody. */
export async function outcomeOf(db: Db, pitch: StoredPitch) {
  const { decision, decisionCodes, feedback, releasedAt } = pitch
  const scene = releasedAt === null ? undefined : await findScene(db, pitch.sceneId)
  if (decision === null || releasedAt === null || scene === undefined) return undefined
  // Published anew since, the scene may weigh other criteria; this pitch was marked by those of its own round.
  const content = (await findContentOn(db, scene.id, releasedAt)) ?? scene.content
  const facts = await readPanel(db, { ...scene, content, publishedAt: pitch.roundAt })
  const scores = scoresView({ ...facts, isOpen: true }, pitch)!
  return {
    decision,
    codes: decisionCodes ?? [],
    feedback: feedback ?? '',
    releasedAt,
    medians: {
      criteria: scores.statistics.criteria.map(({ criterion, weight, median }) => ({ criterion, weight, median })),
      total: scores.statistics.total.median,
    },
  }
}

/** The outcome of a pitch that the actor may read. */
export async function readOutcome(db: Db, actor: Actor, pitchId: string, now: Date): Promise<Outcome> {
  const { pitch } = await readPitch(db, actor, pitchId, now)
  return (await outcomeOf(db, pitch)) ?? unwrap<never>(refuse('decision.not_found'))
}
