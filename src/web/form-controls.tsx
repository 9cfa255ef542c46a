import { first } from './form-content.ts'
import type { FormError, Typed } from './form-content.ts'
import type { Shape } from './form-shape.ts'
import { columnLabel, termsOf } from './labels.ts'
import type { Lang } from './language.ts'
import { formWords } from './messages.ts'

export type FormState = { typed: Typed; errors: readonly FormError[]; lang: Lang; addedTo?: string | undefined }

/** Texts longer than this get a box of several lines. */
const singleLineMax = 80

/** One member of a field that is made of several. */
export function Part({ name, column, shape, state }: { name: string; column: string; shape: Shape; state: FormState }) {
  return (
    <div class={fieldClass(name, state)}>
      <label for={name}>
        {columnLabel(column, state.lang)}
        {shape.kind === 'money' && ` (${formWords.inWan[state.lang]})`}
      </label>
      <Errors name={name} state={state} />
      <Control name={name} shape={shape} state={state} />
    </div>
  )
}

export function Control({
  name,
  shape,
  state,
  describedBy,
}: {
  name: string
  shape: Shape
  state: FormState
  describedBy?: string
}) {
  const { lang, typed } = state
  const invalid = hasErrors(name, state)
  const shared = {
    id: name,
    name,
    'aria-invalid': invalid ? ('true' as const) : undefined,
    'aria-describedby':
      [describedBy, invalid ? `${name}-error` : undefined].filter((id) => id !== undefined).join(' ') || undefined,
  }
  const value = first(typed, name)
  if (shape.kind === 'choice' || shape.kind === 'boolean') {
    return (
      <select {...shared}>
        <option value="">{shape.kind === 'choice' ? formWords.choose[lang] : formWords.notSaid[lang]}</option>
        {optionsOf(shape, lang).map(({ id, label }) => (
          <option value={id} selected={id === value}>
            {label}
          </option>
        ))}
      </select>
    )
  }
  if (shape.kind === 'lines')
    return (
      <textarea {...shared} rows={Math.min(10, Math.max(3, value.split('\n').length + 1))}>
        {value}
      </textarea>
    )
  if (shape.kind === 'text' && shape.max > singleLineMax)
    return (
      <textarea {...shared} rows={shape.max > 200 ? 5 : 3} data-max={String(shape.max)}>
        {value}
      </textarea>
    )
  if (shape.kind === 'text')
    return <input {...shared} type="text" value={value} data-max={describedBy === undefined ? undefined : countedMax(shape)} />
  // A date box shows nothing of what is no date, and nothing typed may be lost.
  const isDateBox = shape.kind === 'date' && (value === '' || /^\d{4}-\d{2}-\d{2}$/u.test(value))
  return (
    <input
      {...shared}
      type={isDateBox ? 'date' : 'text'}
      inputmode={shape.kind === 'date' ? undefined : 'decimal'}
      class="short"
      value={value}
    />
  )
}

export function Errors({ name, state }: { name: string; state: FormState }) {
  const errors = state.errors.filter((error) => error.name === name)
  if (errors.length === 0) return <></>
  return (
    <p class="field-error" id={`${name}-error`}>
      {errors.map((error) => error.text).join(' ')}
    </p>
  )
}

function hasErrors(name: string, state: FormState): boolean {
  return state.errors.some((error) => error.name === name)
}

export function fieldClass(name: string, state: FormState): string {
  return hasErrors(name, state) ? 'field has-error' : 'field'
}

export function countedMax(shape: Shape): string | undefined {
  return shape.kind === 'text' && Number.isFinite(shape.max) ? String(shape.max) : undefined
}

function optionsOf(shape: Shape, lang: Lang): { id: string; label: string }[] {
  if (shape.kind === 'choice') return termsOf(shape.options).map((term) => ({ id: term.id, label: term[lang] }))
  return [
    { id: 'true', label: formWords.yes[lang] },
    { id: 'false', label: formWords.no[lang] },
  ]
}
