import type { CardContent } from '../companies/company-content.ts'
import { codePointLength } from '../shared/schema.ts'
import { normalise } from '../shared/text.ts'

type Indicator = { name: string; unit?: string }

/** A name as short as this may mean anything. */
const nameCharactersMin = 3

/** What a card has measured of an indicator: a metric of the same name and unit, or the figure a case came to. */
export function likeFigure(indicator: Indicator, cards: readonly Pick<CardContent, 'metrics' | 'cases'>[]): number | undefined {
  const measured = cards.flatMap(({ metrics = [] }) => metrics).find((metric) => isLike(indicator, metric))
  if (measured !== undefined) return measured.value
  const outcomes = cards.flatMap(({ cases = [] }) => cases.flatMap(({ outcome }) => outcome ?? []))
  return outcomes.map((outcome) => figureIn(outcome, indicator)).find((value) => value !== undefined)
}

/** 漏检率 is measured by 漏检率, and 告警误报率 by 误报率. */
function isLike(indicator: Indicator, metric: Indicator): boolean {
  const [asked, given] = [plain(indicator.name), plain(metric.name)]
  const isSame = asked === given || (codePointLength(given) >= nameCharactersMin && asked.endsWith(given))
  return isSame && plain(indicator.unit ?? '') === plain(metric.unit ?? '')
}

/** In 误拣率 0.31%→0.06% the figure after the arrow, where name and unit are the indicator's own. */
function figureIn(outcome: string, { name, unit }: Indicator): number | undefined {
  if (unit === undefined || unit === '' || codePointLength(name) < nameCharactersMin) return undefined
  const [label, measure] = [escaped(name), escaped(unit)]
  const pattern = new RegExp(
    `${label}\\s*\\d[\\d,.]*\\s*(?:${measure})?\\s*→\\s*(\\d[\\d,]*(?:\\.\\d+)?)\\s*${measure}(?!\\s*[/→])`,
    'u',
  )
  const found = pattern.exec(outcome)?.[1]
  return found === undefined ? undefined : Number(found.replaceAll(',', ''))
}

function plain(text: string): string {
  return normalise(text).replaceAll(/\s/gu, '').toLowerCase()
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`)
}
