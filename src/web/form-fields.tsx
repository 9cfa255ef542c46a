import type { Child } from 'hono/jsx'
import type { Field, Fields } from '../shared/schema.ts'
import { rowCount } from './form-content.ts'
import type { FormError } from './form-content.ts'
import { Control, countedMax, Errors, fieldClass, Part } from './form-controls.tsx'
import type { FormState } from './form-controls.tsx'
import { FormRows } from './form-rows.tsx'
import { cachedShape } from './form-shape.ts'
import type { Shape } from './form-shape.ts'
import { termsOf } from './labels.ts'
import type { Lang } from './language.ts'
import { accessWords, fill, formWords, groupWords, inLang } from './messages.ts'

/** Every field of the table, in its order, by chapters. */
export function FormChapters({ fields, state }: { fields: Fields; state: FormState }) {
  const chapters = [...Map.groupBy(Object.entries(fields), ([, field]) => field.group)]
  const { lang } = state
  return (
    <>
      <nav class="chapters" aria-label={formWords.chapters[lang]}>
        <ol>
          {chapters.map(([group]) => (
            <li>
              <a href={`#chapter-${group}`}>{chapterTitle(group, lang)}</a>
            </li>
          ))}
        </ol>
      </nav>
      {chapters.map(([group, entries]) => (
        <section class="chapter" aria-labelledby={`chapter-${group}`}>
          <h2 id={`chapter-${group}`}>{chapterTitle(group, lang)}</h2>
          <FormFields fields={Object.fromEntries(entries)} state={state} />
        </section>
      ))}
    </>
  )
}

export function FormFields({ fields, state }: { fields: Fields; state: FormState }) {
  return (
    <>
      {Object.entries(fields).map(([name, field]) => (
        <FormField name={name} field={field} state={state} />
      ))}
    </>
  )
}

function chapterTitle(group: string, lang: Lang): string {
  return Object.hasOwn(groupWords, group) ? groupWords[group as keyof typeof groupWords][lang] : group
}

function FormField({ name, field, state }: { name: string; field: Field; state: FormState }) {
  const shape = cachedShape(field.schema)
  const props = { name, field, state }
  switch (shape.kind) {
    case 'choices':
      return <Choices {...props} shape={shape} />
    case 'rows': {
      const rows = rowCount(state.typed, name)
      return (
        <Group {...props}>
          <FormRows name={name} label={field[state.lang]} shape={shape} rows={rows} state={state} />
        </Group>
      )
    }
    case 'group':
      return (
        <Group {...props}>
          <div class="columns">
            {Object.entries(shape.columns).map(([column, part]) => (
              <Part name={`${name}.${column}`} column={column} shape={part} state={state} />
            ))}
          </div>
        </Group>
      )
    default:
      return <Single {...props} shape={shape} />
  }
}

type FieldProps = { name: string; field: Field; state: FormState }

function Single({ name, field, state, shape }: FieldProps & { shape: Shape }) {
  return (
    <div class={fieldClass(name, state)}>
      <label for={name}>
        {field[state.lang]} <Need field={field} lang={state.lang} />
      </label>
      <Hint name={name} field={field} shape={shape} lang={state.lang} />
      <Errors name={name} state={state} />
      <Control name={name} shape={shape} state={state} describedBy={`${name}-hint`} />
      {countedMax(shape) !== undefined && <p class="count" id={`${name}-count`} aria-hidden="true" />}
    </div>
  )
}

function Choices({ name, field, state, shape }: FieldProps & { shape: Extract<Shape, { kind: 'choices' }> }) {
  const chosen = state.typed.get(name) ?? []
  return (
    <Group name={name} field={field} state={state}>
      <div class="choices">
        {termsOf(shape.options).map((term) => (
          <label class="choice">
            <input type="checkbox" name={name} value={term.id} checked={chosen.includes(term.id)} /> {term[state.lang]}
          </label>
        ))}
      </div>
    </Group>
  )
}

function Group({ name, field, state, children }: FieldProps & { children: Child }) {
  return (
    <fieldset id={name} tabindex={-1} class={fieldClass(name, state)} aria-describedby={`${name}-hint`}>
      <legend>
        {field[state.lang]} <Need field={field} lang={state.lang} />
      </legend>
      <Hint name={name} field={field} shape={cachedShape(field.schema)} lang={state.lang} />
      <Errors name={name} state={state} />
      {children}
    </fieldset>
  )
}

function Hint({ name, field, shape, lang }: { name: string; field: Field; shape: Shape; lang: Lang }) {
  const limit = limitOf(shape, lang)
  const seen = field.access === 'pub' ? undefined : accessWords[field.access][lang]
  const parts = [field.hint?.[lang], limit, seen].filter((part) => part !== undefined && part !== '')
  return (
    <p class="hint" id={`${name}-hint`}>
      {parts.join(lang === 'zh' ? '；' : '; ')}
    </p>
  )
}

function Need({ field, lang }: { field: Field; lang: Lang }) {
  const t = inLang(formWords, lang)
  const need = { submit: t.neededToSubmit, publish: t.neededToPublish, optional: t.optional }[field.need]
  return <span class={`need need-${field.need}`}>{need}</span>
}

/** At the head of a form that was refused: what is wrong, each linked to where. */
export function ErrorSummary({ errors, lang, note }: { errors: readonly FormError[]; lang: Lang; note?: string | undefined }) {
  if (errors.length === 0 && note === undefined) return <></>
  const t = inLang(formWords, lang)
  return (
    <div class="error-summary" id="error-summary" role="alert" tabindex={-1}>
      <h2>{errors.length > 0 ? fill(t.errorsTitle, { count: errors.length }) : note}</h2>
      {errors.length > 0 && <p>{note ?? t.unchanged}</p>}
      {errors.length > 0 && (
        <ul>
          {errors.map(({ name, text }) => (
            <li>
              <a href={`#${name}`}>{text}</a>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function limitOf(shape: Shape, lang: Lang): string | undefined {
  const t = inLang(formWords, lang)
  if (shape.kind === 'text') return Number.isFinite(shape.max) ? fill(t.upTo, { max: shape.max }) : undefined
  if (shape.kind === 'lines') return fill(t.linesLimit, { max: shape.max, each: shape.each })
  if (shape.kind === 'choices') return fill(t.chooseLimit, { max: shape.max })
  if (shape.kind === 'rows') return fill(t.rowsLimit, { max: shape.max })
  if (shape.kind === 'money') return t.inWan
  const isRange = shape.kind === 'number' && shape.min !== undefined && shape.max !== undefined
  return isRange ? fill(t.range, { min: shape.min!.toLocaleString('en'), max: shape.max!.toLocaleString('en') }) : undefined
}
