import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Demand } from '../../src/matching/demand.ts'
import { askedParts, offeredParts, partsMax } from '../../src/matching/recall-parts.ts'
import { candidatesMax, inDistrict, recallCompanies, recallScenes, wholeMax } from '../../src/matching/recall.ts'
import type { Source } from '../../src/indexing/source.ts'
import type { Supply } from '../../src/matching/supply.ts'
import { staticEmbedding } from '../../src/platform/embed-static.ts'
import { createEmbeddedSearch } from '../../src/platform/search-embedded.ts'
import { loadWordTable } from '../../src/platform/static-embedding/load.ts'
import type { EmbedPort, SearchDocument, SearchPort } from '../../src/ports.ts'
import { tokensOf } from '../../src/shared/text.ts'
import { testMatcher } from '../support/engines.ts'

let embed: EmbedPort

beforeAll(async () => {
  embed = staticEmbedding(await loadWordTable())
})

/** Everybody's needs: many answer them, each with streets of their own, which the scene names as well. */
const crowd = '街道视频识别占道经营与乱停放两轮车，自动生成工单推送城运平台，输出周报'
const crowdSize = 400
const streets = Array.from({ length: crowdSize }, (_, index) => `street${index}`)
const crowdTexts = streets.map((street, index) => ({
  id: `crowd-${index}`,
  text: `${crowd} ${Array.from({ length: 8 }, (_, next) => streets[(index + next) % crowdSize]).join(' ')} ${street}`,
}))

/** What three companies of each kind say. */
const suppliers: Record<string, string> = {
  weld: '六轴机械臂工作站，含激光传感与夹具设计，可做焊缝跟踪',
  records: '医院编码与结算清单核对系统，另有病历质控模块',
  kitchen: '风机水泵声纹监测，可用于油烟净化器',
}

const demand: Demand = {
  id: 'scene',
  title: '街道视频识别与工单',
  context: ['街道希望用视频识别占道经营、乱停放两轮车，自动生成工单，推送城运平台', streets.join(' ')],
  requirements: [
    { text: '识别占道经营与乱停放两轮车', must: true },
    { text: '自动生成工单并推送城运平台', must: true },
    { text: '焊缝跟踪偏差不超过半毫米', must: true },
    { text: '病历质控覆盖全部出院患者', must: false },
    { text: '油烟净化器停机半小时内告警', must: false },
  ],
  terms: { filings: [], localOnly: false },
}

describe('a scene with several unlike needs', () => {
  let search: SearchPort
  beforeAll(async () => {
    search = await filled([
      ...crowdTexts,
      ...Object.entries(suppliers).flatMap(([kind, text]) => [1, 2, 3].map((number) => ({ id: `${kind}-${number}`, text }))),
    ])
  })

  const ask = (asked: Demand) => recallCompanies(sourceOf(search), asked, [inDistrict('d')])

  test('finds the suppliers of each of them beside those of the whole', async () => {
    const found = await ask(demand)
    for (const kind of Object.keys(suppliers)) for (const number of [1, 2, 3]) expect(found).toContain(`${kind}-${number}`)
    expect(found.filter((id) => id.startsWith('crowd')).length).toBeGreaterThan(100)
    expect(found.length).toBeLessThanOrEqual(candidatesMax)
    expect(new Set(found).size).toBe(found.length)
  })

  test('would not, if the whole text alone were asked for', async () => {
    const whole = { ...demand, requirements: [{ text: demand.requirements.map(({ text }) => text).join('；'), must: true }] }
    const found = await ask(whole)
    expect(found).toHaveLength(wholeMax)
    expect(Object.keys(suppliers).every((kind) => found.includes(`${kind}-1`))).toBe(false)
  })

  test('asks the index twice, for at most eleven lists, and counts nothing on which answer comes first', async () => {
    const asked: number[] = []
    const slow: SearchPort = {
      ...search,
      recallMany: async (queries) => {
        asked.push(queries.length)
        const lists = await search.recallMany(queries)
        for (let turn = 0; turn < queries.length; turn += 1) await Promise.resolve()
        return lists
      },
    }
    const many = {
      ...demand,
      requirements: Array.from({ length: 30 }, (_, index) => ({ text: `要求${index} 焊接`, must: index % 2 === 0 })),
    }
    await recallCompanies(sourceOf(slow), many, [inDistrict('d')])
    expect(asked.toSorted((a, b) => a - b)).toEqual([2, 1 + partsMax])
    expect(await recallCompanies(sourceOf(slow), demand, [inDistrict('d')])).toEqual(await ask(demand))
  })

  test('goes by words alone where nobody makes vectors', async () => {
    const found = await recallCompanies({ ...sourceOf(search), embed: async () => undefined }, demand, [inDistrict('d')])
    for (const kind of Object.keys(suppliers)) expect(found).toContain(`${kind}-1`)
  })
})

test('a company with unlike cards is shown the scenes of each', async () => {
  const search = await filled([...crowdTexts, { id: 'weld', text: suppliers['weld']! }])
  const card = (id: string, text: string) => ({ id, name: id, fields: [{ field: 'description', text }], deployment: [] })
  const supply: Supply = {
    id: 'c',
    name: '',
    fields: [],
    cards: [card('1', `${crowd} ${streets.join(' ')}`), card('2', suppliers['weld']!)],
    terms: { deployment: [], filings: [] },
  }
  expect(await recallScenes(sourceOf(search), supply, [inDistrict('d')])).toContain('weld')
})

describe('the parts', () => {
  test('of a demand hold each requirement once, the essential ones first, in a bounded number', () => {
    const requirements = fc.array(fc.record({ text: fc.uuid(), must: fc.boolean() }), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(requirements, (all) => {
        const parts = askedParts({ requirements: all })
        expect(parts.length).toBe(Math.min(all.length, partsMax))
        expect(parts.join('\n').split('\n').toSorted()).toEqual(all.map(({ text }) => text).toSorted())
        expect(parts[0]!.split('\n')[0]).toBe((all.find(({ must }) => must) ?? all[0]!).text)
      }),
    )
  })

  test('of one requirement, or of one card, are none: it is the whole', () => {
    expect(askedParts({ requirements: [{ text: '焊接', must: true }] })).toEqual([])
    expect(offeredParts({ cards: [] })).toEqual([])
  })
})

/** A company, its only card and a scene of each text, in one district. */
async function filled(texts: readonly { id: string; text: string }[]): Promise<SearchPort> {
  const search = createEmbeddedSearch()
  const set = await search.begin(embed)
  const vectors = await embed.embed(
    texts.map(({ text }) => text),
    'document',
  )
  const documents = texts.flatMap(({ id, text }, index) =>
    (['company', 'card', 'scene'] as const).map((collection): SearchDocument => ({
      collection,
      id,
      version: 1,
      group: id,
      tokens: tokensOf(text).join(' '),
      keywords: { district_id: ['d'] },
      numbers: {},
      vector: vectors[index]!,
    })),
  )
  await search.put(set, documents)
  await search.serve(set)
  return search
}

function sourceOf(search: SearchPort): Source {
  return {
    search,
    generation: search.generation(),
    embed: async () => embed,
    degraded: new Set(),
    log: () => {},
    matcher: testMatcher,
  }
}
