import { describe, expect, test } from 'vitest'
import { permissions, permit } from '../../src/accounts/permissions.ts'
import { companyTarget } from '../../src/companies/company-access.ts'
import {
  companyStatuses,
  companyStatusAt,
  companyTransitions,
  editCompany,
  isCompanyPublic,
  isRenewalDue,
  moveCompany,
} from '../../src/companies/company.ts'
import type { CompanyFacts, CompanyStatus, CompanyStep } from '../../src/companies/company.ts'
import { actorWith } from '../support/world.ts'
import { companyContent } from './fixtures.ts'

const now = new Date('2026-03-02T02:00:00Z')
const later = new Date('2026-09-01T00:00:00Z')
const org = { id: 'org', districtId: 'district', status: 'verified' } as const
const editor = actorWith(['company_editor'], org)
const officer = actorWith(['district_officer'], { ...org, id: 'office' })

function company(facts: Partial<CompanyFacts> = {}): CompanyFacts {
  return {
    orgId: 'org',
    districtId: 'district',
    status: 'draft',
    validUntil: later,
    suspendedFrom: null,
    content: companyContent,
    ...facts,
  }
}

describe('every step from every state', () => {
  const steps = Object.keys(companyTransitions) as CompanyStep[]
  const cases = steps.flatMap((action) => companyStatuses.map(({ id }) => ({ action, status: id })))

  test.each(cases)('$action from $status', ({ action, status }) => {
    const actor = (permissions[action].to as readonly string[]).includes('company_editor') ? editor : officer
    const facts = company({ status, suspendedFrom: status === 'suspended' ? 'draft' : null })
    const permitted = permit(actor, action, companyTarget({ ...facts, orgVerified: true }, now))
    const may = (permissions[action].states as readonly CompanyStatus[]).includes(status)
    expect(permitted).toMatchObject(may ? { ok: true } : { ok: false, refusal: { code: 'company.wrong_state', state: status } })
    if (!may) return
    const to = companyTransitions[action] === 'where it was' ? 'draft' : companyTransitions[action]
    expect(moveCompany(facts, action, now, '说明')).toMatchObject({ ok: true, value: { status: to } })
  })
})

test('a listing that has run out reads as hidden at once and can be listed again for a year', () => {
  const past = company({ status: 'listed', validUntil: now })
  expect(companyStatusAt(past, now)).toBe('hidden')
  expect(permit(editor, 'company.list', companyTarget({ ...past, orgVerified: true }, now)).ok).toBe(true)
  expect(moveCompany(past, 'company.list', now)).toMatchObject({
    ok: true,
    value: { status: 'listed', validUntil: new Date('2027-03-02T02:00:00Z') },
  })
})

test('only a listed company of a verified organisation is public', () => {
  expect(isCompanyPublic(company({ status: 'listed' }), true, now)).toBe(true)
  expect(isCompanyPublic(company({ status: 'listed' }), false, now)).toBe(false)
  expect(isCompanyPublic(company({ status: 'hidden' }), true, now)).toBe(false)
  expect(isCompanyPublic(company({ status: 'listed', validUntil: now }), true, now)).toBe(false)
})

test('a registered organisation may write its profile but not list it', () => {
  const newcomer = { ...editor, orgVerified: false }
  const target = companyTarget({ ...company(), orgVerified: false }, now)
  expect(permit(newcomer, 'company.create').ok).toBe(true)
  expect(permit(newcomer, 'company.edit', target).ok).toBe(true)
  expect(permit(newcomer, 'company.list', target)).toMatchObject({ refusal: { code: 'organisation.not_verified' } })
})

test('listing names what is missing; a listed profile cannot lose it', () => {
  const { staffBand: _staffBand, ...rest } = companyContent
  expect(moveCompany(company({ content: rest }), 'company.list', now)).toMatchObject({
    refusal: { code: 'company.incomplete', missing: ['staff_band'] },
  })
  expect(editCompany(company({ status: 'listed' }), { staffBand: null }, now)).toMatchObject({
    refusal: { code: 'company.incomplete' },
  })
  expect(editCompany(company(), { staffBand: null }, now)).toMatchObject({ ok: true, value: { content: rest } })
})

test('the owner is reminded in the last fourteen days', () => {
  const day = 86_400_000
  expect(isRenewalDue(new Date(now.getTime() + 14 * day), now)).toBe(true)
  expect(isRenewalDue(new Date(now.getTime() + 14 * day + 1), now)).toBe(false)
})
