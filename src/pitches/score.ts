import * as v from 'valibot'
import { criteria as criterionTerms } from '../scenes/scene-content.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { Mark } from './pitch-content.ts'
import type { Marks } from './pitch-content.ts'

export const remarkCharactersMax = 600

export type Criterion = NonNullable<SceneContent['criteria']>[number]
export type CriterionId = Criterion['criterion']

const marks = v.strictObject(
  Object.fromEntries(idsOf(criterionTerms).map((id) => [id, v.exactOptional(Mark)])) as Record<
    CriterionId,
    v.ExactOptionalSchema<typeof Mark, undefined>
  >,
)

/** A draft may leave criteria out. */
export const ScoreInput = v.strictObject({ marks, remark: v.optional(text(remarkCharactersMax), '') })
export type ScoreInput = v.InferOutput<typeof ScoreInput>

export const ConsensusInput = v.strictObject({
  marks,
  remark: v.optional(text(remarkCharactersMax), ''),
  dissent: v.optional(text(remarkCharactersMax), ''),
})
export type ConsensusInput = v.InferOutput<typeof ConsensusInput>

export type Score = {
  pitchId: string
  personId: string
  marks: Marks
  remark: string | null
  submittedAt: Date | null
  updatedAt: Date
}

export type Consensus = {
  pitchId: string
  marks: Marks
  total: number
  remark: string | null
  dissent: string | null
  agreedBy: string
  agreedAt: Date
}

/** The criteria that the scene announced, with their weights. */
export function criteriaOf({ content }: { content: SceneContent }): Criterion[] {
  return content.criteria ?? []
}

/** The marks for the scene's own criteria: none beside them, and where they are handed in, none missing. */
export function checkMarks(given: Marks, criteria: readonly Criterion[], isFinal: boolean): Outcome<Marks> {
  const known = criteria.map(({ criterion }): string => criterion)
  const foreign = Object.keys(given).filter((id) => !known.includes(id))
  const missing = isFinal ? known.filter((id) => given[id] === undefined) : []
  return foreign.length + missing.length > 0 ? refuse('score.incomplete', { missing, foreign }) : done(given)
}

/** By the announced weights, which come to 100; to two decimals. */
export function weightedTotal(given: Marks, criteria: readonly Criterion[]): number {
  const weights = criteria.reduce((sum, { weight }) => sum + weight, 0)
  const sum = criteria.reduce((total, { criterion, weight }) => total + weight * (given[criterion] ?? 0), 0)
  return weights === 0 ? 0 : Math.round((sum / weights) * 100) / 100
}

/** The middle mark, and how far the panel is apart. */
export type Spread = { median: number; spread: number }

export type Statistics = { criteria: ({ criterion: CriterionId; weight: number } & Spread)[]; total: Spread }

export function statisticsOf(scores: readonly Pick<Score, 'marks'>[], criteria: readonly Criterion[]): Statistics {
  const each = (criterion: CriterionId) => scores.map((score) => score.marks[criterion] ?? 0)
  return {
    criteria: criteria.map(({ criterion, weight }) => ({ criterion, weight, ...spreadOf(each(criterion)) })),
    total: spreadOf(scores.map((score) => weightedTotal(score.marks, criteria))),
  }
}

function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { median: 0, spread: 0 }
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)]!, sorted[Math.floor(sorted.length / 2)]!]
  return { median: rounded((low + high) / 2), spread: rounded(sorted.at(-1)! - sorted[0]!) }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
