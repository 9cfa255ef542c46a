import type { Child } from 'hono/jsx'
import type { Part } from '../shared/fault.ts'
import type { Refusal } from '../shared/refusal.ts'
import { refusals } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import type { FieldError } from '../shared/validated.ts'
import type { C } from './http.ts'
import type { Bilingual, Lang } from './language.ts'
import { Csrf } from './layout.tsx'
import { componentWords, degradedWords, errorWords, fill, inLang } from './messages.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'example'

export function Tag({ tone, children }: { tone?: Tone | undefined; children: Child }) {
  return <span class={tone === undefined ? 'tag' : `tag tag-${tone}`}>{children}</span>
}

/** Stands on every record of the example data. */
export function ExampleTag({ isExample, lang }: { isExample: boolean; lang: Lang }) {
  return isExample ? <Tag tone="example">{componentWords.example[lang]}</Tag> : <></>
}

/** What the results on this page had to do without. */
export function DegradedNote({ degraded, lang }: { degraded: readonly Part[]; lang: Lang }) {
  if (degraded.length === 0) return <></>
  return (
    <p class="notice" role="status">
      {degraded.map((part) => degradedWords[part][lang]).join(lang === 'zh' ? '' : ' ')}
    </p>
  )
}

/** A share drawn as a bar; its figure stands in text beside it. */
export function Bar({ share }: { share: number }) {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
  return (
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-full" width="100" height="4" rx="1" />
      <rect class="bar-part" width={String(width)} height="4" rx="1" />
    </svg>
  )
}

/** Terms with what is known of them, in `lang` where it is not the page's; those without a value are left out. */
export function Pairs({ pairs, lang }: { pairs: readonly (readonly [string, Child])[]; lang?: 'zh-CN' | 'en' }) {
  const known = pairs.filter(([, value]) => value !== undefined && value !== '' && value !== null)
  if (known.length === 0) return <></>
  return (
    <dl class="pairs">
      {known.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd lang={lang}>{value}</dd>
        </>
      ))}
    </dl>
  )
}

/** An instant's date in the district's zone. */
export function dateOf(c: C, instant: Date): string {
  return dateIn(c.get('district').timeZone, instant)
}

/** An instant to the minute, by the district's clock. */
export function momentOf(c: C, instant: Date): string {
  const { timeZone } = c.get('district')
  const time = instant.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
  return `${dateIn(timeZone, instant)} ${time}`
}

/** A form that changes something: with its token, and its buttons below. */
export function ActionForm({
  c,
  action,
  label,
  tone,
  children,
}: {
  c: C
  action: string
  label: string
  tone?: 'quiet' | 'danger'
  children?: Child
}) {
  return (
    <form method="post" action={action}>
      <Csrf c={c} />
      {children}
      <p class="buttons">
        <button type="submit" class={tone}>
          {label}
        </button>
      </p>
    </form>
  )
}

export function TextField({
  id,
  name = id,
  label,
  value = '',
  rows,
}: {
  id: string
  name?: string
  label: string
  value?: string
  rows?: number
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows === undefined ? (
        <input type="text" id={id} name={name} value={value} />
      ) : (
        <textarea id={id} name={name} rows={rows}>
          {value}
        </textarea>
      )}
    </div>
  )
}

type Option = { id: string } & Bilingual

export function SelectField({
  id,
  name = id,
  label,
  options,
  value,
  lang,
}: {
  id: string
  name?: string
  label: string
  options: readonly Option[]
  value?: string | undefined
  lang: Lang
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {options.map((option) => (
          <option value={option.id} selected={option.id === value}>
            {option[lang]}
          </option>
        ))}
      </select>
    </div>
  )
}

/** Why something was refused, in words; what else the refusal carries is the caller's to show. */
export function RefusalNote({ refusal, lang, children }: { refusal: Refusal | undefined; lang: Lang; children?: Child }) {
  if (refusal === undefined) return <></>
  return (
    <div class="error-summary" id="error-summary" role="alert" tabindex={-1}>
      <h2>{refusals[refusal.code][lang]}</h2>
      {tooLong(refusal).map((limit) => (
        <p>{fill(errorWords.tooLong[lang], limit)}</p>
      ))}
      {children}
    </div>
  )
}

/** What the fields' own messages count, in the words of the page. */
function tooLong(refusal: Refusal): { count: string; max: string }[] {
  const errors = (refusal['errors'] ?? []) as FieldError[]
  return errors.flatMap(({ message }) => {
    const [, count, max] = /^has (\d+) characters, at most (\d+)$/u.exec(message) ?? []
    return count === undefined || max === undefined ? [] : [{ count, max }]
  })
}

/** On to the next page, and from a later one back to the first; `at` is the part of the page to land on. */
export function NextPage({ c, cursor, at = '' }: { c: C; cursor: string | null; at?: string }) {
  const isLater = c.req.query('cursor') !== undefined
  if (cursor === null && !isLater) return <></>
  const t = inLang(componentWords, c.get('lang'))
  return (
    <nav aria-label={t.pages}>
      <p class="buttons">
        {cursor !== null && (
          <a class="button quiet" rel="next" href={`${addressAt(c, cursor)}${at}`}>
            {t.nextPage}
          </a>
        )}
        {isLater && <a href={`${addressAt(c)}${at}`}>{t.firstPage}</a>}
      </p>
    </nav>
  )
}

function addressAt(c: C, cursor?: string): string {
  const url = new URL(c.req.url)
  url.searchParams.delete('cursor')
  if (cursor !== undefined) url.searchParams.set('cursor', cursor)
  return url.pathname + url.search
}
