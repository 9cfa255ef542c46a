import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { everyPage, marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

let market: MarketWorld

beforeAll(async () => {
  market = await marketWorld()
})

const matchesOf = (id: string, query = '') => `/api/v1/scenes/${id}/matches${query}`
const opportunitiesOf = (id: string, query = '') => `/api/v1/companies/${id}/opportunities${query}`

describe('which companies should pitch for a scene', () => {
  test('every open scene ranks at least eight companies, best first, without one that a gate keeps out', async () => {
    expect(market.open.length).toBeGreaterThanOrEqual(15)
    for (const { id, content } of market.open) {
      const { items } = await everyPage(market.matchmaker, matchesOf(id), 100)
      expect({ scene: content.title, enough: items.length >= 8 }).toEqual({ scene: content.title, enough: true })
      expect(items.map(({ place }) => place)).toEqual(items.map((_, index) => index + 1))
      expect(items.flatMap(({ gates }) => gates).filter(({ outcome }) => outcome === 'failed')).toEqual([])
      // The order is that of the fit; only an unmet essential requirement lowers the score that is shown.
      const uncapped = items
        .filter((item) => !item.coverage.some((one: any) => one.must && one.outcome === 'not'))
        .map(({ score }) => score)
      expect(uncapped).toEqual(uncapped.toSorted((a: number, b: number) => b - a))
      for (const item of items) {
        expect(item.reasons.length).toBeLessThanOrEqual(3)
        if (item.coverage.some((one: any) => one.must && one.outcome === 'not')) expect(item.score).toBeLessThanOrEqual(60)
      }
    }
  })

  test('each reason quotes a field of a public card, which anybody can look up', async () => {
    const fieldAt = (content: any, field: string) => field.split('.').reduce((value, part) => value?.[part], content)
    const { items } = (await market.matchmaker.get(matchesOf(market.open[0]!.id, '?limit=10'))).body
    const reasons = items.flatMap((item: any) => item.reasons.map((reason: any) => ({ ...reason, company: item.company.id })))
    expect(reasons.length).toBeGreaterThan(5)
    for (const { card_id, field, quote, text, requirement, company } of reasons) {
      const card = (await market.visitor.get(`/api/v1/cards/${card_id}`)).body
      expect(card.company.id).toBe(company)
      expect(fieldAt(card.content, field)).toContain(quote)
      expect(text).toContain(quote)
      expect(market.open[0]!.content.essential!.concat(market.open[0]!.content.desirable ?? [])).toContain(requirement)
    }
  })

  test('the pages put together are the whole, and one page more does not change them', async () => {
    const path = matchesOf(market.open[0]!.id)
    const { items: whole } = await everyPage(market.matchmaker, path, 100)
    const { items, pages } = await everyPage(market.matchmaker, path, 7)
    expect(pages.length).toBe(Math.ceil(whole.length / 7))
    expect(items).toEqual(whole)
    expect(new Set(pages.map(({ body }) => body.total))).toEqual(new Set([whole.length]))
    expect(pages[0]!.body).toMatchObject({ degraded: [], weights_version: expect.any(String) })
  })

  test('those a gate keeps out are listed on request, each with its gate and without a place', async () => {
    for (const { id } of market.open.slice(0, 4)) {
      const { items: out } = await everyPage(market.matchmaker, matchesOf(id, '?include=excluded'), 100)
      const { items: ranked } = await everyPage(market.matchmaker, matchesOf(id), 100)
      expect(out.length).toBeGreaterThan(0)
      for (const { place, gates } of out) {
        expect(place).toBeNull()
        expect(gates.filter(({ outcome }: any) => outcome === 'failed').length).toBeGreaterThan(0)
      }
      const ids = [...ranked, ...out].map(({ company }) => company.id)
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('says it in English when asked to', async () => {
    const [first] = (await market.matchmaker.get(matchesOf(market.open[0]!.id, '?limit=1&lang=en'))).body.items
    for (const { why } of first.gates) expect(why).not.toMatch(/^\p{Script=Han}/u)
    for (const { text } of first.reasons) expect(text).toMatch(/^Asked: /u)
  })

  test('is refused to a query it does not know', async () => {
    for (const query of ['?limit=0', '?limit=101', '?limit=x', '?include=all', '?colour=red']) {
      expect({ query, status: (await market.matchmaker.get(matchesOf(market.open[0]!.id, query))).status }).toEqual({
        query,
        status: 422,
      })
    }
  })
})

describe('which scenes a company should pursue', () => {
  test('a pair has one score, one set of parts and one set of reasons, from whichever side it is asked', async () => {
    const byPair = new Map<string, unknown>()
    for (const { id } of market.open) {
      for (const query of ['', '?include=excluded']) {
        const { items } = await everyPage(market.matchmaker, matchesOf(id, query), 100)
        for (const { company, place: _place, ...rest } of items) byPair.set(`${id} ${company.id}`, rest)
      }
    }
    let seen = 0
    for (const { id } of market.companies.slice(0, 12)) {
      for (const query of ['', '?include=excluded']) {
        const { items } = await everyPage(market.matchmaker, opportunitiesOf(id, query), 100)
        for (const { scene, place: _place, beside: _beside, ...rest } of items) {
          expect(rest).toEqual(byPair.get(`${scene.id} ${id}`))
          seen += 1
        }
      }
    }
    expect(seen).toBeGreaterThan(150)
  })

  test('only open scenes, each with what one needs to decide whether to look', async () => {
    const { items } = await everyPage(market.company, opportunitiesOf(market.ownCompanyId), 100)
    expect(items.length).toBeGreaterThan(3)
    const open = new Set(market.open.map(({ id }) => id))
    for (const { scene, place } of items) {
      expect(open.has(scene.id)).toBe(true)
      expect(scene).toMatchObject({
        ref: expect.any(String),
        title: expect.any(String),
        org_name: expect.any(String),
        is_example: true,
      })
      expect(place).toBeGreaterThan(0)
    }
  })

  test('a scene that stops saying what follows success passes no scene that goes on saying it', async () => {
    const saying = market.open.filter(
      ({ content }) => content.afterSuccess !== undefined && content.afterSuccess.route !== 'unknown',
    )
    const silenced = new Set(saying.filter((_, index) => index % 2 === 0).map(({ id }) => id))
    const saysAfter = async (sceneId: string, afterSuccess: object) => {
      const content = { ...market.scenes.find(({ id }) => id === sceneId)!.content, afterSuccess }
      await market.ports.db
        .updateTable('scene')
        .set({ content: JSON.stringify(content) })
        .where('id', '=', sceneId)
        .execute()
    }
    const standing = async ({ id }: { id: string }) =>
      (await everyPage(market.matchmaker, opportunitiesOf(id), 100)).items.map(({ scene }) => scene.id as string)
    const companies = market.companies.slice(0, 5)
    const before = await Promise.all(companies.map(standing))
    for (const id of silenced) await saysAfter(id, { route: 'unknown' })
    const after = await Promise.all(companies.map(standing))
    for (const { id, content } of saying) await saysAfter(id, content.afterSuccess!)

    let passedBy = 0
    for (const [index, order] of before.entries()) {
      for (const [place, above] of order.entries()) {
        for (const below of order.slice(place + 1)) {
          const hasPassed = after[index]!.indexOf(below) < after[index]!.indexOf(above)
          if (silenced.has(below) && !silenced.has(above))
            expect({ below, above, hasPassed }).toEqual({ below, above, hasPassed: false })
          if (!silenced.has(below) && silenced.has(above) && hasPassed) passedBy += 1
        }
      }
    }
    expect(passedBy).toBeGreaterThan(0)
  })
})

describe('a cursor of a ranking', () => {
  const cursorOf = async (client: Client, path: string) => (await client.get(`${path}?limit=3`)).body.next_cursor as string

  test('is refused as stale on another scene’s ranking', async () => {
    const [one, other] = market.open
    const cursor = await cursorOf(market.matchmaker, matchesOf(one!.id))
    expect(await market.matchmaker.get(matchesOf(other!.id, `?cursor=${cursor}`))).toMatchObject({
      status: 409,
      body: { code: 'request.stale_cursor' },
    })
  })

  test('is refused when it is none of ours', async () => {
    for (const cursor of ['x', 'WzFd', 'bnVsbA', 'eyJhIjoxfQ', '%00']) {
      const answer = await market.matchmaker.get(matchesOf(market.open[0]!.id, `?cursor=${cursor}`))
      expect({ cursor, status: answer.status }).toEqual({
        cursor,
        status: expect.toSatisfy((status: number) => status === 400 || status === 409),
      })
    }
  })

  test('is refused as stale once the index has changed', async () => {
    const scene = matchesOf(market.open[0]!.id)
    const company = opportunitiesOf(market.companies[0]!.id)
    const [ofScene, ofCompany] = [await cursorOf(market.matchmaker, scene), await cursorOf(market.matchmaker, company)]
    expect((await market.matchmaker.get(`${scene}?cursor=${ofScene}`)).status).toBe(200)
    const own = `/api/v1/companies/${market.ownCompanyId}`
    expect((await market.company.patch(own, { summary: '改过的简介，说的还是同一件事。' })).status).toBe(200)
    for (const path of [`${scene}?cursor=${ofScene}`, `${company}?cursor=${ofCompany}`]) {
      expect(await market.matchmaker.get(path)).toMatchObject({ status: 409, body: { code: 'request.stale_cursor' } })
    }
  })
})
