import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeIn } from '../../src/search/query-codes.ts'
import { stretchesOf, withNamesSpelled } from '../../src/search/query-names.ts'
import { parseQuery } from '../../src/search/query-parse.ts'

const wan = 1_000_000

describe('a query for scenes', () => {
  test.each<[string, string, Record<string, unknown>[]]>([
    [
      '徐汇区50万以内的养老场景',
      '',
      [
        { field: 'budget_max_fen', text: '50万以内', values: [], max: 50 * wan },
        { field: 'district', text: '徐汇区', values: ['徐汇区'] },
        { field: 'domain', text: '养老', values: ['elderly'] },
      ],
    ],
    ['养老 跌倒', '跌倒', [{ field: 'domain', text: '养老', values: ['elderly'] }]],
    ['養老 跌倒', '跌倒', [{ field: 'domain', text: '養老', values: ['elderly'] }]],
    [
      'elderly care scenes in Xuhui',
      '',
      [
        { field: 'district', text: 'Xuhui', values: ['徐汇区'] },
        { field: 'domain', text: 'elderly care', values: ['elderly'] },
      ],
    ],
    ['养老,health', '', [{ field: 'domain', text: '养老 health', values: ['elderly', 'health'] }]],
    [
      '预算30-50万 私有化部署',
      '',
      [
        { field: 'budget_max_fen', text: '预算30-50万', values: [], min: 30 * wan, max: 50 * wan },
        { field: 'deployment', text: '私有化部署', values: ['private'] },
      ],
    ],
    ['不超过100万元的视频识别', '视频识别', [{ field: 'budget_max_fen', text: '不超过100万元', values: [], max: 100 * wan }]],
    ['１００万以上 算力', '算力', [{ field: 'budget_max_fen', text: '１００万以上', values: [], min: 100 * wan }]],
    [
      'under ¥500k on-premises speech recognition',
      'speech recognition',
      [
        { field: 'budget_max_fen', text: 'under ¥500k', values: [], max: 50 * wan },
        { field: 'deployment', text: 'on-premises', values: ['private'] },
      ],
    ],
    [
      'budget up to 2 million yuan',
      '',
      [{ field: 'budget_max_fen', text: 'budget up to 2 million yuan', values: [], max: 200 * wan }],
    ],
    [
      '已截止的教育场景',
      '',
      [
        { field: 'status', text: '已截止', values: ['closed'] },
        { field: 'domain', text: '教育', values: ['education'] },
      ],
    ],
    ['示范应用 机器人焊接', '机器人焊接', [{ field: 'min_stage', text: '示范应用', values: ['demo'] }]],
    ['等保三级 病历质控', '病历质控', [{ field: 'compliance_needs', text: '等保三级', values: ['等保三级'] }]],
    [
      '位于徐汇的医疗企业',
      '',
      [
        { field: 'district', text: '位于徐汇', values: ['徐汇区'] },
        { field: 'domain', text: '医疗', values: ['health'] },
      ],
    ],
    [
      "Jing'an free pilot",
      '',
      [
        { field: 'coop_modes', text: 'free pilot', values: ['free_pilot'] },
        { field: 'district', text: "Jing'an", values: ['静安区'] },
      ],
    ],
    ['模速空间（漕开发）', '', [{ field: 'carrier', text: '模速空间（漕开发）', values: ['模速空间（漕开发）'] }]],
  ])('%s', (query, rest, understood) => {
    expect(parseQuery(query, 'scene')).toEqual({ rest, understood })
  })

  test.each([
    '智慧养老',
    '跌倒监测',
    '100万张图片以内',
    '数据1万条以上',
    '95%以内',
    '响应时间不超过30秒',
    'health records',
    'open data',
    'closed loop',
    '徐汇滨江',
    '上海简护信息技术有限公司',
    '深圳市拣达机器人有限公司',
    '上海市第六人民医院',
    '弧眼智能科技（上海）有限公司',
    'Silverpath Robotics (Shanghai) Ltd.',
    'XH-2026-EDU-0012',
    '10千伏线路',
    '  ',
    '',
  ])('“%s” says no condition and stays as it is', (query) => {
    expect(parseQuery(query, 'scene')).toEqual({ rest: query, understood: [] })
  })
})

describe('a query for companies', () => {
  test.each<[string, string, Record<string, unknown>[]]>([
    ['50万以内 病历质控', '病历质控', [{ field: 'min_price_fen', text: '50万以内', values: [], max: 50 * wan }]],
    ['等保三级', '', [{ field: 'filings', text: '等保三级', values: ['等保三级', '等保四级'] }]],
    ['上游企业 算力', '算力', [{ field: 'layer', text: '上游企业', values: ['upstream'] }]],
    [
      '已上市的上海公司',
      '',
      [
        { field: 'stage', text: '已上市', values: ['market'] },
        { field: 'city', text: '上海', values: ['上海市'] },
      ],
    ],
    [
      'hangzhou, on the market',
      '',
      [
        { field: 'stage', text: 'on the market', values: ['market'] },
        { field: 'city', text: 'hangzhou', values: ['杭州市'] },
      ],
    ],
  ])('%s', (query, rest, understood) => {
    expect(parseQuery(query, 'company')).toEqual({ rest, understood })
  })
})

describe('what the reader decides', () => {
  test('a field taken back is words again, and nothing else changes', () => {
    const query = '徐汇区50万以内的养老场景'
    expect(parseQuery(query, 'scene', { literal: ['domain'] })).toMatchObject({
      rest: '养老',
      understood: [{ field: 'budget_max_fen' }, { field: 'district' }],
    })
    expect(parseQuery(query, 'scene', { literal: ['budget_max_fen'] })).toMatchObject({
      rest: '50万以内',
      understood: [{ field: 'district' }, { field: 'domain' }],
    })
    expect(parseQuery(query, 'scene', { literal: ['budget_max_fen', 'district', 'domain'] })).toEqual({
      rest: query,
      understood: [],
    })
  })

  test('a name means somebody, whatever its words mean elsewhere', () => {
    expect(parseQuery('Shanghai AI Lab 养老', 'company', { names: ['Shanghai AI Lab'] })).toEqual({
      rest: 'Shanghai AI Lab',
      understood: [{ field: 'domain', text: '养老', values: ['elderly'] }],
    })
  })
})

test('nothing that was typed is lost: what is not understood is looked for', () => {
  const word = fc.constantFrom(
    '养老',
    '跌倒监测',
    '徐汇区',
    '50万以内',
    '私有化部署',
    'fall',
    'Xuhui',
    '已截止',
    'MiniMax',
    '等保三级',
    '焊接',
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
      const query = words.join(' ')
      const { rest, understood } = parseQuery(query, 'scene')
      const said = `${rest} ${understood.map(({ text }) => text).join(' ')}`
      expect(said.split(/\s+/u).filter(Boolean).toSorted()).toEqual(query.split(' ').toSorted())
    }),
  )
})

test('any text is parsed, and quickly', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (query) => {
      for (const kind of ['scene', 'company'] as const) {
        const startedAt = performance.now()
        expect(() => parseQuery(query, kind)).not.toThrow()
        expect(performance.now() - startedAt).toBeLessThan(200)
      }
    }),
  )
  for (const hard of ['9'.repeat(400), '预算 '.repeat(130), '的'.repeat(400), 'at of in '.repeat(44), '1-'.repeat(200)]) {
    const startedAt = performance.now()
    parseQuery(hard, 'scene')
    expect(performance.now() - startedAt).toBeLessThan(200)
  }
})

describe('codes', () => {
  test.each([
    ['XH-2026-EDU-0012', { kind: 'ref', code: 'XH-2026-EDU-0012', rest: '' }],
    ['ｘｈ－２０２６－ｅｄｕ－００１２', { kind: 'ref', code: 'XH-2026-EDU-0012', rest: '' }],
    ['xh-2026-edu-0012 批改', { kind: 'ref', code: 'XH-2026-EDU-0012', rest: '批改' }],
    ['91310115MA1FL0000X', undefined],
    ['2026-EDU', undefined],
    ['', undefined],
  ])('%s', (query, code) => {
    if (code === undefined) expect(codeIn(query)).toBeUndefined()
    else expect(codeIn(query)).toMatchObject(code)
  })
})

describe('names in pinyin', () => {
  const spelled = (query: string, names: string[]) => withNamesSpelled(query, stretchesOf(query), names).query

  test('become the name, in one word or several, by initials or from the beginning', () => {
    for (const query of ['xiyukeji', 'Xi Yu Ke Ji', 'XYKJ', 'xīyǔ kējì']) expect(spelled(query, ['稀宇科技'])).toBe('稀宇科技')
    expect(spelled('xiyu 评测', ['稀宇科技'])).toBe('稀宇 评测')
    expect(spelled('找xykj的llm', ['稀宇科技'])).toBe('找稀宇科技的llm')
  })

  test('become all names that sound alike, in one order', () => {
    expect(spelled('qian', ['栖安', '启安'])).toBe('启安 栖安')
    expect(spelled('qian', ['启安', '栖安'])).toBe('启安 栖安')
  })

  test('are left alone where they are a name as they stand, or nobody’s', () => {
    expect(stretchesOf('QiAn', ['QiAn'])).toEqual([])
    expect(stretchesOf('Shanghai AI Lab', ['Shanghai AI Lab'])).toEqual([])
    expect(spelled('fall detection', ['稀宇科技'])).toBe('fall detection')
    expect(stretchesOf('a b '.repeat(100)).length).toBeLessThanOrEqual(40)
  })
})
