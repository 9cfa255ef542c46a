import { Hono } from 'hono'
import * as v from 'valibot'
import { RefusedError } from '../shared/refusal.ts'
import { about, answer, jsonBody } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { listKeys } from './key-store.ts'
import { issueKey, revokeKey } from './manage-keys.ts'
import { Instant, OrganisationView, organisationView } from './organisation.ts'
import { findMemberships, findOrganisation } from './organisation-store.ts'
import { NewKey, PasswordChange, SignIn } from './person.ts'
import { findPerson } from './person-store.ts'
import { changePassword, resetPassword } from './reset-password.ts'
import { roleIds } from './role.ts'
import { keepSecret, setCookies } from './secret.ts'
import { signIn } from './sign-in.ts'

const Roles = v.array(v.picklist(roleIds))
const SignedInView = v.object({ personId: v.string(), temporary: v.boolean() })
const MeView = v.object({
  person: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  organisation: v.nullable(OrganisationView),
  roles: Roles,
  memberships: v.array(
    v.object({ orgId: v.string(), legalName: v.string(), nameEn: v.nullable(v.string()), roles: Roles, status: v.string() }),
  ),
})
const KeyView = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  start: v.nullable(v.string()),
  orgId: v.nullable(v.string()),
  lastRequest: v.nullable(Instant),
  createdAt: Instant,
})
const KeyPage = v.object({ items: v.array(KeyView), nextCursor: v.null(), total: v.number() })
const IssuedKeyView = v.object({ id: v.string(), name: v.string(), key: v.string() })
const TemporaryPasswordView = v.object({ password: v.string(), validUntil: Instant })

/** Being signed in, API keys and passwords. */
export const loginApi = new Hono<Env>()

loginApi.post(
  '/login',
  about({
    action: 'login.create',
    summary: 'Sign in; the answer sets the cookie',
    answers: { 201: SignedInView },
    refusals: ['login.wrong', 'request.rate_limited'],
  }),
  jsonBody(SignIn),
  async (c) => {
    keepSecret(c)
    const { cookies, ...signedIn } = await signIn(c.get('ports'), c.get('actor'), c.req.raw.headers, c.req.valid('json'))
    setCookies(c, cookies)
    return answer(c, signedIn, 201)
  },
)

loginApi.delete('/login', about({ action: 'login.delete', summary: 'Sign out', answers: { 204: undefined } }), async (c) => {
  setCookies(c, await c.get('ports').auth.signOut(c.req.raw.headers))
  return c.body(null, 204)
})

loginApi.get(
  '/me',
  about({ action: 'self.read', summary: 'Who the cookie or the key stands for', answers: { 200: MeView } }),
  async (c) => answer(c, await me(c)),
)

loginApi.post(
  '/me/password',
  about({
    action: 'self.set_password',
    summary: 'Choose another password; every other login ends',
    answers: { 204: undefined },
    refusals: ['login.wrong', 'request.rate_limited'],
  }),
  jsonBody(PasswordChange),
  async (c) => {
    keepSecret(c)
    setCookies(c, await changePassword(c.get('ports'), c.get('actor'), c.req.raw.headers, c.req.valid('json')))
    return c.body(null, 204)
  },
)

loginApi.get(
  '/keys',
  about({ action: 'key.manage', summary: 'Your API keys, without their secrets', answers: { 200: KeyPage } }),
  async (c) => {
    const items = await listKeys(c.get('ports').db, signedInPerson(c))
    return answer(c, { items, nextCursor: null, total: items.length })
  },
)

loginApi.post(
  '/keys',
  about({
    action: 'key.manage',
    summary: 'Make an API key for the organisation you act for; it is shown this once',
    answers: { 201: IssuedKeyView },
    refusals: ['key.too_many'],
  }),
  jsonBody(NewKey),
  async (c) => {
    keepSecret(c)
    return answer(c, await issueKey(c.get('ports'), c.get('actor'), c.req.valid('json').name), 201)
  },
)

loginApi.delete(
  '/keys/:id',
  about({ action: 'key.manage', summary: 'Revoke an API key', answers: { 204: undefined }, refusals: ['key.not_found'] }),
  async (c) => {
    await revokeKey(c.get('ports'), c.get('actor'), pathId(c, 'key.not_found'))
    return c.body(null, 204)
  },
)

loginApi.post(
  '/people/:id/password-reset',
  about({
    action: 'person.reset_password',
    summary: 'Set a password for one day, and end every login of the person',
    answers: { 201: TemporaryPasswordView },
    refusals: ['person.not_found'],
  }),
  async (c) => {
    keepSecret(c)
    return answer(c, await resetPassword(c.get('ports'), c.get('actor'), c.req.param('id')), 201)
  },
)

/** Who is signed in; the public is asked to sign in first. */
export function signedInPerson(c: C): string {
  const { personId } = c.get('actor')
  if (personId === null) throw new RefusedError({ code: 'login.required' })
  return personId
}

async function me(c: C): Promise<object> {
  const { db } = c.get('ports')
  const { orgId, roles } = c.get('actor')
  const personId = signedInPerson(c)
  const person = (await findPerson(db, personId))!
  const organisation = orgId === null ? undefined : await findOrganisation(db, orgId)
  const memberships = await findMemberships(db, personId)
  return {
    person: { id: person.id, name: person.name, email: person.email },
    organisation: organisation === undefined ? null : organisationView(organisation),
    roles,
    memberships: memberships.map(({ districtId: _districtId, kind: _kind, ...membership }) => membership),
  }
}
