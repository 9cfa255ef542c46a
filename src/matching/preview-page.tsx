import { Hono } from 'hono'
import * as v from 'valibot'
import { permit } from '../accounts/permissions.ts'
import { attempt } from '../accounts/form.ts'
import { refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { Fields } from '../shared/schema.ts'
import { patched } from '../shared/schema.ts'
import { sceneFields } from '../scenes/scene-content.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { DegradedNote, RefusalNote } from '../web/components.tsx'
import { formToContent } from '../web/form-content.ts'
import type { FormError, Typed } from '../web/form-content.ts'
import { ErrorSummary, FormFields } from '../web/form-fields.tsx'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Csrf, Layout } from '../web/layout.tsx'
import { matchWords } from '../web/match-words.ts'
import { fill, inLang } from '../web/messages.ts'
import { previewMatches } from './rank-companies.ts'
import type { MatchView } from './rank-companies.ts'
import { RankedCompanies } from './ranking-section.tsx'
import type { RankingPage } from './ranking-page.ts'

/** The few fields that matching needs most. */
const previewNames = ['problem', 'essential', 'domain', 'budgetMaxFen', 'deployment'] as const
const previewFields: Fields = Object.fromEntries(previewNames.map((name) => [name, { ...sceneFields[name], need: 'optional' }]))

const PreviewPatch = v.object(
  Object.fromEntries(Object.entries(previewFields).map(([name, field]) => [name, v.nullish(field.schema)])),
)

const previewShown = 10

/** Who would fit a demand that is only being thought about. */
export const previewPages = new Hono<Env>()

previewPages.get('/match/preview', about({ action: 'match.preview', summary: 'A form to try a match' }), (c) => {
  unwrap(permit(c.get('actor'), 'match.preview'))
  return c.html(<PreviewPage c={c} typed={new Map()} />)
})

previewPages.post('/match/preview', about({ action: 'match.preview', summary: 'Who would fit' }), async (c) => {
  unwrap(permit(c.get('actor'), 'match.preview'))
  const { patch, errors, typed } = formToContent(previewFields, PreviewPatch, await c.req.formData(), c.get('lang'))
  const content = patched<SceneContent>({}, patch)
  if (errors.length > 0) return c.html(<PreviewPage c={c} typed={typed} errors={errors} />, 422)
  if (content.problem === undefined && content.essential === undefined) {
    const error = { name: 'problem', text: matchWords.previewNeeded[c.get('lang')] }
    return c.html(<PreviewPage c={c} typed={typed} errors={[error]} />, 422)
  }
  const attempted = await attempt(() => previewMatches(c.get('ports'), c.get('actor'), content, { limit: previewShown }))
  if ('refusal' in attempted)
    return c.html(<PreviewPage c={c} typed={typed} refusal={attempted.refusal} />, refusals[attempted.refusal.code].status)
  return c.html(<PreviewPage c={c} typed={typed} ranking={attempted.value} />)
})

type PreviewPageProps = { c: C; typed: Typed; errors?: readonly FormError[]; refusal?: Refusal; ranking?: RankingPage<MatchView> }

function PreviewPage({ c, typed, errors = [], refusal, ranking }: PreviewPageProps) {
  const lang = c.get('lang')
  const t = inLang(matchWords, lang)
  return (
    <Layout c={c} title={t.previewTitle} example={ranking?.items.some((item) => item.company.isExample) === true}>
      <h1>{t.previewTitle}</h1>
      <p class="lead">{t.previewLead}</p>
      <ErrorSummary errors={errors} lang={lang} note={errors.length > 0 ? t.previewLead : undefined} />
      <RefusalNote refusal={refusal} lang={lang} />
      <form method="post" class="prose">
        <Csrf c={c} />
        <FormFields fields={previewFields} state={{ typed, errors, lang }} />
        <p class="buttons">
          <button type="submit">{t.previewGo}</button>
        </p>
      </form>
      {ranking !== undefined && (
        <section id="ranking">
          <h2>{t.ranking}</h2>
          <DegradedNote degraded={ranking.degraded} lang={lang} />
          <p class="quiet-text">{ranking.items.length === 0 ? t.none : fill(t.rankingLead, { total: ranking.total })}</p>
          <RankedCompanies c={c} items={ranking.items} />
        </section>
      )}
    </Layout>
  )
}
