import * as v from 'valibot'
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

export const MatchAnswer = v.object({
  company: v.object({ id: v.string(), name: v.string(), nameEn: v.nullable(v.string()), isExample: v.boolean() }),
  ...pairEntries,
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
})

/** The parts that were down when this was made, so that it had to do without them. */
const degraded = v.array(v.picklist(['embedding', 'index']))

export const ExplainedAnswer = v.object({ ...MatchAnswer.entries, degraded })

export function rankingAnswer(item: v.GenericSchema) {
  return v.object({
    items: v.array(item),
    nextCursor: v.nullable(v.string()),
    total: v.number(),
    degraded,
    weightsVersion: v.string(),
  })
}

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
