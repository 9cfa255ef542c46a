import type { CardContent, CompanyContent } from '../companies/company-content.ts'
import { spellingsOf } from '../shared/pinyin.ts'
import { normalise } from '../shared/text.ts'

/** What a company can be known by. */
export type Known = {
  organisation: { legalName: string; nameEn: string | null; uscc: string; city: string; district: string } | undefined
  content: CompanyContent | undefined
  cards: readonly CardContent[]
  people?: readonly string[]
}

/** What stands in a name's place. */
const blank = '〔隐去〕'

/**
 * Everything by which a reader would know these companies: names, brands, short forms, how they are spelled, products,
 * people. A product called what everybody calls it, so that the vocabulary has it too, tells nothing.
 */
export function namesOf(companies: readonly Known[], vocabulary = ''): string[] {
  const common = foldedOf(vocabulary).text
  const isProper = (product: string) => !common.includes(foldedOf(product).text)
  const names = companies.flatMap(({ organisation, content, cards, people = [] }) => [
    ...(organisation === undefined ? [] : [...withShort(organisation.legalName, organisation), organisation.uscc]),
    ...withShortEnglish(organisation?.nameEn),
    ...withShort(content?.name ?? '', organisation),
    ...withShortEnglish(content?.nameEn),
    ...(content?.aliases ?? []),
    ...(content?.controllers ?? []).flatMap(({ name, uscc }) => [...withShort(name ?? '', organisation), uscc]),
    ...cards.flatMap((card) => [card.name ?? '', card.nameEn ?? '']).filter(isProper),
    ...people,
  ])
  return [...new Set(names.flatMap((name) => [name, ...spelled(name)]))].filter((name) => foldedOf(name).text.length >= 2)
}

/** The text without them, however they are written: in either script and width, with spaces or marks in between, in capitals or not. */
export function concealed(text: string, names: readonly string[]): string {
  const folded = foldedOf(text)
  const hidden = [...names.flatMap((name) => occurrences(folded, foldedOf(name).text)), ...addresses(text)]
  return merged(hidden).reduceRight((rest, [start, end]) => rest.slice(0, start) + blank + rest.slice(end), text)
}

/** Every text within a value concealed; what is no text stays. */
export function concealedDeep<T>(value: T, names: readonly string[]): T {
  if (typeof value === 'string') return concealed(value, names) as T
  if (Array.isArray(value)) return value.map((item: unknown) => concealedDeep(item, names)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, concealedDeep(item, names)])) as T
}

/** Letters and digits alone, folded, each with where it stood. */
type Folded = { text: string; at: number[]; source: string }

function foldedOf(source: string): Folded {
  const at: number[] = []
  let text = ''
  for (const { 0: letter, index } of source.matchAll(/[\p{L}\p{N}]/gu)) {
    const plain = normalise(letter.normalize('NFKD').replace(/\p{M}/gu, '')).toLowerCase()
    for (let unit = 0; unit < plain.length; unit += 1) at.push(index)
    text += plain
  }
  return { text, at, source }
}

type Range = [start: number, end: number]

/** Short Latin names count as whole words only, or “Ant” would stand in “relevant”. */
const wholeWordBelow = 5

function occurrences({ text, at, source }: Folded, name: string): Range[] {
  const found: Range[] = []
  if (name.length < 2) return found
  const asWord = name.length < wholeWordBelow && /^[a-z0-9]+$/u.test(name)
  for (let from = text.indexOf(name); from !== -1; from = text.indexOf(name, from + 1)) {
    const [start, last] = [at[from]!, at[from + name.length - 1]!]
    const end = last + String.fromCodePoint(source.codePointAt(last)!).length
    const isPart = /[\p{Script=Latin}\d]$/u.test(source.slice(0, start)) || /^[\p{Script=Latin}\d]/u.test(source.slice(end))
    if (!asWord || !isPart) found.push([start, end])
  }
  return found
}

/** A mailbox or an address on the web names whose it is. */
function addresses(text: string): Range[] {
  const pattern =
    /(?:https?:\/\/|www\.)[^\s，。；、）】]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|cn|net|org|ai|io|tech|top|xyz|co)(?![a-z0-9-])(?:\/[^\s，。；、）】]*)?/giu
  return [...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length])
}

function merged(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}

const legalForms = /(?:股份有限公司|有限责任公司|有限公司|集团公司|合伙企业|研究院|工作室|集团|公司)$/u
const trades =
  /(?:智能|智慧|科技|技术|信息|网络|数字|数据|软件|人工|系统|电子|医疗|健康|教育|文化|传媒|机器人|自动化|能源|物流|金融|环境|服务|发展|工程|设备|仪器|生物|实业|咨询|管理|产业|创新|控股|集团)$/u
const tradesAlone = new RegExp(`^(?:${trades.source.slice(3, -2)})$`, 'u')

/** 上海见湖智能科技有限公司 is also known as 见湖智能科技 and 见湖. */
function withShort(name: string, place: { city: string; district: string } | undefined): string[] {
  const plain = name.replace(/[（(][^）)]*[）)]/gu, '').trim()
  const stem = withoutPlace(plain, place).replace(legalForms, '').replace(legalForms, '')
  if (!/\p{Script=Han}/u.test(stem) || stem.length < 2) return [name, plain]
  let core = stem
  while (trades.test(core) && core.replace(trades, '').length >= 2) core = core.replace(trades, '')
  return [name, plain, stem, core].filter((one) => !tradesAlone.test(one))
}

function withoutPlace(name: string, place: { city: string; district: string } | undefined): string {
  let rest = name
  for (const part of ['中国', place?.city ?? '', place?.district ?? '']) {
    const bare = part.replace(/[市区县]$/u, '')
    if (bare.length >= 2 && rest.startsWith(bare)) rest = rest.slice(bare.length).replace(/^[市区县]/u, '')
  }
  return rest
}

const englishForms = /[\s,]+(?:co\b\.?|company|ltd|limited|inc|llc|corp|corporation|gmbh|plc|group)\.?$/iu
const englishTrades =
  /\s+(?:technology|technologies|tech|intelligence|intelligent|ai|information|software|data|digital|systems?)$/iu

function withShortEnglish(name: string | null | undefined): string[] {
  if (name === null || name === undefined || name === '') return []
  let core = name.replace(/\([^)]*\)/gu, '').trim()
  while (englishForms.test(core)) core = core.replace(englishForms, '')
  const stem = core.replace(/^(?:shanghai|china)\s+/iu, '')
  core = stem
  while (englishTrades.test(core)) core = core.replace(englishTrades, '')
  return [name, ...[stem, core].filter((one) => one.length >= 4)]
}

/** As typed on a Latin keyboard, in full; what is shorter could be anything. */
function spelled(name: string): string[] {
  if (!/\p{Script=Han}{2}/u.test(name)) return []
  const whole = foldedOf(name).text
  return [...spellingsOf(name)]
    .filter(([spelling, meant]) => spelling.length >= wholeWordBelow + 1 && foldedOf(meant).text === whole)
    .map(([spelling]) => spelling)
}
