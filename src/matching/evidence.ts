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
): CoverageFound[] {
  const lossOf = remembered(
    (evidence: Evidence) => fit.fused - fitOf(meeting, demand, without(matcher, supply, evidence), matcher.weights).fused,
  )
  return demand.demand.requirements.map(({ text, must }, index) => {
    const covered = fit.covered[index]!
    const most = Math.max(0, ...covered)
    const card = supply.cards[covered.indexOf(most)]
    const outcome = outcomeOf(most)
    const asked = { requirement: text, must }
    if (card === undefined) return { coverage: { ...asked, outcome }, loss: 0 }
    const words = demand.requirements[index]!
    const against = denialOf(matcher, meeting, words, card, text, most)
    if (against !== undefined) return { coverage: { ...asked, outcome: 'not', evidence: against }, loss: 0 }
    const quoted = outcome === 'met' || outcome === 'partly' ? quotesFor(matcher, meeting, words, card, text) : []
    const evidence = quoted.find((quote) => lossOf(quote) > 0)
    if (evidence === undefined) return { coverage: { ...asked, outcome }, loss: 0 }
    return { coverage: { ...asked, outcome, evidence }, loss: lossOf(evidence) }
  })
}

/** A row of the matrix, and what the score would lose without the sentence that it cites. */
export type CoverageFound = { coverage: Coverage; loss: number }

/** The first quotes of the matrix, the heaviest of them first. */
export function reasonsOf(found: readonly CoverageFound[]): Reason[] {
  return quotes(found)
    .slice(0, reasonsMax)
    .toSorted((a, b) => b.loss - a.loss)
    .map(({ reason }) => reason)
}

/** The supply as it would stand had the card not said this. */
export function without(matcher: Matcher, supply: SupplyAnalysis, { cardId, field, quote }: Evidence): SupplyAnalysis {
  const { card } = supply.cards.find((entry) => entry.card.id === cardId)!
  const kept = matcher.spans(card).filter((span) => span.field !== field || span.quote !== quote)
  return withOnly(matcher.table, supply, cardId, kept)
}

/** Each quote once, with the first requirement it answers; what is met stands before what is partly met. */
function quotes(found: readonly CoverageFound[]): { reason: Reason; loss: number }[] {
  const quoted = new Map<string, { reason: Reason; loss: number }>()
  for (const wanted of ['met', 'partly'] as const) {
    for (const { coverage, loss } of found) {
      const { requirement, outcome, evidence } = coverage
      if (evidence === undefined || outcome !== wanted) continue
      const key = keyOf(evidence)
      if (!quoted.has(key)) quoted.set(key, { reason: { requirement, evidence }, loss })
    }
  }
  return [...quoted.values()]
}

function keyOf({ cardId, field, quote }: Evidence): string {
  return `${cardId} ${field} ${quote}`
}

function remembered(lossOf: (evidence: Evidence) => number): (evidence: Evidence) => number {
  const known = new Map<string, number>()
  return (evidence) => {
    const key = keyOf(evidence)
    const loss = known.get(key) ?? lossOf(evidence)
    known.set(key, loss)
    return loss
  }
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

/** The sentences that cover most of the requirement and do not deny it, as far as they say enough to be quoted. */
function quotesFor(
  matcher: Matcher,
  meeting: Meeting,
  words: AskedWords,
  { card }: CardAnalysis,
  requirement: string,
): Evidence[] {
  return matcher
    .spans(card)
    .filter(({ quote }) => !contradicts(quote, requirement))
    .map((span) => ({ ...span, covered: meeting.covers(words, span.bag) }))
    .filter(({ covered }) => covered >= quotedShareMin)
    .toSorted((a, b) => b.covered - a.covered || a.quote.length - b.quote.length)
    .slice(0, quotesTried)
    .map((span) => evidenceOf(card, span))
}

/** A sentence that the score can do without explains nothing; then the next one is looked at. */
const quotesTried = 3

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
