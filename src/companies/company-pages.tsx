import { Hono } from 'hono'
import { attempt } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { companyWords } from '../web/company-words.ts'
import { redirectWith } from '../web/flash.ts'
import { contentToForm, formToContent } from '../web/form-content.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { cardPages } from './card-pages.tsx'
import { CompanyPatch, companyFields } from './company-content.ts'
import { companyStepPages } from './company-step-pages.tsx'
import { findCompanyOfOrganisation } from './company-store.ts'
import type { CompanyRecord } from './company-store.ts'
import { createCompany, patchCompany } from './edit-company.ts'
import { ProfileForm } from './profile-form.tsx'
import { noteOf, refusedStatus, rowAdded, versionIn } from './profile-request.ts'

/** Writing a company's profile and its cards. */
export const companyPages = new Hono<Env>()

companyPages.get(
  '/my/company',
  about({ action: 'company.create', summary: 'To the company of your organisation' }),
  async (c) => {
    const company = await ownCompany(c)
    return c.redirect(company === undefined ? '/company/edit' : `/companies/${company.id}`, 303)
  },
)

companyPages.get('/company/edit', about({ action: 'company.edit', summary: 'The form of your company’s profile' }), async (c) => {
  const company = await ownCompany(c)
  const typed = contentToForm(companyFields, company?.content ?? { lang: c.get('lang') })
  return c.html(<CompanyForm c={c} company={company} typed={typed} version={company?.version} />)
})

companyPages.post('/company/edit', about({ action: 'company.edit', summary: 'Save your company’s profile' }), async (c) => {
  const company = await ownCompany(c)
  const data = await c.req.formData()
  const { patch, errors, typed } = formToContent(companyFields, CompanyPatch, data, c.get('lang'))
  const form = { c, company, typed, version: versionIn(data) ?? company?.version }
  if (data.has('add')) return c.html(<CompanyForm {...form} addedTo={rowAdded(data)} />)
  if (errors.length > 0) return c.html(<CompanyForm {...form} errors={errors} />, 422)
  const [ports, actor] = [c.get('ports'), c.get('actor')]
  const attempted = await attempt(() =>
    company === undefined ? createCompany(ports, actor, patch) : patchCompany(ports, actor, company.id, form.version ?? 0, patch),
  )
  if ('value' in attempted)
    return redirectWith(c, `/companies/${attempted.value.id}`, company === undefined ? 'companyCreated' : 'companySaved')
  const { refusal } = attempted
  return c.html(
    <CompanyForm
      {...form}
      version={refusal.code === 'request.precondition_failed' ? company?.version : form.version}
      note={noteOf(refusal, companyFields, c.get('lang'))}
    />,
    refusedStatus(refusal),
  )
})

companyPages.route('/', companyStepPages)
companyPages.route('/', cardPages)

/** The company of the organisation the actor acts for. */
async function ownCompany(c: C): Promise<CompanyRecord | undefined> {
  const actor = c.get('actor')
  unwrap(permit(actor, 'company.create'))
  const orgId = actor.orgId ?? unwrap<never>(refuse('actor.forbidden'))
  return findCompanyOfOrganisation(c.get('ports').db, orgId)
}

type CompanyFormProps = { c: C; company: CompanyRecord | undefined } & Pick<
  Parameters<typeof ProfileForm>[0],
  'typed' | 'version' | 'errors' | 'note' | 'addedTo'
>

function CompanyForm({ c, company, ...form }: CompanyFormProps) {
  const lang = c.get('lang')
  const title = company === undefined ? companyWords.newCompany[lang] : companyWords.editCompany[lang]
  const back = company === undefined ? '/' : `/companies/${company.id}`
  return (
    <ProfileForm
      c={c}
      title={title}
      lead={companyWords.companyLead[lang]}
      save={companyWords.saveCompany[lang]}
      back={back}
      fields={companyFields}
      isExample={company?.isExample === true}
      {...form}
    />
  )
}
