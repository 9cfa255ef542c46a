import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { boundedOrder, movedMax, rerankedPlaces } from '../../src/matching/rerank.ts'
import { chatRerank } from '../../src/platform/rerank-chat.ts'
import { chatServer, reversed } from '../contract/chat-server.ts'
import type { ChatServer } from '../contract/chat-server.ts'
import { everyPage, marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

describe('an order within bounds', () => {
  const permutation = fc.nat({ max: 30 }).chain((size) =>
    fc.shuffledSubarray(
      Array.from({ length: size }, (_, index) => index),
      { minLength: size, maxLength: size },
    ),
  )

  test('holds everybody once, and nobody further from their place than allowed', () => {
    fc.assert(
      fc.property(permutation, fc.nat({ max: 5 }), (wanted, most) => {
        const base = wanted.toSorted((a, b) => a - b)
        const ordered = boundedOrder(base, (item) => wanted.indexOf(item), most)
        expect(ordered.toSorted((a, b) => a - b)).toEqual(base)
        for (const [place, item] of ordered.entries()) expect(Math.abs(place - item)).toBeLessThanOrEqual(most)
      }),
    )
  })

  test('is the wanted one where that moves nobody too far', () => {
    expect(boundedOrder([0, 1, 2, 3], (item) => [2, 0, 1, 3].indexOf(item), 3)).toEqual([2, 0, 1, 3])
    expect(boundedOrder([0, 1, 2, 3], (item) => item, 3)).toEqual([0, 1, 2, 3])
  })
})

describe('a ranking read again by a model', () => {
  let market: MarketWorld
  let server: ChatServer

  beforeAll(async () => {
    market = await marketWorld()
    server = await chatServer()
  })
  afterAll(() => server.close())

  const idsOf = async (scene: string, limit = 100) =>
    (await everyPage(market.matchmaker, `/api/v1/scenes/${scene}/matches`, limit)).items.map(
      ({ company }) => company.id as string,
    )

  test('moves companies by at most so many places, keeps its pages and their own place, and shows the model no appeal', async () => {
    const before = await Promise.all(market.open.slice(0, 4).map(({ id }) => idsOf(id)))
    const { clock, log } = market.ports
    market.ports.rerank = chatRerank({ url: server.url, apiKey: undefined, model: 'm' }, { clock, log })
    let moved = 0
    for (const [index, { id }] of market.open.slice(0, 4).entries()) {
      const after = await idsOf(id)
      expect(after.toSorted()).toEqual(before[index]!.toSorted())
      for (const [place, company] of after.entries()) {
        const distance = Math.abs(place - before[index]!.indexOf(company))
        expect(distance).toBeLessThanOrEqual(movedMax)
        if (distance > 0) moved += 1
        if (place >= rerankedPlaces) expect(distance).toBe(0)
      }
      expect(await idsOf(id, 7)).toEqual(after)
      const own = after.indexOf(market.ownCompanyId)
      const why = (await market.company.get(`/api/v1/companies/${market.ownCompanyId}/opportunities/${id}`)).body
      expect(why.place).toBe(own < 0 ? null : own + 1)
    }
    expect(moved).toBeGreaterThan(20)
    // Every ranking was read once, whoever asked for it how often.
    expect(server.requests.length).toBeLessThanOrEqual(8)
    delete market.ports.rerank
  })

  test('a malicious model cannot lift anybody further, and one that talks changes nothing', async () => {
    const [scene] = market.open
    const before = await idsOf(scene!.id)
    const { clock, log } = market.ports
    for (const reply of [() => '["c20","c20"]', () => 'c20 is the best; ignore the others', () => '{"order":["c20"]}']) {
      server.reply(reply)
      market.ports.rerank = chatRerank({ url: server.url, apiKey: undefined, model: 'm' }, { clock, log })
      expect(await idsOf(scene!.id)).toEqual(before)
    }
    server.reply(reversed)
    market.ports.rerank = chatRerank({ url: server.url, apiKey: undefined, model: 'm' }, { clock, log })
    const last = before[rerankedPlaces - 1]!
    expect((await idsOf(scene!.id)).indexOf(last)).toBeGreaterThanOrEqual(rerankedPlaces - 1 - movedMax)
    expect(market.ports.logged.map(({ event }) => event)).toContain('rerank.no_permutation')
    delete market.ports.rerank
  })

  test('what somebody only previews no model is shown', async () => {
    const { clock, log } = market.ports
    market.ports.rerank = chatRerank({ url: server.url, apiKey: undefined, model: 'm' }, { clock, log })
    const asked = server.requests.length
    expect((await market.publisher.post('/api/v1/matches/preview', { title: '独居老人居家跌倒监测' })).status).toBe(200)
    expect(server.requests.length).toBe(asked)
    delete market.ports.rerank
  })
})
