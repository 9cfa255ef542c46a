import { analyseCard } from './analysis.ts'
import type { DemandAnalysis, SupplyAnalysis } from './analysis.ts'
import { fitOf } from './fit.ts'
import type { Fit } from './fit.ts'
import { Meeting, share } from './meeting.ts'
import type { Matcher } from './matcher.ts'
import type { SupplyCard } from './supply.ts'
import { coverageThresholds, quotedShareMin } from './weights.ts'

export type CoverageOutcome = 'met' | 'partly' | 'not' | 'unknown'

/** A stretch of a card, to the letter. */
export type Evidence = { cardId: string; cardName: string; field: string; quote: string }

export type Coverage = { requirement: string; must: boolean; outcome: CoverageOutcome; evidence?: Evidence }

export type Reason = { requirement: string; evidence: Evidence }

export const reasonsMax = 3

/** Longer stretches are no quotes. */
const quoteCharactersMax = 120

/** For every requirement, how far the best card covers it, and the words of that card which say so. */
export function coverageOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis, fit: Fit, matcher: Matcher): Coverage[] {
  return demand.demand.requirements.map(({ text, must }, index) => {
    const covered = fit.covered[index]!
    const most = Math.max(0, ...covered)
    const card = supply.cards[covered.indexOf(most)]?.card
    const words = demand.requirements[index]!
    if (card !== undefined && isRuledOut(meeting, words, card, most, matcher)) {
      return { requirement: text, must, outcome: 'not', evidence: notForEvidence(card) }
    }
    const outcome = outcomeOf(most)
    const evidence = card !== undefined && (outcome === 'met' || outcome === 'partly') ? bestSpan(meeting, words, card, matcher) : undefined
    return { requirement: text, must, outcome, ...(evidence && { evidence }) }
  })
}

/** Silence is unknown while the profile is at least near; where nothing comes near, the need is not met. */
function outcomeOf(covered: number): CoverageOutcome {
  if (covered >= coverageThresholds.met) return 'met'
  if (covered >= coverageThresholds.partly) return 'partly'
  return covered >= coverageThresholds.unknown ? 'unknown' : 'not'
}

/** Of what covers the requirements, the quotes whose removal lowers the score, the heaviest first. */
export function reasonsOf(meeting: Meeting, demand: DemandAnalysis, supply: SupplyAnalysis, fit: Fit, coverage: readonly Coverage[], matcher: Matcher): Reason[] {
  const quoted = new Map<string, Reason>()
  for (const { requirement, outcome, evidence } of coverage) {
    if (evidence === undefined || outcome === 'not') continue
    const key = `${evidence.cardId} ${evidence.field} ${evidence.quote}`
    if (!quoted.has(key)) quoted.set(key, { requirement, evidence })
  }
  return [...quoted.values()]
    .map((reason) => ({ reason, loss: fit.fused - fitOf(meeting, demand, without(supply, reason.evidence, matcher)).fused }))
    .filter(({ loss }) => loss > 0)
    .toSorted((a, b) => b.loss - a.loss)
    .slice(0, reasonsMax)
    .map(({ reason }) => reason)
}

/** The supply as it would stand had the card not said this. */
export function without(supply: SupplyAnalysis, { cardId, field, quote }: Evidence, matcher: Matcher): SupplyAnalysis {
  const cards = supply.cards.map((entry) => {
    if (entry.card.id !== cardId) return entry
    const fields = entry.card.fields.map((own) => (own.field === field ? { ...own, text: own.text.replace(quote, '\n') } : own))
    return analyseCard(matcher.table, { ...entry.card, fields })
  })
  return { ...supply, cards }
}

type RequirementWords = DemandAnalysis['requirements'][number]

/** The sentence of the card that covers most of the requirement; of equals the shortest. */
function bestSpan(meeting: Meeting, words: RequirementWords, card: SupplyCard, matcher: Matcher): Evidence | undefined {
  const spans = card.fields.flatMap(({ field, text }) => sentences(text).map((quote) => ({ field, quote, bag: matcher.table.bag(quote) })))
  meeting.admit(spans.map(({ bag }) => bag))
  const scored = spans.map((span) => ({ ...span, covered: share(meeting.forward(span.bag), words.weights, words.total, words.positions) }))
  const best = scored.toSorted((a, b) => b.covered - a.covered || a.quote.length - b.quote.length)[0]
  return best === undefined || best.covered < quotedShareMin ? undefined : { cardId: card.id, cardName: card.name, field: best.field, quote: best.quote }
}

/** A card that names the requirement among what it is not for does not cover it. */
function isRuledOut(meeting: Meeting, words: RequirementWords, card: SupplyCard, covered: number, matcher: Matcher): boolean {
  if (card.notFor === undefined) return false
  const bag = matcher.table.bag(card.notFor)
  meeting.admit([bag])
  const against = share(meeting.forward(bag), words.weights, words.total, words.positions)
  return against >= coverageThresholds.partly && against > covered
}

function notForEvidence(card: SupplyCard): Evidence {
  return { cardId: card.id, cardName: card.name, field: 'not_for', quote: card.notFor! }
}

/** The sentences of a text, long ones cut at commas; each a substring of it. */
export function sentences(text: string): string[] {
  return cut(text, /[^。！？；!?;\n]+[。！？；!?;]?/gu).flatMap((sentence) =>
    sentence.length <= quoteCharactersMax ? [sentence] : cut(sentence, /[^，,、]+[，,、]?/gu).map((part) => part.slice(0, quoteCharactersMax)),
  )
}

function cut(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), (match) => match[0].trim()).filter((part) => part !== '')
}
