import { expect, test } from 'vitest'
import { superlatives } from '../../src/companies/company-lint.ts'
import { cardContent } from './fixtures.ts'

test('boasts are pointed out by field, in both languages', () => {
  const findings = superlatives({
    ...cardContent,
    advantages: '国内领先，效果最好',
    oneLineEn: 'The world’s best cutting-edge model',
  })
  expect(findings.map(({ field, found }) => [field, found])).toEqual([
    ['one_line_en', 'best'],
    ['one_line_en', 'cutting-edge'],
    ['advantages', '领先'],
    ['advantages', '最'],
  ])
  expect(findings[0]).toMatchObject({ rule: 'superlative', severity: 'MINOR' })
})

test('bounds and moments are no boast', () => {
  expect(
    superlatives({
      ...cardContent,
      description: '最低延时 5 秒，最多 30 路，第一时间告警，最近一次校准',
      advantages: 'bestows asbestos',
    }),
  ).toEqual([])
})
