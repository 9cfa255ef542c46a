import type { CardRow } from '../companies/card-store.ts'
import { validFrom } from '../companies/company.ts'
import type { CompanyRow } from '../companies/company-store.ts'
import type { Tx } from '../db/transact.ts'
import type { ExampleCard, ExampleCompany } from './example-records.ts'
import { insertAllCards, insertCompanies } from './example-store.ts'
import { ago, noteLoaded, orgIdOf } from './seeding.ts'
import type { Seeding } from './seeding.ts'

export async function loadCompanies(tx: Tx, seeding: Seeding, examples: readonly ExampleCompany[]) {
  const companies = examples.map((example, index) => companyRow(seeding, example, orgIdOf(seeding, example.key), index))
  const cards = companies.flatMap((company, index) => examples[index]!.cards.map((card) => cardRow(seeding, card, company)))
  await insertCompanies(tx, companies)
  await insertAllCards(tx, cards)
  await noteLoaded(tx, seeding, 'company', companies)
  await noteLoaded(tx, seeding, 'card', cards)
  return { companies: companies.length, cards: cards.length }
}

/** Spread over the months past, as a market fills. */
function companyRow({ ports, district, now }: Seeding, { content }: ExampleCompany, orgId: string, index: number): CompanyRow {
  const createdAt = ago(now, 20 + ((index * 37) % 160))
  return {
    id: ports.ids(),
    districtId: district.id,
    orgId,
    status: 'listed',
    version: 2,
    content,
    validUntil: validFrom(createdAt),
    statusReason: null,
    suspendedFrom: null,
    isExample: true,
    createdAt,
    updatedAt: createdAt,
  }
}

function cardRow({ ports, now }: Seeding, { state, content, claims, reason }: ExampleCard, company: CompanyRow): CardRow {
  const { districtId, orgId, createdAt } = company
  return {
    id: ports.ids(),
    districtId,
    orgId,
    companyId: company.id,
    status: state,
    version: state === 'draft' ? 1 : 3,
    content,
    claims,
    writtenBy: 'system',
    validUntil: state === 'expired' ? ago(now, 1) : validFrom(createdAt),
    statusReason: reason ?? stateReasons[state] ?? null,
    suspendedFrom: state === 'suspended' ? 'listed' : null,
    isExample: true,
    createdAt,
    updatedAt: createdAt,
  }
}

const stateReasons: Partial<Record<ExampleCard['state'], string>> = {
  returned: '示例：请补充案例的实测前后数字与测试方后再提交。',
  suspended: '示例：有一项性能指标与材料不符，核实期间暂停展示。',
}
