import { camelKey } from '../shared/wire.ts'
import type { Lang } from '../web/language.ts'
import { cardFields } from './company-content.ts'

/** cases.0 is the first case. */
export function claimLabel(field: string, lang: Lang): string {
  const [name = '', member] = field.split('.')
  const label = cardFields[camelKey(name) as keyof typeof cardFields]?.[lang] ?? name
  return member === undefined ? label : `${label} ${Number(member) + 1}`
}
