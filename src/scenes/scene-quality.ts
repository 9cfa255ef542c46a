import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import type { Finding } from './finding.ts'
import { blockers, warnings } from './quality-blockers.ts'
import { parts } from './quality-parts.ts'
import { isGoodEnough, missingFindings, requiredRule } from './scene.ts'
import type { Override } from './scene.ts'
import type { SceneContent } from './scene-content.ts'

export type QualityFacts = {
  /** The moment it is, or was, to be published. */
  now: Date
  zone: string
  /** A missing `after_success` blocks publication, and only that. */
  step: 'draft' | 'publication'
  /** Probable duplicates nobody has answered yet. */
  duplicates: readonly { id: string; title: string }[]
  /** Names and aliases of companies that the eligibility mentions. */
  brands: readonly string[]
  /** Rules that the office has set aside; absent while it has not decided. */
  overrides?: readonly Override[]
  /** The deadline as it stands published: a pause may have moved it beyond what may be asked for. */
  deadlineStanding?: string | undefined
}

export type Quality = {
  score: number
  parts: { id: string; points: number; max: number }[]
  findings: Finding[]
  publishable: boolean
}

/** The score of the standard, with one finding for every point that is lost; what is overridden is neither found nor lost. */
export function qualityOf(content: SceneContent, facts: QualityFacts): Quality {
  const kept = (found: Finding) => !isOverridden(atPublication(found, facts), facts.overrides)
  const judged = parts.map((part) => ({ ...part, findings: part.judge(content).filter(kept) }))
  const scored = judged.map(({ id, max, findings }) => ({ id, points: max - lost(findings), max }))
  const score = scored.reduce((sum, part) => sum + part.points, 0)
  const found = [...blockers(content, facts), ...judged.flatMap((part) => part.findings), ...warnings(content).filter(kept)]
  const findings = [...found, ...unnamed(missingFindings(content, 'publish'), found)].map((one) => atPublication(one, facts))
  const complete = missingFindings(content, 'publish').length === 0
  return {
    score,
    parts: scored,
    findings: findings.toSorted(bySeverity),
    publishable: complete && isGoodEnough(score, findings.map(whenPublished)),
  }
}

/** Rule B2: the reviewer may set MAJOR findings aside, and nothing else; a rule that is not among them is named. */
export function checkOverrides(findings: readonly Finding[], overrides: readonly Override[]): Outcome<Override[]> {
  const rules = overrides.map(({ rule }) => rule)
  const overridable = (rule: string) => {
    const found = findings.filter((one) => one.rule === rule)
    return found.length > 0 && rule !== requiredRule && found.every((one) => one.severity === 'MAJOR')
  }
  const refused = rules.filter((rule, index) => !overridable(rule) || rules.indexOf(rule) !== index)
  return refused.length > 0 ? refuse('scene.not_overridable', { rules: refused }) : done([...overrides])
}

function isOverridden(found: Finding, overrides: QualityFacts['overrides'] = []): boolean {
  return found.severity === 'MAJOR' && overrides.some(({ rule }) => rule === found.rule)
}

const order: Finding['severity'][] = ['BLOCKER', 'MAJOR', 'MINOR']

function bySeverity(a: Finding, b: Finding): number {
  return order.indexOf(a.severity) - order.indexOf(b.severity) || b.pointsLost - a.pointsLost
}

function lost(findings: readonly Finding[]): number {
  return findings.reduce((sum, one) => sum + one.pointsLost, 0)
}

/** Missing fields that no other finding has named yet. */
function unnamed(missing: Finding[], found: readonly Finding[]): Finding[] {
  return missing.filter(({ field }) => !found.some((one) => one.field === field || one.field.startsWith(`${field}[`)))
}

function atPublication(found: Finding, facts: QualityFacts): Finding {
  return facts.step === 'publication' ? whenPublished(found) : found
}

function whenPublished(found: Finding): Finding {
  return found.rule === 'after.missing' ? { ...found, severity: 'BLOCKER' } : found
}
