/** An amount of money in a query: at most, at least, or between; where it begins and ends there. */
export type Amount = { start: number; end: number; minFen?: number; maxFen?: number }

const figure = String.raw`\d[\d,]*(?:\.\d+)?`
const unit = '百万|千万|万|亿|k|m|thousand|million'
const amount = new RegExp(
  String.raw`(?<sign>(?:¥|rmb|cny)\s*)?(?<![a-z\d.])(?:(?<from>${figure})\s*(?<fromUnit>${unit})?\s*(?:-|–|—|~|到|至|to)\s*)?(?<to>${figure})\s*(?<unit>${unit})?\s*(?<currency>元|人民币|yuan|rmb|cny)?(?![\p{Script=Latin}\d%])`,
  'gu',
)
const before = new RegExp(
  String.raw`(?<budget>预算|报价|budget|price)?(?:\s|为|在|of|:)*(?:(?<most>不超过|不高于|低于|少于|小于|至多|最多|within|under|below|up to|at most|less than|<=?|≤)|(?<least>不少于|不低于|超过|高于|大于|至少|over|above|at least|more than|>=?|≥))?\s*$`,
  'u',
)
const after = /^\s*(?:(?<most>以内|以下|之内|封顶|or less)|(?<least>以上|or more))/u

const factors: Record<string, number> = {
  百万: 1_000_000,
  千万: 10_000_000,
  万: 10_000,
  亿: 100_000_000,
  k: 1_000,
  thousand: 1_000,
  m: 1_000_000,
  million: 1_000_000,
}

/** The first amount that says it is money and which way it binds: `50万以内`, `预算30-50万`, `under ¥500k`. The text is normalised. */
export function amountIn(text: string): Amount | undefined {
  for (const match of text.matchAll(amount)) {
    const found = amountOf(text, match)
    if (found !== undefined) return found
  }
  return undefined
}

function amountOf(text: string, match: RegExpExecArray): Amount | undefined {
  const groups = match.groups as Record<string, string | undefined>
  const lead = before.exec(text.slice(0, match.index))!
  const trail = after.exec(text.slice(match.index + match[0].length))
  const isBudget = lead.groups!['budget'] !== undefined
  // 50万 is money by its sound, 50k only beside a currency; 50 people are neither.
  const isChinese = /[万亿]/u.test(groups['unit'] ?? '')
  if (!isChinese && !isBudget && groups['sign'] === undefined && groups['currency'] === undefined) return undefined
  const bounds = boundsOf(groups, {
    isMost: lead.groups!['most'] !== undefined || trail?.groups!['most'] !== undefined || isBudget,
    isLeast: lead.groups!['least'] !== undefined || trail?.groups!['least'] !== undefined,
  })
  if (bounds === undefined) return undefined
  return { start: lead.index, end: match.index + match[0].trimEnd().length + (trail?.[0].length ?? 0), ...bounds }
}

function boundsOf(
  { from, fromUnit, to, unit: toUnit }: Record<string, string | undefined>,
  { isMost, isLeast }: { isMost: boolean; isLeast: boolean },
): Pick<Amount, 'minFen' | 'maxFen'> | undefined {
  const last = fen(to!, toUnit)
  if (from !== undefined) return { minFen: fen(from, fromUnit ?? toUnit), maxFen: last }
  if (isLeast) return { minFen: last }
  return isMost ? { maxFen: last } : undefined
}

function fen(amountText: string, unitText: string | undefined): number {
  return Math.round(Number(amountText.replaceAll(',', '')) * (factors[unitText ?? ''] ?? 1) * 100)
}
