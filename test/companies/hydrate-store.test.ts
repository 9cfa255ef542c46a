import { expect, test } from 'vitest'
import { findStandings, hydrateCompanies } from '../../src/companies/hydrate-store.ts'
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

test('a standing tells states and versions as of an instant, and changes with every card, shown or not', async () => {
  const { ports, listsCompany, listsCard, draftsCard, organisations } = await companyWorld()
  const company = await listsCompany()
  await listsCard(company)
  const validUntil = new Date('2027-03-02T02:00:00Z')
  const standingAt = async (now: Date) =>
    (await findStandings(ports.db, ['01900000-0000-7000-8000-0000000fffff', company], now))[0]
  const before = await standingAt(new Date(validUntil.getTime() - 1))
  expect(before).toEqual({
    id: company,
    districtId: organisations.own.districtId,
    orgId: organisations.own.id,
    status: 'listed',
    version: 2,
    validUntil,
    isExample: false,
    orgStatus: 'verified',
    orgVersion: 1,
    cardVersions: 3,
    cardsShown: 1,
  })
  expect(await standingAt(validUntil)).toEqual({ ...before, cardsShown: 0 })
  await draftsCard(company)
  expect(await standingAt(new Date(validUntil.getTime() - 1))).toEqual({ ...before, cardVersions: 4 })
  expect(await findStandings(ports.db, [], validUntil)).toEqual([])
})
