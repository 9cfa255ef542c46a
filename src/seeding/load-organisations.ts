import type { Organisation } from '../accounts/organisation.ts'
import type { Tx } from '../db/transact.ts'
import type { District } from '../web/http.ts'
import type { ExampleCompany, ExampleOrganisation, ExampleRecords } from './example-records.ts'
import { insertOrganisations } from './example-store.ts'
import { exampleUscc } from './example-uscc.ts'
import { ago, recordLoaded } from './seeding.ts'
import type { Seeding, SeedPorts } from './seeding.ts'

export type KeyedOrganisation = { key: string; row: Organisation }

/** Organisations of both sides, with the key that stands for them in the files. */
export function organisationRows(records: ExampleRecords, ports: SeedPorts, district: District, now: Date): KeyedOrganisation[] {
  const suppliers = records.companies.map((company) => supplierOf(company, district))
  return [...records.organisations, ...suppliers].map(({ key, ...organisation }, index) => ({
    key,
    row: {
      ...organisation,
      id: ports.ids(),
      districtId: district.id,
      uscc: exampleUscc(organisation.kind, index + 1),
      status: 'verified',
      verifiedAt: ago(now, 200),
      isExample: true,
      createdAt: ago(now, 210),
      version: 1,
    },
  }))
}

export async function loadOrganisations(tx: Tx, seeding: Seeding, organisations: readonly KeyedOrganisation[]): Promise<void> {
  const rows = organisations.map(({ row }) => row)
  await insertOrganisations(tx, rows)
  const objects = rows.map(({ id, status }) => ({ objectType: 'organisation', objectId: id, to: status }) as const)
  await recordLoaded(tx, seeding, objects)
}

/** The organisation behind a company; its legal name says that it is an example. */
function supplierOf({ key, content }: ExampleCompany, district: District): ExampleOrganisation {
  const { name = key, nameEn = name } = content
  return {
    key,
    kind: /实验室|研究院/u.test(name) ? 'laboratory' : 'company',
    legalName: `${name}（示例）`,
    nameEn: `${nameEn} (example)`,
    city: content.city ?? district.city,
    district: content.district ?? district.name,
  }
}
