import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { analyseDemand, analyseSupply, bagsOf } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import { Meeting } from '../../src/matching/meeting.ts'
import type { Supply, SupplyCard } from '../../src/matching/supply.ts'
import { fitOf } from '../../src/matching/fit.ts'
import { weights } from '../../src/matching/weights.ts'
import type { WordTable } from '../../src/shared/word-table.ts'
import { testWordTable } from '../support/engines.ts'
import { fitAlone } from './example-market.ts'
import { card, demand, demandTerms, supply, supplyTerms } from './pairs.ts'

let table: WordTable

beforeAll(async () => {
  table = await testWordTable()
})

const likeCase = '养老院卧室跌倒监测，护理站值班终端 60 秒内收到告警，召回率 96%'
const withCase = (text: string, overrides: Partial<SupplyCard> = {}) =>
  supply({ cards: [card({ fields: [...card().fields, { field: 'cases.0.description', text }], ...overrides })] })
const claimed = (level: 'document' | 'verified') => ({ claims: [{ field: 'cases.0', level }] })
const standing = (offered: Supply, asked: Demand = demand()) => fitAlone(table, asked, offered).standing

describe('evidence', () => {
  test('counts a verified case in full, a documented one by .6, the company’s own word by .3', () => {
    const [own, document, verified] = [
      standing(withCase(likeCase)).evidence,
      standing(withCase(likeCase, claimed('document'))).evidence,
      standing(withCase(likeCase, claimed('verified'))).evidence,
    ]
    expect(own).toBeGreaterThan(0.1)
    expect(document / verified).toBeCloseTo(0.6, 5)
    expect(own / verified).toBeCloseTo(0.3, 5)
  })

  test('is less without a figure, and less in another setting', () => {
    const measured = standing(withCase(likeCase, claimed('verified'))).evidence
    expect(standing(withCase(likeCase.replaceAll(/\d+%?/gu, ''), claimed('verified'))).evidence).toBeLessThan(measured)
    const elsewhere = '初中数学作业批改 1200 份，错因归类准确率 93%'
    expect(standing(withCase(elsewhere, claimed('verified'))).evidence).toBeLessThan(measured / 2)
  })

  test('is the best case, not their number', () => {
    const twice = withCase(likeCase, claimed('verified'))
    const [own] = twice.cards
    const more = { ...own!, fields: [...own!.fields, { field: 'cases.1.description', text: likeCase }] }
    expect(standing({ ...twice, cards: [more] }).evidence).toBe(standing(twice).evidence)
  })

  test('lowers nobody who has none', () => {
    expect(standing(supply()).evidence).toBe(0)
  })
})

describe('readiness', () => {
  const readiness = (minStage: string | undefined, stage: string | undefined) => {
    const { minStage: _least, ...open } = demandTerms
    const { stage: _stage, ...silent } = card()
    const asked = demand({ terms: { ...open, ...(minStage !== undefined && { minStage }) } })
    return standing(supply({ cards: [{ ...silent, ...(stage !== undefined && { stage }) }] }), asked).readiness
  }

  test.each([
    ['lab', 'lab', 0.5],
    ['lab', 'demo', 0.75],
    ['lab', 'market', 1],
    ['market', 'market', 1],
    ['demo', 'lab', 0],
    [undefined, 'market', 0],
    ['lab', undefined, 0],
  ] as const)('%s asked for, %s there: %d', (asked, has, expected) => {
    expect(readiness(asked, has)).toBe(expected)
  })
})

describe('proximity', () => {
  test('parts those who fit alike, and nobody else: it adds at most a thousandth', () => {
    const near = standing(supply())
    const inCity = standing(supply({ terms: { ...supplyTerms, place: { city: '上海', district: '浦东新区' } } }))
    const far = standing(supply({ terms: { ...supplyTerms, place: { city: '北京市', district: '徐汇区' } } }))
    expect([near.proximity, inCity.proximity, far.proximity]).toEqual([1, 0.5, 0])
    expect(weights.standing.proximity).toBeLessThanOrEqual(0.001)
  })
})

describe('a pair', () => {
  test('has one fit, whoever else is met and whichever side opens the meeting', () => {
    const level = fc.constantFrom('document', 'verified', undefined)
    const someSupply = fc
      .record({ text: fc.constantFrom(likeCase, '批改作业 300 份', ''), level, district: fc.constantFrom('徐汇区', '静安区') })
      .map(({ text, level: one, district }) => ({
        ...withCase(text, one === undefined ? {} : claimed(one)),
        terms: { ...supplyTerms, place: { city: '上海市', district } },
      }))
    fc.assert(
      fc.property(fc.array(someSupply, { minLength: 1, maxLength: 4 }), (offered) => {
        const asked = analyseDemand(table, demand())
        const analyses = offered.map((one) => analyseSupply(table, one))
        const together = new Meeting(table, asked.whole.bag, analyses.flatMap(bagsOf))
        for (const one of analyses) {
          const alone = new Meeting(table, asked.whole.bag, bagsOf(one))
          expect(fitOf(together, asked, one)).toEqual(fitOf(alone, asked, one))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('of the graded set stands as it would on its texts alone', async () => {
    const { demands, supplies } = await readDataset(new URL('../ranking/scene-company-zh', import.meta.url).pathname)
    for (const asked of demands.slice(0, 5))
      for (const offered of supplies.slice(0, 20))
        expect(fitAlone(table, asked, offered).standing).toEqual({ evidence: 0, readiness: 0, proximity: 0 })
  })
})
