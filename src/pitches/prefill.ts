import { staffBands } from '../companies/company-content.ts'
import type { CardContent, CompanyContent } from '../companies/company-content.ts'
import { denies } from '../matching/denial.ts'
import type { PairView } from '../matching/pair.ts'
import { sentences } from '../matching/sentences.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import { canonicalJson } from '../shared/json.ts'
import { codePointLength } from '../shared/schema.ts'
import { dataLevels, deployments, labelled } from '../shared/taxonomy.ts'
import { likeFigure } from './like-figures.ts'
import type { PitchAnswer, PitchContent } from './pitch-content.ts'
import { requirementsOf } from './requirements.ts'

export type ProfileCard = { id: string; content: CardContent }
export type Profile = { company: CompanyContent; cards: readonly ProfileCard[] }

/** How the company answers the scene, as the ranking has it. */
export type Matched = Pick<PairView, 'coverage'>
type Coverage = PairView['coverage'][number]

/** A first draft out of what the company has said already, and the fields that hold something of it. */
export type Prefill = { content: PitchContent; filled: string[]; share: number }

/**
 * Answers cite what the ranking cites; all else comes from the cards in the order in which they are cited, then from the
 * profile. Every word is a quote or a fact that stands there.
 */
export function prefill(scene: SceneContent, { coverage }: Matched, { company, cards }: Profile): Prefill {
  const byUse = mostCitedFirst(coverage, cards)
  const main = byUse[0]
  const answers = requirementsOf(scene).map(({ text }) => answerFrom(text, coverage))
  const used = cardsUsed(coverage, main)
  const kpis = (scene.kpis ?? []).map((kpi) => promise(kpi, byUse))
  const content = compact({
    summary: main?.content.oneLine ?? clipped(company.summary, 300),
    approach: approachFrom(main),
    ...(answers.length > 0 && { answers }),
    ...(kpis.length > 0 && { kpis }),
    cardIds: used,
    leadTimeWeeks: stated(byUse, 'leadTimeWeeks'),
    priceMin: stated(byUse, 'minPriceFen') ?? company.minBudgetFen,
    priceMax: stated(byUse, 'maxPriceFen'),
    needsFromUnit: needsFrom(main, company),
    risks: risksFrom(byUse.filter(({ id }) => used?.includes(id))),
    team: teamFrom(company),
  })
  const filled = filledFields(content)
  return { content, filled, share: filled.filter(isCounted).length / fieldCount(content) }
}

/** A field each: whatever there is to fill in, a requirement's answer, and an indicator that was measured before. */
export function filledFields(content: PitchContent): string[] {
  const { answers = [], kpis = [] } = content
  return [
    ...plainFields.filter((name) => content[name] !== undefined),
    ...answers.filter((answer) => answer.claim !== undefined).map(({ requirement }) => answerField(requirement)),
    ...kpis.filter(({ promised }) => promised !== undefined).map(({ name }) => kpiField(name)),
  ]
}

/** Of what the profile gave, what nobody has changed since. */
export function stillPrefilled(prefilled: readonly string[], before: PitchContent, after: PitchContent): string[] {
  return prefilled.filter((field) => canonicalJson(valueAt(before, field)) === canonicalJson(valueAt(after, field)))
}

export function answerField(requirement: string): string {
  return `answers.${requirement}`
}

export function kpiField(name: string): string {
  return `kpis.${name}`
}

/** What an indicator is promised is the company's to say, so it counts on neither side, measured before or not. */
function isCounted(field: string): boolean {
  return !field.startsWith('kpis.')
}

export const plainFields = [
  'summary',
  'approach',
  'cardIds',
  'leadTimeWeeks',
  'priceMin',
  'priceMax',
  'needsFromUnit',
  'risks',
  'team',
] as const satisfies readonly (keyof PitchContent)[]

function fieldCount({ answers = [] }: PitchContent): number {
  return plainFields.length + answers.length
}

function valueAt(content: PitchContent, field: string): unknown {
  const dot = field.indexOf('.')
  if (dot < 0) return content[field as (typeof plainFields)[number]]
  const key = field.slice(dot + 1)
  if (!isCounted(field)) return content.kpis?.find(({ name }) => name === key)
  return content.answers?.find(({ requirement }) => requirement === key)
}

/** Promised is what was measured before; where nothing was, it is left to the company. */
function promise({ name, unit }: { name: string; unit?: string }, cards: readonly ProfileCard[]) {
  const asked = { name, ...(unit !== undefined && { unit }) }
  const measured = likeFigure(
    asked,
    cards.map(({ content }) => content),
  )
  return measured === undefined ? asked : { ...asked, promised: measured }
}

/** A sentence that covers the requirement, or one that denies it. */
function answerFrom(requirement: string, coverage: readonly Coverage[]): PitchAnswer {
  const found = coverage.find((row) => row.requirement === requirement)
  if (found?.evidence === undefined || found.outcome === 'unknown') return { requirement }
  const { cardId, field, quote } = found.evidence
  if (codePointLength(quote) > 400) return { requirement }
  return { requirement, claim: found.outcome, evidence: { cardId, field, quote } }
}

function mostCitedFirst(coverage: readonly Coverage[], cards: readonly ProfileCard[]): ProfileCard[] {
  const cited = (id: string) => coverage.filter(({ evidence, outcome }) => evidence?.cardId === id && outcome !== 'not').length
  return cards.toSorted((a, b) => cited(b.id) - cited(a.id))
}

/** What the first card says that says it at all. */
function stated(cards: readonly ProfileCard[], key: 'leadTimeWeeks' | 'minPriceFen' | 'maxPriceFen'): number | undefined {
  return cards.find(({ content }) => content[key] !== undefined)?.content[key]
}

function cardsUsed(coverage: readonly Coverage[], main: ProfileCard | undefined): string[] | undefined {
  const cited = coverage.flatMap(({ evidence }) => (evidence === undefined ? [] : [evidence.cardId]))
  const used = [...new Set([...(main === undefined ? [] : [main.id]), ...cited])]
  return used.length === 0 ? undefined : used.slice(0, 20)
}

function approachFrom(main: ProfileCard | undefined): string | undefined {
  if (main === undefined) return undefined
  const { description, solves = [], advantages } = main.content
  const parts = [description, solves.length > 0 ? solves.join('；') : undefined, advantages]
  return joinedWithin(parts, 800)
}

function needsFrom(main: ProfileCard | undefined, company: CompanyContent): string | undefined {
  const { needsData = [], needsDataLevel, computeNeed, partnerRoleSought, deployment = [] } = main?.content ?? {}
  const ways = (deployment.length > 0 ? deployment : (company.deployment ?? [])).map((way) => labelled(deployments, way).zh)
  const level = needsDataLevel === undefined ? undefined : `数据就绪：${labelled(dataLevels, needsDataLevel).zh}`
  const data = needsData.length > 0 ? `数据：${needsData.join('、')}` : undefined
  const place = ways.length > 0 ? `部署方式：${ways.join('、')}` : undefined
  return joinedWithin([data, level, computeNeed && `算力：${computeNeed}`, place, partnerRoleSought], 300)
}

/** What the cards are not for, and the sentences of their descriptions that say what is not done, to the letter. */
function risksFrom(cards: readonly ProfileCard[]): string | undefined {
  const limits = cards.flatMap(({ content: { notFor, description = '' } }) => [
    notFor && `不适用：${notFor}`,
    ...sentences(description).filter((sentence) => denies(sentence) && notFor?.includes(sentence) !== true),
  ])
  return joinedWithin([...new Set(limits)], 300)
}

function teamFrom({ name, founded, staffBand, certifications = [], carrier }: CompanyContent): string | undefined {
  const staff = staffBand === undefined ? undefined : `人员 ${labelled(staffBands, staffBand).zh}`
  const since = founded === undefined ? undefined : `${founded} 年成立`
  const known = [since, staff, carrier && `位于${carrier}`, certifications.length > 0 ? certifications.join('、') : undefined]
  const said = known.filter((part) => part !== undefined && part !== '')
  return said.length === 0 ? undefined : clipped(`${name ?? ''}${name === undefined ? '' : '，'}${said.join('，')}`, 300)
}

/** As many whole parts as fit. */
function joinedWithin(parts: readonly (string | undefined)[], max: number): string | undefined {
  let joined = ''
  for (const part of parts) {
    if (part === undefined || part === '') continue
    const longer = joined === '' ? part : `${joined}\n${part}`
    if (codePointLength(longer) <= max) joined = longer
    else if (joined === '') joined = clipped(part, max)!
  }
  return joined === '' ? undefined : joined
}

function clipped(text: string | undefined, max: number): string | undefined {
  return text === undefined || codePointLength(text) <= max ? text : `${[...text].slice(0, max - 1).join('')}…`
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined }

function compact(content: Loose<PitchContent>): PitchContent {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => value !== undefined && value !== ''))
}
