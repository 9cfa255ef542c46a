import * as v from 'valibot'
import { Instant } from '../accounts/organisation.ts'
import { criteria as criterionTerms } from '../scenes/scene-content.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { concealedDeep } from './conceal-names.ts'
import { active } from './panel.ts'
import type { PanelFacts } from './panel-facts.ts'
import { pitchStatuses } from './pitch-status.ts'
import type { StoredPitch } from './pitch-store.ts'
import { labelOfPitch } from './pitch.ts'
import type { NamedMember } from './pitch-team-store.ts'
import { criteriaOf, statisticsOf, weightedTotal } from './score.ts'
import type { Consensus, Criterion, Score } from './score.ts'

const Id = v.pipe(v.string(), v.uuid())
const CriterionId = v.picklist(idsOf(criterionTerms))
export const MarksView = v.record(v.string(), v.number())
const Spread = { median: v.number(), spread: v.number() }

export const CompanyName = v.object({ id: Id, name: v.string(), nameEn: v.nullable(v.string()) })

/** Everybody's marks, once the last of the panel has submitted; before that there are none to see. */
export const ScoresView = v.object({
  members: v.array(v.object({ name: v.string(), marks: MarksView, total: v.number(), remark: v.nullable(v.string()) })),
  statistics: v.object({
    criteria: v.array(v.object({ criterion: CriterionId, weight: v.number(), ...Spread })),
    total: v.object(Spread),
  }),
})

export const ConsensusView = v.object({
  marks: MarksView,
  total: v.number(),
  remark: v.nullable(v.string()),
  dissent: v.nullable(v.string()),
  agreedAt: Instant,
})

export const OwnScoreView = v.object({
  marks: MarksView,
  remark: v.nullable(v.string()),
  total: v.number(),
  submittedAt: v.nullable(Instant),
})

/** A pitch as an evaluator reads it: without whose it is, until it is on the shortlist. */
export const EvaluationView = v.object({
  pitchId: Id,
  label: v.string(),
  status: v.picklist(idsOf(pitchStatuses)),
  company: v.nullable(CompanyName),
  content: v.looseObject({}),
  members: v.array(v.object({ role: v.string(), company: v.nullable(CompanyName) })),
  criteria: v.array(v.object({ criterion: CriterionId, weight: v.number() })),
  own: v.nullable(OwnScoreView),
  scores: v.nullable(ScoresView),
  consensus: v.nullable(ConsensusView),
})
export type EvaluationView = ReturnType<typeof evaluationView>

export type Evaluated = {
  facts: PanelFacts
  pitch: StoredPitch
  members: readonly NamedMember[]
  names: readonly string[]
  consensus: Consensus | undefined
}

export function evaluationView({ facts, pitch, members, names, consensus }: Evaluated, personId: string) {
  const isNamed = isNamedToPanel(pitch)
  const own = facts.scores.find((score) => score.pitchId === pitch.id && score.personId === personId)
  const criteria = criteriaOf(facts.scene)
  return {
    pitchId: pitch.id,
    label: labelOfPitch(pitch),
    status: pitch.status,
    company: isNamed ? companyOf(pitch) : null,
    content: contentFor(pitch, isNamed ? [] : names, isNamed),
    members: members
      .filter(({ status }) => status === 'accepted')
      .map(({ companyId: id, name, nameEn, role }) =>
        isNamed ? { role, company: { id, name, nameEn } } : { role: concealedDeep(role, names), company: null },
      ),
    criteria,
    own: own === undefined ? null : ownScoreView(own, criteria),
    scores: scoresView(facts, pitch),
    consensus: facts.isOpen ? consensusView(consensus) : null,
  }
}

export function isNamedToPanel({ status }: Pick<StoredPitch, 'status'>): boolean {
  return ['shortlisted', 'selected', 'reserve'].includes(status)
}

export function companyOf({ companyId, companyName, companyNameEn }: StoredPitch) {
  return { id: companyId, name: companyName, nameEn: companyNameEn }
}

/** Ids of cards lead to their company, so they stand nowhere in what evaluators read. */
function contentFor({ content }: StoredPitch, names: readonly string[], isNamed: boolean) {
  const { cardIds: _cards, answers = [], ...rest } = content
  const told = answers.map(({ evidence, ...answer }) => ({
    ...answer,
    ...(evidence !== undefined && { evidence: { field: evidence.field, quote: evidence.quote } }),
  }))
  const readable = { ...rest, answers: told }
  return isNamed ? readable : concealedDeep(readable, names)
}

export function ownScoreView({ marks, remark, submittedAt }: Score, criteria: readonly Criterion[]) {
  return { marks, remark, total: weightedTotal(marks, criteria), submittedAt }
}

export function scoresView({ members, scores, isOpen, scene }: PanelFacts, pitch: Pick<StoredPitch, 'id'>) {
  if (!isOpen) return null
  const criteria = criteriaOf(scene)
  const given = active(members).flatMap(({ personId, name }) =>
    scores
      .filter((score) => score.pitchId === pitch.id && score.personId === personId)
      .map(({ marks, remark }) => ({ name, marks, total: weightedTotal(marks, criteria), remark })),
  )
  return { members: given, statistics: statisticsOf(given, criteria) }
}
export type ScoresView = NonNullable<ReturnType<typeof scoresView>>

export function consensusView(consensus: Consensus | undefined) {
  if (consensus === undefined) return null
  const { marks, total, remark, dissent, agreedAt } = consensus
  return { marks, total, remark, dissent, agreedAt }
}
