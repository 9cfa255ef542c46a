import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { RefusedError, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { about, answer, jsonBody, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageOf, pathId } from '../web/request.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { auditApi } from './audit-api.ts'
import { foundOffice } from './found-office.ts'
import { addSide, inviteMember } from './invite-member.ts'
import { loginApi } from './login-api.ts'
import {
  AcceptInvitation,
  AddSide,
  FoundOffice,
  Instant,
  InviteMember,
  OrganisationView,
  organisationStatuses,
  organisationView,
  RegisterOrganisation,
  SuspendOrganisation,
} from './organisation.ts'
import type { Organisation } from './organisation.ts'
import { countMembers, countOrganisations, findOrganisation, listMembers, listOrganisations } from './organisation-store.ts'
import { permit } from './permissions.ts'
import { registerOrganisation } from './register-organisation.ts'
import { roleIds } from './role.ts'
import { keepSecret } from './secret.ts'
import { resumeOrganisation, suspendOrganisation, verifyOrganisation, withdrawOrganisation } from './verify-organisation.ts'

const Roles = v.array(v.picklist(roleIds))
const RegisteredView = v.object({ organisation: OrganisationView, personId: v.string() })
const OrganisationPage = v.object({ items: v.array(OrganisationView), nextCursor: v.nullable(v.string()), total: v.number() })
const MemberView = v.object({
  id: v.string(),
  personId: v.string(),
  name: v.string(),
  email: v.string(),
  roles: Roles,
  createdAt: Instant,
})
const MemberPage = v.object({ items: v.array(MemberView), nextCursor: v.nullable(v.string()), total: v.number() })
const InvitationView = v.object({ id: v.string(), url: v.string(), roles: Roles, expiresAt: Instant })
const JoinedView = v.object({ organisation: OrganisationView, personId: v.string(), roles: Roles })

const OrganisationQuery = v.strictObject({ ...pageQuery, status: v.optional(v.picklist(organisationStatuses)) })

const moveRefusals = ['organisation.not_found', 'organisation.wrong_state'] as const satisfies RefusalCode[]

/** People, organisations, keys, and the audit trail. */
export const accountApi = new Hono<Env>()

accountApi.post(
  '/organisations',
  about({
    action: 'organisation.register',
    summary: 'Register an organisation and, unless you are signed in, yourself',
    answers: { 201: RegisteredView },
    refusals: ['organisation.taken', 'person.taken'],
  }),
  jsonBody(RegisterOrganisation),
  async (c) => {
    keepSecret(c)
    const { organisation, personId } = await registerOrganisation(c.get('ports'), c.get('actor'), c.req.valid('json'))
    return answer(c, { organisation: organisationView(organisation), personId }, 201)
  },
)

accountApi.get(
  '/organisations',
  about({
    action: 'organisation.list',
    summary: 'The organisations of the district, oldest first',
    answers: { 200: OrganisationPage },
    refusals: ['request.bad_cursor'],
  }),
  queryOf(OrganisationQuery),
  async (c) => {
    const [{ db }, actor] = [c.get('ports'), c.get('actor')]
    unwrap(permit(actor, 'organisation.list'))
    const { limit = pageLimitDefault, cursor, status } = c.req.valid('query')
    const filter = { districtId: actor.districtId, status }
    const page = pageOf(
      await listOrganisations(db, filter, afterId(cursor), limit + 1),
      limit,
      await countOrganisations(db, filter),
    )
    return answer(c, { ...page, items: page.items.map(organisationView) })
  },
)

accountApi.get(
  '/organisations/:id/members',
  about({
    action: 'organisation.read_members',
    summary: 'Who belongs to the organisation',
    answers: { 200: MemberPage },
    refusals: ['organisation.not_found', 'request.bad_cursor'],
  }),
  queryOf(v.strictObject(pageQuery)),
  async (c) => {
    const { db } = c.get('ports')
    const { limit = pageLimitDefault, cursor } = c.req.valid('query')
    const { id } = await readableOrganisation(c)
    return answer(c, pageOf(await listMembers(db, id, afterId(cursor), limit + 1), limit, await countMembers(db, id)))
  },
)

accountApi.post(
  '/organisations/:id/verification',
  about({
    action: 'organisation.verify',
    summary: 'Verify the organisation',
    answers: { 201: OrganisationView },
    refusals: [...moveRefusals, 'actor.own_writing'],
  }),
  async (c) => answer(c, organisationView(await verifyOrganisation(c.get('ports'), c.get('actor'), organisationId(c))), 201),
)

accountApi.delete(
  '/organisations/:id/verification',
  about({
    action: 'organisation.withdraw',
    summary: 'Withdraw the verification',
    answers: { 200: OrganisationView },
    refusals: moveRefusals,
  }),
  async (c) => answer(c, organisationView(await withdrawOrganisation(c.get('ports'), c.get('actor'), organisationId(c)))),
)

accountApi.post(
  '/organisations/:id/suspension',
  about({
    action: 'organisation.suspend',
    summary: 'Suspend the organisation, with a reason',
    answers: { 201: OrganisationView },
    refusals: moveRefusals,
  }),
  jsonBody(SuspendOrganisation),
  async (c) => {
    const { reason } = c.req.valid('json')
    return answer(c, organisationView(await suspendOrganisation(c.get('ports'), c.get('actor'), organisationId(c), reason)), 201)
  },
)

accountApi.delete(
  '/organisations/:id/suspension',
  about({
    action: 'organisation.resume',
    summary: 'End the suspension; the organisation is as it was before',
    answers: { 200: OrganisationView },
    refusals: moveRefusals,
  }),
  async (c) => answer(c, organisationView(await resumeOrganisation(c.get('ports'), c.get('actor'), organisationId(c)))),
)

accountApi.post(
  '/organisations/:id/sides',
  about({
    action: 'organisation.add_side',
    summary: 'Take part on the other side as well',
    answers: { 201: v.object({ roles: Roles }) },
    refusals: ['organisation.not_found', 'organisation.not_verified'],
  }),
  jsonBody(AddSide),
  async (c) =>
    answer(c, { roles: await addSide(c.get('ports'), c.get('actor'), organisationId(c), c.req.valid('json').side) }, 201),
)

accountApi.post(
  '/organisations/:id/invitations',
  about({
    action: 'organisation.invite',
    summary: 'Invite a member by a link, shown this once and good for seven days',
    answers: { 201: InvitationView },
    refusals: ['organisation.not_found', 'organisation.not_verified'],
  }),
  jsonBody(InviteMember),
  async (c) => {
    keepSecret(c)
    const { path, ...invitation } = await inviteMember(
      c.get('ports'),
      c.get('actor'),
      organisationId(c),
      c.req.valid('json').roles,
    )
    return answer(c, { ...invitation, url: new URL(path, c.req.url).href }, 201)
  },
)

accountApi.post(
  '/invitations/:token/acceptance',
  about({
    action: 'invitation.accept',
    summary: 'Join by an invitation, signed in or as somebody new',
    answers: { 201: JoinedView },
    refusals: ['invitation.not_found', 'organisation.wrong_state', 'person.taken'],
  }),
  jsonBody(AcceptInvitation),
  async (c) => {
    keepSecret(c)
    const joined = await acceptInvitation(c.get('ports'), c.get('actor'), c.req.param('token'), c.req.valid('json').person)
    return answer(c, { ...joined, organisation: organisationView(joined.organisation) }, 201)
  },
)

accountApi.post(
  '/founding-links/:token/acceptance',
  about({
    action: 'office.found',
    summary: 'Found the first scene office of the district by the link that the start prints',
    answers: { 201: RegisteredView },
    refusals: ['invitation.not_found', 'organisation.taken', 'person.taken'],
  }),
  jsonBody(FoundOffice),
  async (c) => {
    keepSecret(c)
    const { organisation, personId } = await foundOffice(
      c.get('ports'),
      c.get('actor'),
      c.req.param('token'),
      c.req.valid('json'),
    )
    return answer(c, { organisation: organisationView(organisation), personId }, 201)
  },
)

accountApi.route('/', loginApi)
accountApi.route('/', auditApi)

function organisationId(c: C): string {
  return pathId(c, 'organisation.not_found')
}

async function readableOrganisation(c: C): Promise<Organisation> {
  const organisation = await findOrganisation(c.get('ports').db, organisationId(c))
  if (organisation === undefined) throw new RefusedError({ code: 'organisation.not_found' })
  unwrap(permit(c.get('actor'), 'organisation.read_members', { orgId: organisation.id, districtId: organisation.districtId }))
  return organisation
}
