import type { Actor } from '../accounts/actor.ts'
import { actorId } from '../accounts/actor.ts'
import type { Supply, SupplyTerms } from '../matching/supply.ts'
import type { Scene } from '../scenes/scene.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { Conflict } from './explain-pair.ts'
import type { PitchContent } from './pitch-content.ts'
import { cardsOf, isQuoted } from './pitch-evidence.ts'
import { isAnswered as isTeamAnswered } from './pitch-team.ts'
import type { PitchMember } from './pitch-team.ts'
import { entered, takesPitch } from './pitch.ts'
import type { Pitch, PitchChange } from './pitch.ts'
import { answersTo, isAnswered, requirementsOf } from './requirements.ts'

/** What a pitch still lacks, at a field of it. */
export type PitchFinding = { field: string; zh: string; en: string }

export type SubmissionFacts = {
  scene: Scene
  members: readonly PitchMember[]
  /** What the leading company and everybody who joined it show at present, the leading one first. */
  supplies: readonly Supply[]
  conflicts: readonly Conflict[]
}

/** Hands it in; the deadline is an instant, and at that instant it is over. */
export function submit(pitch: Pitch, actor: Actor, facts: SubmissionFacts, now: Date): Outcome<PitchChange> {
  const open = takesPitch(pitch, facts.scene, now)
  if (!open.ok) return open
  const team = isTeamAnswered(facts.members)
  if (!team.ok) return team
  if (facts.conflicts.length > 0) return refuse('pitch.conflict', { conflicts: facts.conflicts })
  const findings = findingsOf(pitch.content, facts)
  if (findings.length > 0) return refuse('pitch.incomplete', { findings })
  const content = { ...pitch.content, answers: answersTo(facts.scene.content, pitch.content.answers) }
  return done({ ...entered('submitted', now), content, submittedBy: actorId(actor), submittedAt: now, withdrawnAt: null })
}

export function findingsOf(content: PitchContent, { scene, supplies }: SubmissionFacts): PitchFinding[] {
  return [
    ...textFindings(content),
    ...answerFindings(content, scene),
    ...evidenceFindings(content, scene, supplies),
    ...priceFindings(content),
    ...supplies.flatMap(({ name, terms }) => validityFindings(name, terms)),
  ]
}

function textFindings({ summary, approach }: PitchContent): PitchFinding[] {
  return [
    ...(summary ? [] : [finding('summary', '请填写概述', 'Fill in the summary')]),
    ...(approach ? [] : [finding('approach', '请填写方案', 'Fill in the approach')]),
  ]
}

function answerFindings({ answers }: PitchContent, scene: Scene): PitchFinding[] {
  const given = answersTo(scene.content, answers)
  return requirementsOf(scene.content).flatMap(({ text, must }, index) =>
    must && !isAnswered(given[index]!)
      ? [finding(`answers.${index}`, `必要要求尚未应答：${text}`, `An essential requirement is not answered: ${text}`)]
      : [],
  )
}

function evidenceFindings({ answers, cardIds = [] }: PitchContent, scene: Scene, supplies: readonly Supply[]): PitchFinding[] {
  const cards = cardsOf(supplies)
  const known = new Set(cards.map(({ id }) => id))
  const quotes = answersTo(scene.content, answers).flatMap(({ requirement, evidence }, index) =>
    evidence === undefined || isQuoted(cards, evidence)
      ? []
      : [
          finding(
            `answers.${index}`,
            `引文不在展示中的能力卡里：${requirement}`,
            `No listed card says what is quoted: ${requirement}`,
          ),
        ],
  )
  const missing = cardIds.some((id) => !known.has(id))
  return [...quotes, ...(missing ? [finding('card_ids', '所附能力卡有的已不展示', 'A card named here is not listed')] : [])]
}

function priceFindings({ priceMin, priceMax }: PitchContent): PitchFinding[] {
  const isReversed = priceMin !== undefined && priceMax !== undefined && priceMin > priceMax
  return isReversed ? [finding('price_max', '报价上限低于下限', 'The price ends below where it begins')] : []
}

function validityFindings(name: string, { invalid }: SupplyTerms): PitchFinding[] {
  return invalid === undefined || invalid === 'cardless'
    ? []
    : [finding('company', `企业档案未在展示：${name}`, `The profile is not listed: ${name}`)]
}

function finding(field: string, zh: string, en: string): PitchFinding {
  return { field, zh, en }
}
