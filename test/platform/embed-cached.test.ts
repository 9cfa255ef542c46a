import { beforeEach, describe, expect, test } from 'vitest'
import { insertEmbeddings, knownDimensions, pruneEmbeddings } from '../../src/db/embedding-store.ts'
import { cachedEmbedding } from '../../src/platform/embed-cached.ts'
import { besides, guardedEmbedding } from '../../src/platform/embed-guarded.ts'
import type { EmbedPort } from '../../src/ports.ts'
import { UnavailableError } from '../../src/shared/fault.ts'
import { vectorOf } from '../contract/embedding-server.ts'
import { testEmbed } from '../support/engines.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

let ports: TestPorts
let asked: string[]

beforeEach(async () => {
  ports = await testPorts()
  asked = []
})

/** Counts what it is asked; its vectors depend on everything they may depend on. */
function counting(model = 'm', version = '1', dimensions = 8, others: EmbedPort[] = []): EmbedPort {
  const embed: EmbedPort = {
    model,
    version,
    dimensions,
    embed: async (texts, role) => {
      asked.push(...texts.map((text) => `${model} ${role} ${text}`))
      return texts.map((text) => Float32Array.from(vectorOf(`${model} ${version} ${role} ${text}`, dimensions)))
    },
    inSpace: (space) => (space.model === model ? embed : others.find((other) => other.model === space.model)),
  }
  return embed
}

const rows = () => ports.db.selectFrom('embedding').select(['role', 'model', 'createdAt']).orderBy('role').execute()

describe('kept vectors', () => {
  test('are made once, and the same ever after, across processes', async () => {
    const texts = ['甲', '乙', '甲', '丙']
    const first = await cachedEmbedding(counting(), ports).embed(texts, 'document')
    expect(asked).toEqual(['m document 甲', 'm document 乙', 'm document 丙'])
    const again = await cachedEmbedding(counting(), ports).embed(['丙', '丁', '甲'], 'document')
    expect(asked.slice(3)).toEqual(['m document 丁'])
    expect(again[0]).toEqual(first[3])
    expect(again[2]).toEqual(first[0])
    expect(first).toEqual(await counting().embed(texts, 'document'))
  })

  test('belong to a role, a model, a number of dimensions and a version', async () => {
    const kinds = [counting(), counting('n'), counting('m', '2'), counting('m', '1', 4)]
    for (const embed of kinds) {
      for (const role of ['query', 'document'] as const) {
        expect(await cachedEmbedding(embed, ports).embed(['甲'], role)).toEqual(await embed.embed(['甲'], role))
        expect(await cachedEmbedding(embed, ports).embed(['甲'], role)).toEqual(await embed.embed(['甲'], role))
      }
    }
    expect(await rows()).toHaveLength(8)
  })

  test('are read and written in bulk, far beyond one statement', async () => {
    const texts = Array.from({ length: 2_300 }, (_, index) => `文本${index}`)
    const first = await cachedEmbedding(counting(), ports).embed(texts, 'document')
    const again = await cachedEmbedding(counting(), ports).embed(texts.toReversed(), 'document')
    expect(asked).toHaveLength(2_300)
    expect(again.toReversed()).toEqual(first)
  })

  test('outlive a run that breaks off', async () => {
    const texts = Array.from({ length: 600 }, (_, index) => `文本${index}`)
    const inner = counting()
    const breaking: EmbedPort = {
      ...inner,
      embed: (some, role) =>
        some.includes('文本599') ? Promise.reject(new UnavailableError('embedding', 'down')) : inner.embed(some, role),
    }
    await expect(cachedEmbedding(breaking, ports).embed(texts, 'document')).rejects.toThrow('down')
    expect((await rows()).length).toBeGreaterThanOrEqual(500)
  })

  test('made by two at once are one', async () => {
    await Promise.all([1, 2, 3].map(() => cachedEmbedding(counting(), ports).embed(['甲', '乙'], 'document')))
    expect(await rows()).toHaveLength(2)
  })

  test('of queries are in memory as well, those asked last', async () => {
    const embed = cachedEmbedding(counting(), ports)
    await embed.embed(['甲'], 'query')
    await ports.db.deleteFrom('embedding').execute()
    await embed.embed(['甲'], 'query')
    expect(asked).toHaveLength(1)
    for (let index = 0; index < 300; index += 1) await embed.embed([`问${index}`], 'query')
    await ports.db.deleteFrom('embedding').execute()
    await embed.embed(['甲'], 'query')
    expect(asked.filter((one) => one === 'm query 甲')).toHaveLength(2)
  })

  test('of what was asked in confidence are stored nowhere', async () => {
    await cachedEmbedding(counting(), ports).embed(['只是想想'], 'query', 'nowhere')
    expect(await rows()).toEqual([])
  })

  test('that are damaged are made anew', async () => {
    await cachedEmbedding(counting(), ports).embed(['甲'], 'document')
    await ports.db
      .updateTable('embedding')
      .set({ vector: new Uint8Array([1, 2, 3]) })
      .execute()
    expect(await cachedEmbedding(counting(), ports).embed(['甲'], 'document')).toEqual(await counting().embed(['甲'], 'document'))
  })

  test('a database that is down costs time, and nothing else', async () => {
    const db = new Proxy(ports.db, {
      get: () => () => {
        throw new Error('the database is down')
      },
    })
    const vectors = await cachedEmbedding(counting(), { ...ports, db }).embed(['甲'], 'query')
    expect(vectors).toEqual(await counting().embed(['甲'], 'query'))
    expect(ports.logged.map(({ event }) => event)).toContain('embedding.cache_unavailable')
  })

  test('of queries are forgotten by age, those of documents are not', async () => {
    const embed = cachedEmbedding(counting(), ports)
    await embed.embed(['旧'], 'query')
    await embed.embed(['旧'], 'document')
    ports.clock.advance(3_600_000)
    await embed.embed(['新'], 'query')
    await pruneEmbeddings(ports.db, ports.clock())
    expect((await rows()).map(({ role }) => role)).toEqual(['document', 'query'])
  })

  test('tell how many dimensions a model has', async () => {
    expect(await knownDimensions(ports.db, 'm', '1')).toBeUndefined()
    const vectors = new Map([['hash', Float32Array.of(1, 0)]])
    await insertEmbeddings(ports.db, { model: 'm', dimensions: 2, version: '1' }, 'document', vectors, ports.clock())
    expect(await knownDimensions(ports.db, 'm', '1')).toBe(2)
    expect(await knownDimensions(ports.db, 'm', '2')).toBeUndefined()
    const build = {
      setName: 's',
      model: 'm',
      dimensions: 384,
      spaceVersion: '1',
      collection: 'scene',
      done: 0,
      total: 0,
    } as const
    const at = { startedAt: ports.clock(), updatedAt: ports.clock(), servedAt: null }
    await ports.db
      .insertInto('indexBuild')
      .values({ ...build, ...at, after: '00000000-0000-0000-0000-000000000000' })
      .execute()
    expect(await knownDimensions(ports.db, 'm', '1')).toBe(384)
  })
})

describe('an endpoint with everything around it', () => {
  test('answers what it knows while the endpoint is down, and the rest as soon as it is back', async () => {
    let isUp = true
    const inner = counting()
    const endpoint: EmbedPort = {
      ...inner,
      embed: (texts, role) => (isUp ? inner.embed(texts, role) : Promise.reject(new UnavailableError('embedding', 'down'))),
    }
    const { embed, circuits } = guardedEmbedding(endpoint, ports)
    const known = await embed.embed(['甲'], 'query')
    isUp = false
    for (let time = 0; time < 6; time += 1)
      await expect(embed.embed(['乙'], 'query')).rejects.toMatchObject({ part: 'embedding' })
    expect(circuits.map(({ isOpen }) => isOpen)).toEqual([true, false])
    expect(await embed.embed(['甲'], 'query')).toEqual(known)
    isUp = true
    await expect(embed.embed(['乙'], 'query')).rejects.toThrow(/left alone/u)
    ports.clock.advance(5_000)
    expect(await embed.embed(['乙'], 'query')).toHaveLength(1)
    expect(circuits.map(({ isOpen }) => isOpen)).toEqual([false, false])
  })

  test('keeps the vectors of the model before as well, and is itself in its own space', async () => {
    const { embed } = guardedEmbedding(counting('new', '1', 8, [counting('old')]), ports)
    expect(embed.inSpace(embed)).toBe(embed)
    const old = embed.inSpace({ model: 'old', dimensions: 8, version: '1' })!
    expect(embed.inSpace({ model: 'old', dimensions: 8, version: '1' })).toBe(old)
    await old.embed(['甲'], 'document')
    await old.embed(['甲'], 'document')
    expect(asked).toEqual(['old document 甲'])
  })

  test('keeps what comes too late for a reader, for the next', async () => {
    const inner = counting()
    let answer = () => {}
    const slow: EmbedPort = {
      ...inner,
      embed: async (texts, role) => {
        await new Promise<void>((resolve) => (answer = resolve))
        return inner.embed(texts, role)
      },
    }
    const { embed } = guardedEmbedding(slow, ports, 10)
    await expect(embed.embed(['甲'], 'query')).rejects.toThrow('within 10 ms')
    await expect(embed.embed(['甲'], 'query')).rejects.toThrow('within 10 ms')
    answer()
    await expect.poll(rows).toHaveLength(1)
    expect(await embed.embed(['甲'], 'query')).toEqual(await inner.embed(['甲'], 'query'))
    expect(asked).toEqual(['m query 甲', 'm query 甲'])
  })

  test('leaves an index of the bundled table to the table', async () => {
    const table = await testEmbed()
    const embed = besides(counting(), table)
    expect(embed.inSpace(table)).toBe(table)
    expect(embed.inSpace({ model: 'm', dimensions: 8, version: '1' })).toMatchObject({ model: 'm' })
    expect(embed.inSpace({ model: 'x', dimensions: 8, version: '1' })).toBeUndefined()
  })
})
