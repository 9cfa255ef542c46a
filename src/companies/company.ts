import type { Action } from '../accounts/permissions.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { missingFields, patched } from '../shared/schema.ts'
import { snakeKey } from '../shared/wire.ts'
import { companyFields } from './company-content.ts'
import type { CompanyContent, CompanyPatch } from './company-content.ts'

export const companyStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'listed', zh: '已展示', en: 'Listed', public: true },
  { id: 'hidden', zh: '已隐藏', en: 'Hidden', public: false },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
] as const

export type CompanyStatus = (typeof companyStatuses)[number]['id']

export const cardStatuses = [
  { id: 'draft', zh: '草稿', en: 'Draft', public: false },
  { id: 'submitted', zh: '待核验', en: 'Submitted', public: false },
  { id: 'returned', zh: '已退回', en: 'Returned', public: false },
  { id: 'listed', zh: '已展示', en: 'Listed', public: true },
  { id: 'hidden', zh: '已隐藏', en: 'Hidden', public: false },
  { id: 'suspended', zh: '已暂停', en: 'Suspended', public: false },
  { id: 'expired', zh: '已过期', en: 'Expired', public: false },
] as const

export type CardStatus = (typeof cardStatuses)[number]['id']

/** A profile its owner has not gone over for a year is no longer shown. */
export const profileDays = 365

/** How long before the end its owner is reminded. */
export const noticeDays = 14

const dayMs = 86_400_000

/** The facts of a company that its rules look at. */
export type CompanyFacts = {
  orgId: string
  districtId: string
  status: CompanyStatus
  validUntil: Date
  suspendedFrom: CompanyStatus | null
  content: CompanyContent
}

/** What a step leaves behind; the store writes exactly this. */
export type CompanyChange = {
  status?: CompanyStatus
  statusReason?: string | null
  suspendedFrom?: CompanyStatus | null
  validUntil?: Date
  content?: CompanyContent
}

/** Where each step leads; where it may start from stands in the permission matrix. */
export const companyTransitions = {
  'company.list': 'listed',
  'company.hide': 'hidden',
  'company.suspend': 'suspended',
  'company.resume': 'where it was',
} as const satisfies Partial<Record<Action, CompanyStatus | 'where it was'>>

export type CompanyStep = keyof typeof companyTransitions

/** The state as it reads now: a listing that has run out is hidden at once, whether or not the timer has written it. */
export function companyStatusAt(company: Pick<CompanyFacts, 'status' | 'validUntil'>, now: Date): CompanyStatus {
  return company.status === 'listed' && company.validUntil <= now ? 'hidden' : company.status
}

/** Whether everybody may see the company: listed, not run out, and of a verified organisation. */
export function isCompanyPublic(company: Pick<CompanyFacts, 'status' | 'validUntil'>, orgVerified: boolean, now: Date): boolean {
  return orgVerified && companyStatusAt(company, now) === 'listed'
}

/** One step of the company's life, by somebody already permitted to take it. */
export function moveCompany(company: CompanyFacts, step: CompanyStep, now: Date, reason?: string): Outcome<CompanyChange> {
  if (step === 'company.list') return listCompany(company, now)
  if (step === 'company.hide') return done({ status: 'hidden', statusReason: reason ?? null })
  if (step === 'company.suspend') {
    return done({ status: 'suspended', suspendedFrom: companyStatusAt(company, now), statusReason: reason ?? null })
  }
  return done({ status: company.suspendedFrom ?? 'hidden', suspendedFrom: null, statusReason: null })
}

/** Applies an edit, which also says that the rest still holds for another year. */
export function editCompany(company: CompanyFacts, patch: CompanyPatch, now: Date): Outcome<CompanyChange> {
  const content = patched(company.content, patch)
  const missing = missingFields(companyFields, content, 'submit').map(snakeKey)
  if (company.status === 'listed' && missing.length > 0) return refuse('company.incomplete', { missing })
  return done({ content, validUntil: validFrom(now) })
}

/** The end of the year that begins now. */
export function validFrom(now: Date): Date {
  return new Date(now.getTime() + profileDays * dayMs)
}

/** Whether the owner should be reminded that it runs out. */
export function isRenewalDue(validUntil: Date, now: Date): boolean {
  return validUntil.getTime() - now.getTime() <= noticeDays * dayMs
}

function listCompany(company: CompanyFacts, now: Date): Outcome<CompanyChange> {
  const missing = missingFields(companyFields, company.content, 'submit').map(snakeKey)
  if (missing.length > 0) return refuse('company.incomplete', { missing })
  return done({ status: 'listed', statusReason: null, validUntil: validFrom(now) })
}
