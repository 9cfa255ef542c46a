import { beforeAll, describe, expect, test } from 'vitest'
import { companyFacets, sceneFacets } from '../../src/search/search.ts'
import { insertScene } from '../../src/scenes/scene-store.ts'
import { everyPage, marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'

let market: MarketWorld

beforeAll(async () => {
  market = await marketWorld()
})

const search = async (what: 'scenes' | 'companies', query: Record<string, string> = {}) => {
  const answer = await market.visitor.get(`/api/v1/search/${what}?${new URLSearchParams(query)}`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}
const idsOf = async (what: 'scenes' | 'companies', q: string) =>
  (await everyPage(market.visitor, `/api/v1/search/${what}?q=${encodeURIComponent(q)}`, 100)).items.map(({ id }) => id as string)

const both = [
  ['scenes', sceneFacets],
  ['companies', companyFacets],
] as const

describe('what is shown', () => {
  test('to everybody: open scenes and listed companies, and no field that is not public', async () => {
    const scenes = await everyPage(market.visitor, '/api/v1/search/scenes', 7)
    expect(new Set(scenes.items.map(({ id }) => id))).toEqual(new Set(market.open.map(({ id }) => id)))
    expect(scenes.items).toHaveLength(market.open.length)
    expect(scenes.pages.map(({ body }) => body.total)).toEqual(scenes.pages.map(() => market.open.length))
    const companies = await everyPage(market.visitor, '/api/v1/search/companies', 50)
    expect(new Set(companies.items.map(({ id }) => id))).toEqual(new Set(market.companies.map(({ id }) => id)))
    expect(companies.items).toHaveLength(market.companies.length)
    for (const { content } of [...scenes.items, ...companies.items]) {
      for (const field of [
        'contact',
        'money_source',
        'data_assets',
        'integration',
        'controllers',
        'min_budget_fen',
        'running_pilots',
      ])
        expect(content).not.toHaveProperty(field)
    }
  })

  test('with status=closed what is closed, and never what nobody may see', async () => {
    const shown = async (status: string) => (await search('scenes', { status })).items.map((scene: any) => scene.status as string)
    expect(new Set(await shown('closed'))).toEqual(new Set(['closed']))
    for (const status of ['draft', 'submitted', 'returned', 'nonsense']) expect(await shown(status)).toEqual([])
  })

  test.each(both)('the newest %s first where nothing is asked, and by deadline when wanted', async (what) => {
    const { items } = await search(what, { limit: '100' })
    const stamps = items.map((item: any) => (what === 'scenes' ? item.published_at : item.valid_until) as string)
    expect(stamps).toEqual(stamps.toSorted().toReversed())
    if (what === 'companies') return
    const deadlines = (await search(what, { sort: 'deadline', limit: '100' })).items.map(
      (item: any) => item.deadline_at as string,
    )
    expect(deadlines).toEqual(deadlines.toSorted())
  })
})

describe('words', () => {
  test.each([
    ['scenes', '跌倒'],
    ['scenes', '垃圾分类'],
    ['scenes', '10千伏线路'],
    ['companies', '病历'],
    ['companies', '机器人焊接'],
  ] as const)('%s: %s finds what holds one of its words, best first', async (what, q) => {
    const ids = await idsOf(what, q)
    expect(ids.length).toBeGreaterThan(0)
    const first = (await search(what, { q })).items[0]
    const all = what === 'scenes' ? JSON.stringify(first.content) : JSON.stringify([first.content, await cardsOf(first.id)])
    expect(all).toContain(q.slice(0, 2))
  })

  const cardsOf = async (id: string) => (await market.visitor.get(`/api/v1/companies/${id}/cards?limit=100`)).body.items

  test.each([
    ['ＧＰＵ', 'GPU'],
    ['gpu', 'GPU'],
    ['ＡＩ', 'ai'],
    ['１０千伏', '10千伏'],
    ['大模型　评测', '大模型 评测'],
    ['【大模型】，评测！', '大模型 评测'],
    ['robots', 'robot'],
    ['Cities', 'city'],
  ])('full or half width, capital or small, plural or not: %s and %s find the same', async (one, other) => {
    for (const what of ['scenes', 'companies'] as const)
      expect((await idsOf(what, one)).toSorted()).toEqual((await idsOf(what, other)).toSorted())
  })

  test('a company is found by each of its names', async () => {
    const aliased = await market.ports.db.selectFrom('company').select(['id', 'content']).execute()
    const named = aliased.filter(({ content }) => (content.aliases ?? []).length > 0)
    expect(named.length).toBeGreaterThan(3)
    for (const { id, content } of named) {
      for (const alias of content.aliases!)
        expect({ alias, first: (await idsOf('companies', alias)).slice(0, 3).includes(id) }).toEqual({ alias, first: true })
    }
  })

  test('every name of a company finds the same companies, in the same order', async () => {
    const companies = await market.ports.db.selectFrom('company').select(['content', 'status']).execute()
    const named = companies.filter(({ content, status }) => status === 'listed' && (content.aliases ?? []).length > 0)
    expect(named.length).toBeGreaterThan(3)
    for (const { content } of named) {
      const expected = await idsOf('companies', content.name!)
      for (const alias of content.aliases!)
        expect({ alias, ids: await idsOf('companies', alias) }).toEqual({ alias, ids: expected })
    }
  })

  test.each([
    ['大模型', 'LLM'],
    ['大模型 评测', '评测 ｌｌｍ'],
    ['等保', 'MLPS'],
  ])('%s and %s find the same scenes and companies', async (one, other) => {
    for (const collection of ['scenes', 'companies'] as const) {
      const found = await idsOf(collection, one)
      expect(await idsOf(collection, other)).toEqual(found)
    }
  })

  test('a scene is found by its number and by its English title', async () => {
    for (const { id, content } of market.open.slice(0, 4)) {
      const ref = (await market.visitor.get(`/api/v1/scenes/${id}`)).body.ref
      expect((await idsOf('scenes', ref)).slice(0, 2)).toContain(id)
      expect((await idsOf('scenes', content.titleEn!))[0]).toBe(id)
    }
  })

  test('what is written differently is found by what it means, when the words find nothing', async () => {
    const body = await search('companies', { q: 'qqzzx 老年人摔倒' })
    expect(body.items.length + body.nearest.length).toBeGreaterThan(0)
  })

  test('at most 400 characters, counted as people count', async () => {
    expect((await market.visitor.get(`/api/v1/search/scenes?q=${'%F0%9F%98%80'.repeat(400)}`)).status).toBe(200)
    expect(await market.visitor.get(`/api/v1/search/scenes?q=${'a'.repeat(401)}`)).toMatchObject({
      status: 422,
      body: { code: 'request.invalid' },
    })
  })

  test.each(['%', "'; drop table scene; --", '"', '\\', '(', '跌倒 AND NOT', '*', '\u{1F600}', '__proto__', 'constructor'])(
    'no character means anything but itself: %s',
    async (q) => {
      expect((await market.visitor.get(`/api/v1/search/companies?${new URLSearchParams({ q })}`)).status).toBe(200)
    },
  )
})

describe.each(both)('facets of %s', (what, names) => {
  const wireName = (name: string) => name

  test('say how many one would find by choosing them, whatever was chosen before', async () => {
    const start: Record<string, string>[] =
      what === 'scenes'
        ? [
            {},
            { q: '识别' },
            { domain: 'elderly' },
            { domain: 'governance,health', deployment: 'private' },
            { status: 'closed' },
            { q: '老人', budget_band: 'to_50' },
          ]
        : [
            {},
            { q: '识别' },
            { domain: 'elderly' },
            { domain: 'governance,health', deployment: 'private' },
            { stage: 'market', q: '模型' },
          ]
    for (const chosen of start) {
      const { facets } = await search(what, chosen)
      expect(Object.keys(facets).toSorted()).toEqual(names.map(wireName).toSorted())
      for (const [name, counts] of Object.entries<{ value: string; count: number }[]>(facets)) {
        for (const { value, count } of counts) {
          if (value.includes(',')) continue
          const { total } = await search(what, { ...chosen, [name]: value, limit: '1' })
          expect({ chosen, name, value, count }).toEqual({ chosen, name, value, count: total })
        }
      }
    }
  })

  test('are exact against the record', async () => {
    const { items } = await everyPage(market.visitor, `/api/v1/search/${what}?domain=health`, 100)
    const { facets, total } = await search(what, { domain: 'health' })
    expect(items).toHaveLength(total)
    const own = what === 'scenes' ? 'deployment' : 'staff_band'
    for (const { value, count } of facets[own])
      expect(items.filter(({ content }) => [content[own]].flat().includes(value)).length).toBe(count)
  })
})

describe('nothing found', () => {
  test('names each filter that stands in the way with what would be found without it, and comes near', async () => {
    const domain = market.open[0]!.content.domain!
    const body = await search('scenes', { q: market.open[0]!.content.title!, domain, carrier: '没有这个载体', limit: '5' })
    expect(body).toMatchObject({ items: [], total: 0, next_cursor: null })
    const [relaxation] = body.relaxations
    expect(body.relaxations).toHaveLength(1)
    expect(relaxation.field).toBe('carrier')
    const without = await search('scenes', { q: market.open[0]!.content.title!, domain })
    expect(relaxation.total).toBe(without.total)
    expect(body.nearest).toHaveLength(5)
    expect(body.nearest[0].id).toBe(market.open[0]!.id)
    for (const { status } of body.nearest) expect(status).toBe('published')
  })

  test('is written into the log, and nothing else is', async () => {
    const { logged } = market.ports
    logged.length = 0
    await search('companies', { q: 'qqzzxx', domain: 'legal' })
    await search('companies', { q: '合同' })
    expect(logged.filter(({ event }) => event === 'search.unmet')).toEqual([
      { level: 'info', event: 'search.unmet', detail: { collection: 'company', filters: { domain: ['legal'] } } },
    ])
  })

  test('what is found needs no help', async () => {
    expect(await search('scenes')).toMatchObject({ relaxations: [], nearest: [] })
  })
})

describe('pages', () => {
  test.each(both)('of %s put together are the whole, each once', async (what) => {
    for (const query of ['', '?q=识别', '?q=识别&domain=governance,elderly']) {
      const whole = (await everyPage(market.visitor, `/api/v1/search/${what}${query}`, 100)).items.map(({ id }) => id)
      const pieces = (await everyPage(market.visitor, `/api/v1/search/${what}${query}`, 3)).items.map(({ id }) => id)
      expect(pieces).toEqual(whole)
      expect(new Set(whole).size).toBe(whole.length)
    }
  })

  test('a cursor belongs to its query', async () => {
    const { next_cursor } = await search('scenes', { q: '识别', limit: '2' })
    expect(await market.visitor.get(`/api/v1/search/scenes?q=${encodeURIComponent('跌倒')}&cursor=${next_cursor}`)).toMatchObject(
      { status: 409, body: { code: 'request.stale_cursor' } },
    )
    expect(await market.visitor.get('/api/v1/search/scenes?cursor=nonsense')).toMatchObject({
      status: 400,
      body: { code: 'request.bad_cursor' },
    })
  })

  test.each(['?limit=0', '?limit=101', '?sort=best', '?colour=red', '?lang=fr', '?sceneType=challenge'])(
    'refuses %s',
    async (query) => {
      expect(await market.visitor.get(`/api/v1/search/scenes${query}`)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid' },
      })
    },
  )
})

describe('what time and others do', () => {
  test('another district’s scenes and companies are neither shown nor counted, nor do they crowd out one’s own', async () => {
    const { db, clock, ids, relay } = market.ports
    const [before, companiesBefore] = [await search('scenes', { limit: '100' }), await search('companies', { limit: '100' })]
    const districtId = ids()
    await db
      .insertInto('district')
      .values({ id: districtId, code: 'PD', name: '浦东新区', nameEn: 'Pudong', city: '上海市', timeZone: 'Asia/Shanghai' })
      .execute()
    const org = await db.selectFrom('organisation').selectAll().where('id', '=', market.open[0]!.orgId).executeTakeFirstOrThrow()
    const orgId = ids()
    await db
      .insertInto('organisation')
      .values({ ...org, id: orgId, districtId, uscc: '91310115MA1FL0000X' })
      .execute()
    const scene = await db.selectFrom('scene').selectAll().where('id', '=', market.open[0]!.id).executeTakeFirstOrThrow()
    const copy = { ...scene, id: ids(), districtId, orgId, ref: null }
    await db.transaction().execute((tx) => insertScene(tx, copy))
    const company = await db.selectFrom('company').selectAll().where('id', '=', market.companies[0]!.id).executeTakeFirstOrThrow()
    const companyCopy = { ...company, id: ids(), districtId, orgId, content: JSON.stringify(company.content) }
    await db.insertInto('company').values(companyCopy).execute()
    for (const [objectType, objectId, version] of [
      ['scene', copy.id, copy.version],
      ['company', companyCopy.id, companyCopy.version],
    ] as const) {
      await db
        .insertInto('outbox')
        .values({ districtId, objectType, objectId, version, createdAt: clock(), dueAt: clock(), doneAt: null })
        .execute()
    }
    await relay()
    for (const [what, old] of [
      ['scenes', before],
      ['companies', companiesBefore],
    ] as const) {
      const now = await search(what, { limit: '100' })
      expect({ total: now.total, facets: now.facets, ids: now.items.map((item: any) => item.id) }).toEqual({
        total: old.total,
        facets: old.facets,
        ids: old.items.map((item: any) => item.id),
      })
    }
  })

  test('a scene past its deadline and a profile past its year are gone at once, before any timer has run', async () => {
    const { clock } = market.ports
    const start = clock()
    const first = (await search('scenes', { sort: 'deadline', limit: '1' })).items[0]
    clock.set(first.deadline_at)
    const rest = await search('scenes', { limit: '100' })
    expect(rest.items.map((item: any) => item.id)).not.toContain(first.id)
    expect(rest.total).toBe(market.open.length - 1)
    expect((await search('scenes', { status: 'published', limit: '100' })).items.map((item: any) => item.id)).not.toContain(
      first.id,
    )

    const company = (await search('companies', { limit: '100' })).items.at(-1)
    clock.set(company.valid_until)
    const companies = await search('companies', { limit: '100' })
    expect(companies.items.map((item: any) => item.id)).not.toContain(company.id)
    expect(companies.items).toHaveLength(companies.total)
    for (const { status } of companies.items) expect(status).toBe('listed')
    clock.set(start)
  })
})
