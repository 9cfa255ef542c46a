import type { CardContent, Claim, Filing } from './company-content.ts'

export type ClaimLevel = Claim['level'] | 'expired'

/** What a claim counts for; one whose proof has lapsed counts no more than the company's own word. */
export const claimWeights: Record<ClaimLevel, number> = { verified: 1, document: 0.6, self: 0.3, expired: 0.3 }

/** The level of a claim on a date in the district's zone; what nobody has checked is the company's own word. */
export function claimLevelAt(claim: Claim | undefined, today: string): ClaimLevel {
  if (claim === undefined || claim.level === 'self') return 'self'
  return claim.until !== undefined && claim.until < today ? 'expired' : claim.level
}

export function claimWeight(claim: Claim | undefined, today: string): number {
  return claimWeights[claimLevelAt(claim, today)]
}

/** The claim that vouches for a field or for a member of it: the nearest one, so `cases` also covers `cases.0`. */
export function claimOf(claims: readonly Claim[], field: string): Claim | undefined {
  return claims.find((claim) => claim.field === field) ?? claims.find((claim) => claim.field === field.split('.')[0])
}

/** Whether a filing stands on a date: already given, not yet run out. */
export function filingValidOn(filing: Filing, date: string): boolean {
  return (filing.date === undefined || filing.date <= date) && (filing.validUntil === undefined || date <= filing.validUntil)
}

/** Claims after an edit: whoever vouched for a value did not vouch for the one that replaced it. */
export function claimsAfterEdit(claims: readonly Claim[], before: CardContent, after: CardContent): Claim[] {
  return claims
    .filter((claim) => claimedValue(after, claim.field) !== undefined)
    .map((claim) =>
      sameValue(claimedValue(before, claim.field), claimedValue(after, claim.field))
        ? claim
        : { field: claim.field, level: 'self' },
    )
}

/** What a claim is about: the value of a field, or of one member of a list; undefined when there is none. */
export function claimedValue(content: CardContent, field: string): unknown {
  const [name, member, ...rest] = field.split('.')
  if (rest.length > 0 || !Object.hasOwn(content, name!)) return undefined
  const value = content[name as keyof CardContent]
  if (member === undefined) return isBlank(value) ? undefined : value
  return Array.isArray(value) && /^\d{1,2}$/u.test(member) ? value[Number(member)] : undefined
}

function isBlank(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0)
}

/** Equality that ignores the order of keys, because jsonb does not keep it. */
function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  const names = Object.keys(left)
  const equal = (name: string) => sameValue((left as Record<string, unknown>)[name], (right as Record<string, unknown>)[name])
  return names.length === Object.keys(right).length && names.every(equal)
}
