import { canonicalJson } from '../shared/json.ts'
import type { CardContent, Claim } from './company-content.ts'

export type ClaimLevel = Claim['level'] | 'expired'

/** The level of a claim on a date in the district's zone; what nobody has checked is the company's own word. */
export function claimLevelAt(claim: Claim | undefined, today: string): ClaimLevel {
  if (claim === undefined || claim.level === 'self') return 'self'
  return claim.until !== undefined && claim.until < today ? 'expired' : claim.level
}

/** Claims after an edit: whoever vouched for a value did not vouch for the one that replaced it. */
export function claimsAfterEdit(claims: readonly Claim[], before: CardContent, after: CardContent): Claim[] {
  return claims
    .filter((claim) => claimedValue(after, claim.field) !== undefined)
    .map((claim) =>
      canonicalJson(claimedValue(before, claim.field)) === canonicalJson(claimedValue(after, claim.field))
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
