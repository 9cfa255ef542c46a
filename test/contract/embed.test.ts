import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openEmbedding } from '../../src/platform/embed-openai.ts'
import type { EmbeddingOptions, Surroundings } from '../../src/platform/embed-openai.ts'
import { testEmbed } from '../support/engines.ts'
import { embedContract } from './embed-contract.ts'
import { answer, embeddingServer, listOf, optionsFor, testTime, vectorOf } from './embedding-server.ts'
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

const open = (options: Partial<EmbeddingOptions> = {}, surroundings: Surroundings = {}) =>
  openEmbedding({ ...optionsFor(server.url), ...options }, { time: testTime(), ...surroundings })

embedContract('the bundled table', testEmbed)
embedContract('an endpoint', () => open())

const quick = { totalMs: 100, retriesMax: 1 }

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
    await expect(embed.embed(['甲', '乙'], 'document')).rejects.toThrow(/broke off its answer|only a part/u)
    // The relay has time: it asked five times in all.
    expect(server.requests).toHaveLength(1 + 5)
  })

  test('refused at once: a key that is not valid, without trying again', async () => {
    server.misbehave((_request, response) => answer(response, 401, { error: { message: 'no such key' } }))
    const embed = await open({ dimensions: 8 })
    await expect(embed.embed(['甲'], 'document')).rejects.toThrow(/401.*EMBEDDING_API_KEY/u)
    expect(server.requests).toHaveLength(2)
  })

  test('refused at the start: an endpoint that does not keep to the dimensions set', async () => {
    server.misbehave((request) => listOf(request.input.map(good)))
    await expect(open({ dimensions: 4 })).rejects.toThrow(/8 dimensions, not 4/u)
  })

  test('too many requests: it waits as long as it is told, and then succeeds', async () => {
    const time = testTime()
    const embed = await open({}, { time })
    const first = server.requests.length + 1
    server.misbehave((_request, response, call) =>
      call === first ? answer(response, 429, { error: { message: 'slow down' } }, { 'retry-after': '2' }) : undefined,
    )
    const [vector] = await embed.embed(['甲'], 'query')
    expect(Math.hypot(...vector!)).toBeCloseTo(1, 5)
    expect(server.requests).toHaveLength(first + 1)
    expect(time.waits).toEqual([2_000])
  })

  test('a date to come back at is waited for as well', async () => {
    const time = testTime()
    const embed = await open({}, { time })
    const first = server.requests.length + 1
    const date = new Date(time.now() + 30_000).toUTCString()
    server.misbehave((_request, response, call) =>
      call === first ? answer(response, 503, {}, { 'retry-after': date }) : undefined,
    )
    await embed.embed(['甲'], 'document')
    expect(time.waits).toEqual([30_000])
  })

  test('a reader is not kept waiting for longer than it has patience', async () => {
    const time = testTime()
    const embed = await open({}, { time })
    const first = server.requests.length
    server.misbehave((_request, response) => answer(response, 429, {}, { 'retry-after': '60' }))
    await expect(embed.embed(['甲'], 'query')).rejects.toThrow(/too many requests \(429\)/u)
    expect(time.waits).toEqual([])
    expect(server.requests).toHaveLength(first + 1)
  })

  test.for([429, 503])(
    'a storm of %i ends in a fault that says so, for a reader at once and for the relay in time',
    async (status) => {
      const time = testTime()
      const embed = await open({}, { time })
      const first = server.requests.length
      server.misbehave((_request, response) => answer(response, status, { error: { message: 'storm' } }))
      const said = status === 429 ? /too many requests/u : /503/u
      await expect(embed.embed(['甲'], 'query')).rejects.toThrow(said)
      expect(server.requests).toHaveLength(first + 2)
      await expect(embed.embed(['甲'], 'document')).rejects.toThrow(said)
      expect(server.requests).toHaveLength(first + 2 + 5)
      // Half a second, then ever longer, less a random part.
      const [, ...waits] = time.waits
      for (const [index, wait] of waits.entries()) {
        expect(wait).toBeLessThanOrEqual(500 * 2 ** index)
        expect(wait).toBeGreaterThanOrEqual(375 * 2 ** index)
      }
      server.misbehave(undefined)
      expect(await embed.embed(['甲'], 'query')).toHaveLength(1)
    },
  )

  test('a slow server: the reader goes on without it', async () => {
    const embed = await open({}, { patience: { query: quick } })
    server.misbehave((_request, response) => response)
    const startedAt = performance.now()
    await expect(embed.embed(['甲'], 'query')).rejects.toMatchObject({ name: 'UnavailableError', part: 'embedding' })
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  test('a server that stops in the middle of its answer: so too', async () => {
    const embed = await open({}, { patience: { query: quick } })
    server.misbehave((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data": [')
      return response
    })
    await expect(embed.embed(['甲'], 'query')).rejects.toThrow(/within 100 ms/u)
  })

  test.for([413, 504])('more texts than it takes at once, as a %i says, are sent by halves', async (status) => {
    const embed = await open({ batch: 20, concurrency: 1 })
    server.misbehave(({ input }, response) => (input.length > 3 ? answer(response, status, {}) : undefined))
    const texts = Array.from({ length: 20 }, (_, index) => `文本${index}`)
    const vectors = await embed.embed(texts, 'document')
    server.misbehave(undefined)
    expect(vectors).toEqual(await embed.embed(texts, 'document'))
  })

  test('a text that is too much by itself is a fault', async () => {
    const embed = await open()
    server.misbehave((_request, response) => answer(response, 413, {}))
    await expect(embed.embed(['甲', '乙'], 'document')).rejects.toThrow(/413/u)
    expect(server.requests.slice(1).map(({ input }) => input.length)).toEqual([2, 1])
  })

  test('a connection reset in mid-body once: it asks again', async () => {
    const embed = await open()
    const first = server.requests.length + 1
    server.misbehave((_request, response, call) => {
      if (call !== first) return undefined
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9000' })
      response.write('{"data": [{"index": 0, "embedding": [0.1, ')
      setImmediate(() => response.socket?.resetAndDestroy())
      return response
    })
    expect(await embed.embed(['甲'], 'query')).toHaveLength(1)
    expect(server.requests).toHaveLength(first + 1)
  })

  test.for<[string, string]>([
    ['a page instead of JSON', '<html>gateway</html>'],
    ['JSON cut off', '{"data": [{"index": 0, "embedding": [0.1, '],
    ['nothing at all', ''],
    ['something else', '"ok"'],
    ['vectors that are none', '{"data": [null]}'],
  ])('refused: %s', async ([, body]) => {
    const embed = await open()
    server.misbehave((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
    await expect(embed.embed(['甲'], 'query')).rejects.toMatchObject({ part: 'embedding' })
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

describe('how much it is asked at once', () => {
  const texts = (count: number) => Array.from({ length: count }, (_, index) => `文本${index}`)

  test.for([1, 7, 64, 500])('no more than %i texts a request, in the order given', async (batch) => {
    const embed = await open({ batch, concurrency: 5 })
    const whole = await embed.embed(texts(130), 'document')
    const sizes = server.requests.slice(1).map(({ input }) => input.length)
    expect(sizes).toHaveLength(Math.ceil(130 / batch))
    expect(Math.max(...sizes)).toBe(Math.min(batch, 130))
    for (const index of [0, 63, 64, 129]) expect((await embed.embed([texts(130)[index]!], 'document'))[0]).toEqual(whole[index])
  })

  test('never more requests under way than allowed, and always room for a reader', async () => {
    const embed = await open({ batch: 1, concurrency: 3 })
    let [underWay, most, mostDocuments] = [0, 0, 0]
    server.misbehave((request, response) => {
      underWay += 1
      most = Math.max(most, underWay)
      if (request.input[0] !== '读者') mostDocuments = Math.max(mostDocuments, underWay)
      setTimeout(() => {
        underWay -= 1
        answer(response, 200, listOf(request.input.map((text) => vectorOf(text, 8))))
      }, 5)
      return response
    })
    const filling = embed.embed(texts(20), 'document')
    const readers = Array.from({ length: 4 }, () => embed.embed(['读者'], 'query'))
    await Promise.all([filling, ...readers])
    expect(server.requests).toHaveLength(1 + 20 + 4)
    expect(most).toBe(3)
    // The first reader was answered while documents were still waiting.
    const order = server.requests.slice(1).map(({ input }) => input[0])
    expect(order.lastIndexOf('读者')).toBeLessThan(order.length - 5)
    expect(mostDocuments).toBeLessThanOrEqual(3)
  })

  test('no more texts a minute than allowed, a tenth of them left to readers', async () => {
    const time = testTime()
    const embed = await open({ batch: 5, concurrency: 1, perMinute: 20 }, { time })
    const sentAt: [number, number][] = []
    server.misbehave(({ input }) => {
      sentAt.push([time.now(), input.length])
      return undefined
    })
    const whole = await embed.embed(texts(60), 'document')
    expect(whole).toHaveLength(60)
    for (const [at] of sentAt) {
      const inMinute = sentAt.filter(([other]) => other > at - 60_000 && other <= at).reduce((sum, [, count]) => sum + count, 0)
      expect(inMinute).toBeLessThanOrEqual(18)
    }
    expect(time.waits.length).toBeGreaterThan(2)
    // Used up: a reader is told at once, and does not wait for the next minute.
    await embed.embed(texts(2), 'query')
    const waits = time.waits.length
    await expect(embed.embed(texts(9), 'query')).rejects.toThrow(/EMBEDDING_PER_MINUTE/u)
    expect(time.waits).toHaveLength(waits)
  })

  test('one batch that fails fails the call, and those not sent yet are not', async () => {
    const embed = await open({ batch: 1, concurrency: 2 })
    server.misbehave((request) => (request.input[0] === '文本3' ? listOf([]) : undefined))
    await expect(embed.embed(texts(40), 'document')).rejects.toThrow(/0 vectors/u)
    expect(server.requests.length).toBeLessThan(10)
  })

  test('a text is cut where endpoints would refuse it', async () => {
    const embed = await open({ queryPrefix: 'q: ' })
    await embed.embed(['𠮷'.repeat(6_000)], 'query')
    expect(server.requests[1]!.input).toEqual([`q: ${'𠮷'.repeat(5_000)}`])
  })
})

describe('at the start', () => {
  const down = (_request: unknown, response: Parameters<typeof answer>[0]) => answer(response, 503, {})

  test('an endpoint that is down does not keep it from starting, where the dimensions are set', async () => {
    server.misbehave(down)
    const logged: string[] = []
    const embed = await open({ dimensions: 8 }, { log: (level, event) => logged.push(`${level} ${event}`) })
    expect(logged).toEqual(['warn embedding.down_at_start'])
    await expect(embed.embed(['甲'], 'query')).rejects.toMatchObject({ part: 'embedding' })
    server.misbehave(undefined)
    expect((await embed.embed(['甲'], 'query'))[0]).toHaveLength(8)
  })

  test('nor where vectors of this model were made before', async () => {
    server.misbehave(down)
    const asked: string[] = []
    const knownDimensions = async (model: string, version: string) => {
      asked.push(`${model} ${version}`)
      return 8
    }
    const embed = await open({}, { knownDimensions })
    expect(embed).toMatchObject({ model: 'test-model', dimensions: 8 })
    expect(asked).toEqual([`test-model ${embed.version}`])
    server.misbehave(undefined)
    await embed.embed(['甲'], 'query')
    expect(server.requests.at(-1)).not.toHaveProperty('dimensions')
  })

  test('otherwise it says what to set', async () => {
    server.misbehave(down)
    await expect(open({}, { knownDimensions: async () => undefined })).rejects.toThrow(/EMBEDDING_DIMENSIONS/u)
  })

  test('a wrong key is said by its name', async () => {
    server.misbehave((_request, response) => answer(response, 403, {}))
    const logged: unknown[] = []
    await open({ dimensions: 8 }, { log: (_level, _event, detail) => logged.push(detail) })
    expect(logged).toEqual([{ error: expect.stringMatching(/EMBEDDING_API_KEY/u) }])
  })

  test('an address where nobody listens is said as such', async () => {
    await expect(open({ url: 'http://127.0.0.1:9/v1' })).rejects.toThrow(/ECONNREFUSED|could not be reached|bad port/u)
  })
})

describe('the spaces it makes vectors of', () => {
  test('the version changes with all that makes a text ready, and with nothing else', async () => {
    const versionOf = async (options: Partial<EmbeddingOptions>) => (await open(options)).version
    const plain = await versionOf({})
    expect(await versionOf({ batch: 3, concurrency: 9, apiKey: 'k', dimensions: 5 })).toBe(plain)
    const others = await Promise.all([{ queryPrefix: 'q: ' }, { documentPrefix: 'q: ' }, { inputType: true }].map(versionOf))
    expect(new Set([plain, ...others]).size).toBe(4)
  })

  test('its own, and those of another model at the same endpoint made ready in the same way', async () => {
    const embed = await open()
    const { version } = embed
    expect(embed.inSpace({ model: 'test-model', dimensions: 8, version })).toBe(embed)
    expect(embed.inSpace({ model: 'old-model', dimensions: 8, version: 'another' })).toBeUndefined()
    const old = embed.inSpace({ model: 'old-model', dimensions: 8, version })!
    expect(old).toMatchObject({ model: 'old-model', dimensions: 8, version })
    expect((await old.embed(['甲'], 'query'))[0]).toHaveLength(8)
    expect(server.requests.at(-1)).toMatchObject({ model: 'old-model' })
    expect(server.requests.at(-1)).not.toHaveProperty('dimensions')
    expect(embed.inSpace({ model: 'old-model', dimensions: 8, version })).toBe(old)
  })

  test('fewer dimensions of the same model are asked for', async () => {
    const embed = await open()
    const fewer = embed.inSpace({ model: 'test-model', dimensions: 4, version: embed.version })!
    expect((await fewer.embed(['甲'], 'query'))[0]).toHaveLength(4)
    expect(server.requests.at(-1)).toMatchObject({ model: 'test-model', dimensions: 4 })
  })

  test('a model that the endpoint no longer has is given up', async () => {
    const embed = await open()
    const space = { model: 'old-model', dimensions: 8, version: embed.version }
    server.misbehave((request, response) => (request.model === 'old-model' ? answer(response, 404, {}) : undefined))
    await expect(embed.inSpace(space)!.embed(['甲'], 'query')).rejects.toThrow(/EMBEDDING_MODEL/u)
    expect(embed.inSpace(space)).toBeUndefined()
    expect(await embed.embed(['甲'], 'query')).toHaveLength(1)
  })
})
