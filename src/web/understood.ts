import type { Understood } from '../search/query-parse.ts'
import { inWan, inYuan } from '../shared/money.ts'
import { facetTitle, valueLabel } from './facets.ts'
import type { Bilingual, Lang } from './language.ts'

/** More values than these are said in the words of the query. */
const valuesMax = 3

const otherTitles: Record<string, Bilingual> = {
  name: { zh: '拼音', en: 'Pinyin for' },
  uscc: { zh: '统一社会信用代码', en: 'Social credit code' },
  ref: { zh: '场景编号', en: 'Scene number' },
}

/** What was understood, as people read it: its field, and the values or bounds. */
export function understoodLabel(understood: Understood, lang: Lang): string {
  return `${titleOf(understood.field, lang)}${lang === 'zh' ? '：' : ': '}${valueOf(understood, lang)}`
}

export function titleOf(field: string, lang: Lang): string {
  return otherTitles[field]?.[lang] ?? facetTitle(field, lang)
}

function valueOf({ field, text, values, min, max }: Understood, lang: Lang): string {
  if (min !== undefined && max !== undefined)
    return lang === 'zh' ? `${inWan(min)}–${inWan(max)} 万元` : `¥${inYuan(min)}–${inYuan(max)}`
  if (max !== undefined) return `≤ ${money(max, lang)}`
  if (min !== undefined) return `≥ ${money(min, lang)}`
  return values.length > valuesMax
    ? text
    : values.map((value) => valueLabel(field, value, lang)).join(lang === 'zh' ? '、' : ', ')
}

function money(fen: number, lang: Lang): string {
  return lang === 'zh' ? `${inWan(fen)} 万元` : `¥${inYuan(fen)}`
}
