import { expect, test } from 'vitest'
import { verifyChain } from '../../src/accounts/audit.ts'
import { tickCompanies } from '../../src/companies/tick-companies.ts'
import { companyWorld } from './fixtures.ts'

test('the timer writes down what has run out, once', async () => {
  const { ports, listsCompany, listsCard } = await companyWorld()
  const company = await listsCompany()
  const card = await listsCard(company)
  const end = new Date('2027-03-02T02:00:00Z')
  expect(await tickCompanies(ports, new Date(end.getTime() - 1))).toEqual({ cards: 0, companies: 0 })
  expect(await tickCompanies(ports, end)).toEqual({ cards: 1, companies: 1 })
  expect(await tickCompanies(ports, end)).toEqual({ cards: 0, companies: 0 })
  const row = await ports.db
    .selectFrom('card')
    .select(['status', 'statusReason', 'version'])
    .where('id', '=', card)
    .executeTakeFirst()
  expect(row).toEqual({ status: 'expired', statusReason: '有效期已过', version: 4 })
  expect(await ports.db.selectFrom('company').select('status').executeTakeFirst()).toEqual({ status: 'hidden' })
  const last = await ports.db
    .selectFrom('auditEvent')
    .select(['actorId', 'action', 'at'])
    .where('objectId', '=', card)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  expect(last).toEqual({ actorId: 'system', action: 'card.expire', at: end })
  expect(await verifyChain(ports.db, 'card', card)).toMatchObject({ ok: true })
})
