import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { findCompany } from '../companies/company-store.ts'
import type { CompanyRecord } from '../companies/company-store.ts'
import { titleOf } from '../scenes/scene-article.tsx'
import { readScene } from '../scenes/scene-request.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { text } from '../shared/schema.ts'
import { ActionForm, RefusalNote, TextField } from '../web/components.tsx'
import { redirectWith } from '../web/flash.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { nameIn } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { invitationWords, pitchWords } from '../web/pitch-words.ts'
import { isUuid, pathId } from '../web/request.ts'
import { acceptInvitation, declineInvitation } from './answer-invitation.ts'
import { DeclineForm } from './invitation-parts.tsx'
import { inviteCompany, standingFor } from './invite-company.ts'
import type { InvitationStanding } from './invite-company.ts'
import { isOverride } from './pitch-invitation.ts'
import { DeadlineNote } from './pitch-parts.tsx'

/** Inviting from the ranking, and answering. */
export const invitationPages = new Hono<Env>()

const inviting = { action: 'pitch_invitation.invite', summary: 'Invite a company to pitch' } as const

invitationPages.get('/scenes/:id/invitations/new', about(inviting), async (c) => {
  const facts = await inviteFacts(c, c.req.query('company'))
  return c.html(<InvitePage c={c} facts={facts} />)
})

const Inviting = v.object({ reason: v.optional(text(500), ''), message: v.optional(text(500), '') })

invitationPages.post('/scenes/:id/invitations/new', about(inviting), async (c) => {
  const form = await readForm(c)
  const facts = await inviteFacts(c, form['company'])
  const attempted = await attempt(async () => {
    const { reason, message } = validated(Inviting, form)
    return inviteCompany(c.get('ports'), c.get('actor'), facts.scene.id, { companyId: facts.company.id, reason, message })
  })
  if ('value' in attempted) return redirectWith(c, `/scenes/${facts.scene.id}/pitches`, 'companyInvited')
  const { refusal } = attempted
  return c.html(<InvitePage c={c} facts={facts} form={form} refusal={refusal} />, refusals[refusal.code].status)
})

const answering = { action: 'pitch_invitation.answer', summary: 'Answer an invitation' } as const

// The language is switched by a GET of the address a refused form was posted to.
for (const path of ['acceptance', 'refusal']) {
  invitationPages.get(`/pitch-invitations/:id/${path}`, about(answering), (c) => {
    unwrap(permit(c.get('actor'), 'pitch_invitation.answer'))
    return c.redirect('/my/pitches', 303)
  })
}

invitationPages.post('/pitch-invitations/:id/acceptance', about(answering), async (c) => {
  await acceptInvitation(c.get('ports'), c.get('actor'), pathId(c, 'pitch_invitation.not_found'))
  return redirectWith(c, '/my/pitches', 'invitationAccepted')
})

invitationPages.post('/pitch-invitations/:id/refusal', about(answering), async (c) => {
  const id = pathId(c, 'pitch_invitation.not_found')
  const form = await readForm(c)
  const attempted = await attempt(async () =>
    declineInvitation(c.get('ports'), c.get('actor'), id, validated(Inviting, form).reason),
  )
  if ('value' in attempted) return redirectWith(c, '/my/pitches', 'invitationDeclined')
  const { refusal } = attempted
  return c.html(<DeclineAgain c={c} id={id} form={form} refusal={refusal} />, refusals[refusal.code].status)
})

type InviteFacts = { scene: StoredScene; company: CompanyRecord; standing: InvitationStanding }

async function inviteFacts(c: C, companyId: string | undefined): Promise<InviteFacts> {
  const scene = await readScene(c, 'pitch_invitation.invite')
  unwrap(permit(c.get('actor'), 'pitch_invitation.invite'))
  const id = companyId !== undefined && isUuid(companyId) ? companyId.toLowerCase() : undefined
  const company = id === undefined ? undefined : await findCompany(c.get('ports').db, scene.districtId, id)
  if (company === undefined) return unwrap<never>(refuse('company.not_found'))
  return { scene, company, standing: await standingFor(c.get('ports'), c.get('actor'), scene.id, company.id) }
}

type InvitePageProps = { c: C; facts: InviteFacts; form?: Form; refusal?: Refusal }

function InvitePage({ c, facts: { scene, company, standing }, form = {}, refusal }: InvitePageProps) {
  const lang = c.get('lang')
  const t = inLang(invitationWords, lang)
  const name = nameIn({ name: company.content.name ?? company.orgName, nameEn: company.orgNameEn }, lang)
  const title = fill(t.formTitle, { company: name })
  const address = `/scenes/${scene.id}/invitations/new?company=${company.id}`
  return (
    <Layout c={c} title={title} example={scene.isExample || company.isExample} address={address}>
      <div class="prose">
        <p>
          <a href={`/scenes/${scene.id}`}>{pitchWords.backToScene[lang]}</a>
        </p>
        <h1>{title}</h1>
        <p class="lead">
          {titleOf(scene.content, lang)} · <DeadlineNote c={c} deadlineAt={scene.deadlineAt} />
        </p>
        <RefusalNote refusal={refusal} lang={lang} />
        <p>{standing.place === null ? t.unranked : fill(t.place, { place: standing.place })}</p>
        {standing.excludedBy.map(({ why }) => (
          <p class="notice">{fill(t.excluded, { why: why[lang] })}</p>
        ))}
        {standing.excludedBy.length === 0 && (
          <InviteForm c={c} sceneId={scene.id} companyId={company.id} standing={standing} form={form} />
        )}
      </div>
    </Layout>
  )
}

type InviteFormProps = { c: C; sceneId: string; companyId: string; standing: InvitationStanding; form: Form }

function InviteForm({ c, sceneId, companyId, standing, form }: InviteFormProps) {
  const t = inLang(invitationWords, c.get('lang'))
  return (
    <ActionForm c={c} action={`/scenes/${sceneId}/invitations/new`} label={t.send}>
      <input type="hidden" name="company" value={companyId} />
      {isOverride(standing) && <p class="notice">{t.needsReason}</p>}
      {isOverride(standing) && <TextField id="reason" label={t.reason} value={form['reason'] ?? ''} rows={3} />}
      <TextField id="message" label={t.message} value={form['message'] ?? ''} rows={3} />
    </ActionForm>
  )
}

function DeclineAgain({ c, id, form, refusal }: { c: C; id: string; form: Form; refusal: Refusal }) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={invitationWords.decline[lang]} address="/my/pitches">
      <div class="prose">
        <p>
          <a href="/my/pitches">{pitchWords.ownTitle[lang]}</a>
        </p>
        <h1>{invitationWords.decline[lang]}</h1>
        <RefusalNote refusal={refusal} lang={lang} />
        <DeclineForm c={c} id={id} form={form} />
      </div>
    </Layout>
  )
}
