import { expect, test } from 'vitest'
import { hydrateCompanies } from '../../src/companies/hydrate-store.ts'
import { cardContent, companyContent, companyWorld } from './fixtures.ts'

test('companies come in the order asked for, with their organisation and their listed cards alone', async () => {
  const { ports, stranger, listsCompany, listsCard, draftsCard, organisations } = await companyWorld()
  const first = await listsCompany()
  const second = await listsCompany(stranger)
  const card = await listsCard(first)
  await draftsCard(first)
  const hydrated = await hydrateCompanies(ports.db, [second, '01900000-0000-7000-8000-0000000fffff', first])
  expect(hydrated.map(({ company, cards }) => [company.id, cards.length])).toEqual([
    [second, 0],
    [first, 1],
  ])
  expect(hydrated[1]).toMatchObject({
    company: { status: 'listed', version: 2, content: companyContent, validUntil: new Date('2027-03-02T02:00:00Z') },
    organisation: { id: organisations.own.id, status: 'verified', legalName: organisations.own.legalName, district: '徐汇区' },
    cards: [
      {
        id: card,
        companyId: first,
        status: 'listed',
        version: 3,
        content: cardContent,
        claims: [],
        validUntil: new Date('2027-03-02T02:00:00Z'),
        isExample: false,
      },
    ],
  })
  expect(await hydrateCompanies(ports.db, [])).toEqual([])
})
