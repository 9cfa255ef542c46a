import * as v from 'valibot'
import { RegisterOrganisation } from '../accounts/organisation.ts'
import { list, missingFields, patched } from '../shared/schema.ts'
import { fieldErrors } from '../shared/validated.ts'
import type { FieldError } from '../shared/validated.ts'
import { snakeKey } from '../shared/wire.ts'
import { cardsPerCompanyMax } from './card.ts'
import { CardPatch, cardFields, companyFields, CompanyPatch } from './company-content.ts'
import type { CardContent, CompanyContent } from './company-content.ts'

/** A company as a list brings it: its organisation, known by its code, its profile and its cards. */
const ImportedProfile = v.strictObject({
  organisation: v.strictObject(v.omit(RegisterOrganisation, ['person']).entries),
  company: CompanyPatch,
  cards: list(CardPatch, cardsPerCompanyMax),
})

export type Profile = {
  organisation: Omit<RegisterOrganisation, 'person'>
  company: CompanyContent
  cards: CardContent[]
}

/** Drafts may be unfinished; what is listed must be as complete as the forms ask. */
export type ImportStatus = 'draft' | 'listed'

export type ReadProfile = { profile: Profile; errors?: never } | { profile?: never; errors: FieldError[] }

/** The profile, or everything that is wrong with it, by field as on the wire. */
export function readProfile(value: unknown, status: ImportStatus): ReadProfile {
  const result = v.safeParse(ImportedProfile, value)
  if (!result.success) return { errors: fieldErrors(result.issues) }
  const { organisation, company, cards } = result.output
  const profile = { organisation, company: patched({}, company), cards: cards.map((card) => patched({}, card)) }
  const errors = status === 'draft' ? [] : unfinished(profile)
  return errors.length > 0 ? { errors } : { profile }
}

/** What a refused row can be found by, as far as it says so itself. */
export function nameOfProfile(value: unknown): string {
  const organisation = (value as { organisation?: { legalName?: unknown; uscc?: unknown } } | null)?.organisation
  return [organisation?.legalName, organisation?.uscc].filter((part) => typeof part === 'string').join(' ')
}

function unfinished({ company, cards }: Profile): FieldError[] {
  const missing = (at: string, fields: typeof companyFields | typeof cardFields, content: object) =>
    missingFields(fields, content, 'submit').map((field) => ({ field: `${at}.${snakeKey(field)}`, message: 'is missing' }))
  return [
    ...missing('company', companyFields, company),
    ...cards.flatMap((card, index) => missing(`cards.${index}`, cardFields, card)),
  ]
}
