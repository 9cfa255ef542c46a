import { Hono } from 'hono'
import { RefusedError, refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { organisationKinds } from '../shared/taxonomy.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { acceptInvitation, offerOf } from './accept-invitation.ts'
import { actFor } from './act-for.ts'
import { attempt, readForm } from './form.ts'
import type { Form } from './form.ts'
import { Field, PostForm, RefusalNote, say } from './form-parts.tsx'
import { AcceptInvitation, registrableKinds, RegisterOrganisation } from './organisation.ts'
import { registerOrganisation } from './register-organisation.ts'
import { roles as roleTerms } from './role.ts'
import { setCookies } from './secret.ts'

export const registerPages = new Hono<Env>()

registerPages.get('/register', about({ action: 'organisation.register' }), (c) => c.html(<RegisterPage c={c} />))

registerPages.post('/register', about({ action: 'organisation.register' }), async (c) => {
  const form = await readForm(c)
  const attempted = await attempt(() => registerOrganisation(c.get('ports'), c.get('actor'), validated(RegisterOrganisation, registration(form))))
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

/** A new person is signed in at once, and acts for the organisation just joined. */
async function enter(c: C, form: Form, orgId: string): Promise<Response> {
  if (form['email'] !== undefined && form['password'] !== undefined) {
    const signedIn = await c.get('ports').auth.signIn(c.req.raw.headers, form['email'].trim().toLowerCase(), form['password'])
    setCookies(c, signedIn?.cookies ?? [])
  }
  actFor(c, orgId)
  return c.redirect('/account', 303)
}

function registration(form: Form): object {
  const { kind, uscc, legal_name: legalName, name_en: nameEn, city, district } = form
  const typed = Object.entries({ kind, uscc, legalName, nameEn, city, district }).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(typed), ...withPerson(form) }
}

/** The person is there as soon as one of their fields is. */
function withPerson({ name, email, password }: Form): { person?: object } {
  const typed = Object.entries({ name, email, password }).filter(([, value]) => value !== undefined)
  return typed.length === 0 ? {} : { person: Object.fromEntries(typed) }
}

type PageProps = { c: C; form?: Form | undefined; refusal?: Refusal | undefined }

function RegisterPage({ c, form = {}, refusal }: PageProps) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={say(c, '登记组织', 'Register an organisation')}>
      <h1>{say(c, '登记组织', 'Register an organisation')}</h1>
      <p>{say(c, '登记后由区场景专班核验；核验通过即可发布场景或能力档案。', 'The district scene office verifies it; after that you may publish scenes or a capability profile.')}</p>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action="/register">
        <p class="field">
          <label for="kind">{labels.kind[lang]}</label>
          <select id="kind" name="kind" required>
            {registrableKinds.map((kind) => <option value={kind} selected={form['kind'] === kind}>{labelOf(organisationKinds, kind, lang)}</option>)}
          </select>
        </p>
        <Field c={c} name="uscc" label={labels.uscc} form={form} hint={usccHint} maxlength={18} />
        <Field c={c} name="legal_name" label={labels.legal_name} form={form} autocomplete="organization" />
        <Field c={c} name="name_en" label={labels.name_en} form={form} required={false} />
        <Field c={c} name="city" label={labels.city} form={{ city: c.get('district').city, ...form }} />
        <Field c={c} name="district" label={labels.district} form={{ district: c.get('district').name, ...form }} />
        <PersonFields c={c} form={form} />
        <p><button type="submit">{say(c, '登记', 'Register')}</button></p>
      </PostForm>
    </Layout>
  )
}

/** Left out for somebody who is signed in already. */
function PersonFields({ c, form }: { c: C; form?: Form | undefined }) {
  if (c.get('actor').kind === 'person') return <p>{say(c, '以您的账号加入：', 'You join as ')}{c.get('actor').name}</p>
  return (
    <fieldset>
      <legend>{say(c, '您本人', 'Yourself')}</legend>
      <Field c={c} name="name" label={labels['person.name']} form={form} autocomplete="name" />
      <Field c={c} name="email" label={labels['person.email']} type="email" form={form} autocomplete="username" />
      <Field c={c} name="password" label={labels['person.password']} type="password" autocomplete="new-password" hint={passwordHint} />
    </fieldset>
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
      <h1>{say(c, '加入', 'Join ')}{offer.organisation.legalName}</h1>
      <p>{say(c, '您的角色：', 'Your roles: ')}{roleNames}</p>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action={`/join/${token}`}>
        <PersonFields c={c} form={form} />
        <p><button type="submit">{say(c, '加入', 'Join')}</button></p>
      </PostForm>
      {c.get('actor').kind === 'public' && (
        <p><a href={`/sign-in?next=${encodeURIComponent(`/join/${token}`)}`}>{say(c, '已有账号？先登录', 'You have an account? Sign in first')}</a></p>
      )}
    </Layout>
  )
}

const usccHint = { zh: '18 位，见营业执照或法人证书', en: '18 characters, as on the licence' }
const passwordHint = { zh: '至少 8 位', en: 'At least 8 characters' }

const labels = {
  kind: { zh: '组织类型', en: 'Kind' },
  uscc: { zh: '统一社会信用代码', en: 'Unified social credit code' },
  legal_name: { zh: '全称', en: 'Legal name' },
  name_en: { zh: '英文名称（选填）', en: 'Name in English (optional)' },
  city: { zh: '城市', en: 'City' },
  district: { zh: '区', en: 'District' },
  'person.name': { zh: '姓名', en: 'Name' },
  'person.email': { zh: '邮箱', en: 'E-mail address' },
  'person.password': { zh: '密码', en: 'Password' },
}
