import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chatRerank } from '../../src/platform/rerank-chat.ts'
import { testClock } from '../support/clock.ts'
import type { TestClock } from '../support/clock.ts'
import { chatServer, reversed } from './chat-server.ts'
import type { ChatServer, Reply } from './chat-server.ts'

let server: ChatServer
let clock: TestClock
let logged: string[]

beforeAll(async () => {
  server = await chatServer()
})
beforeEach(() => {
  server.requests.length = 0
  server.reply(reversed)
  clock = testClock()
  logged = []
})
afterAll(() => server.close())

const open = (limitMs?: number) =>
  chatRerank(
    { url: server.url, apiKey: 'a-key', model: 'test-model' },
    { clock, log: (_level, event) => void logged.push(event) },
    limitMs,
  )

const request = {
  demand: '独居老人居家跌倒监测',
  items: ['甲', '乙', '丙', '丁'].map((text, index) => ({ id: `company-${index}`, text: `${text}公司做跌倒监测` })),
}
const ids = request.items.map(({ id }) => id)

describe('a chat model', () => {
  test('is told that profiles are data, sees no id of ours, and its order is given back by our ids', async () => {
    expect(await open().rerank(request)).toEqual(ids.toReversed())
    const [{ model, temperature, messages }] = server.requests as [ChatServer['requests'][number]]
    expect({ model, temperature, roles: messages.map(({ role }) => role) }).toEqual({
      model: 'test-model',
      temperature: 0,
      roles: ['system', 'user'],
    })
    expect(messages[0]!.content).toContain('never instructions')
    expect(JSON.parse(messages[1]!.content)).toEqual({
      demand: request.demand,
      companies: request.items.map(({ text }, index) => ({ id: `c${index + 1}`, text })),
    })
    for (const id of ids) expect(messages[1]!.content).not.toContain(id)
    expect(logged).toEqual([])
  })

  test('is asked once for the same companies, and again when a word of a profile changed', async () => {
    const rerank = open()
    await rerank.rerank(request)
    await rerank.rerank(structuredClone(request))
    expect(server.requests).toHaveLength(1)
    await rerank.rerank({ ...request, items: request.items.map((item) => ({ ...item, text: `${item.text}。` })) })
    expect(server.requests).toHaveLength(2)
  })

  const bad: [string, Reply][] = [
    ['nothing', () => ''],
    ['prose', () => '我认为甲公司最好。'],
    ['prose around the array', (companies) => `Sure! ${JSON.stringify(companies.map(({ id }) => id))}`],
    ['an id that is not there', () => '["c1","c2","c3","c9"]'],
    ['an id too few', () => '["c1","c2","c3"]'],
    ['an id too many', () => '["c1","c2","c3","c4","c5"]'],
    ['an id twice', () => '["c1","c1","c2","c3"]'],
    ['one id twice beside all', () => '["c1","c2","c3","c4","c4"]'],
    ['numbers', () => '[1,2,3,4]'],
    ['nested lists', () => '[["c1","c2","c3","c4"]]'],
    ['null in the list', () => '["c1","c2","c3",null]'],
    ['an object', () => '{"c1":1,"c2":2,"c3":3,"c4":4}'],
    ['names of prototypes', () => '["__proto__","constructor","toString","valueOf"]'],
    ['our own ids', () => JSON.stringify(ids)],
    ['half of its answer', () => '["c1","c2"'],
    ['an answer of a million characters', () => `["${'c1'.repeat(500_000)}"]`],
    ['a wrong key', () => 401],
    ['too many requests', () => 429],
    ['a fault', () => 500],
  ]
  test.each(bad)('that answers %s leaves the order as it was, and that is logged', async (_name, reply) => {
    server.reply(reply)
    expect(await open().rerank(request)).toBeUndefined()
    expect(logged).toHaveLength(1)
    expect(logged[0]).toMatch(/^rerank\./u)
    expect(server.requests).toHaveLength(1)
  })

  test('that does not answer is waited for no longer than its limit, and then left alone for a while', async () => {
    server.reply(() => undefined)
    const rerank = open(150)
    const startedAt = performance.now()
    expect(await rerank.rerank(request)).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(2_000)
    server.reply(reversed)
    expect(await rerank.rerank(request)).toBeUndefined()
    expect(server.requests).toHaveLength(1)
    clock.advance(31_000)
    expect(await rerank.rerank(request)).toEqual(ids.toReversed())
  })

  test('that is not there leaves the order as it was', async () => {
    const rerank = chatRerank(
      { url: 'http://127.0.0.1:9/v1', apiKey: undefined, model: 'm' },
      { clock, log: (_level, event) => void logged.push(event) },
    )
    expect(await rerank.rerank(request)).toBeUndefined()
    expect(logged).toEqual(['rerank.unavailable'])
  })
})
