import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { RecallQuery, SearchPort } from '../../src/ports.ts'
import { DocumentsRefusedError, SetGoneError } from '../../src/shared/fault.ts'
import { mappingVersion } from '../../src/shared/index-mapping.ts'
import { elasticsearchStub, lines, readTls, refusal, send, setOf } from '../contract/elasticsearch-stub.ts'
import type { ElasticsearchStub, Misbehaviour } from '../contract/elasticsearch-stub.ts'
import { document, flatSpace } from '../contract/search-fixtures.ts'
import { testClock, testIds } from '../support/clock.ts'
import type { TestClock } from '../support/clock.ts'

const meta = { space: flatSpace, mappingVersion }
const timeouts = { readMs: 300, writeMs: 300 }

let stub: ElasticsearchStub
let clock: TestClock
let logged: { level: string; event: string; fault: unknown; message: unknown }[]
let search: SearchPort

const open = (url = stub.url, access: { apiKey?: string; ca?: string } = {}) =>
  openElasticsearch(
    { url, apiKey: access.apiKey, ca: access.ca, prefix: 'dj', timeouts },
    {
      clock,
      ids: testIds(),
      log: (level, event, { fault, message } = {}) => void logged.push({ level, event, fault, message }),
    },
  )

beforeEach(async () => {
  stub = await elasticsearchStub()
  Object.assign(stub.indices, setOf('dj', 's1', 'serving', meta))
  clock = testClock()
  logged = []
  search = await open()
})
afterEach(() => stub.close())

const recall = (from = search) => from.recall({ collection: 'scene', by: 'tokens', tokens: '跌倒', filters: [], size: 5 })
const servingSet = async () => (await search.sets()).serving!
const hits = [{ id: 'a', group: 'g', score: 2 }]

describe('what keeps the index away is told once, in words, and is over when it is over', () => {
  const html =
    (status: number): Misbehaviour =>
    (_request, response) =>
      response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>gateway</h1>')
  const faults: [string, Misbehaviour, { fault: string; level: string; message: RegExp }][] = [
    [
      'wrong credentials',
      (_request, response) => send(response, 401, refusal('security_exception', 'unable to authenticate')),
      { fault: 'credentials', level: 'error', message: /does not accept our credentials \(401\): unable to authenticate/u },
    ],
    [
      'credentials that may not do this',
      (_request, response) => send(response, 403, refusal('security_exception', 'is unauthorized for API key')),
      { fault: 'credentials', level: 'error', message: /credentials \(403\)/u },
    ],
    [
      'too many requests',
      (_request, response) => send(response, 429, refusal('es_rejected_execution_exception', 'queue is full')),
      { fault: 'busy', level: 'warn', message: /has no time \(429\): queue is full/u },
    ],
    [
      'no service',
      (_request, response) => send(response, 503, refusal('cluster_block_exception', 'no master')),
      { fault: 'busy', level: 'warn', message: /\(503\): no master/u },
    ],
    ['a gateway that finds nobody', html(502), { fault: 'busy', level: 'warn', message: /\(502\)/u }],
    ['somebody else who answers', html(200), { fault: 'not_elasticsearch', level: 'error', message: /something else/u }],
    [
      'an answer that ends too early',
      (_request, response) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' })
          .end('{"took":1,"hits":{"hits":[{"so'),
      { fault: 'broken_answer', level: 'error', message: /is not JSON/u },
    ],
    [
      'a connection reset in mid-body',
      (_request, response) => {
        response.writeHead(200, { 'content-length': '1000', 'x-elastic-product': 'Elasticsearch' }).write('{"took":1')
        setImmediate(() => response.socket?.resetAndDestroy())
        return response
      },
      { fault: 'unreachable', level: 'warn', message: /no connection/u },
    ],
    ['no answer at all', (_request, response) => response, { fault: 'slow', level: 'warn', message: /no answer in time/u }],
    [
      'an answer that trickles',
      (_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' })
        const drip = setInterval(() => response.write(' '), 20)
        response.once('close', () => clearInterval(drip))
        return response
      },
      { fault: 'slow', level: 'warn', message: /no answer in time/u },
    ],
  ]
  test.each(faults)('%s', async (_name, misbehaviour, { fault, level, message }) => {
    stub.misbehave(misbehaviour)
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await expect(recall()).rejects.toMatchObject({
        name: 'UnavailableError',
        part: 'index',
        message: expect.stringMatching(message),
      })
    }
    expect(logged).toEqual([{ level, event: 'index.fault', fault, message: expect.stringMatching(message) }])
    stub.misbehave(undefined)
    clock.advance(6_000)
    expect(await recall()).toEqual(hits)
    expect(logged.slice(1)).toEqual([expect.objectContaining({ level: 'info', event: 'index.answers_again', fault })])
  })

  test('nobody there, and then somebody', async () => {
    const port = Number(new URL(stub.url).port)
    await stub.close()
    await expect(recall()).rejects.toMatchObject({ part: 'index', message: expect.stringContaining('ECONNREFUSED') })
    stub = await elasticsearchStub({ port })
    Object.assign(stub.indices, setOf('dj', 's1', 'serving', meta))
    expect(await recall()).toEqual(hits)
  })

  test('one of several searches in a request', async () => {
    const query: RecallQuery = { collection: 'scene', by: 'tokens', tokens: '跌倒', filters: [], size: 5 }
    const fails = (status: number, type: string, reason: string): void =>
      stub.misbehave((_request, response) =>
        send(response, 200, {
          responses: [
            { took: 1, status: 200 },
            { status, ...refusal(type, reason) },
          ],
        }),
      )
    // The sets are known from here on.
    await recall()
    fails(429, 'es_rejected_execution_exception', 'queue is full')
    await expect(search.recallMany([query, query])).rejects.toMatchObject({
      part: 'index',
      message: expect.stringMatching(/\(429\): queue is full/u),
    })
    stub.misbehave((_request, response) => send(response, 200, { responses: [{ took: 1, status: 200 }] }))
    await expect(search.recallMany([query, query])).rejects.toMatchObject({ message: expect.stringContaining('is none') })
    fails(404, 'index_not_found_exception', 'no such index')
    await expect(search.recallMany([query, query])).rejects.toThrow(SetGoneError)
    stub.misbehave(undefined)
    expect(await search.recallMany([query, query])).toEqual([hits, hits])
    expect(await search.recallMany([])).toEqual([])
  })

  test('a storm in which every second call succeeds is one line, not hundreds', async () => {
    let calls = 0
    stub.misbehave((_request, response) => ((calls += 1) % 2 === 0 ? send(response, 429, refusal('busy', 'busy')) : undefined))
    await Promise.all(Array.from({ length: 20 }, () => recall().catch(() => undefined)))
    expect(logged).toEqual([expect.objectContaining({ event: 'index.fault', fault: 'busy' })])
  })

  test('one connection that breaks is not even noticed', async () => {
    let calls = 0
    stub.misbehave((_request, response) => {
      if ((calls += 1) > 1) return undefined
      response.socket?.resetAndDestroy()
      return response
    })
    expect(await recall()).toEqual(hits)
    expect(logged).toEqual([])
  })
})

describe('how it introduces itself', () => {
  test('by an API key', async () => {
    await (await open(stub.url, { apiKey: 'a-key' })).sets()
    expect(stub.headers[0]).toMatchObject({ authorization: 'ApiKey a-key' })
  })

  test('by the user and password of the address', async () => {
    const url = new URL(stub.url)
    await (await open(`http://elastic:p%40ss@${url.host}`)).sets()
    expect(stub.headers[0]).toMatchObject({ authorization: `Basic ${Buffer.from('elastic:p@ss').toString('base64')}` })
  })
})

test('a certificate is trusted when its authority was given, and not otherwise', async () => {
  const secure = await elasticsearchStub({ tls: true })
  Object.assign(secure.indices, setOf('dj', 's1', 'serving', meta))
  await expect(recall(await open(secure.url))).rejects.toMatchObject({
    part: 'index',
    message: expect.stringContaining('certificate'),
  })
  expect(await recall(await open(secure.url, { ca: readTls('certificate') }))).toEqual(hits)
  await secure.close()
})

describe('the sets', () => {
  test('a reader is told what was true up to five seconds ago, a writer what is true', async () => {
    expect((await search.sets('reader')).serving?.name).toBe('s1')
    for (const name of Object.keys(stub.indices)) delete stub.indices[name]
    Object.assign(stub.indices, setOf('dj', 's2', 'serving', meta))
    clock.advance(4_900)
    expect((await search.sets('reader')).serving?.name).toBe('s1')
    clock.advance(200)
    expect((await search.sets('reader')).serving?.name).toBe('s2')
    for (const name of Object.keys(stub.indices)) delete stub.indices[name]
    Object.assign(stub.indices, setOf('dj', 's3', 'serving', meta))
    expect((await search.sets()).serving?.name).toBe('s3')
  })

  test('a set of which an index is missing does not serve', async () => {
    delete stub.indices['dj-card-s1']
    expect(await search.sets()).toEqual({ serving: undefined, building: undefined })
    await expect(recall()).rejects.toThrow(/not filled/u)
  })

  test('an index that this program did not make is neither searched nor dropped', async () => {
    stub.indices['somebodys-logs'] = { aliases: { 'dj-scene': {} }, mappings: {} }
    for (const attempt of [
      () => search.sets(),
      () => search.begin(flatSpace),
      () => search.serve({ name: 's1', ...meta }),
      recall,
    ]) {
      await expect(attempt()).rejects.toMatchObject({
        name: 'UnavailableError',
        message: expect.stringContaining('somebodys-logs'),
      })
    }
    expect(stub.requests.filter((request) => !request.startsWith('GET '))).toEqual([])
    expect(logged).toEqual([expect.objectContaining({ level: 'error', event: 'index.sets_fault', fault: 'foreign' })])
    delete stub.indices['somebodys-logs']
    clock.advance(6_000)
    expect(await recall()).toEqual(hits)
    expect(logged.at(-1)).toMatchObject({ event: 'index.sets_right', fault: 'foreign' })
  })

  test('an index with our alias for a name is not taken for ours', async () => {
    stub.indices['dj-card'] = { aliases: {}, mappings: {} }
    await expect(search.sets()).rejects.toThrow(/dj-card stands under our alias/u)
  })

  test('what an older version made is given what it has a place for', async () => {
    Object.assign(stub.indices, setOf('dj', 's1', 'serving', { ...meta, mappingVersion: mappingVersion - 1 }))
    const sent: object[] = []
    stub.misbehave((request, _response, body) => {
      if (request.url!.endsWith('/_mapping')) return { 'dj-scene-s1': { mappings: { properties: { domain: {}, deadline: {} } } } }
      if (request.url!.startsWith('/_bulk')) sent.push(JSON.parse(body.split('\n')[1]!))
      return undefined
    })
    const set = await servingSet()
    for (let time = 0; time < 2; time += 1)
      await search.put(set, [
        document('a', { keywords: { domain: ['elderly'], novelty: ['x'] }, numbers: { deadline: 1, newness: 2 } }),
      ])
    expect(sent[1]).toEqual({ id: 'a', group: 'a', tokens: '共同', domain: ['elderly'], deadline: 1 })
    expect(stub.requests.filter((request) => request.includes('_mapping'))).toHaveLength(1)
  })

  test('what a newer version made is searched, and not written to, replaced or dropped', async () => {
    Object.assign(stub.indices, setOf('dj', 's1', 'serving', { ...meta, mappingVersion: mappingVersion + 1 }))
    const set = await servingSet()
    expect(set.mappingVersion).toBe(mappingVersion + 1)
    for (const attempt of [
      () => search.put(set, [document('a')]),
      () => search.remove(set, [{ collection: 'scene', id: 'a', version: 1 }]),
      () => search.begin(flatSpace),
      () => search.serve(set),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ name: 'UnavailableError', message: expect.stringContaining('update it') })
    }
    expect(await recall()).toEqual(hits)
    expect(stub.requests.filter((request) => /^(?:PUT|DELETE)|_bulk|_aliases/u.test(request))).toEqual([])
    expect(logged).toEqual([expect.objectContaining({ level: 'error', event: 'index.sets_fault', fault: 'newer' })])
  })
})

describe('a bulk', () => {
  const told = (items: Record<string, object>): void =>
    stub.misbehave((request, _response, body) =>
      request.url!.startsWith('/_bulk')
        ? { items: lines(body).map((id) => ({ index: items[id] ?? { status: 201 } })) }
        : undefined,
    )
  const put = async (...ids: string[]) =>
    search.put(
      await servingSet(),
      ids.map((id) => document(id)),
    )

  test('names the documents that the mapping does not take, and takes a conflict for a newer version', async () => {
    told({
      b: { status: 400, error: { type: 'strict_dynamic_mapping_exception', reason: 'introduction of [x] is not allowed' } },
      c: { status: 409, error: { type: 'version_conflict_engine_exception', reason: 'current version [9] is higher' } },
      d: { status: 400, error: { type: 'document_parsing_exception', reason: 'failed to parse field [deadline]' } },
    })
    const error = await put('a', 'b', 'c', 'd').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(DocumentsRefusedError)
    expect(Object.fromEntries((error as DocumentsRefusedError).refused)).toEqual({
      b: 'introduction of [x] is not allowed',
      d: 'failed to parse field [deadline]',
    })
  })

  test.each([
    ['a full queue', { status: 429, error: { type: 'es_rejected_execution_exception', reason: 'queue full' } }, /queue full/u],
    ['a full disk', { status: 429, error: { type: 'cluster_block_exception', reason: 'flood-stage' } }, /flood-stage/u],
    ['a read-only index', { status: 403, error: { type: 'cluster_block_exception', reason: 'read-only' } }, /read-only/u],
    ['a lost shard', { status: 503, error: { type: 'unavailable_shards_exception', reason: 'no primary' } }, /no primary/u],
  ])('that met %s for one document is to be sent again', async (_name, item, message) => {
    told({ b: item })
    await expect(put('a', 'b')).rejects.toMatchObject({ name: 'UnavailableError', message: expect.stringMatching(message) })
  })

  test('for a set that was dropped says so', async () => {
    told({ a: { status: 404, error: { type: 'index_not_found_exception', reason: 'no such index [dj-scene-s1-put]' } } })
    await expect(put('a')).rejects.toThrow(SetGoneError)
  })

  test('of which the answer leaves documents out has not succeeded', async () => {
    stub.misbehave((request) => (request.url!.startsWith('/_bulk') ? { items: [{ index: { status: 201 } }] } : undefined))
    await expect(put('a', 'b')).rejects.toMatchObject({
      name: 'UnavailableError',
      message: expect.stringContaining('1 documents'),
    })
  })

  test('that is too large for somebody on the way is sent in halves', async () => {
    const taken: string[] = []
    stub.misbehave((request, response, body) => {
      if (!request.url!.startsWith('/_bulk')) return undefined
      if (body.length > 600) return send(response, 413, 'too large')
      taken.push(...lines(body))
      return undefined
    })
    const long = document('long', { tokens: '跌倒 '.repeat(500).trim() })
    const set = await servingSet()
    const error = await search.put(set, [document('a'), long, document('b'), document('c')]).catch((thrown: unknown) => thrown)
    expect(Object.keys(Object.fromEntries((error as DocumentsRefusedError).refused))).toEqual(['long'])
    expect(taken).toEqual(['a', 'b', 'c'])
  })

  test('goes out in parts of eight megabytes and a thousand documents', async () => {
    const sizes: [documents: number, bytes: number][] = []
    stub.misbehave((request, _response, body) => {
      if (request.url!.startsWith('/_bulk')) sizes.push([lines(body).length, body.length])
      return undefined
    })
    const heavy = Array.from({ length: 3 }, (_, index) => document(`h${index}`, { tokens: 'x'.repeat(3_000_000) }))
    await search.put(await servingSet(), heavy)
    expect(sizes.map(([documents]) => documents)).toEqual([2, 1])
    sizes.length = 0
    await put(...Array.from({ length: 2_500 }, (_, index) => `d${index}`))
    expect(sizes.map(([documents]) => documents)).toEqual([1_000, 1_000, 500])
  })

  test('must find an alias there, so that no index comes of it', async () => {
    const seen: string[] = []
    stub.misbehave((request, _response, body) => {
      if (request.url!.startsWith('/_bulk')) seen.push(request.url!, body.split('\n')[0]!)
      return undefined
    })
    await put('a')
    expect(seen[0]).toContain('require_alias=true')
    expect(JSON.parse(seen[1]!)).toEqual({
      index: { _index: 'dj-scene-s1-put', _id: 'a', version: 1, version_type: 'external_gte' },
    })
  })
})
