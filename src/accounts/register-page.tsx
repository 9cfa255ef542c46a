import { Hono } from 'hono'
import { RefusedError, refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { organisationKinds } from '../shared/taxonomy.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { acceptInvitation, offerOf } from './accept-invitation.ts'
import { attempt, readForm } from './form.ts'
import type { Form } from './form.ts'
import { PostForm, RefusalNote, say } from './form-parts.tsx'
import { AcceptInvitation, registrableKinds, RegisterOrganisation } from './organisation.ts'
import { registerOrganisation } from './register-organisation.ts'
import { enter, labels, OrganisationFields, PersonFields, registration, withPerson } from './register-parts.tsx'
import { roles as roleTerms } from './role.ts'

export const registerPages = new Hono<Env>()

registerPages.get('/register', about({ action: 'organisation.register' }), (c) => c.html(<RegisterPage c={c} />))

registerPages.post('/register', about({ action: 'organisation.register' }), async (c) => {
  const form = await readForm(c)
  const attempted = await attempt(() =>
    registerOrganisation(c.get('ports'), c.get('actor'), validated(RegisterOrganisation, registration(form))),
  )
  if ('refusal' in attempted) {
    const { refusal } = attempted
    return c.html(<RegisterPage c={c} form={form} refusal={refusal} />, refusals[refusal.code].status)
  }
  return enter(c, form, attempted.value.organisation.id)
})

registerPages.get('/join/:token', about({ action: 'invitation.accept' }), async (c) => c.html(await joinPage(c)))

registerPages.post('/join/:token', about({ action: 'invitation.accept' }), async (c) => {
  const form = await readForm(c)
  const { person } = withPerson(form)
  const input = person === undefined ? {} : { person }
  const attempted = await attempt(() =>
    acceptInvitation(c.get('ports'), c.get('actor'), c.req.param('token'), validated(AcceptInvitation, input).person),
  )
  if ('refusal' in attempted && attempted.refusal.code !== 'invitation.not_found') {
    const { refusal } = attempted
    return c.html(await joinPage(c, form, refusal), refusals[refusal.code].status)
  }
  if ('refusal' in attempted) throw new RefusedError(attempted.refusal)
  return enter(c, form, attempted.value.organisation.id)
})

type PageProps = { c: C; form?: Form | undefined; refusal?: Refusal | undefined }

function RegisterPage({ c, form = {}, refusal }: PageProps) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={say(c, '登记组织', 'Register an organisation')}>
      <h1>{say(c, '登记组织', 'Register an organisation')}</h1>
      <p>
        {say(
          c,
          '登记后由区场景专班核验；核验通过即可发布场景或能力档案。',
          'The district scene office verifies it; after that you may publish scenes or a capability profile.',
        )}
      </p>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action="/register">
        <p class="field">
          <label for="kind">{labels.kind[lang]}</label>
          <select id="kind" name="kind" required>
            {registrableKinds.map((kind) => (
              <option value={kind} selected={form['kind'] === kind}>
                {labelOf(organisationKinds, kind, lang)}
              </option>
            ))}
          </select>
        </p>
        <OrganisationFields c={c} form={form} />
        <PersonFields c={c} form={form} />
        <p>
          <button type="submit">{say(c, '登记', 'Register')}</button>
        </p>
      </PostForm>
    </Layout>
  )
}

async function joinPage(c: C, form?: Form, refusal?: Refusal) {
  const { db, clock } = c.get('ports')
  const token = c.req.param('token') ?? ''
  const offer = await offerOf(db, token, clock())
  if (offer === undefined) throw new RefusedError({ code: 'invitation.not_found' })
  const roleNames = offer.roles.map((role) => labelOf(roleTerms, role, c.get('lang'))).join(say(c, '、', ', '))
  return (
    <Layout c={c} title={say(c, '接受邀请', 'Accept an invitation')}>
      <h1>
        {say(c, '加入', 'Join ')}
        {offer.organisation.legalName}
      </h1>
      <p>
        {say(c, '您的角色：', 'Your roles: ')}
        {roleNames}
      </p>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action={`/join/${token}`}>
        <PersonFields c={c} form={form} />
        <p>
          <button type="submit">{say(c, '加入', 'Join')}</button>
        </p>
      </PostForm>
      {c.get('actor').kind === 'public' && (
        <p>
          <a href={`/sign-in?next=${encodeURIComponent(`/join/${token}`)}`}>
            {say(c, '已有账号？先登录', 'You have an account? Sign in first')}
          </a>
        </p>
      )}
    </Layout>
  )
}
