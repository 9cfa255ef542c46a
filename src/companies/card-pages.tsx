import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { CalendarDate, line } from '../shared/schema.ts'
import { RefusalNote } from '../web/components.tsx'
import { companyWords } from '../web/company-words.ts'
import { redirectWith } from '../web/flash.ts'
import { contentToForm, formToContent } from '../web/form-content.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { pathId } from '../web/request.ts'
import { CardPicture, seenCard } from './card-request.tsx'
import { cardName } from './card-article.tsx'
import { VerifyForm } from './card-step-forms.tsx'
import type { CardRecord } from './card-store.ts'
import { maySee } from './company-access.ts'
import { cardFields, CardPatch } from './company-content.ts'
import { findCompany } from './company-store.ts'
import type { CompanyRecord } from './company-store.ts'
import { cardView, targetOfCard, targetOfCompany } from './company-view.ts'
import { draftCard, patchCard } from './edit-card.ts'
import { ProfileForm } from './profile-form.tsx'
import { noteOf, refusedStatus, rowAdded, versionIn } from './profile-request.ts'
import { verifyCard } from './review-card.ts'

/** Reading, writing and checking one card. */
export const cardPages = new Hono<Env>()

cardPages.get('/companies/:id/cards/new', about({ action: 'card.draft', summary: 'The form of a new card' }), async (c) => {
  const company = await ownCompany(c)
  return c.html(<CardForm c={c} company={company} typed={contentToForm(cardFields, { lang: c.get('lang') })} />)
})

cardPages.post('/companies/:id/cards/new', about({ action: 'card.draft', summary: 'Save a new card as a draft' }), async (c) => {
  const company = await ownCompany(c)
  const data = await c.req.formData()
  const { patch, errors, typed } = formToContent(cardFields, CardPatch, data, c.get('lang'))
  if (data.has('add')) return c.html(<CardForm c={c} company={company} typed={typed} addedTo={rowAdded(data)} />)
  if (errors.length > 0) return c.html(<CardForm c={c} company={company} typed={typed} errors={errors} />, 422)
  const attempted = await attempt(() => draftCard(c.get('ports'), c.get('actor'), company.id, patch))
  if ('value' in attempted) return redirectWith(c, `/cards/${attempted.value.id}`, 'cardDrafted')
  const { refusal } = attempted
  return c.html(
    <CardForm c={c} company={company} typed={typed} note={noteOf(refusal, cardFields, c.get('lang'))} />,
    refusedStatus(refusal),
  )
})

cardPages.get('/cards/:id', about({ action: 'public.read', summary: 'A capability card' }), async (c) => {
  const card = await seenCard(c)
  const lang = c.get('lang')
  return c.html(
    <Layout c={c} title={cardName(card.content, lang)} example={card.isExample}>
      <div class="prose">
        <p>
          <a href={`/companies/${card.companyId}`}>{card.companyName ?? card.orgName}</a>
        </p>
        <CardPicture c={c} card={card} heading="h1" />
      </div>
    </Layout>,
  )
})

cardPages.get('/cards/:id/edit', about({ action: 'card.edit', summary: 'The form of a card' }), async (c) => {
  const card = await editableCard(c)
  return c.html(<CardForm c={c} card={card} typed={contentToForm(cardFields, card.content)} version={card.version} />)
})

cardPages.post('/cards/:id/edit', about({ action: 'card.edit', summary: 'Save a card' }), async (c) => {
  const card = await editableCard(c)
  const data = await c.req.formData()
  const { patch, errors, typed } = formToContent(cardFields, CardPatch, data, c.get('lang'))
  const form = { c, card, typed, version: versionIn(data) }
  if (data.has('add')) return c.html(<CardForm {...form} addedTo={rowAdded(data)} />)
  if (errors.length > 0) return c.html(<CardForm {...form} errors={errors} />, 422)
  const attempted = await attempt(() => patchCard(c.get('ports'), c.get('actor'), card.id, form.version ?? 0, patch))
  if ('value' in attempted) return redirectWith(c, `/cards/${card.id}`, 'cardSaved')
  const { refusal } = attempted
  return c.html(
    <CardForm
      {...form}
      version={refusal.code === 'request.precondition_failed' ? card.version : form.version}
      note={noteOf(refusal, cardFields, c.get('lang'))}
    />,
    refusedStatus(refusal),
  )
})

const Verification = v.object({
  field: line(60),
  level: v.picklist(['self', 'document', 'verified']),
  until: v.optional(CalendarDate),
})

cardPages.post(
  '/cards/:id/verifications',
  about({ action: 'card.verify', summary: 'Record how far a claim has been checked' }),
  async (c) => {
    const id = pathId(c, 'card.not_found')
    const [ports, actor] = [c.get('ports'), c.get('actor')]
    unwrap(permit(actor, 'card.verify'))
    const form = await readForm(c)
    const attempted = await attempt(async () =>
      verifyCard(ports, actor, id, c.get('district').timeZone, validated(Verification, form)),
    )
    if ('value' in attempted) return redirectWith(c, `/cards/${id}`, 'claimVerified')
    const card = await seenCard(c)
    return c.html(<VerifyAgain c={c} card={card} form={form} refusal={attempted.refusal} />, refusedStatus(attempted.refusal))
  },
)

async function ownCompany(c: C): Promise<CompanyRecord> {
  const { db, clock } = c.get('ports')
  const actor = c.get('actor')
  if (actor.kind === 'public') unwrap(refuse('login.required'))
  const company = await findCompany(db, actor.districtId, pathId(c, 'company.not_found'))
  if (company === undefined || !maySee(actor, targetOfCompany(company, clock())))
    return unwrap<never>(refuse('company.not_found'))
  unwrap(permit(actor, 'card.draft', { orgId: company.orgId, districtId: company.districtId, public: true }))
  return company
}

async function editableCard(c: C): Promise<CardRecord> {
  if (c.get('actor').kind === 'public') unwrap(refuse('login.required'))
  const card = await seenCard(c)
  unwrap(permit(c.get('actor'), 'card.edit', targetOfCard(card, c.get('ports').clock())))
  return card
}

function VerifyAgain({ c, card, form, refusal }: { c: C; card: CardRecord; form: Record<string, string>; refusal: Refusal }) {
  const lang = c.get('lang')
  const viewing = { actor: c.get('actor'), now: c.get('ports').clock(), zone: c.get('district').timeZone }
  return (
    <Layout c={c} title={companyWords.verify[lang]} example={card.isExample} address={`/cards/${card.id}`}>
      <div class="prose">
        <p>
          <a href={`/cards/${card.id}`}>{cardName(card.content, lang)}</a>
        </p>
        <h1>{companyWords.verify[lang]}</h1>
        <RefusalNote refusal={refusal} lang={lang} />
        <VerifyForm c={c} card={cardView(card, viewing)} form={form} />
      </div>
    </Layout>
  )
}

type CardFormProps = { c: C; company?: CompanyRecord; card?: CardRecord } & Pick<
  Parameters<typeof ProfileForm>[0],
  'typed' | 'version' | 'errors' | 'note' | 'addedTo'
>

function CardForm({ c, company, card, ...form }: CardFormProps) {
  const lang = c.get('lang')
  const title = card === undefined ? companyWords.newCardTitle[lang] : companyWords.editCard[lang]
  const back = card === undefined ? `/companies/${company?.id ?? ''}` : `/cards/${card.id}`
  return (
    <ProfileForm
      c={c}
      title={title}
      lead={companyWords.newCardLead[lang]}
      save={companyWords.saveCard[lang]}
      back={back}
      fields={cardFields}
      isExample={card?.isExample === true}
      {...form}
    />
  )
}
