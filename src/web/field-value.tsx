import { inWan } from '../shared/money.ts'
import type { Shape } from './form-shape.ts'
import { columnLabel, optionLabel } from './labels.ts'
import type { Lang } from './language.ts'
import { formWords, inLang } from './messages.ts'

/** A field's value for reading: lists as lists, money in 万元, choices by their names. */
export function ShapeValue({ shape, value, lang }: { shape: Shape; value: unknown; lang: Lang }) {
  if (shape.kind === 'lines')
    return (
      <ul>
        {(value as string[]).map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    )
  if (shape.kind === 'rows')
    return (
      <ul>
        {(value as object[]).map((row) => (
          <li>{groupText(shape.columns, row, lang)}</li>
        ))}
      </ul>
    )
  return <span class="text">{shapeText(shape, value, lang)}</span>
}

/** 12.5 万元 in Chinese; in English the yuan written out, as nobody there counts in ten thousands. */
export function moneyText(fen: number, lang: Lang): string {
  return lang === 'zh' ? `${inWan(fen)} ${formWords.inWan.zh}` : `¥${(fen / 100).toLocaleString('en')}`
}

/** The same in one line. */
export function shapeText(shape: Shape, value: unknown, lang: Lang): string {
  return value === undefined || value === null ? '' : knownText(shape, value, lang)
}

function knownText(shape: Shape, value: {}, lang: Lang): string {
  const separator = lang === 'zh' ? '、' : ', '
  switch (shape.kind) {
    case 'money':
      return moneyText(value as number, lang)
    case 'boolean':
      return value === true ? formWords.yes[lang] : formWords.no[lang]
    case 'choice':
      return optionLabel(shape.options, value as string, lang)
    case 'choices':
      return (value as string[]).map((id) => optionLabel(shape.options, id, lang)).join(separator)
    case 'lines':
      return (value as string[]).join(lang === 'zh' ? '；' : '; ')
    case 'rows':
      return (value as object[]).map((row) => groupText(shape.columns, row, lang)).join(lang === 'zh' ? '；' : '; ')
    case 'group':
      return groupText(shape.columns, value, lang)
    default:
      return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

function groupText(columns: Record<string, Shape>, value: object, lang: Lang): string {
  const t = inLang(formWords, lang)
  const held = value as Record<string, unknown>
  const parts = Object.entries(columns).flatMap(([column, shape]) => {
    const text = shapeText(shape, held[column], lang)
    if (text === '' || text === t.notSaid) return []
    return column === 'name' || column === 'route' || column === 'kind' ? [text] : [`${columnLabel(column, lang)} ${text}`]
  })
  return parts.join(lang === 'zh' ? '，' : ', ')
}
