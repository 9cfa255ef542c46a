import * as v from 'valibot'
import companiesCity from '../../seeds/companies-city.json' with { type: 'json' }
import companiesMarket from '../../seeds/companies-market.json' with { type: 'json' }
import companiesPeople from '../../seeds/companies-people.json' with { type: 'json' }
import demandOrganisations from '../../seeds/demand-organisations.json' with { type: 'json' }
import sceneList from '../../seeds/scenes.json' with { type: 'json' }
import { CardContent, Claim, CompanyContent } from '../companies/company-content.ts'
import { cardStatuses } from '../companies/company.ts'
import { SceneContent } from '../scenes/scene-content.ts'
import { sceneStatuses } from '../scenes/scene.ts'
import { line } from '../shared/schema.ts'
import { idsOf, organisationKinds } from '../shared/taxonomy.ts'
import { addDays } from '../shared/time.ts'
import { camelKey, fromWire } from '../shared/wire.ts'

const key = line(60)

const ExampleOrganisation = v.strictObject({
  key,
  kind: v.picklist(idsOf(organisationKinds)),
  legalName: line(60),
  nameEn: line(120),
  city: line(20),
  district: line(20),
})

const ExampleScene = v.strictObject({
  key,
  org: key,
  state: v.picklist(idsOf(sceneStatuses)),
  content: SceneContent,
  comments: v.optional(v.array(v.strictObject({ field: key, text: line(400) })), []),
  reason: v.exactOptional(line(400)),
})

const ExampleCard = v.strictObject({
  key,
  state: v.picklist(idsOf(cardStatuses)),
  content: CardContent,
  claims: v.array(Claim),
  reason: v.exactOptional(line(400)),
})

const ExampleCompany = v.strictObject({ key, content: CompanyContent, cards: v.pipe(v.array(ExampleCard), v.maxLength(20)) })

export const ExampleRecords = v.strictObject({
  organisations: v.array(ExampleOrganisation),
  scenes: v.array(ExampleScene),
  companies: v.array(ExampleCompany),
})
export type ExampleRecords = v.InferOutput<typeof ExampleRecords>
export type ExampleOrganisation = ExampleRecords['organisations'][number]
export type ExampleScene = ExampleRecords['scenes'][number]
export type ExampleCompany = ExampleRecords['companies'][number]
export type ExampleCard = ExampleCompany['cards'][number]

/** The example data as of `today`; throws where a file does not fit the schemas. */
export function exampleRecords(today: string): ExampleRecords {
  const wire = {
    organisations: demandOrganisations,
    scenes: sceneList,
    companies: [...companiesCity, ...companiesPeople, ...companiesMarket],
  }
  const records = v.parse(ExampleRecords, fromWire(withDates(wire, today)))
  return { ...records, companies: records.companies.map(withFieldNames) }
}

/** Dates stand as days from today, such as "@+45", so that the examples never grow old. */
function withDates(value: unknown, today: string): unknown {
  if (typeof value === 'string') return offset.test(value) ? addDays(today, Number(value.slice(1))) : value
  if (Array.isArray(value)) return value.map((item) => withDates(item, today))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDates(inner, today)]))
}

const offset = /^@[+-]\d{1,4}$/u

/** A claim names its field in a value, which the wire's mapping of keys leaves alone. */
function withFieldNames(company: ExampleCompany): ExampleCompany {
  const renamed = (claim: Claim) => ({ ...claim, field: camelKey(claim.field) })
  return { ...company, cards: company.cards.map((card) => ({ ...card, claims: card.claims.map(renamed) })) }
}
