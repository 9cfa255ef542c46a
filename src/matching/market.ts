import type { HydratedCard, HydratedCompany } from '../companies/hydrate-store.ts'
import { claimLevelAt } from '../companies/claim.ts'
import type { CardContent, Claim } from '../companies/company-content.ts'
import { cardText, companyText } from '../companies/company-document.ts'
import { isCompanyPublic, companyStatusAt } from '../companies/company.ts'
import { statusAt } from '../companies/card.ts'
import { snakeKey } from '../shared/wire.ts'
import type { SceneContent } from '../scenes/scene-content.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import type { Controller, Demand, Place } from './demand.ts'
import type { FieldText, Supply, SupplyCard, SupplyTerms } from './supply.ts'

/** What stands behind a scene's texts when its conditions are compared. */
export type DemandSide = { id: string; place: Place; uscc?: string; controllers?: Controller[] }

/** A stored scene, or one that is only previewed, as matching sees it. English twins are left out: the words meet across languages. */
export function demandOf(content: SceneContent, side: DemandSide): Demand {
  const { title = '', summary, background, problem, endUsers, techKeywords = [], marketKeywords = [] } = content
  return {
    id: side.id,
    title,
    context: [summary, background, problem, endUsers, ...techKeywords, ...marketKeywords].filter((text) => text !== undefined),
    requirements: [
      ...(content.essential ?? []).map((text) => ({ text, must: true })),
      ...(content.desirable ?? []).map((text) => ({ text, must: false })),
    ],
    terms: {
      filings: content.complianceNeeds ?? [],
      localOnly: content.localOnly ?? false,
      isAfterSuccessKnown: isAfterSuccessKnown(content),
      place: side.place,
      ...given('budgetMaxFen', content.budgetMaxFen),
      ...given('deployment', content.deployment),
      ...given('minStage', content.minStage),
      ...given('deadline', content.deadline),
      ...given('uscc', side.uscc),
      ...given('controllers', side.controllers),
    },
  }
}

/** What follows a successful pilot is said, and is not that nobody knows. */
export function isAfterSuccessKnown({ afterSuccess }: SceneContent): boolean {
  return afterSuccess !== undefined && afterSuccess.route !== 'unknown'
}

export function demandOfScene(scene: StoredScene, controllers?: Controller[]): Demand {
  return demandOf(scene.content, {
    id: scene.id,
    place: { city: scene.orgCity, district: scene.orgDistrict },
    uscc: scene.orgUscc,
    ...given('controllers', controllers),
  })
}

/** A company with the cards that may be ranked now; with the texts as a model reads them, where one is asked. */
export function supplyOf({ company, organisation, cards }: HydratedCompany, now: Date, isRead = false): Supply {
  const { name = organisation.legalName, nameEn, aliases = [], summary } = company.content
  const valid = cards.filter((card) => statusAt(card, now) === 'listed')
  return {
    id: company.id,
    name,
    ...given('nameEn', nameEn),
    fields: texts({ name, aliases, summary }),
    ...given('text', isRead ? companyText(company, valid) : undefined),
    cards: valid.map((card) => ({ ...supplyCard(card, now), ...given('text', isRead ? cardText(card, company) : undefined) })),
    terms: supplyTerms({ company, organisation, cards: valid }, now),
  }
}

function supplyCard({ id, content, claims }: HydratedCard, now: Date): SupplyCard {
  return {
    id,
    name: content.name ?? '',
    fields: cardTexts(content),
    claims: vouchedFor(claims, now),
    deployment: content.deployment ?? [],
    ...given('notFor', content.notFor),
    ...given('minPriceFen', content.minPriceFen),
    ...given('stage', content.stage),
  }
}

/** The claims that somebody vouches for today; a day makes no difference to who counts how much. */
function vouchedFor(claims: readonly Claim[], now: Date): NonNullable<SupplyCard['claims']> {
  const today = now.toISOString().slice(0, 10)
  return claims.flatMap((claim) => {
    const level = claimLevelAt(claim, today)
    return level === 'document' || level === 'verified' ? [{ field: snakeKey(claim.field), level }] : []
  })
}

function cardTexts(content: CardContent): FieldText[] {
  const { name, oneLine, description, solves = [], advantages, techKeywords = [], marketKeywords = [], cases = [] } = content
  const caseTexts = cases.flatMap((entry, index) => [
    { field: `cases.${index}.client`, text: entry.client },
    { field: `cases.${index}.description`, text: entry.description },
    ...(entry.outcome === undefined ? [] : [{ field: `cases.${index}.outcome`, text: entry.outcome }]),
  ])
  return [
    ...texts({
      name,
      one_line: oneLine,
      description,
      solves,
      advantages,
      tech_keywords: techKeywords,
      market_keywords: marketKeywords,
    }),
    ...caseTexts,
  ]
}

/** One text a field, and one a member of a list; blank ones are left out. */
function texts(fields: Record<string, string | readonly string[] | undefined>): FieldText[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === undefined || value === '') return []
    return typeof value === 'string'
      ? [{ field, text: value }]
      : value.map((text, index) => ({ field: `${field}.${index}`, text }))
  })
}

function supplyTerms({ company, organisation, cards }: HydratedCompany, now: Date): SupplyTerms {
  const { content } = company
  const invalid = invalidity({ company, organisation, cards }, now)
  return {
    deployment: content.deployment ?? [],
    filings: (content.filings ?? []).map(({ kind, validUntil }) => ({ kind, ...given('validUntil', validUntil) })),
    place: { ...given('city', content.city), ...given('district', content.district) },
    uscc: organisation.uscc,
    ...given('minBudgetFen', content.minBudgetFen),
    ...given('runningPilots', content.runningPilots),
    ...given('maxConcurrentPilots', content.maxConcurrentPilots),
    ...given('controllers', content.controllers),
    ...given('invalid', invalid),
  }
}

function invalidity({ company, organisation, cards }: HydratedCompany, now: Date): SupplyTerms['invalid'] {
  const verified = organisation.status === 'verified'
  if (isCompanyPublic(company, verified, now)) return cards.length === 0 ? 'cardless' : undefined
  if (!verified) return 'unverified'
  if (company.validUntil <= now) return 'expired'
  return companyStatusAt(company, now) === 'suspended' ? 'suspended' : 'unlisted'
}

/** A key with a value, or no key at all. */
function given<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }
}
