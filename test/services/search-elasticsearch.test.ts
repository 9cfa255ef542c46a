import { afterEach, describe, expect, inject, test } from 'vitest'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import { mappingVersion } from '../../src/shared/index-mapping.ts'
import { searchContract } from '../contract/search-contract.ts'
import { document, everything, flatSpace } from '../contract/search-fixtures.ts'
import { testClock, testIds } from '../support/clock.ts'
import { dropIndices } from '../support/elasticsearch-indices.ts'

const url = inject('elasticsearchUrl')

describe.skipIf(url === undefined)('on a real Elasticsearch', () => {
  const run = Date.now().toString(36)
  let opened = 0
  let prefix: string

  afterEach(() => dropIndices(url!, prefix))

  const open = async () => {
    prefix = `test-${run}-${(opened += 1)}`
    const access = { url: url!, apiKey: undefined, ca: undefined, prefix }
    return openElasticsearch(access, { clock: testClock(), ids: testIds(), log: () => {}, refresh: true })
  }
  const create = async (index: string, body: object) => {
    const headers = { 'content-type': 'application/json' }
    expect((await fetch(`${url}/${index}`, { method: 'PUT', headers, body: JSON.stringify(body) })).status).toBe(200)
  }
  const exists = async (index: string) => (await fetch(`${url}/${index}`, { method: 'HEAD' })).status === 200

  searchContract('Elasticsearch', async () => ({ port: await open(), countsRemoved: true }), { runs: 8 })

  test('a document that the mapping has no place for is refused by name, and the others are in', async () => {
    const port = await open()
    const set = await port.begin(flatSpace)
    const put = port.put(set, [
      document('a'),
      document('unheard', { keywords: { unheard: ['x'] } }),
      document('no-date', { numbers: { deadline: 'soon' as unknown as number } }),
      document('b'),
    ])
    await expect(put).rejects.toMatchObject({
      name: 'DocumentsRefusedError',
      refused: new Map([
        ['unheard', expect.stringMatching(/strict.*\[unheard\]/u)],
        ['no-date', expect.stringMatching(/failed to parse field \[deadline\]/u)],
      ]),
    })
    await port.serve(set)
    expect(await everything(port)).toEqual(['a', 'b'])
  })

  test('an index of somebody else’s under our alias stops us, and comes to no harm', async () => {
    const port = await open()
    const set = await port.begin(flatSpace)
    await create(`${prefix}-theirs`, { aliases: { [`${prefix}-card`]: {} } })
    for (const attempt of [() => port.sets(), () => port.begin(flatSpace), () => port.serve(set)])
      await expect(attempt()).rejects.toMatchObject({ part: 'index', message: expect.stringContaining(`${prefix}-theirs`) })
    expect(await exists(`${prefix}-theirs`)).toBe(true)
    await fetch(`${url}/${prefix}-theirs`, { method: 'DELETE' })
    await port.serve(set)
    expect(await everything(port)).toEqual([])
  })

  test('a set that a newer version made is searched, and neither written to nor replaced', async () => {
    const port = await open()
    const meta = { space: flatSpace, mappingVersion: mappingVersion + 1 }
    const properties = { id: { type: 'keyword' }, group: { type: 'keyword' }, gone: { type: 'boolean' } }
    for (const collection of ['scene', 'company', 'card'])
      await create(`${prefix}-${collection}-later`, {
        aliases: { [`${prefix}-${collection}`]: {}, [`${prefix}-${collection}-later-put`]: {} },
        mappings: { _meta: meta, properties },
      })
    const set = (await port.sets()).serving!
    expect(set).toEqual({ name: 'later', ...meta })
    for (const attempt of [() => port.put(set, [document('a')]), () => port.begin(flatSpace)])
      await expect(attempt()).rejects.toMatchObject({ name: 'UnavailableError', message: expect.stringContaining('update it') })
    expect(await everything(port)).toEqual([])
    expect((await port.sets()).building).toBeUndefined()
  })
})
