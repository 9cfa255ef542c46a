import * as v from 'valibot'
import { Figure, contentSchema, Fen, line, list, patchSchema, text, wholeNumber } from '../shared/schema.ts'
import type { Field } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'

/** How far a company says that it meets a requirement. */
export const claims = [
  { id: 'met', zh: '满足', en: 'Met' },
  { id: 'partly', zh: '部分满足', en: 'Partly met' },
  { id: 'not', zh: '不满足', en: 'Not met' },
] as const

/** What a pitch says of one requirement; `requirement` is the scene's own words. */
export const PitchAnswer = v.strictObject({
  requirement: line(120),
  claim: v.exactOptional(v.picklist(idsOf(claims))),
  text: v.exactOptional(text(300)),
  /** Where the profile says so: a card's field, word for word. */
  evidence: v.exactOptional(v.strictObject({ cardId: v.pipe(v.string(), v.uuid()), field: line(40), quote: line(400) })),
})
export type PitchAnswer = v.InferOutput<typeof PitchAnswer>

const PitchKpi = v.strictObject({ name: line(40), promised: v.exactOptional(Figure), unit: v.exactOptional(text(20)) })

/** Every field of a pitch, in the order of the form. */
// oxfmt-ignore
export const pitchFields = {
  summary: { schema: text(300), zh: '概述', en: 'Summary', need: 'submit', access: 'reg', group: 'what', hint: { zh: '用什么产品、解决到什么程度', en: 'With which product, and how far it goes' } },
  approach: { schema: text(800), zh: '方案', en: 'Approach', need: 'submit', access: 'reg', group: 'what', hint: { zh: '怎么接入、怎么运行、怎么验证', en: 'How it is connected, run and checked' } },
  answers: { schema: list(PitchAnswer, 20), zh: '逐项应答', en: 'Answers', need: 'submit', access: 'reg', group: 'requirements' },
  kpis: { schema: list(PitchKpi, 10), zh: '指标承诺', en: 'KPIs', need: 'optional', access: 'reg', group: 'requirements' },
  cardIds: { schema: list(v.pipe(v.string(), v.uuid()), 20), zh: '所用能力卡', en: 'Cards', need: 'optional', access: 'reg', group: 'requirements' },
  leadTimeWeeks: { schema: wholeNumber(1, 52), zh: '交付周数', en: 'Lead time, weeks', need: 'optional', access: 'reg', group: 'terms' },
  priceMin: { schema: Fen, zh: '报价下限', en: 'Price from', need: 'optional', access: 'mat', group: 'terms' },
  priceMax: { schema: Fen, zh: '报价上限', en: 'Price to', need: 'optional', access: 'mat', group: 'terms' },
  needsFromUnit: { schema: text(300), zh: '需要单位提供', en: 'Needed from the unit', need: 'optional', access: 'reg', group: 'terms' },
  risks: { schema: text(300), zh: '风险与限制', en: 'Risks and limits', need: 'optional', access: 'reg', group: 'terms' },
  team: { schema: text(300), zh: '团队', en: 'Team', need: 'optional', access: 'reg', group: 'terms' },
} as const satisfies Record<string, Field>

/** Everything may be missing in a draft; unknown keys are refused. */
export const PitchContent = contentSchema(pitchFields)
export type PitchContent = v.InferOutput<typeof PitchContent>

/** A change: null clears a field, and a list is replaced as a whole. */
export const PitchPatch = patchSchema(pitchFields)
export type PitchPatch = v.InferOutput<typeof PitchPatch>

export const Mark = wholeNumber(0, 100)

/** An evaluator's or the panel's mark for each criterion of the scene. */
export type Marks = Record<string, number>
