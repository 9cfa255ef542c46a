import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import { qualityOf } from '../../src/scenes/scene-quality.ts'
import type { QualityFacts } from '../../src/scenes/scene-quality.ts'
import { goodContent, now, without, zone } from './fixtures.ts'

const facts: QualityFacts = { now, zone, step: 'publication', duplicates: [], brands: [] }
const judged = (content: SceneContent, more: Partial<QualityFacts> = {}) => qualityOf(content, { ...facts, ...more })
const withField = (change: SceneContent) => ({ ...goodContent, ...change })

test('a scene that says everything reaches 100', () => {
  const quality = judged(goodContent)
  expect(quality.findings).toEqual([])
  expect(quality).toMatchObject({ score: 100, publishable: true })
  expect(quality.parts.map((part) => part.max).reduce((a, b) => a + b)).toBe(100)
})

describe('each part loses its points alone', () => {
  const kpi = goodContent.kpis![0]!
  const cases: [string, SceneContent, number, string, string][] = [
    ['short title', withField({ title: '跌倒监测响应' }), 2, 'headline', 'title'],
    ['slogan', withField({ title: '赋能独居老人居家跌倒监测' }), 3, 'headline', 'title'],
    ['unspecific title', withField({ title: '人工智能应用场景需求' }), 3, 'headline', 'title'],
    ['no figure in the summary', withField({ summary: '某街道独居老人跌倒后发现太晚' }), 2, 'headline', 'summary'],
    ['nobody in the summary', withField({ summary: '某街道夜间跌倒 47 起，发现太晚' }), 1, 'headline', 'summary'],
    ['problem without a figure', withField({ problem: '夜间跌倒发现太晚，效率低' }), 8, 'problem', 'problem'],
    ['short background', withField({ background: '现有护理站' }), 4, 'problem', 'background'],
    ['no users', without('endUsers'), 2, 'problem', 'end_users'],
    ['no number of users', without('beneficiariesN'), 1, 'problem', 'beneficiaries_n'],
    ['two requirements', withField({ essential: goodContent.essential!.slice(0, 2) }), 8, 'requirements', 'essential'],
    [
      'one untestable of three',
      withField({ essential: [...goodContent.essential!.slice(0, 2), '系统稳定可靠'] }),
      2,
      'requirements',
      'essential[2]',
    ],
    ['none testable', withField({ essential: ['稳定', '可靠', '好用'] }), 8, 'requirements', 'essential[0]'],
    ['nothing out of scope', without('outOfScope'), 2, 'requirements', 'out_of_scope'],
    ['nothing desirable', without('desirable'), 2, 'requirements', 'desirable'],
    ['one KPI', withField({ kpis: [kpi] }), 4, 'kpis', 'kpis'],
    ['no data owner', withField({ kpis: [kpi, { ...kpi, owner: '' }] }), 4, 'kpis', 'kpis[1].owner'],
    ['no KPI', without('kpis'), 20, 'kpis', 'kpis'],
    ['no data level', without('dataLevel'), 4, 'data', 'data_level'],
    ['assets not described', without('dataAssets'), 6, 'data', 'data_assets'],
    [
      'no legal basis',
      withField({ dataAssets: [{ name: '记录', class: 'internal', volume: '47 条' }] }),
      2,
      'data',
      'data_assets[0].legal_basis',
    ],
    ['no deployment', without('deployment'), 3, 'deployment', 'deployment'],
    ['no compliance', without('complianceNeeds'), 2, 'deployment', 'compliance_needs'],
    ['no budget', without('budgetMaxFen', 'budgetMinFen'), 5, 'terms', 'budget_max_fen'],
    ['budget upside down', withField({ budgetMinFen: 40_000_000 }), 5, 'terms', 'budget_min_fen'],
    ['no way of cooperating', without('coopModes'), 3, 'terms', 'coop_modes'],
    ['no support', without('supportOffered'), 2, 'terms', 'support_offered'],
    ['timetable out of order', withField({ decisionAt: '2026-03-30' }), 5, 'timetable', 'decision_at'],
    ['timetable incomplete', without('startBy'), 5, 'timetable', 'start_by'],
    ['no after_success', without('afterSuccess'), 5, 'after', 'after_success'],
    [
      'route unknown',
      withField({ afterSuccess: { ...goodContent.afterSuccess!, route: 'unknown' } }),
      2,
      'after',
      'after_success.route',
    ],
  ]
  test.each(cases)('%s', (_name, content, points, part, field) => {
    const quality = judged(content)
    expect(quality.score).toBe(100 - points)
    expect(quality.parts.filter((one) => one.points < one.max)).toEqual([expect.objectContaining({ id: part })])
    expect(quality.findings.filter((found) => found.pointsLost > 0).map((found) => found.field)).toContain(field)
  })
})

describe('each blocker blocks, whatever the score', () => {
  const cases: [string, SceneContent, Partial<QualityFacts>, string, string][] = [
    ['no essential requirement', without('essential'), {}, 'essential.none', 'essential'],
    [
      'a KPI without figures',
      withField({ kpis: [...goodContent.kpis!, { name: '提升效率', owner: '护理站' }] }),
      {},
      'kpis.no_figure',
      'kpis[2]',
    ],
    ['no after_success', without('afterSuccess'), {}, 'after.missing', 'after_success'],
    [
      'a deadline too soon',
      withField({ deadline: '2026-03-13', questionsClose: '2026-03-06' }),
      {},
      'deadline.too_soon',
      'deadline',
    ],
    ['a telephone number', withField({ outOfScope: '详询 13812345678' }), {}, 'privacy.telephone', 'out_of_scope'],
    [
      'an identity number',
      withField({ sites: [{ name: '护理站', address: '11010519491231002X' }] }),
      {},
      'privacy.identity',
      'sites[0].address',
    ],
    [
      'a brand',
      withField({ eligibility: ['须使用稀宇科技模型'] }),
      { brands: ['稀宇科技'] },
      'eligibility.brand',
      'eligibility[0]',
    ],
    ['an unanswered duplicate', goodContent, { duplicates: [{ id: 'x', title: '跌倒监测' }] }, 'duplicate.unanswered', 'title'],
  ]
  test.each(cases)('%s', (_name, content, more, rule, field) => {
    const quality = judged(content, more)
    expect(quality.findings.filter((found) => found.severity === 'BLOCKER')).toEqual([expect.objectContaining({ rule, field })])
    expect(quality.publishable).toBe(false)
  })
})

test('ten working days are counted over holidays, from the opening or from publication, whichever is later', () => {
  expect(judged(withField({ deadline: '2026-03-16', questionsClose: '2026-03-10' })).findings).toEqual([])
  const opening = { opensAt: '2026-04-27', questionsClose: '2026-05-08', decisionAt: '2026-06-01', startBy: '2026-06-30' }
  const blocked = judged(withField({ ...opening, deadline: '2026-05-11' })).findings
  expect(blocked).toEqual([expect.objectContaining({ rule: 'deadline.too_soon' })])
  expect(judged(goodContent, { now: new Date('2026-03-20T02:00:00Z') }).publishable).toBe(false)
})

test('a missing after_success blocks publication and only that', () => {
  const draft = judged(without('afterSuccess'), { step: 'draft' })
  expect(draft.findings[0]).toMatchObject({ rule: 'after.missing', severity: 'MAJOR' })
  expect(draft.publishable).toBe(false)
})

test('a telephone number in a field for the registered is no blocker', () => {
  expect(judged(withField({ processToday: '打 13812345678' })).publishable).toBe(true)
})

test('a type of scene without KPIs may be published without them', () => {
  const quality = judged({ ...without('kpis'), sceneType: 'tender_pointer' })
  expect(quality).toMatchObject({ score: 80, publishable: true })
})

test('weights that do not add up, too much weight on price, and a pilot too long are named', () => {
  const quality = judged(withField({ criteria: [{ criterion: 'price', weight: 60 }], pilotWeeks: 40 }))
  expect(quality.findings.map((found) => found.rule)).toEqual(
    expect.arrayContaining(['criteria.sum', 'criteria.price', 'type.pilot_weeks']),
  )
  expect(quality).toMatchObject({ score: 100, publishable: true })
})

test('whatever fields are there, points lost and kept add up to 100 and every finding can be read in both languages', () => {
  const names = Object.keys(goodContent) as (keyof SceneContent)[]
  fc.assert(
    fc.property(fc.subarray(names), (left) => {
      const quality = judged(without(...left))
      const lost = quality.findings.reduce((sum, found) => sum + found.pointsLost, 0)
      const readable = quality.findings.every(({ zh, en, field, rule }) => zh !== '' && en !== '' && field !== '' && rule !== '')
      return quality.score + lost === 100 && readable && quality.score >= 0
    }),
    { numRuns: 60 },
  )
  expect(judged({}).score).toBe(0)
})
