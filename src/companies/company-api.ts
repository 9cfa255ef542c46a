import { Hono } from 'hono'
import * as v from 'valibot'
import { pageLimitDefault, pageQuery } from '../shared/page.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { RefusalCode } from '../shared/refusal.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { about, answer, ifMatch, jsonBody, queryOf, withEtag } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { afterId, pageAs, pageOf, pathId, viewing } from '../web/request.ts'
import { cardApi } from './card-api.ts'
import { maySee } from './company-access.ts'
import { CompanyPatch, Reason } from './company-content.ts'
import { companyStatuses } from './company.ts'
import { countCompanies, findCompany, listCompanies } from './company-store.ts'
import type { CompanyRecord } from './company-store.ts'
import { CompanyView, companyView, targetOfCompany } from './company-view.ts'
import { createCompany, patchCompany, stepCompany } from './edit-company.ts'

const CompanyQuery = v.strictObject({
  ...pageQuery,
  status: v.optional(v.picklist(idsOf(companyStatuses))),
  own: v.optional(
    v.pipe(
      v.picklist(['true', 'false']),
      v.transform((value) => value === 'true'),
    ),
  ),
})

const CompanyPage = v.object({ items: v.array(CompanyView), nextCursor: v.nullable(v.string()), total: v.number() })

const stepRefusals = [
  'company.not_found',
  'company.wrong_state',
  'actor.forbidden',
  'organisation.not_verified',
] as const satisfies RefusalCode[]

export const companyApi = new Hono<Env>()

companyApi.post(
  '/companies',
  about({
    action: 'company.create',
    summary: 'Begin the capability profile of your organisation',
    answers: { 201: CompanyView },
    refusals: ['company.exists', 'actor.forbidden', 'request.invalid'],
  }),
  jsonBody(CompanyPatch),
  async (c) => answerCompany(c, await createCompany(c.get('ports'), c.get('actor'), c.req.valid('json')), 201),
)

companyApi.get(
  '/companies',
  about({
    action: 'public.read',
    summary: 'Companies you may see: those listed, and with status= or own=true also others',
    answers: { 200: CompanyPage },
    refusals: ['request.bad_cursor', 'request.invalid'],
  }),
  queryOf(CompanyQuery),
  async (c) => {
    const { limit = pageLimitDefault, cursor, status, own } = c.req.valid('query')
    const { db } = c.get('ports')
    const { now, actor } = viewing(c)
    const filter = { actor, now, status, own }
    const rows = await listCompanies(db, filter, { after: afterId(cursor), limit: limit + 1 })
    const page = pageOf(rows, limit, await countCompanies(db, filter))
    return answer(
      c,
      pageAs(page, (company) => companyView(company, viewing(c))),
    )
  },
)

companyApi.get(
  '/companies/:id',
  about({ action: 'public.read', summary: 'One company', answers: { 200: CompanyView }, refusals: ['company.not_found'] }),
  async (c) => answerCompany(c, await findSeenCompany(c)),
)

companyApi.patch(
  '/companies/:id',
  about({
    action: 'company.edit',
    summary: 'Change the profile; null clears a field',
    answers: { 200: CompanyView },
    refusals: [
      ...stepRefusals,
      'company.incomplete',
      'request.invalid',
      'request.precondition_failed',
      'request.precondition_required',
    ],
  }),
  jsonBody(CompanyPatch),
  async (c) =>
    answerCompany(c, await patchCompany(c.get('ports'), c.get('actor'), companyId(c), ifMatch(c), c.req.valid('json'))),
)

companyApi.post(
  '/companies/:id/listing',
  about({
    action: 'company.list',
    summary: 'Show the profile to everybody',
    answers: { 201: CompanyView },
    refusals: [...stepRefusals, 'company.incomplete'],
  }),
  async (c) => answerCompany(c, await stepCompany(c.get('ports'), c.get('actor'), companyId(c), 'company.list'), 201),
)

companyApi.delete(
  '/companies/:id/listing',
  about({ action: 'company.hide', summary: 'Hide the profile', answers: { 200: CompanyView }, refusals: stepRefusals }),
  async (c) => answerCompany(c, await stepCompany(c.get('ports'), c.get('actor'), companyId(c), 'company.hide')),
)

companyApi.post(
  '/companies/:id/suspension',
  about({
    action: 'company.suspend',
    summary: 'Suspend the profile, with a reason',
    answers: { 201: CompanyView },
    refusals: [...stepRefusals, 'request.invalid'],
  }),
  jsonBody(Reason),
  async (c) =>
    answerCompany(
      c,
      await stepCompany(c.get('ports'), c.get('actor'), companyId(c), 'company.suspend', c.req.valid('json').reason),
      201,
    ),
)

companyApi.delete(
  '/companies/:id/suspension',
  about({
    action: 'company.resume',
    summary: 'End the suspension; the profile is as it was before',
    answers: { 200: CompanyView },
    refusals: stepRefusals,
  }),
  async (c) => answerCompany(c, await stepCompany(c.get('ports'), c.get('actor'), companyId(c), 'company.resume')),
)

companyApi.route('/', cardApi)

/** The company of the path, if the caller may know of it. */
async function findSeenCompany(c: C): Promise<CompanyRecord> {
  const { actor, now } = viewing(c)
  const company = await findCompany(c.get('ports').db, actor.districtId, companyId(c))
  const seen = company !== undefined && maySee(actor, targetOfCompany(company, now))
  return seen ? company : unwrap<never>(refuse('company.not_found'))
}

function companyId(c: C): string {
  return pathId(c, 'company.not_found')
}

function answerCompany(c: C, company: CompanyRecord, status: 200 | 201 = 200): Response {
  withEtag(c, company.version)
  return answer(c, companyView(company, viewing(c)), status)
}
