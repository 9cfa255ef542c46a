import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import type { Fields } from '../shared/schema.ts'
import { camelKey } from '../shared/wire.ts'
import { companyWords } from '../web/company-words.ts'
import type { Lang } from '../web/language.ts'
import { fill, formWords } from '../web/messages.ts'

export function versionIn(data: FormData): number | undefined {
  const version = data.get('version')
  return typeof version === 'string' && /^\d{1,9}$/u.test(version) ? Number(version) : undefined
}

/** The list a row was asked for. */
export function rowAdded(data: FormData): string | undefined {
  const name = data.get('add')
  return typeof name === 'string' ? name : undefined
}

/** What a refusal says above the form, with the fields it names. */
export function noteOf(refusal: Refusal, fields: Fields, lang: Lang): string {
  if (refusal.code === 'request.precondition_failed') return formWords.changedMeanwhile[lang]
  const missing = (refusal['missing'] ?? []) as string[]
  const labels = missing.map((name) => fields[camelKey(name)]?.[lang] ?? name)
  const named =
    labels.length === 0 ? '' : ` ${fill(companyWords.missing[lang], { fields: labels.join(lang === 'zh' ? '、' : ', ') })}`
  return `${refusals[refusal.code][lang]}${named}`
}

export function refusedStatus(refusal: Refusal): (typeof refusals)[Refusal['code']]['status'] {
  return refusals[refusal.code].status
}
