import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal, RefusalCode } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import type { Fields } from '../shared/schema.ts'
import { companyWords } from '../web/company-words.ts'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { inLang } from '../web/messages.ts'
import { pathId } from '../web/request.ts'
import { CardPicture, seenCard } from './card-request.tsx'
import { StepForm } from './card-step-forms.tsx'
import { cardFields, companyFields } from './company-content.ts'
import { cardSteps, companySteps } from './company-steps.ts'
import type { Step } from './company-steps.ts'
import { noteOf, refusedStatus } from './profile-request.ts'

const reasonCharactersMax = 400
const Form = v.object({ reason: v.optional(text(reasonCharactersMax), '') })

/** The steps of a company and of a card; one that is refused shows its form again. */
export const companyStepPages = new Hono<Env>()

for (const step of companySteps) {
  companyStepPages.post(
    `/companies/:id/${step.path}`,
    about({ action: step.action, summary: companyWords[step.label].en }),
    (c) => take(c, step, { noun: 'companies', notFound: 'company.not_found', fields: companyFields }),
  )
}

for (const step of cardSteps) {
  companyStepPages.post(`/cards/:id/${step.path}`, about({ action: step.action, summary: companyWords[step.label].en }), (c) =>
    take(c, step, { noun: 'cards', notFound: 'card.not_found', fields: cardFields }),
  )
}

type Of = { noun: 'companies' | 'cards'; notFound: RefusalCode; fields: Fields }

async function take(c: C, step: Step, { noun, notFound, fields }: Of): Promise<Response> {
  const at = `/${noun}/${pathId(c, notFound)}`
  const form = await readForm(c)
  const attempted = await attempt(async () => {
    unwrap(permit(c.get('actor'), step.action))
    const { reason } = validated(Form, form)
    // The company's own refusal for a reason that is missing is the scene's: the sentence is the same.
    if (step.needsReason === true && reason === '') unwrap(refuse('scene.needs_reason'))
    return step.take(c.get('ports'), c.get('actor'), pathId(c, notFound), reason)
  })
  if ('value' in attempted) return redirectWith(c, at, step.flash)
  const { refusal } = attempted
  const picture =
    noun === 'cards' && !refusal.code.endsWith('.not_found') ? <CardPicture c={c} card={await seenCard(c)} /> : undefined
  const page = (
    <StepPage c={c} at={at} step={step} reason={form['reason'] ?? ''} refusal={refusal} fields={fields}>
      {picture}
    </StepPage>
  )
  return c.html(page, refusedStatus(refusal))
}

type StepPageProps = { c: C; at: string; step: Step; reason: string; refusal: Refusal; fields: Fields; children: Child }

function StepPage({ c, at, step, reason, refusal, fields, children }: StepPageProps) {
  const lang = c.get('lang')
  const t = inLang(companyWords, lang)
  return (
    <Layout c={c} title={t[step.label]} address={at}>
      <div class="prose">
        <p>
          <a href={at}>{t.backToCompany}</a>
        </p>
        <h1>{t[step.label]}</h1>
        <div class="error-summary" id="error-summary" role="alert" tabindex={-1}>
          <h2>{noteOf(refusal, fields, lang)}</h2>
        </div>
        <StepForm c={c} at={at} step={step} reason={reason} />
        {children}
      </div>
    </Layout>
  )
}
