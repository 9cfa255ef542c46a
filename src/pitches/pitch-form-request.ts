import type { SupplyCard } from '../matching/supply.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { codePointLength, figureMax } from '../shared/schema.ts'
import { contentToForm, first, formToContent } from '../web/form-content.ts'
import type { FormError, Read, Typed } from '../web/form-content.ts'
import type { Lang } from '../web/language.ts'
import { errorWords, fill } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { isUuid } from '../web/request.ts'
import { claims, pitchFields, PitchPatch } from './pitch-content.ts'
import type { PitchAnswer, PitchContent } from './pitch-content.ts'
import { quotedIn } from './pitch-evidence.ts'
import { requirementsOf } from './requirements.ts'

const { answers: _answers, kpis: _kpis, cardIds: _cardIds, ...plain } = pitchFields

/** The fields that the form draws and reads as every other form does. */
export const plainPitchFields = plain

type Asked = { scene: SceneContent; cards: readonly SupplyCard[]; lang: Lang }

/** Reads the form as a change of the whole content; a quote is looked up in the cards by its words. */
export function readPitchForm(data: FormData, asked: Asked): Read<PitchPatch> {
  const read = formToContent<PitchPatch>(plainPitchFields, PitchPatch, data, asked.lang)
  const answers = requirementsOf(asked.scene).map(({ text }, index) => answerIn(read.typed, index, text, asked))
  const kpis = (asked.scene.kpis ?? []).map((kpi, index) => kpiIn(read.typed, index, kpi, asked.lang))
  const cardIds = (read.typed.get('cardIds') ?? []).filter(isUuid)
  const patch = {
    ...read.patch,
    answers: answers.map(({ value }) => value),
    kpis: kpis.map(({ value }) => value),
    cardIds: cardIds.length === 0 ? null : cardIds,
  }
  const errors = [...read.errors, ...answers.flatMap((one) => one.errors), ...kpis.flatMap((one) => one.errors)]
  return { patch, errors, typed: read.typed }
}

/** The content as somebody would have typed it. */
export function pitchToForm(content: PitchContent, scene: SceneContent): Typed {
  const typed = contentToForm(plainPitchFields, content)
  const given = new Map((content.answers ?? []).map((answer) => [answer.requirement, answer]))
  for (const [index, { text }] of requirementsOf(scene).entries()) {
    const answer = given.get(text)
    typed.set(`answers.${index}.claim`, [answer?.claim ?? ''])
    typed.set(`answers.${index}.text`, [answer?.text ?? ''])
    typed.set(`answers.${index}.quote`, [answer?.evidence?.quote ?? ''])
  }
  for (const [index, { name }] of (scene.kpis ?? []).entries()) {
    const promised = content.kpis?.find((kpi) => kpi.name === name)?.promised
    typed.set(`kpis.${index}.promised`, [promised === undefined ? '' : String(promised)])
  }
  typed.set('cardIds', content.cardIds ?? [])
  return typed
}

type ReadPart<T> = { value: T; errors: FormError[] }

function answerIn(typed: Typed, index: number, requirement: string, { cards, lang }: Asked): ReadPart<PitchAnswer> {
  const at = (part: string) => first(typed, `answers.${index}.${part}`).trim()
  const claim = claims.find(({ id }) => id === at('claim'))?.id
  const [text, quote] = [at('text'), at('quote')]
  const evidence = quote === '' ? undefined : quotedIn(cards, quote)
  const errors: FormError[] = []
  const wrong = (part: string, words: string) =>
    errors.push({ name: `answers.${index}.${part}`, text: `${requirement}: ${words}` })
  if (quote !== '' && evidence === undefined) wrong('quote', pitchWords.notQuoted[lang])
  if (codePointLength(text) > 300) wrong('text', fill(errorWords.tooLong[lang], { count: codePointLength(text), max: 300 }))
  // Under other words the same place of the form was another requirement when it was sent out.
  const asked = at('requirement')
  if (asked !== '' && asked !== requirement) wrong('claim', pitchWords.notAsked[lang])
  const value = { requirement, ...(claim && { claim }), ...(text !== '' && { text }), ...(evidence && { evidence }) }
  return { value, errors }
}

type PitchKpi = NonNullable<PitchContent['kpis']>[number]

function kpiIn(typed: Typed, index: number, { name, unit }: { name: string; unit?: string }, lang: Lang): ReadPart<PitchKpi> {
  const at = `kpis.${index}.promised`
  const said = first(typed, at)
    .trim()
    .replaceAll(/[,，\s]/gu, '')
  const isNumber = /^[-+]?(?:\d+\.?\d*|\.\d+)$/u.test(said) && Math.abs(Number(said)) <= figureMax
  const errors = said === '' || isNumber ? [] : [{ name: at, text: `${name}: ${pitchWords.notNumber[lang]}` }]
  return { value: { name, ...(unit !== undefined && { unit }), ...(isNumber && { promised: Number(said) }) }, errors }
}
