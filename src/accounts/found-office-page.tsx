import { Hono } from 'hono'
import { RefusedError, refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { attempt, readForm } from './form.ts'
import type { Form } from './form.ts'
import { PostForm, RefusalNote, say } from './form-parts.tsx'
import { foundOffice, isFoundingOpen } from './found-office.ts'
import { FoundOffice } from './organisation.ts'
import { enter, labels, OrganisationFields, PersonFields, registration } from './register-parts.tsx'

/** What the link that the first start prints leads to. */
export const foundOfficePage = new Hono<Env>()

foundOfficePage.get('/found/:token', about({ action: 'office.found' }), async (c) => c.html(await page(c)))

foundOfficePage.post('/found/:token', about({ action: 'office.found' }), async (c) => {
  const form = await readForm(c)
  const attempted = await attempt(() =>
    foundOffice(c.get('ports'), c.get('actor'), c.req.param('token'), validated(FoundOffice, registration(form))),
  )
  if ('value' in attempted) return enter(c, form, attempted.value.organisation.id)
  const { refusal } = attempted
  return c.html(await page(c, form, refusal), refusals[refusal.code].status)
})

async function page(c: C, form: Form = {}, refusal?: Refusal) {
  const { db, clock } = c.get('ports')
  const token = c.req.param('token') ?? ''
  if (!(await isFoundingOpen(db, token, clock()))) throw new RefusedError({ code: 'invitation.not_found' })
  const title = say(c, '登记区场景专班', 'Register the district scene office')
  return (
    <Layout c={c} title={title}>
      <h1>{title}</h1>
      <p>
        {say(
          c,
          '登记后即为已核验，您是管理员；区场景专班、撮合员、监督等角色由您在“账号”页邀请。',
          'It is verified at once and you are its administrator; on your account page you invite officers, matchmakers and auditors.',
        )}
      </p>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action={`/found/${token}`}>
        <OrganisationFields c={c} form={form} />
        <PersonFields c={c} form={form} />
        <p>
          <button type="submit">{say(c, '登记', 'Register')}</button>
        </p>
      </PostForm>
    </Layout>
  )
}
