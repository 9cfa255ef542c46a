import { describe, expect, test } from 'vitest'
import { readDataset } from '../../src/evaluation/dataset.ts'
import { datasetFolder } from './tiny-set.ts'

const read = async (files: { scenes?: readonly unknown[]; companies?: readonly unknown[]; qrels?: readonly string[] }) =>
  readDataset(await datasetFolder({ scenes: [], companies: [], qrels: [], ...files }))

describe('what a graded set may hold', () => {
  test('a full scene, with its constraints as gates compare them', async () => {
    const { demands } = await read({
      scenes: [
        {
          id: 'S1',
          title: '跌倒监测',
          summary: '夜间',
          background: '三百名老人',
          requirements: [
            { text: '识别跌倒', must: true },
            { text: '离线运行', must: false },
          ],
          constraints: {
            deployment: 'edge',
            filings: ['等保三级'],
            budget_wan: [10, 30.5],
            deadline_months: 6,
            local_only: true,
          },
        },
      ],
    })
    expect(demands).toEqual([
      {
        id: 'S1',
        title: '跌倒监测',
        context: ['夜间', '三百名老人'],
        requirements: [
          { text: '识别跌倒', must: true },
          { text: '离线运行', must: false },
        ],
        terms: { filings: ['等保三级'], localOnly: true, budgetMaxFen: 30_500_000, deployment: 'edge' },
      },
    ])
  })

  test('products are cards; capabilities, cases, name and summary are the profile’s own', async () => {
    const { supplies } = await read({
      companies: [
        {
          id: 'C1',
          name: '守夜科技',
          summary: '看护',
          products: [{ name: '跌倒雷达', description: '毫米波' }],
          capabilities: ['雷达算法', { name: '告警', description: '分钟级' }],
          cases: [{ customer_type: '养老院', description: '部署 30 间', outcome: '发现时间 1 分钟' }],
          filings: ['等保二级', { kind: '算法备案', number: '1' }],
          deployment: ['edge'],
          min_budget_wan: 5,
          district: '徐汇区',
        },
      ],
    })
    expect(supplies[0]).toMatchObject({
      id: 'C1',
      cards: [
        {
          id: 'C1/0',
          name: '跌倒雷达',
          fields: [
            { field: 'name', text: '跌倒雷达' },
            { field: 'description', text: '毫米波' },
          ],
        },
      ],
      terms: {
        deployment: ['edge'],
        filings: [{ kind: '等保二级' }, { kind: '算法备案' }],
        minBudgetFen: 5_000_000,
        place: { district: '徐汇区' },
      },
    })
    expect(supplies[0]!.fields.map(({ text }) => text)).toEqual([
      '守夜科技',
      '看护',
      '雷达算法',
      '告警 分钟级',
      '养老院，部署 30 间，发现时间 1 分钟',
    ])
  })

  test('where there are no products, each capability is a card', async () => {
    const { supplies } = await read({ companies: [{ id: 'C1', capabilities: ['复合电源控制方法', { name: '储能' }] }] })
    expect(supplies[0]!.cards.map((card) => card.name)).toEqual(['复合电源控制方法', '储能'])
  })

  test('unknown keys are ignored, null is absent wherever it stands, and nothing but the id is needed', async () => {
    const nothing = { title: null, summary: null, background: null, requirements: null, constraints: null }
    const holes = {
      requirements: [null, { text: null, must: null }, { text: '识别跌倒', must: null }],
      constraints: { deployment: null, filings: [null], budget_wan: [null, null], local_only: null },
    }
    const { demands } = await read({
      scenes: [
        { id: 'a', colour: 'red', kpis: [{ any: 1 }] },
        { id: 'b', ...nothing },
        { id: 'c', ...holes },
      ],
    })
    const bare = { title: '', context: [], requirements: [], terms: { filings: [], localOnly: false } }
    expect(demands).toEqual([
      { id: 'a', ...bare },
      { id: 'b', ...bare },
      { id: 'c', ...bare, requirements: [{ text: '识别跌倒', must: true }] },
    ])

    const empty = {
      name: null,
      summary: null,
      products: null,
      capabilities: null,
      cases: null,
      filings: null,
      deployment: null,
      min_budget_wan: null,
      district: null,
    }
    const sparse = {
      products: [null, { name: null, description: '毫米波雷达' }],
      cases: [null, { description: null }],
      filings: [null],
      deployment: [null],
    }
    const { supplies } = await read({
      companies: [
        { id: 'a', logo: 'x' },
        { id: 'b', ...empty },
        { id: 'c', ...sparse },
      ],
    })
    expect(supplies.map(({ id, fields, cards, terms }) => [id, fields, cards.length, terms])).toEqual(
      ['a', 'b', 'c'].map((id) => [id, [], id === 'c' ? 1 : 0, { deployment: [], filings: [] }]),
    )
  })

  test('an id is any string, or a number; a grade any number from nought on', async () => {
    const { demands, supplies, grades } = await read({
      scenes: [{ id: 7 }, { id: '0049077e-21d8' }],
      companies: [{ id: 8 }, { id: '甲 公司' }],
      qrels: ['7\t8\t0.5', '7\t甲 公司\t12\t1', '', '0049077e-21d8\t8\t0'],
    })
    expect(demands.map(({ id }) => id)).toEqual(['7', '0049077e-21d8'])
    expect(supplies.map(({ id }) => id)).toEqual(['8', '甲 公司'])
    expect([...grades.get('7')!]).toEqual([
      ['8', 0.5],
      ['甲 公司', 12],
    ])
    expect(grades.get('0049077e-21d8')!.get('8')).toBe(0)
  })

  test('no form limit holds', async () => {
    const long = '长'.repeat(50_000)
    const { demands } = await read({
      scenes: [
        { id: 'a', title: long, requirements: Array.from({ length: 200 }, () => ({ text: long.slice(0, 500), must: true })) },
      ],
    })
    expect(demands[0]!.title).toHaveLength(50_000)
    expect(demands[0]!.requirements).toHaveLength(200)
  })

  test('lines may end as Windows ends them, and blank ones are none', async () => {
    const { demands, grades } = await read({ scenes: ['{"id":"a"}\r', '', '  '], qrels: ['a\tb\t2\r'] })
    expect(demands).toHaveLength(1)
    expect(grades.get('a')!.get('b')).toBe(2)
  })
})

describe('a line that cannot be read is named by its file and number', () => {
  const bad: [string, Parameters<typeof read>[0], RegExp][] = [
    ['no JSON', { scenes: [{ id: 'a' }, '{"id": '] }, /^scenes\.jsonl, line 2:/u],
    ['no object', { companies: ['[]'] }, /^companies\.jsonl, line 1:/u],
    ['no id', { scenes: ['', { title: 'x' }] }, /^scenes\.jsonl, line 2: id/u],
    ['a list for a title', { scenes: [{ id: 'a', title: ['x'] }] }, /^scenes\.jsonl, line 1: title/u],
    ['a word for a list', { companies: [{ id: 'a' }, { id: 'b', products: 'x' }] }, /^companies\.jsonl, line 2: products/u],
    ['a grade that is no number', { qrels: ['a\tb\t3', 'a\tc\thigh'] }, /^qrels\.tsv, line 2:/u],
    ['a grade below nought', { qrels: ['a\tb\t-1'] }, /^qrels\.tsv, line 1:/u],
    ['no grade', { qrels: ['a\tb'] }, /^qrels\.tsv, line 1:/u],
    ['an empty grade', { qrels: ['a\tb\t3', 'a\tb\t'] }, /^qrels\.tsv, line 2:/u],
    ['a grade without end', { qrels: ['a\tb\tInfinity'] }, /^qrels\.tsv, line 1:/u],
  ]
  test.each(bad)('%s', async (_name, files, message) => {
    await expect(read(files)).rejects.toThrow(message)
  })

  test('a file that is not there is named', async () => {
    await expect(readDataset('/nowhere')).rejects.toThrow(/scenes\.jsonl/u)
  })
})
