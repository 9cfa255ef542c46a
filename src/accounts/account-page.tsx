import { Hono } from 'hono'
import { refusals, RefusedError } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { organisationKinds } from '../shared/taxonomy.ts'
import { about, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { pathId } from '../web/request.ts'
import { KeysPart, MembersPart, OnceNote, OrganisationsPart, PasswordPart } from './account-parts.tsx'
import type { Once } from './account-parts.tsx'
import { actFor } from './act-for.ts'
import { attempt, readForm, ticked } from './form.ts'
import { PostForm, RefusalNote, say } from './form-parts.tsx'
import { addSide, inviteMember } from './invite-member.ts'
import { listKeys } from './key-store.ts'
import { signedInPerson } from './login-api.ts'
import { issueKey, revokeKey } from './manage-keys.ts'
import { AddSide, grantableRoles, InviteMember } from './organisation.ts'
import type { Organisation } from './organisation.ts'
import { findMemberships, findOrganisation, listMembers } from './organisation-store.ts'
import { permit } from './permissions.ts'
import { NewKey, PasswordChange } from './person.ts'
import { findPerson } from './person-store.ts'
import { changePassword } from './reset-password.ts'
import { keepSecret, setCookies } from './secret.ts'

const membersMax = 100

export const accountPage = new Hono<Env>()

accountPage.get('/account', about({ action: 'self.read' }), async (c) => c.html(await page(c)))

// The language is switched by a GET of the address a refused form was posted to.
accountPage.get('/account/:part', about({ action: 'self.read' }), (c) => c.redirect('/account', 303))

accountPage.post('/account/organisation', about({ action: 'self.read' }), async (c) => {
  const { org_id: wanted } = await readForm(c)
  const memberships = await findMemberships(c.get('ports').db, signedInPerson(c))
  if (!memberships.some(({ orgId }) => orgId === wanted)) throw new RefusedError({ code: 'organisation.not_found' })
  actFor(c, wanted!)
  return c.redirect('/account', 303)
})

accountPage.post('/account/sides', about({ action: 'organisation.add_side' }), async (c) => {
  const form = await readForm(c)
  return shown(c, async () => {
    await addSide(c.get('ports'), c.get('actor'), ownOrganisation(c), validated(AddSide, form).side)
    return undefined
  })
})

accountPage.post('/account/invitations', about({ action: 'organisation.invite' }), async (c) => {
  const wanted = await ticked(c, 'roles')
  return shown(c, async () => {
    const { roles } = validated(InviteMember, { roles: wanted })
    const { path, expiresAt } = await inviteMember(c.get('ports'), c.get('actor'), ownOrganisation(c), roles)
    return { kind: 'invitation', text: new URL(path, c.req.url).href, until: expiresAt }
  })
})

accountPage.post('/account/keys', about({ action: 'key.manage' }), async (c) => {
  const form = await readForm(c)
  return shown(c, async () => ({
    kind: 'key',
    text: (await issueKey(c.get('ports'), c.get('actor'), validated(NewKey, form).name)).key,
  }))
})

accountPage.post('/account/keys/:id/revocation', about({ action: 'key.manage' }), async (c) => {
  await revokeKey(c.get('ports'), c.get('actor'), pathId(c, 'key.not_found'))
  return c.redirect('/account#keys', 303)
})

accountPage.post('/account/password', about({ action: 'self.set_password' }), async (c) => {
  const form = await readForm(c)
  return shown(c, async () => {
    setCookies(c, await changePassword(c.get('ports'), c.get('actor'), c.req.raw.headers, validated(PasswordChange, form)))
    return undefined
  })
})

/** Back to the page when all is done; the page itself when there is a secret to show once, or a refusal. */
async function shown(c: C, run: () => Promise<Once | undefined>): Promise<Response> {
  const attempted = await attempt(run)
  if ('refusal' in attempted) return c.html(await page(c, undefined, attempted.refusal), refusals[attempted.refusal.code].status)
  if (attempted.value === undefined) return c.redirect('/account', 303)
  keepSecret(c)
  return c.html(await page(c, attempted.value))
}

function ownOrganisation(c: C): string {
  const { orgId } = c.get('actor')
  if (orgId === null) throw new RefusedError({ code: 'organisation.not_found' })
  return orgId
}

async function page(c: C, once?: Once, refusal?: Refusal) {
  const [{ db }, actor, personId] = [c.get('ports'), c.get('actor'), signedInPerson(c)]
  const person = (await findPerson(db, personId))!
  const memberships = await findMemberships(db, personId)
  const organisation = actor.orgId === null ? undefined : await findOrganisation(db, actor.orgId)
  const target = { orgId: actor.orgId, districtId: actor.districtId }
  const members = organisation === undefined ? [] : await listMembers(db, organisation.id, undefined, membersMax)
  const mayInvite = organisation !== undefined && permit(actor, 'organisation.invite', target).ok
  const keys = await listKeys(db, personId)
  return (
    <Layout c={c} title={say(c, '我的账号', 'My account')} example={organisation?.isExample === true}>
      <h1>{person.name}</h1>
      <p>{[person.email, organisationLine(c, organisation)].filter((part) => part !== undefined).join(' · ')}</p>
      <p>
        <a href="/my/calendar">{say(c, '我的日历', 'My calendar')}</a>
      </p>
      <PostForm c={c} action="/sign-out">
        <button type="submit" class="quiet">
          {say(c, '退出登录', 'Sign out')}
        </button>
      </PostForm>
      <RefusalNote c={c} refusal={refusal} />
      <OnceNote c={c} once={once} />
      {person.temporaryUntil !== null && (
        <p role="alert">
          {say(
            c,
            '您用的是临时密码，请在失效前改为自己的密码。',
            'This is a temporary password; choose your own before it lapses.',
          )}
        </p>
      )}
      <OrganisationsPart c={c} memberships={memberships} maySign={permit(actor, 'organisation.add_side', target).ok} />
      {organisation !== undefined && (
        <MembersPart c={c} members={members} grantable={mayInvite ? grantableRoles(actor, organisation) : []} />
      )}
      <KeysPart c={c} keys={keys} />
      <PasswordPart c={c} />
    </Layout>
  )
}

function organisationLine(c: C, organisation: Organisation | undefined): string | undefined {
  if (organisation === undefined) return undefined
  return `${organisation.legalName} · ${labelOf(organisationKinds, organisation.kind, c.get('lang'))}`
}
