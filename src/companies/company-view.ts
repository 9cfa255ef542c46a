import * as v from 'valibot'
import type { Viewing } from '../accounts/actor.ts'
import { allowedActions } from '../accounts/permissions.ts'
import { visible } from '../shared/schema.ts'
import type { Access } from '../shared/schema.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { dateIn } from '../shared/time.ts'
import { snakeKey } from '../shared/wire.ts'
import { statusAt } from './card.ts'
import type { CardRecord } from './card-store.ts'
import { claimLevelAt } from './claim.ts'
import { accessTo, cardTarget, companyTarget } from './company-access.ts'
import type { ObjectTarget } from './company-access.ts'
import { CardContent, cardFields, CompanyContent, companyFields, verificationLevels } from './company-content.ts'
import { superlatives } from './company-lint.ts'
import { cardStatuses, companyStatuses, companyStatusAt, isRenewalDue } from './company.ts'
import type { CompanyRecord } from './company-store.ts'

const Instant = v.pipe(v.string(), v.isoTimestamp())

const Hint = v.object({
  rule: v.string(),
  severity: v.string(),
  field: v.string(),
  found: v.string(),
  zh: v.string(),
  en: v.string(),
})

/** What only the company itself and the district's office see beside the content. */
const inner = {
  statusReason: v.nullish(v.string()),
  renewalDue: v.optional(v.boolean()),
  hints: v.optional(v.array(Hint)),
}

const common = {
  id: v.pipe(v.string(), v.uuid()),
  org: v.object({ id: v.pipe(v.string(), v.uuid()), name: v.string(), nameEn: v.nullable(v.string()) }),
  version: v.number(),
  validUntil: Instant,
  isExample: v.boolean(),
  createdAt: Instant,
  updatedAt: Instant,
  /** The actions the caller could take now. */
  allowed: v.array(v.string()),
  ...inner,
}

export const CompanyView = v.object({ ...common, status: v.picklist(idsOf(companyStatuses)), content: CompanyContent })

export const ClaimView = v.object({
  field: v.string(),
  level: v.picklist(idsOf(verificationLevels)),
  by: v.optional(v.string()),
  on: v.optional(v.string()),
  until: v.optional(v.string()),
})
export type ClaimView = v.InferOutput<typeof ClaimView>

export const CardView = v.object({
  ...common,
  company: v.object({ id: v.pipe(v.string(), v.uuid()), name: v.nullable(v.string()) }),
  status: v.picklist(idsOf(cardStatuses)),
  content: CardContent,
  claims: v.array(ClaimView),
})

/** A company as the actor may see it. */
export function companyView(company: CompanyRecord, { actor, now }: Viewing) {
  const access = accessTo(actor, company)
  return {
    ...commonView(company),
    status: companyStatusAt(company, now),
    content: visible(companyFields, company.content, access),
    allowed: allowedActions(actor, 'company', targetOfCompany(company, now)),
    ...(access === 'int' ? innerView(company, now) : {}),
  }
}

/** A card as the actor may see it. */
export function cardView(card: CardRecord, { actor, now, zone }: Viewing) {
  const access = accessTo(actor, card)
  return {
    ...commonView(card),
    company: { id: card.companyId, name: card.companyName },
    status: statusAt(card, now),
    content: visible(cardFields, card.content, access),
    claims: claimViews(card, access, dateIn(zone, now)),
    allowed: allowedActions(actor, 'card', targetOfCard(card, now)),
    ...(access === 'int' ? innerView(card, now) : {}),
  }
}

/** How far each visible claim has been checked, as of today in the district's zone. */
export function claimViews(card: Pick<CardRecord, 'content' | 'claims'>, access: Access, today: string): ClaimView[] {
  const shown = visible(cardFields, card.content, access)
  return card.claims
    .filter((claim) => Object.hasOwn(shown, claim.field.split('.')[0]!))
    .map((claim) => ({ ...claim, field: snakeKey(claim.field), level: claimLevelAt(claim, today) }))
}

function commonView(row: CompanyRecord | CardRecord) {
  const { id, orgId, orgName, orgNameEn, version, validUntil, isExample, createdAt, updatedAt } = row
  return { id, org: { id: orgId, name: orgName, nameEn: orgNameEn }, version, validUntil, isExample, createdAt, updatedAt }
}

function innerView(row: CompanyRecord | CardRecord, now: Date) {
  return { statusReason: row.statusReason, renewalDue: isRenewalDue(row.validUntil, now), hints: superlatives(row.content) }
}

export function targetOfCompany(company: CompanyRecord, now: Date): ObjectTarget {
  return companyTarget({ ...company, orgVerified: company.orgStatus === 'verified' }, now)
}

export function targetOfCard(card: CardRecord, now: Date): ObjectTarget {
  const company = { status: card.companyStatus, validUntil: card.companyValidUntil, orgVerified: card.orgStatus === 'verified' }
  return cardTarget(card, company, now)
}
