import { beforeAll, describe, expect, test } from 'vitest'
import { analyseDemand, analyseSupply, bagsOf } from '../../src/matching/analysis.ts'
import type { Demand } from '../../src/matching/demand.ts'
import { reasonsMax } from '../../src/matching/evidence.ts'
import { calibrated } from '../../src/matching/fit.ts'
import { Matcher } from '../../src/matching/matcher.ts'
import { Meeting } from '../../src/matching/meeting.ts'
import { pairOf, viewOfPair } from '../../src/matching/pair.ts'
import type { PairView } from '../../src/matching/pair.ts'
import { sentences } from '../../src/matching/sentences.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { testWordTable } from '../support/engines.ts'
import { exampleMarket, fitAlone, fitsTogether, rewritten } from './example-market.ts'
import { card, demand, supply } from './pairs.ts'

let matcher: Matcher

beforeAll(async () => {
  matcher = new Matcher(await testWordTable())
})

function viewOf(asked: Demand, offered: Supply): PairView & { fused: number } {
  const [demandAnalysis, supplyAnalysis] = [analyseDemand(matcher.table, asked), analyseSupply(matcher.table, offered)]
  const meeting = new Meeting(matcher.table, demandAnalysis.whole.bag, bagsOf(supplyAnalysis))
  const pair = pairOf(meeting, demandAnalysis, supplyAnalysis)
  return { ...viewOfPair(matcher, meeting, pair), fused: pair.fit.fused }
}

describe('evidence, over all scenes of the example data and the ten nearest companies of each', () => {
  let views: { asked: Demand; offered: Supply; view: ReturnType<typeof viewOf> }[]

  beforeAll(() => {
    const { demands, supplies } = exampleMarket()
    const analyses = supplies.map((one) => analyseSupply(matcher.table, one))
    views = demands.flatMap((asked) => {
      const fits = fitsTogether(matcher.table, asked, analyses)
      const ranked = supplies
        .map((offered, index) => ({ offered, fused: fits[index]!.fused }))
        .toSorted((a, b) => b.fused - a.fused)
      return ranked.slice(0, 10).map(({ offered }) => ({ asked, offered, view: viewOf(asked, offered) }))
    })
  })

  const textOf = (offered: Supply, cardId: string, field: string) => {
    const own = offered.cards.find(({ id }) => id === cardId)!
    return field === 'not_for' ? own.notFor! : own.fields.find((one) => one.field === field)!.text
  }

  test('every quote stands to the letter in the field it names, of the card it names', () => {
    const evidence = views.flatMap(({ offered, view }) =>
      [...view.coverage.map((one) => one.evidence), ...view.reasons.map((one) => one.evidence)].flatMap((one) =>
        one ? [{ offered, one }] : [],
      ),
    )
    expect(evidence.length).toBeGreaterThan(500)
    for (const { offered, one } of evidence) {
      expect(one.quote).not.toBe('')
      expect(textOf(offered, one.cardId, one.field)).toContain(one.quote)
      expect(one.cardName).toBe(offered.cards.find(({ id }) => id === one.cardId)!.name)
    }
  })

  test('taking away what a reason cites lowers the score', () => {
    const cited = views.flatMap(({ asked, offered, view }) => view.reasons.map((reason) => ({ asked, offered, view, reason })))
    expect(views.length).toBeGreaterThanOrEqual(240)
    expect(cited.length).toBeGreaterThan(300)
    for (const { asked, offered, view, reason } of cited) {
      const { cardId, field, quote } = reason.evidence
      const silent = rewritten(offered, cardId, field, (text) => text.replace(quote, '\n'))
      expect({ reason, lower: fitAlone(matcher.table, asked, silent).fused < view.fused }).toEqual({ reason, lower: true })
    }
  })

  test('there are at most three reasons, each a requirement’s own words and a quote of its own', () => {
    for (const { asked, view } of views) {
      expect(view.reasons.length).toBeLessThanOrEqual(reasonsMax)
      expect(new Set(view.reasons.map(({ evidence }) => `${evidence.cardId} ${evidence.field} ${evidence.quote}`)).size).toBe(
        view.reasons.length,
      )
      for (const { requirement } of view.reasons) expect(asked.requirements.map(({ text }) => text)).toContain(requirement)
      for (const { evidence } of view.reasons) expect(evidence.field).not.toBe('not_for')
    }
  })

  test('every requirement stands in the coverage, in order, with its own weight', () => {
    for (const { asked, view } of views)
      expect(view.coverage.map(({ requirement, must }) => ({ text: requirement, must }))).toEqual(asked.requirements)
  })

  test('a requirement that is cited is covered; one that is unknown cites nothing', () => {
    for (const { view } of views) {
      for (const { outcome, evidence } of view.coverage) if (outcome === 'unknown') expect(evidence).toBeUndefined()
      for (const { requirement } of view.reasons)
        expect(['met', 'partly']).toContain(view.coverage.find((one) => one.requirement === requirement)!.outcome)
    }
  })

  test('an unmet essential requirement caps the score at 60; all else leaves it as it is', () => {
    const outcomes = new Set<string>()
    for (const { view } of views) {
      const isShort = view.coverage.some(({ must, outcome }) => must && outcome === 'not')
      const full = Math.round(calibrated({ fused: view.fused }) * 10) / 10
      expect(view.score).toBe(isShort ? Math.min(60, full) : full)
      outcomes.add(isShort ? 'short' : full > 60 ? 'full' : 'low')
    }
    expect([...outcomes].toSorted()).toEqual(['full', 'low', 'short'])
  })

  test('what is missing names each essential requirement nobody wrote about, and each condition not met', () => {
    for (const { view } of views) {
      const gaps = view.coverage.filter(({ must, outcome }) => must && (outcome === 'not' || outcome === 'unknown'))
      const unclear = view.gates.filter(({ outcome }) => outcome !== 'met')
      expect(view.missing).toHaveLength(gaps.length + unclear.length)
      for (const { requirement } of gaps)
        expect(view.missing.some(({ zh, en }) => zh.includes(requirement) && en.includes(requirement))).toBe(true)
      for (const { why } of unclear) expect(view.missing).toContainEqual(why)
    }
  })
})

describe('one pair', () => {
  test('quotes the sentence that answers, not the whole field', () => {
    const view = viewOf(demand(), supply())
    const [fall, alarm] = view.coverage
    expect(fall).toMatchObject({
      outcome: 'met',
      evidence: { cardId: 'card', field: 'description', quote: '以毫米波雷达识别卧室与卫生间内的跌倒。' },
    })
    expect(alarm).toMatchObject({ outcome: 'met', evidence: { quote: '六十秒内推送告警到护理站值班终端。' } })
    expect(view.reasons).toHaveLength(2)
  })

  test('what nobody says anything near is not met; the order stays, the score is capped', () => {
    const asked = demand({ requirements: [...demand().requirements, { text: '焊接机器人免示教编程', must: true }] })
    const view = viewOf(asked, supply())
    expect(view.coverage[2]).toMatchObject({ outcome: 'not' })
    expect(view.coverage[2]!.evidence).toBeUndefined()
    expect(view.score).toBeLessThanOrEqual(60)
    const optional = { ...asked, requirements: asked.requirements.map((one, index) => ({ ...one, must: index < 2 })) }
    expect(viewOf(optional, supply()).fused).toBe(view.fused)
    expect(viewOf(optional, supply()).score).toBeGreaterThan(60)
  })

  test('a card that says it is not for this does not cover it, and its own words tell why', () => {
    const notFor = '不能推送告警到护理站值班终端'
    const fields = [{ field: 'description', text: '以毫米波雷达识别卧室与卫生间内的跌倒，召回率不低于 95%。' }]
    const view = viewOf(demand(), supply({ cards: [card({ fields, notFor })] }))
    expect(view.coverage[1]).toMatchObject({ outcome: 'not', evidence: { field: 'not_for', quote: notFor } })
    expect(view.coverage[0]).toMatchObject({ outcome: 'met' })
    expect(view.reasons.map(({ evidence }) => evidence.field)).not.toContain('not_for')
  })

  test('what stands twice is neither cited nor a reason where taking one away changes nothing', () => {
    const said = '识别卧室与卫生间内的跌倒，召回率不低于 95%。'
    const twice = supply({
      fields: [],
      cards: [
        card({
          fields: [
            { field: 'one_line', text: said },
            { field: 'description', text: said },
          ],
        }),
      ],
    })
    const view = viewOf(demand({ requirements: [demand().requirements[0]!] }), twice)
    expect(view.coverage).toEqual([{ requirement: demand().requirements[0]!.text, must: true, outcome: 'met' }])
    expect(view.reasons).toEqual([])
  })

  test('of several cards the one that covers a requirement best is cited', () => {
    const other = card({ id: 'other', name: '批改', fields: [{ field: 'description', text: '批改作业。' }] })
    const view = viewOf(demand(), supply({ cards: [other, card()] }))
    for (const { evidence } of view.reasons) expect(evidence.cardId).toBe('card')
  })
})

describe('the sentences of a text', () => {
  test('end where sentences end, and stand in the text', () => {
    expect(sentences('一。二！三？四；five! six?\n七')).toEqual(['一。', '二！', '三？', '四；', 'five!', 'six?', '七'])
    expect(sentences('  \n ')).toEqual([])
  })

  test('are cut at commas when long, and never longer than 120 characters', () => {
    const long = `${'长'.repeat(80)}，${'句'.repeat(80)}、${'子'.repeat(200)}。`
    for (const part of sentences(long)) {
      expect(long).toContain(part)
      expect(part.length).toBeLessThanOrEqual(120)
    }
    expect(sentences(long)[0]).toBe(`${'长'.repeat(80)}，`)
  })
})
