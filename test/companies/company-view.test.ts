import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cardView, claimViews, companyView } from '../../src/companies/company-view.ts'
import type { CardRecord } from '../../src/companies/card-store.ts'
import { cardFields, companyFields } from '../../src/companies/company-content.ts'
import type { CompanyRecord } from '../../src/companies/company-store.ts'
import { visible } from '../../src/shared/schema.ts'
import type { Access, Fields } from '../../src/shared/schema.ts'
import { camelKey } from '../../src/shared/wire.ts'
import { publicActor } from '../../src/accounts/actor.ts'
import { roleIds } from '../../src/accounts/role.ts'
import { actorWith } from '../support/world.ts'
import { cardContent, companyContent } from './fixtures.ts'

const order: Access[] = ['pub', 'reg', 'mat', 'int']
const now = new Date('2026-03-02T02:00:00Z')
const row = {
  id: 'id',
  districtId: 'district',
  orgId: 'org',
  status: 'listed',
  version: 1,
  validUntil: new Date('2027-01-01'),
  statusReason: '内部说明',
  suspendedFrom: null,
  isExample: false,
  createdAt: now,
  updatedAt: now,
  orgName: '单位',
  orgNameEn: null,
  orgStatus: 'verified',
} as const
const company = { ...row, content: companyContent } satisfies CompanyRecord
const card = {
  ...row,
  content: cardContent,
  claims: Object.keys(cardContent).map((field) => ({ field, level: 'verified' as const })),
  writtenBy: 'writer',
  companyId: 'company',
  companyName: '企业',
  companyStatus: 'listed',
  companyValidUntil: row.validUntil,
  companyVersion: 1,
} satisfies CardRecord

function above(fields: Fields, names: string[], access: Access): string[] {
  return names.filter((name) => order.indexOf(fields[name]!.access) > order.indexOf(access))
}

test.each([
  ['company', companyFields],
  ['card', cardFields],
] as const)('no field of a %s leaks above its class', (_noun, fields) => {
  const content = fc.subarray(Object.keys(fields)).map((names) => Object.fromEntries(names.map((name) => [name, 'x'])))
  fc.assert(
    fc.property(content, fc.constantFrom(...order), (full, access) => {
      const shown = Object.keys(visible(fields, full, access))
      expect(above(fields, shown, access)).toEqual([])
      expect(shown).toEqual(Object.keys(full).filter((name) => above(fields, [name], access).length === 0))
    }),
  )
})

test('nobody without a reading role of the district or the organisation sees an inner field, whatever roles they hold', () => {
  const roles = fc.subarray([...roleIds])
  const reading = ['district_officer', 'matchmaker', 'compliance_reviewer', 'auditor']
  fc.assert(
    fc.property(roles, (held) => {
      const actor = actorWith(held, { id: 'other', districtId: 'district', status: 'verified' })
      const inner = held.some((role) => reading.includes(role))
      for (const view of [
        companyView(company, { actor, now, zone: 'Asia/Shanghai' }),
        cardView(card, { actor, now, zone: 'Asia/Shanghai' }),
      ]) {
        expect('statusReason' in view).toBe(inner)
        expect('controllers' in view.content || 'minPriceFen' in view.content).toBe(inner)
      }
    }),
  )
})

test('claims show no more than the fields they are about', () => {
  for (const access of order) {
    const fields = claimViews(card, access, '2026-03-02').map((claim) => camelKey(claim.field))
    expect(above(cardFields, fields, access)).toEqual([])
  }
})

test('the public sees neither the writer nor the reason of a state', () => {
  const view = cardView(card, { actor: publicActor('district'), now, zone: 'Asia/Shanghai' })
  expect(JSON.stringify(view)).not.toMatch(/writer|内部说明|hints/u)
  expect(view).toMatchObject({ allowed: [], status: 'listed', company: { name: '企业' } })
})
