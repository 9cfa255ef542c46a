import * as v from 'valibot'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { line } from '../shared/schema.ts'
import { idsOf, organisationKinds } from '../shared/taxonomy.ts'
import type { Actor } from './actor.ts'
import { NewPerson } from './person.ts'
import { districtRoles, organisationRoles, roleIds } from './role.ts'
import type { Role } from './role.ts'
import { Uscc } from './uscc.ts'

export const organisationStatusTerms = [
  { id: 'registered', zh: '待核验', en: 'Waiting for verification' },
  { id: 'verified', zh: '已核验', en: 'Verified' },
  { id: 'suspended', zh: '已暂停', en: 'Suspended' },
] as const
export const organisationStatuses = idsOf(organisationStatusTerms)
export type OrganisationStatus = (typeof organisationStatuses)[number]

export type Organisation = {
  id: string
  districtId: string
  kind: string
  uscc: string
  legalName: string
  nameEn: string | null
  city: string
  district: string
  status: OrganisationStatus
  verifiedAt: Date | null
  isExample: boolean
  createdAt: Date
  version: number
}

/** What an organisation takes part as. */
export const sides = {
  publish: ['publisher_editor', 'publisher_approver'],
  supply: ['company_editor', 'company_signatory'],
} as const satisfies Record<string, readonly Role[]>
export type Side = keyof typeof sides

/** Kinds that anybody may register; offices and operators are founded by whoever runs the deployment. */
export const registrableKinds = ['department', 'enterprise', 'institution', 'company', 'laboratory'] as const

export const RegisterOrganisation = v.strictObject({
  kind: v.picklist(registrableKinds),
  uscc: Uscc,
  legalName: line(60),
  nameEn: v.optional(line(120)),
  city: line(20),
  district: line(20),
  /** Who registers; left out by somebody who is signed in. */
  person: v.optional(NewPerson),
})
export type RegisterOrganisation = v.InferOutput<typeof RegisterOrganisation>

/** The first office of a district: its kind is known. */
export const FoundOffice = v.strictObject(v.omit(RegisterOrganisation, ['kind']).entries)
export type FoundOffice = v.InferOutput<typeof FoundOffice>

export const foundingLengthDays = 7

export const SuspendOrganisation = v.strictObject({ reason: line(200) })

export const AddSide = v.strictObject({ side: v.picklist(['publish', 'supply']) })

export const InviteMember = v.strictObject({
  roles: v.pipe(v.array(v.picklist(roleIds)), v.minLength(1), v.maxLength(roleIds.length)),
})

export const AcceptInvitation = v.strictObject({ person: v.optional(NewPerson) })
export type AcceptInvitation = v.InferOutput<typeof AcceptInvitation>

export const invitationLengthDays = 7

export const Instant = v.pipe(v.string(), v.isoTimestamp())

export const OrganisationView = v.object({
  id: v.string(),
  kind: v.picklist(idsOf(organisationKinds)),
  uscc: v.string(),
  legalName: v.string(),
  nameEn: v.nullable(v.string()),
  city: v.string(),
  district: v.string(),
  status: v.picklist(organisationStatuses),
  verifiedAt: v.nullable(Instant),
  isExample: v.boolean(),
  createdAt: Instant,
  version: v.number(),
})

export function organisationView({ districtId: _districtId, ...organisation }: Organisation) {
  return organisation
}

/** Departments, enterprises and institutions come to publish, companies and laboratories to supply. */
export function firstSide(kind: (typeof registrableKinds)[number]): Side {
  return kind === 'company' || kind === 'laboratory' ? 'supply' : 'publish'
}

const officeKinds: readonly string[] = ['district_office', 'operator']

/** The roles the actor may give within this organisation: those of a district only in an office, by its administrator. */
export function grantableRoles(actor: Actor, organisation: Organisation): readonly Role[] {
  if (!officeKinds.includes(organisation.kind)) return organisationRoles
  const administers = actor.orgId === organisation.id && actor.roles.includes('administrator')
  return administers ? districtRoles : []
}

export function checkGrant(actor: Actor, organisation: Organisation, wanted: readonly Role[]): Outcome<Role[]> {
  const grantable = grantableRoles(actor, organisation)
  const refused = wanted.filter((role) => !grantable.includes(role))
  return refused.length > 0 ? refuse('actor.forbidden', { roles: refused }) : done([...new Set(wanted)])
}

/** Nobody verifies the organisation they belong to. */
export function verify(organisation: Organisation, actor: Actor, now: Date): Outcome<Organisation> {
  if (actor.orgId === organisation.id) return refuse('actor.own_writing')
  return done({ ...organisation, status: 'verified', verifiedAt: now })
}

export function withdrawVerification(organisation: Organisation): Outcome<Organisation> {
  return done({ ...organisation, status: 'registered', verifiedAt: null })
}

export function suspend(organisation: Organisation): Outcome<Organisation> {
  return done({ ...organisation, status: 'suspended' })
}

/** Back to where it stood before. */
export function resume(organisation: Organisation): Outcome<Organisation> {
  return done({ ...organisation, status: organisation.verifiedAt === null ? 'registered' : 'verified' })
}
