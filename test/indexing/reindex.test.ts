import { describe, expect, test } from 'vitest'
import { ensureIndex } from '../../src/indexing/ensure-index.ts'
import { fillBatch } from '../../src/indexing/fill-index.ts'
import type { Progress } from '../../src/indexing/progress.ts'
import { buildLeaseMs, reindex } from '../../src/indexing/reindex.ts'
import { drain } from '../../src/indexing/relay.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import type { EmbedPort, SearchPort, Space } from '../../src/ports.ts'
import { DocumentsRefusedError, UnavailableError } from '../../src/shared/fault.ts'
import { isSameSpace } from '../../src/shared/space.ts'
import { testSearch } from '../support/engines.ts'
import { held, heldVersions, indexWorld, wanted, wantedVersions, wordOf } from './index-world.ts'
import type { IndexWorld } from './index-world.ts'

const patient = { missing: 'wait', wait: async () => {} } as const

/** A model that gives every text the same vector, in a space of its own, and knows those of others beside. */
function model(name: string, others: EmbedPort[] = [], embed: EmbedPort['embed'] = same): EmbedPort {
  const space: Space = { model: name, dimensions: 2, version: '1' }
  const one: EmbedPort = {
    ...space,
    embed,
    inSpace: (wish) => (isSameSpace(wish, space) ? one : others.find((other) => isSameSpace(wish, other))),
  }
  return one
}

/** A process that is killed says nothing any more. */
const killed = new Promise<never>(() => {})

const same: EmbedPort['embed'] = async (texts) => texts.map(() => new Float32Array([1, 0]))

const servedModel = async (search: SearchPort) => (await search.sets()).serving?.space.model

/** Whether the scene is found by its vector. */
async function isNear({ ports }: IndexWorld, id: string): Promise<boolean> {
  const { serving } = await ports.search.sets()
  const vector = { space: serving!.space, values: new Float32Array([1, 0]) }
  const hits = await ports.search.recall({ collection: 'scene', by: 'vector', vector, filters: [], size: 1_000 })
  return hits.some((hit) => hit.id === id)
}

async function manyScenes(world: IndexWorld, count: number): Promise<void> {
  await world.addScenes(await world.addOrganisation(), count)
}

/** Its `put` and `begin` can be looked at and interfered with. */
async function watched(before: { put?: (set: string, count: number) => Promise<void> } = {}) {
  const inner = await testSearch()
  const begun: string[] = []
  const search: SearchPort = {
    ...inner,
    begin: async (space) => {
      const set = await inner.begin(space)
      begun.push(set.name)
      return set
    },
    put: async (set, documents) => {
      await before.put?.(set.name, documents.length)
      await inner.put(set, documents)
    },
  }
  return { search, begun }
}

describe('a new index beside the one that serves', () => {
  test('takes its place with everything in it, and tells how far it is', async () => {
    const world = await indexWorld()
    await manyScenes(world, 250)
    const [{ serving }, progress] = [await world.ports.search.sets(), [] as Progress[]]
    const onProgress = (one: Progress) => {
      world.ports.clock.advance(1_000)
      progress.push(one)
    }
    expect(await reindex(world.ports, { ...patient, onProgress })).toBe('served')
    expect(await world.ports.search.sets()).toMatchObject({ serving: { space: serving!.space }, building: undefined })
    expect((await world.ports.search.sets()).serving!.name).not.toBe(serving!.name)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
    expect(progress.map(({ done, total }) => `${done}/${total}`).slice(0, 4)).toEqual(['0/250', '100/250', '200/250', '250/250'])
    expect(progress[2]).toMatchObject({ perSecond: 100, secondsLeft: 0.5 })
  })

  test('that lost its process is taken up where it stood, once nothing was heard of it for a minute', async () => {
    let deadAfter = 2
    const written: number[] = []
    let tell = () => {}
    const dead = new Promise<void>((resolve) => (tell = resolve))
    const { search, begun } = await watched({
      put: async (_set, count) => {
        if (begun.length === 0) return
        deadAfter -= 1
        if (deadAfter < 0) {
          tell()
          await killed
        }
        written.push(count)
      },
    })
    const world = await indexWorld({ search })
    await manyScenes(world, 350)
    void reindex(world.ports, patient)
    await dead
    deadAfter = Infinity
    world.ports.clock.advance(buildLeaseMs)
    expect(await reindex(world.ports, patient)).toBe('served')
    expect(begun).toHaveLength(1)
    expect(written).toEqual([100, 100, 100, 50])
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  })

  test('a second process waits to see whether the first is alive, and takes it up if it is not', async () => {
    let isMortal = true
    let tell = () => {}
    const dead = new Promise<void>((resolve) => (tell = resolve))
    const { search, begun } = await watched({
      put: async () => {
        if (begun.length === 0 || !isMortal) return
        isMortal = false
        tell()
        await killed
      },
    })
    const world = await indexWorld({ search })
    await manyScenes(world, 2 * fillBatch)
    void reindex(world.ports, patient)
    await dead
    const waits: number[] = []
    const wait = async (ms: number) => {
      waits.push(ms)
      world.ports.clock.advance(ms)
    }
    world.ports.clock.advance(20_000)
    expect(await reindex(world.ports, { missing: 'wait', wait })).toBe('served')
    expect(waits).toEqual([buildLeaseMs - 20_000])
    expect(begun).toHaveLength(1)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  })

  test('is filled by one process at a time', async () => {
    const others: Promise<unknown>[] = []
    const { search, begun } = await watched({
      put: async () => {
        if (begun.length === 1 && others.length === 0) others.push(reindex(world.ports, patient))
        await others[0]
      },
    })
    const world = await indexWorld({ search })
    await manyScenes(world, 3)
    expect(await Promise.all([reindex(world.ports, patient), reindex(world.ports, patient)])).toContain('served')
    expect(await others[0]).toBe('busy')
    expect(begun.length).toBeLessThanOrEqual(2)
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('whoever was thought dead and is not leaves it to who took it up', async () => {
    let takeover: (() => Promise<unknown>) | undefined
    const { search, begun } = await watched({ put: async () => void (await takeover?.()) })
    const world = await indexWorld({ search })
    await manyScenes(world, 2 * fillBatch)
    takeover = async () => {
      takeover = undefined
      world.ports.clock.advance(buildLeaseMs)
      expect(await reindex(world.ports, patient)).toBe('served')
    }
    await expect(reindex(world.ports, patient)).resolves.toBe('busy')
    expect(begun).toHaveLength(1)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  })

  test('begun for another model is dropped for one of the model that is set now', async () => {
    const { search, begun } = await watched()
    const [before, now] = [model('before'), model('now')]
    await search.serve(await search.begin(before))
    const world = await indexWorld({ search, embed: before })
    await manyScenes(world, 3)
    const stop = new AbortController()
    stop.abort(new Error('stopped'))
    await expect(reindex(world.ports, { ...patient, signal: stop.signal })).rejects.toThrow('stopped')
    expect(await reindex({ ...world.ports, embed: now }, patient)).toBe('served')
    expect(begun).toHaveLength(3)
    expect(await servedModel(search)).toBe('now')
  })
})

describe('what is in the way of a new index', () => {
  test('a document that it refuses stands in nobody’s way, and comes back by the relay', async () => {
    let poison = ''
    const inner = await testSearch()
    const search: SearchPort = {
      ...inner,
      put: async (set, documents) => {
        await inner.put(
          set,
          documents.filter(({ id }) => id !== poison),
        )
        if (documents.some(({ id }) => id === poison)) throw new DocumentsRefusedError(new Map([[poison, 'too long']]))
      },
    }
    const world = await indexWorld({ search })
    const orgId = await world.addOrganisation()
    await world.addScene(orgId)
    poison = await world.addScene(orgId)
    await world.ports.db.deleteFrom('outbox').execute()
    expect(await reindex(world.ports, patient)).toBe('served')
    expect(Object.keys(await held(world.ports))).toHaveLength(1)
    poison = ''
    await drain(world.ports)
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('a row that cannot even be made a document is left to the relay too', async () => {
    let poison = ''
    const inner = await testSearch()
    const search: SearchPort = {
      ...inner,
      put: async (set, documents) => {
        if (documents.some(({ id }) => id === poison)) throw new TypeError('cannot read it')
        await inner.put(set, documents)
      },
    }
    const world = await indexWorld({ search })
    const orgId = await world.addOrganisation()
    for (let n = 0; n < 5; n += 1) poison = await world.addScene(orgId)
    await world.ports.db.deleteFrom('outbox').execute()
    expect(await reindex(world.ports, patient)).toBe('served')
    expect(Object.keys(await held(world.ports))).toHaveLength(4)
    expect(await world.ports.db.selectFrom('outbox').select('objectId').execute()).toEqual([{ objectId: poison }])
  })

  test('a text that the model never takes goes without a vector, and its neighbours do not', async () => {
    let poison = ''
    const embed = model('picky', [], async (texts, role) => {
      if (poison !== '' && texts.some((text) => text.includes(poison))) throw new UnavailableError('embedding', '400')
      return same(texts, role)
    })
    const search = createEmbeddedSearch()
    const world = await indexWorld({ search, embed })
    const orgId = await world.addOrganisation()
    const [first, second, third] = [await world.addScene(orgId), await world.addScene(orgId), await world.addScene(orgId)]
    await world.ports.db.deleteFrom('outbox').execute()
    poison = wordOf(second, 1)
    expect(await reindex(world.ports, patient)).toBe('served')
    expect([await isNear(world, first), await isNear(world, second), await isNear(world, third)]).toEqual([true, false, true])
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
    expect(await world.ports.db.selectFrom('outbox').select('objectId').execute()).toEqual([{ objectId: second }])
  })

  test('a model that is down is waited for while another index serves', async () => {
    let failures = 6
    const embed = model('weak', [], async (texts, role) => {
      failures -= 1
      if (failures >= 0) throw new UnavailableError('embedding', '503')
      return same(texts, role)
    })
    const world = await indexWorld({ search: createEmbeddedSearch(), embed })
    const scene = await world.addScene(await world.addOrganisation())
    await world.ports.db.deleteFrom('outbox').execute()
    const waits: number[] = []
    expect(await reindex(world.ports, { missing: 'wait', wait: async (ms) => void waits.push(ms) })).toBe('served')
    expect(waits).toEqual([1_000, 2_000, 4_000])
    expect(await isNear(world, scene)).toBe(true)
  })

  test('the index that is down for a while is waited for', async () => {
    let failures = 3
    const { search } = await watched({
      put: async () => {
        failures -= 1
        if (failures >= 0) throw new UnavailableError('index', '503')
      },
    })
    const world = await indexWorld({ search })
    const orgId = await world.addOrganisation()
    await world.addScene(orgId)
    const waits: number[] = []
    expect(await reindex(world.ports, { missing: 'wait', wait: async (ms) => void waits.push(ms) })).toBe('served')
    expect(waits).toEqual([1_000, 2_000, 4_000])
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('a switch that fails is tried again', async () => {
    const inner = await testSearch()
    let failures = 2
    const serve: SearchPort['serve'] = async (set) => {
      failures -= 1
      if (failures >= 0) throw new UnavailableError('index', '503')
      await inner.serve(set)
    }
    const world = await indexWorld({ search: { ...inner, serve } })
    expect(await reindex(world.ports, patient)).toBe('served')
    expect(await world.ports.db.selectFrom('indexBuild').select(['servedAt']).execute()).toEqual([
      { servedAt: world.ports.clock() },
    ])
  })
})

describe('a server’s index at the start', () => {
  test('is filled where nothing serves, beside the requests', async () => {
    const world = await indexWorld({ search: createEmbeddedSearch() })
    const orgId = await world.addOrganisation()
    await world.addScene(orgId)
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('is left alone where the model that is set serves', async () => {
    const { search, begun } = await watched()
    const world = await indexWorld({ search })
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    expect(begun).toEqual([])
  })

  test('is filled anew beside the old one when the model changes, and the old one serves until it is whole', async () => {
    const old = model('old')
    const seen: (string | undefined)[] = []
    const { search } = await watched({ put: async () => void seen.push(await servedModel(search)) })
    await search.serve(await search.begin(old))
    const world = await indexWorld({ search, embed: model('new', [old]) })
    await manyScenes(world, 3)
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    expect(new Set(seen)).toEqual(new Set(['old']))
    expect(await servedModel(search)).toBe('new')
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('of a newer version of the program is searched as it is, and a line says so', async () => {
    const { search, begun } = await watched()
    const sets: SearchPort['sets'] = async () => {
      const { serving } = await testSearch().then((inner) => inner.sets())
      return { serving: { ...serving!, mappingVersion: 99 }, building: undefined }
    }
    const world = await indexWorld({ search: { ...search, sets } })
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    expect(begun).toEqual([])
    expect(world.ports.logged).toMatchObject([{ level: 'error', event: 'index.newer', detail: { mappingVersion: 99, known: 2 } }])
  })

  test('that is down is waited for, and the requests do not wait with it', async () => {
    let isDown = true
    const inner = createEmbeddedSearch()
    const sets: SearchPort['sets'] = () => (isDown ? Promise.reject(new UnavailableError('index', 'refused')) : inner.sets())
    const world = await indexWorld({ search: { ...inner, sets } })
    const wait = async () => void (isDown = false)
    await (
      await ensureIndex(world.ports, 'server', { wait })
    ).settled
    expect(await servedModel(inner)).toBe(world.ports.embed.model)
  })

  test('a stop ends what goes on beside the requests, and the next start takes it up', async () => {
    const stop = new AbortController()
    const { search, begun } = await watched({
      put: async () => {
        if (begun.length > 0) stop.abort(new Error('stopped'))
      },
    })
    const old = model('old')
    await search.serve(await search.begin(old))
    begun.length = 0
    const world = await indexWorld({ search, embed: model('new', [old]) })
    await manyScenes(world, 2 * fillBatch)
    await (
      await ensureIndex(world.ports, 'server', { signal: stop.signal })
    ).settled
    expect(await servedModel(search)).toBe('old')
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    expect(begun).toHaveLength(1)
    expect(await servedModel(search)).toBe('new')
    expect(world.ports.logged.filter(({ level }) => level === 'error')).toEqual([])
  })
})

describe('an index in the process at the start', () => {
  const start = (world: IndexWorld, embed: EmbedPort) => {
    const ports = { ...world.ports, search: createEmbeddedSearch(), embed }
    return { ports, world: { ...world, ports } }
  }

  test('is whole before the first request', async () => {
    const world = await indexWorld()
    await manyScenes(world, 3)
    await world.addScene(await world.addOrganisation())
    const { ports } = start(world, model('one'))
    await ensureIndex(ports, 'process')
    expect(await held(ports)).toEqual(await wanted(ports))
    expect(await servedModel(ports.search)).toBe('one')
    // What had waited for a relay is in it already.
    expect(await drain(ports)).toMatchObject({ taken: 0 })
  })

  test('serves the model before while the new one’s vectors are made, and then the new one', async () => {
    const world = await indexWorld()
    await manyScenes(world, 3)
    const old = model('old')
    await ensureIndex(start(world, old).ports, 'process')
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const slow = model('new', [old], async (...asked) => released.then(() => same(...asked)))
    const { ports } = start(world, slow)
    const { settled } = await ensureIndex(ports, 'process')
    expect(await servedModel(ports.search)).toBe('old')
    expect(await held(ports)).toEqual(await wanted(ports))
    release()
    await settled
    expect(await servedModel(ports.search)).toBe('new')
    const { ports: next } = start(world, model('new', [old]))
    await ensureIndex(next, 'process')
    expect(await servedModel(next.search)).toBe('new')
  })

  test('a document that the model before has no vector of goes without until then', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    const [known, unknown] = [await world.addScene(orgId), await world.addScene(orgId)]
    await ensureIndex(start(world, model('old')).ports, 'process')
    const half = model('old', [], async (texts, role) => {
      if (texts.some((text) => text.includes(`w${Number(unknown.slice(-6))}v`))) throw new UnavailableError('embedding', '404')
      return same(texts, role)
    })
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    const { ports, world: there } = start(
      world,
      model('new', [half], (...asked) => released.then(() => same(...asked))),
    )
    const { settled } = await ensureIndex(ports, 'process')
    expect([await isNear(there, known), await isNear(there, unknown)]).toEqual([true, false])
    expect(await held(ports)).toEqual(await wanted(ports))
    release()
    await settled
    expect([await isNear(there, known), await isNear(there, unknown)]).toEqual([true, true])
  })

  test.each([
    ['nobody makes vectors of any more', undefined],
    ['does not answer', model('old', [], () => Promise.reject(new UnavailableError('embedding', '404')))],
  ])('does not go by a model before that %s', async (_why, old) => {
    const world = await indexWorld()
    await manyScenes(world, 3)
    await ensureIndex(start(world, model('old')).ports, 'process')
    const { ports } = start(world, model('new', old === undefined ? [] : [old]))
    await ensureIndex(ports, 'process')
    expect(await servedModel(ports.search)).toBe('new')
  })

  test('does not go by the model before once the new one’s vectors are kept', async () => {
    const world = await indexWorld()
    await manyScenes(world, 3)
    const old = model('old')
    await ensureIndex(start(world, old).ports, 'process')
    const row = { role: 'document', model: 'new', dimensions: 2, spaceVersion: '1', vector: new Uint8Array(8) } as const
    for (const contentHash of ['a', 'b', 'c'])
      await world.ports.db
        .insertInto('embedding')
        .values({ ...row, contentHash, createdAt: world.ports.clock() })
        .execute()
    const { ports } = start(world, model('new', [old]))
    await ensureIndex(ports, 'process')
    expect(await servedModel(ports.search)).toBe('new')
  })

  test('serves words alone until a model that is not at hand has made its vectors', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    const scene = await world.addScene(orgId)
    await world.ports.db.deleteFrom('outbox').execute()
    let isDown = true
    const embed = model('one', [], (...asked) =>
      isDown ? Promise.reject(new UnavailableError('embedding', '503')) : same(...asked),
    )
    const { ports, world: there } = start(world, embed)
    const up = Promise.withResolvers<void>()
    const { settled } = await ensureIndex(ports, 'process', { wait: () => up.promise })
    expect(await held(ports)).toEqual(await wanted(ports))
    expect(await isNear(there, scene)).toBe(false)
    isDown = false
    up.resolve()
    await settled
    expect(await isNear(there, scene)).toBe(true)
  })
})
