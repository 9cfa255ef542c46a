import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import type { Page } from '../shared/page.ts'
import { RefusedError, refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { organisationKinds } from '../shared/taxonomy.ts'
import { ExampleTag, NextPage, Tag } from '../web/components.tsx'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { Layout } from '../web/layout.tsx'
import { afterId, pageOf, pathId } from '../web/request.ts'
import { MemberTable, OnceNote } from './account-parts.tsx'
import type { Once } from './account-parts.tsx'
import { attempt, readForm } from './form.ts'
import { Field, PostForm, RefusalNote, say } from './form-parts.tsx'
import { organisationStatuses, organisationStatusTerms, SuspendOrganisation } from './organisation.ts'
import type { Organisation, OrganisationStatus } from './organisation.ts'
import { countOrganisations, findOrganisation, listMembers, listOrganisations } from './organisation-store.ts'
import { allowedActions, permit } from './permissions.ts'
import type { Action } from './permissions.ts'
import { resetPassword } from './reset-password.ts'
import { keepSecret } from './secret.ts'
import { resumeOrganisation, suspendOrganisation, verifyOrganisation, withdrawOrganisation } from './verify-organisation.ts'

const membersMax = 100
const Query = v.strictObject({ ...pageQuery, status: v.optional(v.picklist(organisationStatuses)), lang: v.optional(v.string()) })

export const officePages = new Hono<Env>()

officePages.get('/office/organisations', about({ action: 'organisation.list' }), queryOf(Query), async (c) => {
  const [{ db }, actor] = [c.get('ports'), c.get('actor')]
  unwrap(permit(actor, 'organisation.list'))
  const { limit = pageLimitDefault, cursor, status = 'registered' } = c.req.valid('query')
  const filter = { districtId: actor.districtId, status }
  const page = pageOf(
    await listOrganisations(db, filter, afterId(cursor), limit + 1),
    limit,
    await countOrganisations(db, filter),
  )
  return c.html(<OrganisationsPage c={c} status={status} page={page} />)
})

officePages.get('/office/organisations/:id', about({ action: 'organisation.list' }), async (c) =>
  c.html(await organisationPage(c)),
)

// The language is switched by a GET of the address a refused form was posted to.
officePages.get('/office/organisations/:id/:move', about({ action: 'organisation.list' }), (c) => {
  unwrap(permit(c.get('actor'), 'organisation.list'))
  return c.redirect(`/office/organisations/${pathId(c, 'organisation.not_found')}`, 303)
})

officePages.post('/office/organisations/:id/verification', about({ action: 'organisation.verify' }), (c) =>
  moved(c, (id) => verifyOrganisation(c.get('ports'), c.get('actor'), id)),
)

officePages.post('/office/organisations/:id/withdrawal', about({ action: 'organisation.withdraw' }), (c) =>
  moved(c, (id) => withdrawOrganisation(c.get('ports'), c.get('actor'), id)),
)

officePages.post('/office/organisations/:id/suspension', about({ action: 'organisation.suspend' }), async (c) => {
  const form = await readForm(c)
  return moved(c, async (id) =>
    suspendOrganisation(c.get('ports'), c.get('actor'), id, validated(SuspendOrganisation, form).reason),
  )
})

officePages.post('/office/organisations/:id/resumption', about({ action: 'organisation.resume' }), (c) =>
  moved(c, (id) => resumeOrganisation(c.get('ports'), c.get('actor'), id)),
)

officePages.post('/office/people/:id/password-reset', about({ action: 'person.reset_password' }), async (c) => {
  const { password, validUntil } = await resetPassword(c.get('ports'), c.get('actor'), c.req.param('id'))
  keepSecret(c)
  return c.html(
    <Layout c={c} title={say(c, '临时密码', 'Temporary password')}>
      <h1>{say(c, '密码已重置', 'The password is reset')}</h1>
      <p class="lead">
        {say(
          c,
          '请当面或以其他稳妥方式交给本人；登录后须改为自己的密码。',
          'Hand it over in person or in another safe way; whoever signs in with it chooses their own.',
        )}
      </p>
      <OnceNote c={c} once={{ kind: 'password', text: password, until: validUntil } satisfies Once} />
      <p>
        <a href="/office/organisations">{say(c, '回到组织列表', 'Back to the organisations')}</a>
      </p>
    </Layout>,
  )
})

/** Back to the organisation; a refusal is shown on its page. */
async function moved(c: C, move: (id: string) => Promise<Organisation>): Promise<Response> {
  const id = pathId(c, 'organisation.not_found')
  const attempted = await attempt(() => move(id))
  if ('value' in attempted) return c.redirect(`/office/organisations/${id}`, 303)
  if (!permit(c.get('actor'), 'organisation.list').ok) throw new RefusedError(attempted.refusal)
  return c.html(await organisationPage(c, attempted.refusal), refusals[attempted.refusal.code].status)
}

function OrganisationsPage({ c, status, page }: { c: C; status: OrganisationStatus; page: Page<Organisation> }) {
  const lang = c.get('lang')
  return (
    <Layout c={c} title={say(c, '组织核验', 'Organisations')} example={page.items.some((one) => one.isExample)}>
      <h1>{say(c, '组织核验', 'Organisations')}</h1>
      <nav aria-label={say(c, '状态', 'Status')}>
        <ul class="nav">
          {organisationStatusTerms.map((term) => (
            <li>
              <a href={`/office/organisations?status=${term.id}`} aria-current={term.id === status ? 'page' : undefined}>
                {term[lang]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p>{say(c, `共 ${page.total} 家`, `${page.total} in all`)}</p>
      <ul class="list">
        {page.items.map((organisation) => (
          <li>
            <h2 class="item-title">
              <a href={`/office/organisations/${organisation.id}`}>{organisation.legalName}</a>
            </h2>
            <OrganisationMeta c={c} organisation={organisation} />
          </li>
        ))}
      </ul>
      <NextPage c={c} cursor={page.nextCursor} />
    </Layout>
  )
}

async function organisationPage(c: C, refusal?: Refusal) {
  const [{ db }, actor] = [c.get('ports'), c.get('actor')]
  const organisation = await findOrganisation(db, pathId(c, 'organisation.not_found'))
  if (organisation === undefined) throw new RefusedError({ code: 'organisation.not_found' })
  const target = { orgId: organisation.id, districtId: organisation.districtId, status: organisation.status }
  unwrap(permit(actor, 'organisation.list', target))
  const members = await listMembers(db, organisation.id, undefined, membersMax)
  const actions = allowedActions(actor, 'organisation', target).filter((action) => moves[action] !== undefined)
  return (
    <Layout
      c={c}
      title={organisation.legalName}
      example={organisation.isExample}
      address={`/office/organisations/${organisation.id}`}
    >
      <p>
        <a href={`/office/organisations?status=${organisation.status}`}>{say(c, '组织列表', 'All organisations')}</a>
      </p>
      <h1>{organisation.legalName}</h1>
      <RefusalNote c={c} refusal={refusal} />
      <OrganisationMeta c={c} organisation={organisation} />
      <p>
        <Tag tone={organisation.status === 'verified' ? 'good' : 'warn'}>
          {labelOf(organisationStatusTerms, organisation.status, c.get('lang'))}
        </Tag>
      </p>
      {actions.length > 0 && (
        <section class="panel actions prose" aria-label={say(c, '办理', 'Actions')}>
          {actions.map((action) => (
            <MoveForm c={c} id={organisation.id} action={action} />
          ))}
        </section>
      )}
      {permit(actor, 'audit.read', target).ok && (
        <p>
          <a href={`/audit/organisation/${organisation.id}`}>{say(c, '办理记录', 'Audit trail')}</a>
        </p>
      )}
      <h2>{say(c, '成员', 'Members')}</h2>
      <MemberTable
        c={c}
        members={members}
        resettable={permit(actor, 'person.reset_password', { orgId: null, districtId: organisation.districtId }).ok}
      />
    </Layout>
  )
}

function OrganisationMeta({ c, organisation }: { c: C; organisation: Organisation }) {
  const lang = c.get('lang')
  return (
    <ul class="meta">
      <li>{labelOf(organisationKinds, organisation.kind, lang)}</li>
      <li>
        <code>{organisation.uscc}</code>
      </li>
      <li>
        {organisation.city} {organisation.district}
      </li>
      {organisation.isExample && (
        <li>
          <ExampleTag isExample lang={lang} />
        </li>
      )}
    </ul>
  )
}

function MoveForm({ c, id, action }: { c: C; id: string; action: Action }) {
  const move = moves[action]
  if (move === undefined) return null
  const label = move[c.get('lang')]
  const form = (
    <PostForm c={c} action={`/office/organisations/${id}/${move.path}`}>
      {move.reason === true && <Field c={c} name="reason" label={{ zh: '理由', en: 'Reason' }} maxlength={200} />}
      <p>
        <button type="submit" class={move.tone}>
          {label}
        </button>
      </p>
    </PostForm>
  )
  if (move.reason !== true) return form
  return (
    <details>
      <summary>{label}</summary>
      {form}
    </details>
  )
}

type Move = { path: string; zh: string; en: string; reason?: true; tone?: 'quiet' | 'danger' }

const moves: Partial<Record<Action, Move>> = {
  'organisation.verify': { path: 'verification', zh: '核验通过', en: 'Verify' },
  'organisation.withdraw': { path: 'withdrawal', zh: '撤回核验', en: 'Withdraw the verification', tone: 'quiet' },
  'organisation.suspend': { path: 'suspension', zh: '暂停', en: 'Suspend', reason: true, tone: 'danger' },
  'organisation.resume': { path: 'resumption', zh: '恢复', en: 'End the suspension' },
}
