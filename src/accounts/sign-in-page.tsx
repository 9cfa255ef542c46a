import { Hono } from 'hono'
import type { Refusal } from '../shared/refusal.ts'
import { refusals } from '../shared/refusal.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { attempt, ownAddress, readForm } from './form.ts'
import type { Form } from './form.ts'
import { Field, PostForm, RefusalNote, say } from './form-parts.tsx'
import { SignIn } from './person.ts'
import { setCookies } from './secret.ts'
import { signIn } from './sign-in.ts'

export const signInPages = new Hono<Env>()

signInPages.get('/sign-in', about({ action: 'login.create' }), (c) =>
  c.html(<SignInPage c={c} next={ownAddress(c.req.query('next'))} />),
)

signInPages.post('/sign-in', about({ action: 'login.create' }), async (c) => {
  const { next, ...form } = await readForm(c)
  const attempted = await attempt(() => signIn(c.get('ports'), c.get('actor'), c.req.raw.headers, validated(SignIn, form)))
  if ('refusal' in attempted) {
    const { refusal } = attempted
    return c.html(<SignInPage c={c} next={ownAddress(next)} form={form} refusal={refusal} />, refusals[refusal.code].status)
  }
  setCookies(c, attempted.value.cookies)
  return c.redirect(attempted.value.temporary ? '/account#password' : ownAddress(next), 303)
})

signInPages.post('/sign-out', about({ action: 'login.delete' }), async (c) => {
  setCookies(c, await c.get('ports').auth.signOut(c.req.raw.headers))
  return c.redirect('/', 303)
})

type SignInPageProps = { c: C; next: string; form?: Form; refusal?: Refusal }

function SignInPage({ c, next, form, refusal }: SignInPageProps) {
  return (
    <Layout c={c} title={say(c, '登录', 'Sign in')}>
      <h1>{say(c, '登录', 'Sign in')}</h1>
      <RefusalNote c={c} refusal={refusal} labels={labels} />
      <PostForm c={c} action="/sign-in">
        <input type="hidden" name="next" value={next} />
        <Field c={c} name="email" label={labels.email} type="email" autocomplete="username" form={form} />
        <Field c={c} name="password" label={labels.password} type="password" autocomplete="current-password" />
        <p>
          <button type="submit">{say(c, '登录', 'Sign in')}</button>
        </p>
      </PostForm>
      <p>
        <a href="/register">{say(c, '还没有账号？登记组织', 'No account yet? Register your organisation')}</a>
      </p>
      <p>
        {say(c, '忘记密码？请本区管理员为您重置。', 'Forgotten your password? The administrator of your district resets it.')}
      </p>
      <DemoAccounts c={c} next={next} />
    </Layout>
  )
}

/** One click each: whoever tries the example data has nothing to type. */
function DemoAccounts({ c, next }: { c: C; next: string }) {
  const accounts = c.get('ports').demoAccounts ?? []
  if (accounts.length === 0) return null
  return (
    <section>
      <h2>{say(c, '演示账号（示例数据）', 'Demo accounts (example data)')}</h2>
      <ul class="list">
        {accounts.map((account) => (
          <li>
            <PostForm c={c} action="/sign-in">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="email" value={account.email} />
              <input type="hidden" name="password" value={account.password} />
              <button type="submit" class="quiet">
                {say(c, account.zh, account.en)}
              </button>{' '}
              <code>{account.email}</code> / <code>{account.password}</code>
            </PostForm>
          </li>
        ))}
      </ul>
    </section>
  )
}

const labels = {
  email: { zh: '邮箱', en: 'E-mail address' },
  password: { zh: '密码', en: 'Password' },
}
