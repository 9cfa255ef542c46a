import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Circuit, partsDown, withEmbedCircuits, withSearchCircuit } from '../../src/platform/circuit.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import type { EmbedPort, SearchPort } from '../../src/ports.ts'
import { SetGoneError, UnavailableError } from '../../src/shared/fault.ts'
import type { Part } from '../../src/shared/fault.ts'
import { Client } from '../support/client.ts'
import type { Answer } from '../support/client.ts'
import { everyPage, marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

type Fault = 'up' | 'down' | 'hanging' | 'moved'

let market: MarketWorld
let matchmaker: Client
let index: Fault
let embedder: Fault
let whole: { search: SearchPort; embed: EmbedPort }

/** Longer than anything here takes, and short enough for a test. */
const limitMs = 150

beforeAll(async () => {
  market = await marketWorld()
  matchmaker = await market.signedIn('matchmaker')
  const { search, embed } = market.ports
  whole = { search, embed }
})

beforeEach(() => {
  ;[index, embedder] = ['up', 'up']
  const { ports } = market
  ports.logged.length = 0
  const circuits = { query: new Circuit('embedding', ports), document: new Circuit('embedding', ports) }
  const ofIndex = new Circuit('index', ports)
  ports.search = withSearchCircuit(
    faulty(whole.search, () => index, 'index'),
    ofIndex,
    limitMs,
  )
  const { model, dimensions, version } = whole.embed
  const failing = faulty(whole.embed, () => embedder, 'embedding')
  const embed: EmbedPort = {
    model,
    dimensions,
    version,
    embed: (texts, role) => failing.embed(texts, role),
    inSpace: (space) => (whole.embed.inSpace(space) === undefined ? undefined : embed),
  }
  ports.embed = withEmbedCircuits(embed, circuits, () => circuits, limitMs)
  ports.down = () => partsDown([ofIndex, circuits.query, circuits.document])
})

afterEach(() => {
  // The next test finds no stand-in of this one.
  market.ports.clock.advance(60_000)
})

/** Every call fails as `fault` says at that moment. */
function faulty<T extends object>(port: T, fault: () => Fault, part: Part): T {
  return new Proxy(port, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (fault() === 'down') return Promise.reject(new UnavailableError(part, 'the test took it down'))
        if (fault() === 'hanging') return new Promise(() => {})
        if (fault() === 'moved' && asksByVector(name, args[0])) return Promise.reject(new SetGoneError('another space is served'))
        return Reflect.apply(member, target, args) as unknown
      }
    },
  })
}

function asksByVector(name: PropertyKey, asked: unknown): boolean {
  const queries = name === 'recallMany' ? asked : name === 'recall' ? [asked] : []
  return (queries as { by: string }[]).some(({ by }) => by === 'vector')
}

const scene = () => market.open[0]!
const demand = () => ({ title: scene().content.title, problem: scene().content.problem, essential: scene().content.essential })

/** Everything that ranks or searches, over the API. */
const answers: [string, () => Promise<Answer>][] = [
  ['the companies of a scene', () => market.matchmaker.get(`/api/v1/scenes/${scene().id}/matches?limit=5`)],
  ['those kept out', () => market.matchmaker.get(`/api/v1/scenes/${scene().id}/matches?limit=5&include=excluded`)],
  ['a preview', () => market.matchmaker.post('/api/v1/matches/preview?limit=5', demand())],
  ['the scenes of a company', () => market.company.get(`/api/v1/companies/${market.ownCompanyId}/opportunities?limit=5`)],
  ['one pair', () => market.company.get(`/api/v1/companies/${market.ownCompanyId}/opportunities/${scene().id}`)],
  ['a search for scenes', () => market.visitor.get('/api/v1/search/scenes?q=老人')],
  ['a search for companies', () => market.visitor.get('/api/v1/search/companies?q=识别')],
]

/** Those that ask for no vector, and so lack nothing without the embedder. */
const plainAnswers: [string, () => Promise<Answer>][] = [
  ['all scenes', () => market.visitor.get('/api/v1/search/scenes')],
  ['all companies', () => market.visitor.get('/api/v1/search/companies?domain=health')],
]

const pages: [string, () => Promise<Answer>][] = [
  ['a scene', () => matchmaker.page(`/scenes/${scene().id}`)],
  ['a company', () => matchmaker.page(`/companies/${market.ownCompanyId}`)],
  ['why', () => matchmaker.page(`/companies/${market.ownCompanyId}/why/${scene().id}`)],
  ['a preview', () => matchmaker.submit('/match/preview', { problem: scene().content.problem! })],
  ['found scenes', () => market.visitor.page('/scenes?q=老人')],
  ['found companies', () => market.visitor.page('/companies?q=识别')],
]

const said = {
  embedding: '智能检索暂时不可用，结果按关键词和条件排序。',
  index: '检索服务暂时不可用，以下结果直接取自较新的记录，可能不全。',
}

const everyAnswer = [...answers, ...plainAnswers]

type Told = { status: number; found: boolean; degraded: Part[] }

/** What each answer was, and what it says it did without. */
async function toldBy(asked = everyAnswer): Promise<Record<string, Told>> {
  const told: Record<string, Told> = {}
  for (const [name, ask] of asked) {
    const { status, body } = await ask()
    told[name] = { status, found: body?.items === undefined || body.items.length > 0, degraded: body?.degraded }
  }
  return told
}

const all = (degraded: Part[], asked = everyAnswer): Record<string, Told> =>
  Object.fromEntries(asked.map(([name]) => [name, { status: 200, found: true, degraded }]))

/** What each page says in words. */
async function saidOn(): Promise<Record<string, { status: number; degraded: Part[] }>> {
  const told: Record<string, { status: number; degraded: Part[] }> = {}
  for (const [name, ask] of pages) {
    const { status, text } = await ask()
    told[name] = { status, degraded: (['embedding', 'index'] as const).filter((part) => text.includes(said[part])) }
  }
  return told
}

const everyPageSays = (degraded: Part[]) => Object.fromEntries(pages.map(([name]) => [name, { status: 200, degraded }]))

/** Readers go on asking; seconds until one of them is told that nothing is missing. */
async function secondsUntilWhole(): Promise<number> {
  for (let seconds = 1; ; seconds += 1) {
    market.ports.clock.advance(1_000)
    const { status, body } = await answers[0]![1]()
    expect(status).toBe(200)
    if (body.degraded.length === 0 || seconds > 60) return seconds
  }
}

const scoresOf = (items: any[]) => new Map(items.map(({ company, score }) => [company.id, score]))

test('with everything up nothing is missing, and no page says so', async () => {
  expect(await toldBy()).toEqual(all([]))
  expect(await saidOn()).toEqual(everyPageSays([]))
})

describe('the embedder is down', () => {
  beforeEach(() => {
    embedder = 'down'
  })

  test('words and conditions still rank, and every answer says what it did without', async () => {
    expect(await toldBy(answers)).toEqual(all(['embedding'], answers))
    expect(await toldBy(plainAnswers)).toEqual(all([], plainAnswers))
    expect(await saidOn()).toEqual(everyPageSays(['embedding']))
    expect((await new Client(market.app).page('/scenes?q=老人&lang=en')).text).toContain('Search by meaning is down at present')
    expect((await market.visitor.page('/')).text).not.toContain(said.embedding)
  })

  test('each company that is ranked has the score it always has', async () => {
    const path = `/api/v1/scenes/${scene().id}/matches`
    const { items: without } = await everyPage(market.matchmaker, path, 100)
    embedder = 'up'
    await secondsUntilWhole()
    const { items: before } = await everyPage(market.matchmaker, path, 100)
    expect(without.length).toBeGreaterThan(7)
    const scores = scoresOf(before)
    const both = without.filter(({ company }) => scores.has(company.id))
    expect(both.length).toBeGreaterThan(0)
    for (const { company, score } of both) expect(score).toBe(scores.get(company.id))
  })

  test('all is well again within ten seconds of its coming back', async () => {
    for (let time = 0; time < 6; time += 1) await answers[0]![1]()
    expect((await market.visitor.get('/healthz')).body).toMatchObject({ status: 'ok', degraded: ['embedding'] })
    embedder = 'up'
    expect((await answers[0]![1]()).body.degraded).toEqual(['embedding'])
    expect(await secondsUntilWhole()).toBeLessThanOrEqual(10)
    expect((await market.visitor.get('/healthz')).body).toMatchObject({ status: 'ok', degraded: [] })
    const circuits = market.ports.logged.filter(({ event }) => event.startsWith('circuit'))
    expect(circuits.map(({ event }) => event)).toEqual(['circuit.opened', 'circuit.closed'])
  })
})

test('an embedder that hangs keeps nobody waiting: once for as long as is allowed, then not at all', async () => {
  embedder = 'hanging'
  const timed = async () => {
    const startedAt = performance.now()
    const { status, body } = await market.visitor.get('/api/v1/search/scenes?q=老人')
    expect({ status, degraded: body.degraded }).toEqual({ status: 200, degraded: ['embedding'] })
    return performance.now() - startedAt
  }
  for (let time = 0; time < 5; time += 1) expect(await timed()).toBeGreaterThanOrEqual(limitMs - 20)
  expect(await timed()).toBeLessThan(limitMs)
})

test('where nobody makes vectors of the space that is served, words decide', async () => {
  const search = createEmbeddedSearch()
  await search.serve(await search.begin({ model: 'somebody else’s', dimensions: 3, version: '9' }))
  market.ports.search = { ...whole.search, sets: () => search.sets() }
  expect(await toldBy(answers)).toEqual(all(['embedding'], answers))
  expect(await saidOn()).toEqual(everyPageSays(['embedding']))
})

test('an index that changes its space under a query is asked by words', async () => {
  index = 'moved'
  expect(await toldBy(answers.slice(0, 5))).toEqual(all(['embedding'], answers.slice(0, 5)))
})

test('an index that changed once is asked again, and nothing is missing', async () => {
  let calls = 0
  market.ports.search = {
    ...whole.search,
    recallMany: (queries) => {
      calls += 1
      return calls === 1 ? Promise.reject(new SetGoneError('dropped')) : whole.search.recallMany(queries)
    },
  }
  expect(await toldBy(answers.slice(0, 1))).toEqual(all([], answers.slice(0, 1)))
})

describe('the index is down', () => {
  beforeEach(() => {
    index = 'down'
  })

  test('Postgres alone ranks and finds, and every answer says so', async () => {
    expect(await toldBy()).toEqual(all(['index']))
    expect(await saidOn()).toEqual(everyPageSays(['index']))
    expect((await market.visitor.page('/')).text).toContain(said.index)
    expect((await new Client(market.app).page('/companies?lang=en')).text).toContain('come straight from the newest records')
  })

  test('gates and scores are the same as ever', async () => {
    const path = `/api/v1/scenes/${scene().id}/matches`
    const standIn = await everyPage(market.matchmaker, path, 100)
    index = 'up'
    await secondsUntilWhole()
    const real = await everyPage(market.matchmaker, path, 100)
    const scores = scoresOf(real.items)
    const both = standIn.items.filter(({ company }) => scores.has(company.id))
    expect(both.length).toBeGreaterThan(7)
    for (const { company, score } of both) expect(score).toBe(scores.get(company.id))
    expect(standIn.items.flatMap(({ gates }) => gates).filter(({ outcome }) => outcome === 'failed')).toEqual([])
  })

  test('many at once share one stand-in, and Postgres is read anew after half a minute', async () => {
    let made = 0
    market.ports.standIn = () => {
      made += 1
      return createEmbeddedSearch()
    }
    const ask = answers[0]![1]
    await Promise.all(Array.from({ length: 6 }, ask))
    expect(made).toBe(1)
    market.ports.clock.advance(29_000)
    await ask()
    expect(made).toBe(1)
    market.ports.clock.advance(2_000)
    // Whoever comes while one of them reads is answered from what there is.
    await Promise.all(Array.from({ length: 6 }, ask))
    expect(made).toBe(2)
    await ask()
    expect(made).toBe(2)
  })

  test('a cursor goes on in the stand-in as long as nothing has changed, and not in the index once it is back', async () => {
    const path = `/api/v1/scenes/${scene().id}/matches?limit=3`
    const first = (await market.matchmaker.get(path)).body
    market.ports.clock.advance(31_000)
    const second = await market.matchmaker.get(`${path}&cursor=${first.next_cursor}`)
    expect(second).toMatchObject({ status: 200, body: { degraded: ['index'] } })
    expect(second.body.items[0].place).toBe(4)
    index = 'up'
    await secondsUntilWhole()
    expect(await market.matchmaker.get(`${path}&cursor=${first.next_cursor}`)).toMatchObject({
      status: 409,
      body: { code: 'request.stale_cursor' },
    })
  })

  test('facets, filters, help where nothing is found and similar scenes go on as well', async () => {
    const { body } = await market.visitor.get('/api/v1/search/scenes?domain=elderly')
    expect(body.degraded).toEqual(['index'])
    expect(Object.keys(body.facets)).toContain('domain')
    const nothing = await market.visitor.get('/api/v1/search/scenes?q=完全无关的词语组合&domain=elderly')
    expect(nothing).toMatchObject({ status: 200, body: { total: 0, degraded: ['index'] } })
    const own = market.scenes.find(({ orgId }) => orgId === market.ownOrgId)!
    expect((await market.publisher.get(`/api/v1/scenes/${own.id}/similar`)).status).toBe(200)
  })

  test('all is well again within ten seconds of its coming back', async () => {
    for (let time = 0; time < 6; time += 1) await answers[0]![1]()
    expect((await market.visitor.get('/healthz')).body.degraded).toEqual(['index'])
    index = 'up'
    expect(await secondsUntilWhole()).toBeLessThanOrEqual(10)
    expect(await toldBy()).toEqual(all([]))
    expect(await saidOn()).toEqual(everyPageSays([]))
  })
})

test('an index that hangs keeps nobody waiting for more than one part of an answer', async () => {
  index = 'hanging'
  const { status, body } = await answers[0]![1]()
  expect({ status, degraded: body.degraded }).toEqual({ status: 200, degraded: ['index'] })
})

test('an index that nobody has filled yet is as good as none', async () => {
  market.ports.search = createEmbeddedSearch()
  expect(await toldBy()).toEqual(all(['index']))
  expect(await saidOn()).toEqual(everyPageSays(['index']))
})

test('both are down: what is left ranks, and both are said once both are known', async () => {
  ;[index, embedder] = ['up', 'down']
  for (let time = 0; time < 5; time += 1) await answers[0]![1]()
  index = 'down'
  expect(await toldBy()).toEqual(all(['embedding', 'index']))
  expect(await saidOn()).toEqual(everyPageSays(['embedding', 'index']))
  expect((await market.visitor.page('/scenes')).text).toContain(said.embedding + said.index)
  ;[index, embedder] = ['up', 'up']
  expect(await secondsUntilWhole()).toBeLessThanOrEqual(10)
  expect(await toldBy()).toEqual(all([]))
})
