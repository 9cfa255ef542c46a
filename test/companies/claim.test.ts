import fc from 'fast-check'
import { expect, test } from 'vitest'
import { claimedValue, claimLevelAt, claimsAfterEdit } from '../../src/companies/claim.ts'
import type { CardContent } from '../../src/companies/company-content.ts'

test('a verification holds through its last day and lapses the next', () => {
  const claim = { field: 'stage', level: 'verified', until: '2026-06-30' } as const
  expect(claimLevelAt(claim, '2026-06-30')).toBe('verified')
  expect(claimLevelAt(claim, '2026-07-01')).toBe('expired')
})

test('what nobody has checked is the company’s own word', () => {
  expect([claimLevelAt(undefined, '2026-03-02'), claimLevelAt({ field: 'stage', level: 'document' }, '2026-03-02')]).toEqual([
    'self',
    'document',
  ])
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
