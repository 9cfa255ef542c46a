import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { ensureIndex } from '../../src/indexing/ensure-index.ts'
import { reconcile } from '../../src/indexing/reconcile.ts'
import { buildLeaseMs, reindex } from '../../src/indexing/reindex.ts'
import { drain, leaseMs } from '../../src/indexing/relay.ts'
import { uuidIds } from '../../src/platform/ids.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { EmbedPort, SearchPort, Space } from '../../src/ports.ts'
import { isSameSpace } from '../../src/shared/space.ts'
import { heldVersions, indexWorld, wantedVersions } from '../indexing/index-world.ts'
import type { IndexWorld } from '../indexing/index-world.ts'

const elasticsearchUrl = inject('elasticsearchUrl')
const patient = { missing: 'wait', wait: async () => {} } as const

function model(name: string, others: EmbedPort[] = []): EmbedPort {
  const space: Space = { model: name, dimensions: 4, version: '1' }
  const one: EmbedPort = {
    ...space,
    embed: async (texts) => texts.map((text) => Float32Array.from([text.length, 1, 2, 3])),
    inSpace: (wish) => (isSameSpace(wish, space) ? one : others.find((other) => isSameSpace(wish, other))),
  }
  return one
}

describe.skipIf(elasticsearchUrl === undefined)('the relay, the refill and the comparison on a real Elasticsearch', () => {
  const prefix = `relay-${process.pid}-${Date.now().toString(36)}`
  const old = model('old')
  let search: SearchPort
  let world: IndexWorld

  beforeAll(async () => {
    const clock = () => new Date()
    const options = { url: elasticsearchUrl!, apiKey: undefined, ca: undefined, prefix }
    search = await openElasticsearch(options, { clock, ids: uuidIds(clock), log: () => {} })
    world = await indexWorld({ search, embed: old })
    const orgId = await world.addOrganisation()
    await (
      await ensureIndex(world.ports, 'server')
    ).settled
    await world.addScenes(orgId, 250)
    const company = await world.addCompany(orgId)
    for (const status of ['listed', 'listed', 'hidden'] as const) await world.addCard(company, status)
    await drain(world.ports)
  }, 60_000)

  afterAll(async () => {
    const indices = (await (await fetch(`${elasticsearchUrl}/_cat/indices/${prefix}*?format=json`)).json()) as { index: string }[]
    for (const { index } of indices) await fetch(`${elasticsearchUrl}/${index}`, { method: 'DELETE' })
  })

  test('the first start fills an index, and the relay follows into it', async () => {
    expect((await search.sets()).serving?.space).toEqual({ model: 'old', dimensions: 4, version: '1' })
    expect(Object.keys(await wantedVersions(world.ports))).toHaveLength(253)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  })

  test('two relays at once and a late writer turn nothing back', async () => {
    const scenes = Object.keys(await wantedVersions(world.ports))
      .filter((key) => key.startsWith('scene'))
      .slice(0, 40)
    for (const [number, key] of scenes.entries()) {
      const id = key.slice('scene '.length)
      await world.change('scene', id)
      if (number % 3 === 0) await world.change('scene', id, 'draft')
    }
    // The leases of the first end while it is at work.
    const first = drain(world.ports)
    world.ports.clock.advance(leaseMs)
    await Promise.all([first, drain(world.ports), drain(world.ports)])
    world.ports.clock.advance(leaseMs)
    await drain(world.ports)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  })

  test('another model’s index is filled beside, taken up again after a stop, and switched to, while changes come', async () => {
    const stop = new AbortController()
    const ports = { ...world.ports, embed: model('new', [old]) }
    const onProgress = ({ done }: { done: number }) => {
      if (done >= 100) stop.abort(new Error('stopped'))
    }
    await expect(reindex(ports, { ...patient, signal: stop.signal, onProgress })).rejects.toThrow('stopped')
    const before = await search.sets()
    expect([before.serving?.space.model, before.building?.space.model]).toEqual(['old', 'new'])
    const changing = (async () => {
      for (const key of Object.keys(await wantedVersions(world.ports)).slice(20, 60)) {
        const [collection, id] = key.split(' ') as ['scene', string]
        await world.change(collection, id)
        await drain(ports)
      }
    })()
    const progress: number[] = []
    expect(await reindex(ports, { ...patient, onProgress: ({ done }) => void progress.push(done) })).toBe('served')
    await changing
    await drain(ports)
    expect(progress[0]).toBe(100)
    expect(await search.sets()).toMatchObject({ serving: { name: before.building!.name, space: { model: 'new' } } })
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  }, 60_000)

  test('what was changed past the relay is found and repaired, and what is newer than Postgres by a new index', async () => {
    const ports = { ...world.ports, embed: model('new', [old]) }
    const rebuild = () => reindex(ports, patient)
    expect(await reconcile(ports, { rebuild })).toMatchObject({ found: [], waiting: 0 })
    const scenes = Object.keys(await wantedVersions(ports))
      .filter((key) => key.startsWith('scene'))
      .map((key) => key.slice(6))
    const [stale, surplus, tooNew] = scenes
    const set = (id: string, change: object) => ports.db.updateTable('scene').set(change).where('id', '=', id).execute()
    await set(stale!, { version: 50 })
    await set(surplus!, { version: 50, status: 'draft' })
    const found = await reconcile(ports, { rebuild })
    expect(found).toMatchObject({ isRebuilt: false, left: [] })
    expect(found.found.map(({ id, kind }) => [id, kind])).toEqual([
      [stale, 'stale'],
      [surplus, 'surplus'],
    ])
    await set(stale!, { version: 2 })
    const again = await reconcile(ports, { rebuild })
    expect(again).toMatchObject({ isRebuilt: true, left: [], found: [{ id: stale, kind: 'tooNew' }] })
    expect(tooNew).toBeDefined()
    expect(await reconcile(ports, { rebuild })).toMatchObject({ found: [] })
    world.ports.clock.advance(buildLeaseMs)
    expect(await heldVersions(world.ports)).toEqual(await wantedVersions(world.ports))
  }, 60_000)
})
