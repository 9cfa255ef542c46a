import * as v from 'valibot'
import { changeKinds } from './counterfactual.ts'
import { relaxationKinds } from './counterfactual-demand.ts'
import type { ExplainedMatch } from './explain-match.ts'
import type { RankedScene } from './rank-companies.ts'
import { gateIds } from './gates.ts'
import type { PairView } from './pair.ts'

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1))

const Evidence = v.object({ cardId: v.string(), cardName: v.string(), field: v.string(), quote: v.string() })

const Mark = v.object({ kind: v.picklist(['saved', 'dismissed']), reason: v.nullable(v.string()), markedAt: v.string() })

const pairEntries = {
  /** 0 to 100, calibrated; the same for a pair in both directions. */
  score: v.number(),
  place: v.nullable(v.number()),
  parts: v.object({ profile: share, card: share, coverage: share, lexical: share, dense: share }),
  /** Counted beside the texts: cases by how far they were checked, stage, place. */
  standing: v.object({ evidence: share, readiness: share, proximity: share }),
  /** 0 to 100: the scene's side, the company's, and their harmonic mean. */
  reciprocal: v.object({ sceneSide: v.number(), companySide: v.number(), both: v.number() }),
  gates: v.array(v.object({ id: v.picklist(gateIds), outcome: v.picklist(['met', 'unknown', 'failed']), why: v.string() })),
  coverage: v.array(
    v.object({
      requirement: v.string(),
      must: v.boolean(),
      outcome: v.picklist(['met', 'partly', 'not', 'unknown']),
      evidence: v.optional(Evidence),
    }),
  ),
  reasons: v.array(
    v.object({ text: v.string(), requirement: v.optional(v.string()), cardId: v.string(), field: v.string(), quote: v.string() }),
  ),
  missing: v.array(v.string()),
  mark: v.optional(Mark),
}

const Company = v.object({ id: v.string(), name: v.string(), nameEn: v.nullable(v.string()), isExample: v.boolean() })

/** Beside the fit, and no part of it. */
const beside = {
  running: v.nullable(v.number()),
  maximum: v.nullable(v.number()),
  afterSuccess: v.picklist(['known', 'unknown']),
}

export const MatchAnswer = v.object({
  company: Company,
  ...pairEntries,
  /** Near-identical profiles share one place; those behind the first are named to readers of the whole ranking. */
  nearIdentical: v.optional(v.array(Company)),
  /** Given a place among the first ten as a newcomer that fits; its place by fit alone, and the chance it was drawn with. */
  newcomer: v.optional(v.object({ fitPlace: v.number(), propensity: share })),
})

export const OpportunityAnswer = v.object({
  scene: v.object({
    id: v.string(),
    ref: v.nullable(v.string()),
    title: v.string(),
    titleEn: v.nullable(v.string()),
    orgName: v.string(),
    afterSuccessUnknown: v.boolean(),
    deadlineAt: v.nullable(v.string()),
    isExample: v.boolean(),
  }),
  ...pairEntries,
  beside: v.object(beside),
})

/** The parts that were down when this was made, so that it had to do without them. */
const degraded = v.array(v.picklist(['embedding', 'index']))

export const ExplainedAnswer = v.object({
  ...MatchAnswer.entries,
  degraded,
  /** `chance`: of being chosen, were each ranked company as likely as the odds of its score. */
  beside: v.object({ ...beside, chance: v.nullable(share) }),
  /** For the company itself: sentences that have nothing to do with the rest of their text, and lower every score. */
  straySentences: v.optional(
    v.array(v.object({ cardId: v.nullable(v.string()), cardName: v.nullable(v.string()), field: v.string(), quote: v.string() })),
  ),
  /** The gates that keep it out, or else its first three gaps. */
  whyNot: v.array(v.string()),
  /** What would lift it, each placed among the same candidates; `from` null: not ranked now. */
  counterfactuals: v.array(
    v.object({
      kind: v.picklist(changeKinds),
      text: v.string(),
      from: v.nullable(v.number()),
      to: v.number(),
      score: v.number(),
    }),
  ),
})

/** What the scene could give up, and how many more companies would be ranked then. */
export const relaxations = v.array(v.object({ kind: v.picklist(relaxationKinds), text: v.string(), more: v.number() }))

export function rankingAnswer(item: v.GenericSchema) {
  return v.object({
    items: v.array(item),
    nextCursor: v.nullable(v.string()),
    total: v.number(),
    degraded,
    weightsVersion: v.string(),
    /** The ranking's own, as its cursors hold it. */
    version: v.string(),
  })
}

/** A scene's ranking. */
/** Asked for with `include=teams`: who covers together what nobody covers alone, and which requirements each brings. */
const teams = v.array(
  v.object({
    members: v.array(
      v.object({
        company: MatchAnswer.entries.company,
        layer: v.nullable(v.string()),
        place: v.number(),
        brings: pairEntries.coverage,
      }),
    ),
    open: v.array(v.string()),
  }),
)

export const MatchesAnswer = v.object({ ...rankingAnswer(MatchAnswer).entries, relaxations, teams: v.optional(teams) })

/** The pair in the reader's language, as it goes onto the wire. */
export function spoken<T extends PairView>(item: T, lang: 'zh' | 'en') {
  return {
    ...item,
    gates: item.gates.map((gate) => ({ ...gate, why: gate.why[lang] })),
    missing: item.missing.map((gap) => gap[lang]),
    reasons: item.reasons.map(({ requirement, evidence }) => ({
      text: reasonText(requirement, evidence.cardName, evidence.quote)[lang],
      requirement,
      cardId: evidence.cardId,
      field: evidence.field,
      quote: evidence.quote,
    })),
  }
}

export function reasonText(requirement: string, card: string, quote: string): { zh: string; en: string } {
  return {
    zh: `需求“${requirement}”；能力卡《${card}》写明“${quote}”`,
    en: `Asked: “${requirement}”. The card “${card}” says: “${quote}”`,
  }
}

export function spokenMatch(match: ExplainedMatch, lang: 'zh' | 'en') {
  return {
    ...spoken(match, lang),
    whyNot: match.whyNot.map((gap) => gap[lang]),
    counterfactuals: match.counterfactuals.map((one) => ({ ...one, text: one.text[lang] })),
  }
}

export function spokenRanking(ranking: RankedScene, lang: 'zh' | 'en') {
  return {
    ...ranking,
    items: ranking.items.map((item) => spoken(item, lang)),
    relaxations: ranking.relaxations.map((one) => ({ ...one, text: one.text[lang] })),
  }
}
