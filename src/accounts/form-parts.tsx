import type { Child } from 'hono/jsx'
import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { C, FieldError } from '../web/http.ts'
import type { Bilingual } from '../web/language.ts'
import { Csrf } from '../web/layout.tsx'
import type { Form } from './form.ts'

/** The words in the language of the page. */
export function say(c: C, zh: string, en: string): string {
  return c.get('lang') === 'en' ? en : zh
}

/** A form that posts, with its token. */
export function PostForm({ c, action, inline = false, children }: { c: C; action: string; inline?: boolean; children: Child }) {
  return (
    <form method="post" action={action} class={inline ? 'inline-form' : 'prose'}>
      <Csrf c={c} />
      {children}
    </form>
  )
}

export type FieldProps = {
  c: C
  name: string
  label: Bilingual
  form?: Form | undefined
  type?: 'text' | 'email' | 'password'
  autocomplete?: string
  required?: boolean
  hint?: Bilingual
  maxlength?: number
}

/** A labelled line of text; a password is never written back into the page. */
export function Field({ c, name, label, form = {}, type = 'text', autocomplete, required = true, hint, maxlength }: FieldProps) {
  const lang = c.get('lang')
  const hintId = hint === undefined ? undefined : `${name}-hint`
  return (
    <p class="field">
      <label for={name}>{label[lang]}</label>
      {hint !== undefined && (
        <span class="hint" id={hintId}>
          {hint[lang]}
        </span>
      )}
      <input
        id={name}
        name={name}
        type={type}
        required={required}
        aria-describedby={hintId}
        {...(type !== 'password' && form[name] !== undefined && { value: form[name] })}
        {...(autocomplete !== undefined && { autocomplete })}
        {...(maxlength !== undefined && { maxlength })}
      />
    </p>
  )
}

/** Why the form was not taken. */
export function RefusalNote({
  c,
  refusal,
  labels = {},
}: {
  c: C
  refusal: Refusal | undefined
  labels?: Record<string, Bilingual>
}) {
  if (refusal === undefined) return null
  const lang = c.get('lang')
  const errors = (refusal['errors'] ?? []) as FieldError[]
  const name = (field: string) => labels[field]?.[lang] ?? field
  return (
    <div class="error-summary" role="alert">
      <p>{refusals[refusal.code][lang]}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, message }) => (
            <li>
              {name(field)}
              {lang === 'zh' ? '：' : ': '}
              {explained(message, lang)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** A message of ours as it stands; valibot's own become a sentence that people understand. */
function explained(message: string, lang: 'zh' | 'en'): string {
  if (message.startsWith('Invalid key')) return { zh: '必填', en: 'is needed' }[lang]
  if (lang === 'en') return message
  return chinese[message] ?? '内容不符合要求'
}

const chinese: Record<string, string> = {
  'is not a social credit code of 18 characters': '不是 18 位统一社会信用代码',
  'its check character does not fit': '校验位不符，请核对',
  'is not an e-mail address': '不是有效的邮箱地址',
  'must not be empty': '不能为空',
  'must have 8 to 128 characters': '长度须为 8 至 128 位',
}
