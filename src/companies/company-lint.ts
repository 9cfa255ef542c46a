import { runsOf } from '../shared/text.ts'
import { snakeKey } from '../shared/wire.ts'
import type { CardContent, CompanyContent } from './company-content.ts'

/** A hint to the writer; it never blocks. */
export type Finding = { rule: 'superlative'; severity: 'MINOR'; field: string; found: string; zh: string; en: string }

const proseFields = [
  'name',
  'nameEn',
  'summary',
  'summaryEn',
  'oneLine',
  'oneLineEn',
  'description',
  'solves',
  'advantages',
] as const

// 最低, 最多 and the like state a bound and 第一时间 a moment: no boasts.
const chinese =
  /最(?![低高多少大小近后终长短])|第一(?![时步次季阶批人])|领先|首创|首家|唯一|独家|顶级|顶尖|极致|颠覆|填补.{0,4}空白|世界级/gu
const english = new Set([
  'best',
  'leading',
  'first-class',
  'unique',
  'unrivalled',
  'unparalleled',
  'revolutionary',
  'cutting-edge',
  'ultimate',
  'top-tier',
])

/** Boasts in a card or a profile: whom it serves and what was measured says more. */
export function superlatives(content: CardContent | CompanyContent): Finding[] {
  const values = content as Record<string, unknown>
  return proseFields.flatMap((field) => {
    const texts = [values[field]].flat().filter((value) => typeof value === 'string')
    return texts.flatMap(boastsIn).map((found) => finding(field, found))
  })
}

function boastsIn(text: string): string[] {
  const words = runsOf(text.replaceAll('-', '')).map((run) => run.text)
  const boasts = [...english].filter((word) => words.includes(word.replace('-', '')))
  return [...new Set([...(text.match(chinese) ?? []), ...boasts])]
}

function finding(field: string, found: string): Finding {
  return {
    rule: 'superlative',
    severity: 'MINOR',
    field: snakeKey(field),
    found,
    zh: `“${found}”无法核实，改写为对象与实测数字`,
    en: `“${found}” cannot be checked; say for whom, and the measured figure`,
  }
}
