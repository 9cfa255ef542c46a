import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import type { Access } from '../shared/schema.ts'
import { statusAt } from './card.ts'
import type { CardFacts } from './card.ts'
import { companyStatusAt, isCompanyPublic } from './company.ts'
import type { CompanyFacts } from './company.ts'

type Owned = { orgId: string; districtId: string }

/** What the permission matrix needs to know of an object. */
export type ObjectTarget = Owned & { status: string; public: boolean }

type CardStanding = Pick<CardFacts, 'status' | 'validUntil'>

/** Whether a company can be shown depends on its organisation too. */
export type CompanyStanding = Pick<CompanyFacts, 'status' | 'validUntil'> & { orgVerified: boolean }

/** Whether the actor's role shows every company of the district, whatever its state. */
export function readsWholeDistrict(actor: Actor): boolean {
  return permit(actor, 'company.read_own', { orgId: null, districtId: actor.districtId }).ok
}

/** Up to which class the actor may see the fields of this company and its cards. */
export function accessTo(actor: Actor, object: Owned): Access {
  if (permit(actor, 'company.read_own', object).ok) return 'int'
  return actor.kind === 'public' ? 'pub' : 'reg'
}

export function companyTarget(company: Owned & CompanyStanding, now: Date): ObjectTarget {
  const { orgId, districtId } = company
  return { orgId, districtId, status: companyStatusAt(company, now), public: isCompanyPublic(company, company.orgVerified, now) }
}

/** A card is public only while its company is. */
export function cardTarget(card: Owned & CardStanding, company: CompanyStanding, now: Date): ObjectTarget {
  const { orgId, districtId } = card
  const status = statusAt(card, now)
  return { orgId, districtId, status, public: status === 'listed' && isCompanyPublic(company, company.orgVerified, now) }
}

/** Whether the actor may know that it exists. */
export function maySee(actor: Actor, target: ObjectTarget): boolean {
  return target.public || permit(actor, 'company.read_own', target).ok
}
