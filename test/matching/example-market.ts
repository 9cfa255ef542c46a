import type { HydratedCompany } from '../../src/companies/hydrate-store.ts'
import { analyseDemand, analyseSupply, bagsOf } from '../../src/matching/analysis.ts'
import type { SupplyAnalysis } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import { fitOf } from '../../src/matching/fit.ts'
import type { Fit } from '../../src/matching/fit.ts'
import { demandOf, supplyOf } from '../../src/matching/market.ts'
import { Meeting } from '../../src/matching/meeting.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { exampleRecords } from '../../src/seeding/example-records.ts'
import { exampleUscc } from '../../src/seeding/example-uscc.ts'
import type { WordTable } from '../../src/shared/word-table.ts'

const now = new Date('2026-03-02T02:00:00Z')

/** The example data as matching sees it, without any database. */
export function exampleMarket(): { demands: Demand[]; supplies: Supply[] } {
  const { scenes, companies } = exampleRecords('2026-03-02')
  return {
    demands: scenes.map(({ key, content }) =>
      demandOf(content, { id: key, place: { city: '上海市', district: '徐汇区' }, uscc: exampleUscc('department', 1) }),
    ),
    supplies: companies
      .map(({ key, content, cards }, index) => supplyOf(hydrated(key, content, cards, index), now))
      .filter(({ cards }) => cards.length > 0),
  }
}

type Example = ReturnType<typeof exampleRecords>['companies'][number]

function hydrated(key: string, content: Example['content'], cards: Example['cards'], index: number): HydratedCompany {
  const shared = { validUntil: new Date('2027-01-01T00:00:00Z'), version: 1, isExample: true }
  const organisation = {
    id: key,
    status: 'verified',
    legalName: key,
    uscc: exampleUscc('company', index + 100),
    district: '徐汇区',
    city: '上海市',
    version: 1,
  }
  const listed = cards
    .filter(({ state }) => state === 'listed')
    .map((card) => ({
      ...shared,
      id: `${key}/${card.key}`,
      companyId: key,
      orgId: key,
      status: 'listed',
      content: card.content,
      claims: card.claims,
    }))
  return {
    company: { ...shared, id: key, districtId: 'd', orgId: key, status: 'listed', content },
    organisation,
    cards: listed,
  } as unknown as HydratedCompany
}

/** The fit of a pair on its own, met by nobody else. */
export function fitAlone(table: WordTable, demand: Demand, supply: Supply): Fit {
  const asked = analyseDemand(table, demand)
  const offered = analyseSupply(table, supply)
  return fitOf(new Meeting(table, asked.whole.bag, bagsOf(offered)), asked, offered)
}

/** The fits of many at once, met all together. */
export function fitsTogether(table: WordTable, demand: Demand, offered: readonly SupplyAnalysis[]): Fit[] {
  const asked = analyseDemand(table, demand)
  const meeting = new Meeting(table, asked.whole.bag, offered.flatMap(bagsOf))
  return offered.map((one) => fitOf(meeting, asked, one))
}

/** The supply with one text of one card changed. */
export function rewritten(supply: Supply, cardId: string, field: string, change: (text: string) => string): Supply {
  const cards = supply.cards.map((card) =>
    card.id === cardId
      ? { ...card, fields: card.fields.map((own) => (own.field === field ? { ...own, text: change(own.text) } : own)) }
      : card,
  )
  return { ...supply, cards }
}
