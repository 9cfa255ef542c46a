import { withOnly } from './analysis.ts'
import type { CardAnalysis, DemandAnalysis, Span, SupplyAnalysis } from './analysis.ts'
import { denies } from './denial.ts'
import { fitOf } from './fit.ts'
import type { Fit } from './fit.ts'
import type { AskedWords, Meeting } from './meeting.ts'
import type { Matcher } from './matcher.ts'
import type { SupplyCard } from './supply.ts'
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
    const outcome = outcomeOf(most)
    if (card === undefined) return { requirement: text, must, outcome }
    const words = demand.requirements[index]!
    const against = denialOf(matcher, meeting, words, card, text, most)
    if (against !== undefined) return { requirement: text, must, outcome: 'not', evidence: against }
    const evidence = outcome === 'met' || outcome === 'partly' ? quoteFor(matcher, meeting, words, card, text) : undefined
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

/** What the card says it is not for, or a sentence that denies the requirement, if no other comes nearer to it. */
function denialOf(
  matcher: Matcher,
  meeting: Meeting,
  words: AskedWords,
  { card, notFor }: CardAnalysis,
  requirement: string,
  covered: number,
): Evidence | undefined {
  const excluded = notFor === undefined ? 0 : meeting.covers(words, notFor)
  if (excluded >= coverageThresholds.partly && excluded > covered)
    return evidenceOf(card, { field: 'not_for', quote: card.notFor! })
  const nearest = nearestSpan(meeting, words, matcher.spans(card))
  const isDenied =
    nearest !== undefined && nearest.covered >= coverageThresholds.partly && contradicts(nearest.quote, requirement)
  return isDenied ? evidenceOf(card, nearest) : undefined
}

/** The sentence that covers most of the requirement and does not deny it, if it says enough to be quoted. */
function quoteFor(
  matcher: Matcher,
  meeting: Meeting,
  words: AskedWords,
  { card }: CardAnalysis,
  requirement: string,
): Evidence | undefined {
  const spans = matcher.spans(card).filter(({ quote }) => !contradicts(quote, requirement))
  const nearest = nearestSpan(meeting, words, spans)
  return nearest !== undefined && nearest.covered >= quotedShareMin ? evidenceOf(card, nearest) : undefined
}

/** A denial answers a requirement that itself forbids something. */
function contradicts(quote: string, requirement: string): boolean {
  return denies(quote) && !denies(requirement)
}

/** Of equals the shortest. */
function nearestSpan(meeting: Meeting, words: AskedWords, spans: readonly Span[]): (Span & { covered: number }) | undefined {
  let nearest: (Span & { covered: number }) | undefined
  for (const span of spans) {
    const covered = meeting.covers(words, span.bag)
    const most = nearest?.covered ?? 0
    if (covered > most || (nearest !== undefined && covered === most && span.quote.length < nearest.quote.length)) {
      nearest = { ...span, covered }
    }
  }
  return nearest
}

function evidenceOf(card: SupplyCard, { field, quote }: Pick<Span, 'field' | 'quote'>): Evidence {
  return { cardId: card.id, cardName: card.name, field, quote }
}
