import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimedValue, claimLevelAt, claimOf, claimsAfterEdit, claimWeight, filingValidOn } from '../../src/companies/claim.ts'
import type { CardContent } from '../../src/companies/company-content.ts'

test('a verification holds through its last day and lapses the next', () => {
  const claim = { field: 'stage', level: 'verified', until: '2026-06-30' } as const
  expect(claimLevelAt(claim, '2026-06-30')).toBe('verified')
  expect(claimLevelAt(claim, '2026-07-01')).toBe('expired')
  expect([claimWeight(claim, '2026-06-30'), claimWeight(claim, '2026-07-01')]).toEqual([1, 0.3])
})

test('what is verified counts in full, a document in part, the own word least', () => {
  const weight = (level: 'self' | 'document' | 'verified') => claimWeight({ field: 'stage', level }, '2026-03-02')
  expect([weight('verified'), weight('document'), weight('self'), claimWeight(undefined, '2026-03-02')]).toEqual([
    1, 0.6, 0.3, 0.3,
  ])
})

test('a claim on a whole list covers its members, and one on a member is nearer', () => {
  const claims = [
    { field: 'cases', level: 'document' },
    { field: 'cases.0', level: 'verified' },
  ] as const
  expect(claimOf(claims, 'cases.0')?.level).toBe('verified')
  expect(claimOf(claims, 'cases.1')?.level).toBe('document')
  expect(claimOf(claims, 'stage')).toBeUndefined()
})

test('a filing stands from its date to its end, both included', () => {
  const filing = { kind: '等保三级', date: '2025-01-01', validUntil: '2026-01-01' }
  expect(['2024-12-31', '2025-01-01', '2026-01-01', '2026-01-02'].map((date) => filingValidOn(filing, date))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(filingValidOn({ kind: '等保三级' }, '2026-01-01')).toBe(true)
})

test('an edit never leaves a verified claim on a value that nobody verified', () => {
  const stage = fc.constantFrom('concept', 'dev', 'lab', 'demo', 'market')
  const content = fc.record(
    { stage, solves: fc.array(fc.string(), { maxLength: 3 }), trl: fc.integer({ min: 1, max: 9 }) },
    { requiredKeys: [] },
  )
  const claims = fc
    .subarray(['stage', 'solves', 'solves.0', 'trl'])
    .map((fields) => fields.map((field) => ({ field, level: 'verified' as const, by: '甲' })))
  fc.assert(
    fc.property(content, content, claims, (before, after, verified) => {
      const contents = [before, after].map((value) => value as CardContent)
      const left = claimsAfterEdit(verified, contents[0]!, contents[1]!)
      expect(left.filter(({ field }) => claimedValue(contents[1]!, field) === undefined)).toEqual([])
      const kept = left.filter(({ level }) => level === 'verified').map(({ field }) => field)
      const values = (side: CardContent) => kept.map((field) => claimedValue(side, field))
      expect(values(contents[1]!)).toEqual(values(contents[0]!))
    }),
  )
})
