import { beforeAll, describe, expect, test } from 'vitest'
import { marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'
import type { Client } from '../support/client.ts'

let market: MarketWorld
const people: Record<string, Client> = {}

beforeAll(async () => {
  market = await marketWorld()
  for (const name of ['officer', 'auditor', 'administrator']) people[name] = await market.signedIn(name)
  Object.assign(people, {
    matchmaker: market.matchmaker,
    publisher: market.publisher,
    company: market.company,
    visitor: market.visitor,
  })
})

const exposure = '/api/v1/insights/exposure'
const unmet = '/api/v1/insights/unmet'

describe('who may read what', () => {
  test.each([
    ['officer', 200, 200],
    ['auditor', 200, 200],
    ['administrator', 200, 403],
    ['matchmaker', 403, 200],
    ['publisher', 403, 403],
    ['company', 403, 403],
    ['visitor', 401, 401],
  ])('%s: exposure %i, unmet demand %i', async (name, ofExposure, ofUnmet) => {
    const client = people[name]!
    expect({ name, exposure: (await client.get(exposure)).status, unmet: (await client.get(unmet)).status }).toEqual({
      name,
      exposure: ofExposure,
      unmet: ofUnmet,
    })
  })
})

describe('the exposure report', () => {
  test('has a row for each group, from the rankings of all open scenes', async () => {
    const { body } = await people['auditor']!.get(exposure)
    expect(body).toMatchObject({
      scenes_counted: market.open.length,
      scenes_open: market.open.length,
      qualified_score_min: 30,
      band: { low: 0.8, high: 1.25 },
      near_identical: [],
      degraded: [],
      is_example: true,
    })
    expect(body.current.map(({ group }: any) => group)).toEqual(['small', 'young', 'outside_district', 'outside_carrier'])
    for (const row of body.current) {
      expect(row.exposure_share).toBeGreaterThanOrEqual(0)
      expect(row.exposure_share).toBeLessThanOrEqual(1)
      if (row.state === 'balanced') expect(row.ratio >= 0.8 && row.ratio <= 1.25).toBe(true)
      if (row.state === 'low') expect(row.ratio).toBeLessThan(0.8)
    }
  })

  test('counts what was really shown once somebody has read rankings', async () => {
    for (const { id } of market.open) await market.matchmaker.get(`/api/v1/scenes/${id}/matches?limit=10`)
    const { body } = await people['auditor']!.get(exposure)
    expect(body.seen.length).toBe(4)
    // Everybody read once is the rankings as they stand.
    expect(body.seen.map(({ group, exposure_share: share }: any) => [group, share.toFixed(6)])).toEqual(
      body.current.map(({ group, exposure_share: share }: any) => [group, share.toFixed(6)]),
    )
  })

  test('reads in both languages, and says what each figure rests on', async () => {
    const zh = await people['officer']!.page('/insights/exposure?lang=zh')
    expect(zh.status).toBe(200)
    for (const text of ['曝光公平', '人员少于 50', '本区以外', '按近 30 天实际展示', '没有发现几乎相同的档案'])
      expect(zh.text).toContain(text)
    const en = await people['officer']!.page('/insights/exposure?lang=en')
    const main = /<main[\s\S]*<\/main>/u.exec(en.text)![0]
    expect(main).toContain('Younger than three years')
    expect(main.replaceAll(/<[^>]+>/gu, '')).not.toMatch(/\p{Script=Han}/u)
    expect(en.text).toContain('href="/insights/exposure" aria-current="page"')
  })
})

describe('the radar of unmet demand', () => {
  const searched = (q: string, client = market.visitor) => client.get(`/api/v1/search/companies?q=${encodeURIComponent(q)}`)
  const texts = (body: any): string[] => body.items.flatMap(({ examples }: any) => examples.map(({ text }: any) => text))

  test('groups unmatched scenes and scenes nobody qualifies for, each with the nearest supply and its gap', async () => {
    const { body } = await people['officer']!.get(`${unmet}?lang=zh`)
    const examples = body.items.flatMap((item: any) => item.examples)
    const unmatched = market.scenes.filter(({ status }) => status === 'unmatched').map(({ id }) => id)
    expect(unmatched.length).toBeGreaterThan(0)
    expect(examples.map(({ id }: any) => id)).toEqual(expect.arrayContaining(unmatched))
    for (const { size, examples: own, nearest } of body.items) {
      expect(size).toBeGreaterThanOrEqual(own.length)
      expect(nearest.company.name).not.toBe('')
      expect(nearest.gap.length).toBeGreaterThan(0)
    }
  })

  test('keeps the words of empty searches and how often, and nothing of who searched', async () => {
    const before = texts((await people['officer']!.get(unmet)).body)
    for (let time = 0; time < 3; time += 1) await searched('ｑｗｘ１２  Zzyzx')
    await searched('13812345678')
    await searched('qqwang@zzmail.zz')
    await searched('智能')
    await market.visitor.page('/scenes?q=zzyzxx')
    const { body } = await people['officer']!.get(unmet)
    const fresh = texts(body).filter((text) => !before.includes(text))
    const kept = await market.ports.db.selectFrom('unmetSearch').selectAll().orderBy('text').execute()
    expect(kept).toMatchObject([
      { collection: 'company', month: '2026-03', searches: 3, text: 'qwx12 zzyzx' },
      { collection: 'scene', searches: 1, text: 'zzyzxx' },
    ])
    expect(fresh.toSorted()).toEqual(kept.map(({ text }) => text))
    expect(Object.keys(kept[0]!).toSorted()).toEqual(['collection', 'districtId', 'month', 'searches', 'text'])
  })

  test('pages, and refuses a month that is none', async () => {
    const first = (await people['officer']!.get(`${unmet}?limit=1`)).body
    expect(first.items.length).toBe(1)
    const second = (await people['officer']!.get(`${unmet}?limit=1&cursor=${first.next_cursor}`)).body
    expect(second.items[0]).not.toEqual(first.items[0])
    expect(second.total).toBe(first.total)
    expect((await people['officer']!.get(`${unmet}?month=2026-13`)).status).toBe(422)
    expect((await people['officer']!.get(`${unmet}?month=2099-01`)).body).toMatchObject({
      items: [],
      total: 0,
      next_cursor: null,
    })
  })

  test('reads in both languages', async () => {
    const zh = await people['officer']!.page('/insights/unmet?lang=zh')
    for (const text of ['未满足需求', '未匹配场景', '最接近的供给', '缺口']) expect(zh.text).toContain(text)
    const en = await people['officer']!.page('/insights/unmet?lang=en')
    for (const text of ['Unmet demand', 'Unmatched scene', 'Nearest supply', 'The gap']) expect(en.text).toContain(text)
  })
})
