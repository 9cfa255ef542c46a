import type { Fields } from '../shared/schema.ts'
import { ErrorSummary, FormChapters } from '../web/form-fields.tsx'
import type { FormError, Typed } from '../web/form-content.ts'
import type { C } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { formWords } from '../web/messages.ts'

export type ProfileFormProps = {
  c: C
  title: string
  lead: string
  save: string
  back: string
  fields: Fields
  typed: Typed
  version?: number | undefined
  errors?: readonly FormError[]
  note?: string | undefined
  addedTo?: string | undefined
  isExample?: boolean
}

/** The form of a company's profile or of a card. */
export function ProfileForm({
  c,
  title,
  lead,
  save,
  back,
  fields,
  typed,
  version,
  errors = [],
  note,
  addedTo,
  isExample = false,
}: ProfileFormProps) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={title} example={isExample}>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      <ErrorSummary errors={errors} lang={lang} note={note} />
      <form method="post" class="prose">
        <Csrf c={c} />
        {version !== undefined && <input type="hidden" name="version" value={String(version)} />}
        <button class="visually-hidden" type="submit" tabindex={-1} aria-hidden="true">
          {save}
        </button>
        <FormChapters fields={fields} state={{ typed, errors, lang, addedTo }} />
        <p class="buttons">
          <button type="submit">{save}</button> <a href={back}>{formWords.cancel[lang]}</a>
        </p>
      </form>
    </Layout>
  )
}
