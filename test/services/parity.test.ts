import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { parityOf } from '../../src/cli/bench-parity.ts'
import { indexEverything } from '../../src/indexing/ensure-index.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import type { SearchPort } from '../../src/ports.ts'
import { generateMarket } from '../../src/seeding/generated-market.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import { tokensOf } from '../../src/shared/text.ts'
import { dropIndices } from '../support/elasticsearch-indices.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

const url = inject('elasticsearchUrl')

const words = [
  '老年人跌倒监测',
  '作业批改',
  '智慧交通信号',
  'OCR 单据识别',
  '大模型 知识库 问答',
  '视频 安全生产',
  '客服',
  '不存在的词 zzz',
]
const searches = (['scene', 'company', 'card'] as const).flatMap((collection) =>
  words.flatMap((q) => [
    { collection, q, filters: [] },
    { collection, q, filters: [{ field: 'deployment', anyOf: ['private', 'cloud'] }] },
  ]),
)

function shareOf(these: readonly string[], those: readonly string[]): number {
  return these.length === 0 ? Number(those.length === 0) : these.filter((id) => those.includes(id)).length / these.length
}

describe.skipIf(url === undefined)('both engines bring up the same', () => {
  const prefix = `parity-${Date.now().toString(36)}`
  let ports: TestPorts
  let server: SearchPort
  let districtId: string

  beforeAll(async () => {
    ports = await testPorts()
    districtId = (await loadExampleData(ports, { now: ports.clock() }))!.districtId
    server = await openElasticsearch({ url: url!, apiKey: undefined, ca: undefined, prefix }, ports)
    await indexBoth()
  })
  afterAll(() => dropIndices(url!, prefix))

  const indexBoth = async () => {
    for (const search of [ports.search, server]) await indexEverything({ ...ports, search })
  }

  test('for every open scene of the example data, and for companies', async () => {
    const parity = await parityOf(ports, server, 20)
    expect(parity.rankings).toBeGreaterThan(30)
    expect(parity.pairs).toBeGreaterThan(500)
    expect(parity.gates_different).toBe(0)
    expect(parity.overlap_mean).toBeGreaterThanOrEqual(0.95)
  }, 60_000)

  test('for whoever searches: the same lists, numbers and facets', async () => {
    const different: string[] = []
    const shares: number[] = []
    for (const { collection, q, filters } of searches) {
      const [values] = await ports.embed.embed([q], 'query')
      const vector = { space: ports.embed, values: values! }
      const query = { collection, tokens: tokensOf(q).join(' '), vector, filters, facets: ['status', 'domain', 'deployment'] }
      const [here, there] = await Promise.all(
        [ports.search, server].map((engine) => engine.find({ ...query, sort: 'relevance', offset: 0, limit: 10 })),
      )
      if (!isDeepStrictEqual([here!.total, here!.facets], [there!.total, there!.facets])) different.push(q)
      shares.push(shareOf(here!.ids, there!.ids))
    }
    expect(different).toEqual([])
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.9)
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThanOrEqual(0.95)
  })

  test('in a market larger than what is recalled of it', async () => {
    await generateMarket(ports, districtId, { companies: 250, cards: 3, seed: 7 }, ports.clock())
    await indexBoth()
    const parity = await parityOf(ports, server, 10)
    expect(parity.gates_different).toBe(0)
    expect(parity.overlap_mean).toBeGreaterThanOrEqual(0.95)
  }, 120_000)
})
