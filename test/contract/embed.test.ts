import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEmbedding } from '../../src/platform/embed-openai.ts'
import type { EmbeddingOptions } from '../../src/platform/embed-openai.ts'
import { testEmbed } from '../support/engines.ts'
import { embedContract } from './embed-contract.ts'
import { answer, embeddingServer, listOf, vectorOf } from './embedding-server.ts'
import type { EmbeddingServer } from './embedding-server.ts'

let server: EmbeddingServer

beforeAll(async () => {
  server = await embeddingServer()
})
beforeEach(() => {
  server.misbehave(undefined)
  for (const log of [server.requests, server.headers, server.paths]) log.length = 0
})
afterAll(() => server.close())

const open = (options: Partial<EmbeddingOptions> = {}) =>
  openEmbedding({
    url: server.url,
    apiKey: undefined,
    model: 'test-model',
    dimensions: undefined,
    queryPrefix: '',
    documentPrefix: '',
    inputType: false,
    ...options,
  })

embedContract('the bundled table', testEmbed)
embedContract('an endpoint', () => open())

describe('what the endpoint is asked', () => {
  test('its model and key, in float, and nothing that was not set', async () => {
    const embed = await open({ apiKey: 'a-key' })
    await embed.embed(['作文批改'], 'document')
    expect(server.paths).toEqual(['POST /v1/embeddings', 'POST /v1/embeddings'])
    expect(server.headers[1]).toMatchObject({ authorization: 'Bearer a-key' })
    // Many models refuse `dimensions` altogether.
    expect(server.requests[1]).toEqual({ model: 'test-model', input: ['作文批改'], encoding_format: 'float' })
    expect(Object.keys(server.requests[0]!)).toEqual(Object.keys(server.requests[1]!))
  })

  test('queries and documents with their own prefixes and input_type', async () => {
    const embed = await open({ queryPrefix: 'query: ', documentPrefix: 'passage: ', inputType: true })
    await embed.embed(['跌倒'], 'query')
    await embed.embed(['跌倒'], 'document')
    expect(server.requests.slice(1)).toMatchObject([
      { input: ['query: 跌倒'], input_type: 'query' },
      { input: ['passage: 跌倒'], input_type: 'document' },
    ])
  })

  test('the dimensions that were set, which every answer then has', async () => {
    const embed = await open({ dimensions: 5 })
    expect(embed.dimensions).toBe(5)
    const [vector] = await embed.embed(['跌倒'], 'query')
    expect(vector).toHaveLength(5)
    expect(server.requests).toMatchObject([{ dimensions: 5 }, { dimensions: 5 }])
  })

  test('sixty-four texts at a time', async () => {
    const embed = await open()
    await embed.embed(
      Array.from({ length: 130 }, (_, index) => `文本${index}`),
      'document',
    )
    expect(server.requests.slice(1).map((request) => request.input.length)).toEqual([64, 64, 2])
  })
})

describe('what the endpoint answers', () => {
  test('vectors belong to the texts by their index, in whatever order they come', async () => {
    const embed = await open()
    server.misbehave((request) => {
      const list = listOf(request.input.map((text) => vectorOf(text, 8)))
      return { ...list, data: list.data.toReversed() }
    })
    const shuffled = await embed.embed(['甲', '乙', '丙'], 'document')
    server.misbehave(undefined)
    expect(shuffled).toEqual(await embed.embed(['甲', '乙', '丙'], 'document'))
  })

  const good = (text: string) => vectorOf(text, 8)
  const broken: [string, (input: string[]) => unknown, RegExp][] = [
    ['a vector too few', (input) => listOf(input.slice(1).map(good)), /1 vectors for 2 texts/u],
    ['a vector too many', (input) => listOf([...input, '多'].map(good)), /3 vectors for 2 texts/u],
    ['no vectors at all', () => listOf([]), /0 vectors for 2 texts/u],
    [
      'the same index twice',
      (input) => ({ ...listOf([]), data: input.map((text) => ({ index: 0, embedding: good(text) })) }),
      /index/u,
    ],
    [
      'an index beyond the texts',
      (input) => ({ ...listOf([]), data: input.map((text, index) => ({ index: index + 1, embedding: good(text) })) }),
      /index/u,
    ],
    ['another length', (input) => listOf(input.map((text) => vectorOf(text, 7))), /7 dimensions, not 8/u],
    ['one vector of another length', (input) => listOf([good(input[0]!), vectorOf(input[1]!, 9)]), /9 dimensions, not 8/u],
    [
      'null in a vector, as NaN becomes in JSON',
      (input) => listOf([good(input[0]!), [Number.NaN, ...good(input[1]!).slice(1)]]),
      /not a number/u,
    ],
    ['NaN as a word', (input) => listOf([good(input[0]!), ['NaN', ...good(input[1]!).slice(1)]]), /not a number/u],
    ['a vector of noughts', (input) => listOf(input.map(() => Array.from({ length: 8 }, () => 0))), /without a direction/u],
  ]
  test.each(broken)('refused: %s', async (_name, body, message) => {
    const embed = await open()
    server.misbehave((request) => body(request.input))
    await expect(embed.embed(['甲', '乙'], 'document')).rejects.toThrow(message)
  })

  test('refused: an answer cut off in the middle', async () => {
    const embed = await open()
    server.misbehave((request, response) => {
      const whole = JSON.stringify(listOf(request.input.map(good)))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(whole.length) })
      response.write(whole.slice(0, whole.length / 2))
      setImmediate(() => response.destroy())
      return response
    })
    await expect(embed.embed(['甲', '乙'], 'document')).rejects.toThrow(/terminated|closed|aborted|Premature/u)
  })

  test('refused at once: a key that is not valid, without trying again', async () => {
    server.misbehave((_request, response) => answer(response, 401, { error: { message: 'no such key' } }))
    await expect(open()).rejects.toThrow(/401/u)
    expect(server.requests).toHaveLength(1)
  })

  test('refused at the start: an endpoint that does not keep to the dimensions set', async () => {
    server.misbehave((request) => listOf(request.input.map(good)))
    await expect(open({ dimensions: 4 })).rejects.toThrow(/8 dimensions, not 4/u)
  })

  test('too many requests: it waits as long as it is told, and then succeeds', async () => {
    const embed = await open()
    const first = server.requests.length + 1
    const times: number[] = []
    server.misbehave((_request, response, call) => {
      times.push(performance.now())
      return call === first ? answer(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '1' }) : undefined
    })
    const [vector] = await embed.embed(['甲'], 'query')
    expect(Math.hypot(...vector!)).toBeCloseTo(1, 5)
    expect(times).toHaveLength(2)
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990)
  })

  test('a fault that passes: it tries again', async () => {
    const embed = await open()
    const first = server.requests.length + 1
    server.misbehave((_request, response, call) =>
      call === first ? answer(response, 503, {}, { 'retry-after-ms': '5' }) : undefined,
    )
    expect(await embed.embed(['甲'], 'query')).toHaveLength(1)
    expect(server.requests).toHaveLength(first + 1)
  })
})
