import type { SupplyCard } from '../matching/supply.ts'
import { first } from '../web/form-content.ts'
import type { FormError, Typed } from '../web/form-content.ts'
import { Errors, fieldClass } from '../web/form-controls.tsx'
import type { FormState } from '../web/form-controls.tsx'
import { ErrorSummary, FormFields } from '../web/form-fields.tsx'
import { SelectField, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { pitchWords } from '../web/pitch-words.ts'
import { claims } from './pitch-content.ts'
import type { PitchAnswer } from './pitch-content.ts'
import { plainPitchFields } from './pitch-form-request.ts'
import { DeadlineNote, titleOfPitch } from './pitch-parts.tsx'
import { answerField, kpiField } from './prefill.ts'
import type { PitchReading } from './read-pitch.ts'
import { requirementsOf, staleAnswers } from './requirements.ts'

type PitchFormProps = {
  c: C
  reading: PitchReading
  cards: readonly SupplyCard[]
  typed: Typed
  version: number | undefined
  errors?: readonly FormError[]
  note?: string | undefined
}

/** The form of a pitch: requirement by requirement, with marks on what came from the profile. */
export function PitchForm({ c, reading, cards, typed, version, errors = [], note }: PitchFormProps) {
  const lang = c.get('lang')
  const t = inLang(pitchWords, lang)
  const { pitch, scene } = reading
  const state: FormState = { typed, errors, lang }
  const title = fill(t.formTitle, { title: titleOfPitch(pitch, lang) })
  return (
    <Layout c={c} title={title} example={pitch.isExample}>
      <h1>{title}</h1>
      <p>
        <DeadlineNote c={c} deadlineAt={scene.deadlineAt} />
      </p>
      {pitch.prefilled.length > 0 && (
        <p class="lead">{fill(t.share, { share: Math.round((pitch.prefilledShare ?? 0) * 100) })}</p>
      )}
      <ErrorSummary errors={errors} lang={lang} note={note} />
      <form method="post" class="prose">
        <Csrf c={c} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        <button class="visually-hidden" type="submit" tabindex={-1} aria-hidden="true">
          {t.save}
        </button>
        <PlainFields names={['summary', 'approach']} reading={reading} state={state} />
        <h2>{t.answersTitle}</h2>
        <p class="hint">{t.answersHint}</p>
        {requirementsOf(scene.content).map(({ text, must }, index) => (
          <AnswerFields index={index} requirement={text} must={must} reading={reading} state={state} />
        ))}
        <Stale answers={staleAnswers(scene.content, pitch.content)} state={state} />
        <KpiFields reading={reading} state={state} />
        <CardFields cards={cards} reading={reading} state={state} />
        <PlainFields
          names={['leadTimeWeeks', 'priceMin', 'priceMax', 'needsFromUnit', 'risks', 'team']}
          reading={reading}
          state={state}
        />
        <p class="buttons">
          <button type="submit">{t.save}</button> <a href={`/pitches/${pitch.id}`}>{t.cancel}</a>
        </p>
      </form>
    </Layout>
  )
}

type Within = { reading: PitchReading; state: FormState }

function PlainFields({ names, reading, state }: Within & { names: readonly (keyof typeof plainPitchFields)[] }) {
  return (
    <>
      {names.map((name) => (
        <>
          <FromProfile field={name} reading={reading} state={state} />
          <FormFields fields={{ [name]: plainPitchFields[name] }} state={state} />
        </>
      ))}
    </>
  )
}

function FromProfile({ field, reading, state }: Within & { field: string }) {
  if (!reading.pitch.prefilled.includes(field)) return <></>
  return (
    <p class="meta">
      <Tag tone="accent">{pitchWords.fromProfile[state.lang]}</Tag>
    </p>
  )
}

function AnswerFields({
  index,
  requirement,
  must,
  reading,
  state,
}: Within & { index: number; requirement: string; must: boolean }) {
  const t = inLang(pitchWords, state.lang)
  const at = `answers.${index}`
  return (
    <fieldset class="row" id={at} tabindex={-1}>
      <legend>
        {must ? t.must : t.wish} {index + 1}
      </legend>
      <input type="hidden" name={`${at}.requirement`} value={requirement} />
      <p>{requirement}</p>
      <FromProfile field={answerField(requirement)} reading={reading} state={state} />
      <div class={fieldClass(`${at}.claim`, state)}>
        <Errors name={`${at}.claim`} state={state} />
        <SelectField
          id={`${at}.claim`}
          label={t.claim}
          options={[{ id: '', zh: pitchWords.noClaim.zh, en: pitchWords.noClaim.en }, ...claims]}
          value={first(state.typed, `${at}.claim`)}
          lang={state.lang}
        />
      </div>
      <Box name={`${at}.text`} label={t.answerText} state={state} />
      <Box name={`${at}.quote`} label={t.quote} state={state} />
    </fieldset>
  )
}

function Box({ name, label, state }: { name: string; label: string; state: FormState }) {
  return (
    <div class={fieldClass(name, state)}>
      <label for={name}>{label}</label>
      <Errors name={name} state={state} />
      <textarea id={name} name={name} rows={2}>
        {first(state.typed, name)}
      </textarea>
    </div>
  )
}

/** What was written to requirements that changed since; nothing of it is lost before it is copied. */
function Stale({ answers, state }: { answers: readonly PitchAnswer[]; state: FormState }) {
  if (answers.length === 0) return <></>
  return (
    <section class="panel panel-tint">
      <h3>{pitchWords.staleTitle[state.lang]}</h3>
      {answers.map(({ requirement, text, evidence }) => (
        <p class="text">
          <strong>{requirement}</strong> {text} {evidence?.quote}
        </p>
      ))}
    </section>
  )
}

function KpiFields({ reading, state }: Within) {
  const kpis = reading.scene.content.kpis ?? []
  if (kpis.length === 0) return <></>
  return (
    <>
      <h2>{pitchWords.kpisTitle[state.lang]}</h2>
      {kpis.map(({ name, unit, baseline, target }, index) => {
        const at = `kpis.${index}.promised`
        const known = [baseline, target].filter((value) => value !== undefined).join(' → ')
        return (
          <div class={fieldClass(at, state)}>
            <label for={at}>
              {name}
              {unit !== undefined && ` (${unit})`}
            </label>
            <p class="hint">{known}</p>
            <FromProfile field={kpiField(name)} reading={reading} state={state} />
            <Errors name={at} state={state} />
            <input type="text" inputmode="decimal" class="short" id={at} name={at} value={first(state.typed, at)} />
          </div>
        )
      })}
    </>
  )
}

function CardFields({ cards, reading, state }: Within & { cards: readonly SupplyCard[] }) {
  if (cards.length === 0) return <></>
  const chosen = state.typed.get('cardIds') ?? []
  // In the order they were named, so that a form sent back as it came says the same.
  const rank = (id: string) => (chosen.includes(id) ? chosen.indexOf(id) : chosen.length)
  return (
    <fieldset class="field">
      <legend>{pitchWords.cardsTitle[state.lang]}</legend>
      <FromProfile field="cardIds" reading={reading} state={state} />
      <div class="choices">
        {cards
          .toSorted((a, b) => rank(a.id) - rank(b.id))
          .map(({ id, name }) => (
            <label class="choice">
              <input type="checkbox" name="cardIds" value={id} checked={chosen.includes(id)} /> {name}
            </label>
          ))}
      </div>
    </fieldset>
  )
}
