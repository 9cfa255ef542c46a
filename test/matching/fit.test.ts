import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { analyseSupply } from '../../src/matching/analysis.ts'
import type { SupplyAnalysis } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import { calibrated } from '../../src/matching/fit.ts'
import type { Supply } from '../../src/matching/supply.ts'
import type { WordTable } from '../../src/shared/word-table.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, fitAlone, fitsTogether } from './example-market.ts'
import { card, demand, supply } from './pairs.ts'

let table: WordTable
let demands: Demand[]
let supplies: Supply[]
let analyses: SupplyAnalysis[]

beforeAll(async () => {
  table = await testWordTable()
  ;({ demands, supplies } = exampleMarket())
  analyses = supplies.map((one) => analyseSupply(table, one))
})

const placeIn = (scores: readonly number[], score: number, but: number) =>
  scores.filter((other, index) => index !== but && other > score).length

describe('the fit of a pair', () => {
  test('is the pair’s own: the same whoever else is met in the same breath', () => {
    for (const asked of demands.slice(0, 3)) {
      const together = fitsTogether(table, asked, analyses)
      for (const [index, offered] of supplies.entries()) expect(fitAlone(table, asked, offered)).toEqual(together[index])
    }
  })

  test('has parts from 0 to 1, and one figure for each requirement and card', () => {
    for (const asked of demands) {
      for (const [index, { parts, fused, covered }] of fitsTogether(table, asked, analyses).entries()) {
        for (const value of Object.values(parts)) expect(value >= 0 && value <= 1.000_001).toBe(true)
        expect(fused).toSatisfy(Number.isFinite)
        expect(covered.map((row) => row.length)).toEqual(
          (asked.requirements.length > 0 ? asked.requirements : [0]).map(() => supplies[index]!.cards.length),
        )
        for (const value of covered.flat()) expect(value >= 0 && value <= 1.000_001).toBe(true)
      }
    }
  })

  test('puts what was asked for before what was not', () => {
    const other = supply({
      cards: [card({ fields: [{ field: 'description', text: '初中数学作业批改与错因归类。' }] })],
      fields: [],
    })
    const [near, far] = [fitAlone(table, demand(), supply()), fitAlone(table, demand(), other)]
    expect(near.fused).toBeGreaterThan(far.fused)
    expect(near.parts.coverage).toBeGreaterThan(far.parts.coverage)
    expect(near.parts.lexical).toBeGreaterThan(far.parts.lexical)
  })

  test('is at its greatest where both say the same', () => {
    const said = demand({ context: [], requirements: [{ text: '跌倒监测', must: true }], title: '跌倒监测' })
    const fit = fitAlone(table, said, supply({ fields: [], cards: [card({ fields: [{ field: 'name', text: '跌倒监测' }] })] }))
    for (const value of Object.values(fit.parts)) expect(value).toBeCloseTo(1, 4)
  })

  test('counts what is asked for more than what stands around it', () => {
    const asked = demand({ title: '独居老人跌倒监测', context: ['街道食堂菜品称重结算。'], requirements: [] })
    const about = (text: string) =>
      fitAlone(table, asked, supply({ fields: [], cards: [card({ fields: [{ field: 'description', text }] })] }))
    expect(about('独居老人跌倒监测').parts.profile).toBeGreaterThan(about('街道食堂菜品称重结算').parts.profile)
  })

  test('meets across Chinese and English', () => {
    const english = (text: string) => supply({ fields: [], cards: [card({ fields: [{ field: 'description', text }] })] })
    const asked = demand({ title: '跌倒监测', context: [], requirements: [{ text: '老人跌倒后告警', must: true }] })
    expect(fitAlone(table, asked, english('fall detection and alarm for elderly people')).fused).toBeGreaterThan(
      fitAlone(table, asked, english('invoice matching and tax accounting')).fused,
    )
  })

  const strange: [string, Demand, Supply][] = [
    ['nothing is asked', demand({ title: '', context: [], requirements: [] }), supply()],
    ['nothing is offered', demand(), supply({ fields: [], cards: [] })],
    ['neither says anything', demand({ title: '', context: [], requirements: [] }), supply({ fields: [], cards: [] })],
    [
      'no word is known',
      demand({ title: 'qzxv wvkj', context: [], requirements: [{ text: 'zzqk', must: true }] }),
      supply({ fields: [], cards: [card({ fields: [{ field: 'name', text: 'xxyzq' }] })] }),
    ],
    [
      'nothing but marks',
      demand({ title: '！！！', context: ['…'], requirements: [{ text: '。', must: true }] }),
      supply({ fields: [{ field: 'name', text: '——' }] }),
    ],
    ['no requirement, only a title', demand({ context: [], requirements: [] }), supply()],
  ]
  test.each(strange)('is a number when %s', (_name, asked, offered) => {
    const { parts, fused } = fitAlone(table, asked, offered)
    for (const value of [...Object.values(parts), fused]) expect(value).toSatisfy(Number.isFinite)
  })

  test('unknown words still meet themselves', () => {
    const asked = demand({ title: 'zorbex', context: [], requirements: [{ text: 'zorbex', must: true }] })
    const offering = (name: string) =>
      fitAlone(table, asked, supply({ fields: [], cards: [card({ fields: [{ field: 'name', text: name }] })] }))
    expect(offering('zorbex').parts.coverage).toBe(1)
    expect(offering('vortex9').parts.coverage).toBe(0)
  })
})

describe('filling a profile with keywords', () => {
  const stuffed = (offered: Supply, words: string, times: number): Supply => {
    const [first, ...others] = offered.cards
    const field = { field: 'description', text: Array.from({ length: times }, () => words).join('，') }
    return { ...offered, cards: [{ ...first!, fields: [...first!.fields, field] }, ...others] }
  }

  test('twenty copies of what the card says anyway raise no company’s place for any scene', () => {
    const own = (offered: Supply) =>
      offered.cards[0]!.fields.filter(({ field }) => /keywords|name/u.test(field))
        .map((said) => said.text)
        .join('，')
    const fuller = supplies.map((offered) => analyseSupply(table, stuffed(offered, own(offered), 20)))
    for (const asked of demands) {
      const before = fitsTogether(table, asked, analyses).map(({ fused }) => fused)
      const after = fitsTogether(table, asked, fuller).map(({ fused }) => fused)
      for (const index of supplies.keys())
        expect(placeIn(before, after[index]!, index)).toBeGreaterThanOrEqual(placeIn(before, before[index]!, index))
    }
  })

  test('twenty copies of the scene’s own words do no more than one', () => {
    for (const asked of demands) {
      const some = supplies.slice(0, 12)
      const [once, often] = [1, 20].map((times) =>
        fitsTogether(
          table,
          asked,
          some.map((offered) => analyseSupply(table, stuffed(offered, asked.title, times))),
        ),
      )
      expect(often!.map(({ fused }) => fused)).toEqual(once!.map(({ fused }) => fused))
    }
  })
})

describe('the score that people see', () => {
  test('rises with the fit, from 0 to 100', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (fused, more) => {
          const [low, high] = [calibrated({ fused }), calibrated({ fused: fused + more })]
          expect(low).toBeGreaterThanOrEqual(0)
          expect(high).toBeLessThanOrEqual(100)
          expect(high).toBeGreaterThan(low)
        },
      ),
    )
  })
})
