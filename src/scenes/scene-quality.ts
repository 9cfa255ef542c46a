import type { Finding } from './finding.ts'
import { blockers, warnings } from './quality-blockers.ts'
import { parts } from './quality-parts.ts'
import { isGoodEnough, missingFindings } from './scene.ts'
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
}

export type Quality = {
  score: number
  parts: { id: string; points: number; max: number }[]
  findings: Finding[]
  publishable: boolean
}

/** The score of the standard, with one finding for every point that is lost. */
export function qualityOf(content: SceneContent, facts: QualityFacts): Quality {
  const judged = parts.map((part) => ({ ...part, findings: part.judge(content) }))
  const scored = judged.map(({ id, max, findings }) => ({ id, points: max - lost(findings), max }))
  const score = scored.reduce((sum, part) => sum + part.points, 0)
  const found = [...blockers(content, facts), ...judged.flatMap((part) => part.findings), ...warnings(content)]
  const findings = [...found, ...unnamed(missingFindings(content, 'publish'), found)].map((one) => atPublication(one, facts))
  const complete = missingFindings(content, 'publish').length === 0
  return {
    score,
    parts: scored,
    findings: findings.toSorted(bySeverity),
    publishable: complete && isGoodEnough(score, findings.map(whenPublished)),
  }
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
