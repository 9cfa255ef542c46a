import { withOnly } from './analysis.ts'
import type { CardAnalysis, DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import { fitOf } from './fit.ts'
import type { Fit } from './fit.ts'
import type { AskedWords, Meeting } from './meeting.ts'
import type { Matcher } from './matcher.ts'
import { coverageThresholds, quotedShareMin } from './weights.ts'

export type CoverageOutcome = 'met' | 'partly' | 'not' | 'unknown'

/** A stretch of a card, to the letter. */
export type Evidence = { cardId: string; cardName: string; field: string; quote: string }

export type Coverage = { requirement: string; must: boolean; outcome: CoverageOutcome; evidence?: Evidence }

export type Reason = { requirement: string; evidence: Evidence }

export const reasonsMax = 3

/** For every requirement, how far the best card covers it, and the words of that card which say so. */
export function coverageOf(
  matcher: Matcher,
  meeting: Meeting,
  demand: DemandAnalysis,
  supply: SupplyAnalysis,
  fit: Fit,
): Coverage[] {
  return demand.demand.requirements.map(({ text, must }, index) => {
    const covered = fit.covered[index]!
    const most = Math.max(0, ...covered)
    const card = supply.cards[covered.indexOf(most)]
    const words = demand.requirements[index]!
    if (card !== undefined && isRuledOut(meeting, words, card, most)) {
      return { requirement: text, must, outcome: 'not', evidence: notForEvidence(card) }
    }
    const outcome = outcomeOf(most)
    const evidence =
      card !== undefined && (outcome === 'met' || outcome === 'partly') ? bestSpan(matcher, meeting, words, card) : undefined
    return { requirement: text, must, outcome, ...(evidence && { evidence }) }
  })
}

/** The first quotes whose removal lowers the score, the heaviest of them first. */
export function reasonsOf(
  matcher: Matcher,
  meeting: Meeting,
  demand: DemandAnalysis,
  supply: SupplyAnalysis,
  fit: Fit,
  coverage: readonly Coverage[],
): Reason[] {
  const reasons: { reason: Reason; loss: number }[] = []
  for (const reason of quotes(coverage)) {
    const loss = fit.fused - fitOf(meeting, demand, without(matcher, supply, reason.evidence)).fused
    if (loss > 0) reasons.push({ reason, loss })
    if (reasons.length === reasonsMax) break
  }
  return reasons.toSorted((a, b) => b.loss - a.loss).map(({ reason }) => reason)
}

/** The supply as it would stand had the card not said this. */
export function without(matcher: Matcher, supply: SupplyAnalysis, { cardId, field, quote }: Evidence): SupplyAnalysis {
  const { card } = supply.cards.find((entry) => entry.card.id === cardId)!
  const kept = matcher.spans(card).filter((span) => span.field !== field || span.quote !== quote)
  return withOnly(matcher.table, supply, cardId, kept)
}

/** Each quote once, with the first requirement it answers; what is met stands before what is partly met. */
function quotes(coverage: readonly Coverage[]): Reason[] {
  const quoted = new Map<string, Reason>()
  for (const wanted of ['met', 'partly'] as const) {
    for (const { requirement, outcome, evidence } of coverage) {
      if (evidence === undefined || outcome !== wanted) continue
      const key = `${evidence.cardId} ${evidence.field} ${evidence.quote}`
      if (!quoted.has(key)) quoted.set(key, { requirement, evidence })
    }
  }
  return [...quoted.values()]
}

/** Silence is unknown while the profile is at least near; where nothing comes near, the need is not met. */
function outcomeOf(covered: number): CoverageOutcome {
  if (covered >= coverageThresholds.met) return 'met'
  if (covered >= coverageThresholds.partly) return 'partly'
  return covered >= coverageThresholds.unknown ? 'unknown' : 'not'
}

/** The sentence of the card that covers most of the requirement; of equals the shortest. */
function bestSpan(matcher: Matcher, meeting: Meeting, words: AskedWords, { card }: CardAnalysis): Evidence | undefined {
  let best: { field: string; quote: string } | undefined
  let most = quotedShareMin
  for (const { field, quote, bag } of matcher.spans(card)) {
    const covered = meeting.covers(words, bag)
    if (covered < most || (covered === most && best !== undefined && quote.length >= best.quote.length)) continue
    best = { field, quote }
    most = covered
  }
  return best && { cardId: card.id, cardName: card.name, ...best }
}

/** A card that names the requirement among what it is not for does not cover it. */
function isRuledOut(meeting: Meeting, words: AskedWords, { notFor }: CardAnalysis, covered: number): boolean {
  if (notFor === undefined) return false
  const against = meeting.covers(words, notFor)
  return against >= coverageThresholds.partly && against > covered
}

function notForEvidence({ card }: CardAnalysis): Evidence {
  return { cardId: card.id, cardName: card.name, field: 'not_for', quote: card.notFor! }
}
