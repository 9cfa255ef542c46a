import { beforeAll, expect, test } from 'vitest'
import { importCompanies } from '../../src/companies/import-companies.ts'
import type { ImportRow } from '../../src/companies/import-companies.ts'
import { exampleCompanies, generatedProfiles } from '../../src/seeding/generated-market.ts'
import { everyPage, marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

const dayMs = 86_400_000
let market: MarketWorld
let scene: MarketWorld['open'][number]
let matches: string
let profiles: ImportRow[]

/** Lists these rows as of then. */
async function listed(rows: readonly ImportRow[], at: Date): Promise<void> {
  const { ports, districtId } = market
  const options = { districtId, status: 'listed', isExample: true } as const
  const { refused } = await importCompanies({ db: ports.db, ids: ports.ids, clock: () => at }, rows, options)
  expect(refused).toBe(0)
  await ports.relay()
}

const idOf = async (name: string) =>
  (await market.ports.db.selectFrom('company').select(['id', 'content']).execute()).find(({ content }) => content.name === name)!
    .id

beforeAll(async () => {
  market = await marketWorld()
  scene =
    market.open.find(({ content }) => content.title!.includes('错误聚类') || content.title!.includes('作业')) ?? market.open[0]!
  matches = `/api/v1/scenes/${scene.id}/matches`
  // Companies that each answer some of what the scene asks, beside what a company of the example data offers.
  const { essential = [], desirable = [], problem = '' } = scene.content
  const made = [...generatedProfiles(await exampleCompanies(market.ports.db), { companies: 17, cards: 1, seed: 11 })]
  profiles = made.map(({ at, value }, index) => {
    const { company, cards, ...rest } = value as { company: object; cards: Record<string, unknown>[] }
    const all = [...essential, ...desirable]
    const solves = [all[index % all.length]!, all[(index + 1 + (index >> 2)) % all.length]!, scene.content.title!]
    // The last two say somewhat less, so that they fit, and others fit better.
    const isLess = index >= 15
    const card = {
      ...cards[0]!,
      solves: isLess ? solves.slice(1) : solves,
      advantages: isLess ? '' : problem,
      deployment: [],
      domains: [scene.content.domain!],
    }
    delete (card as Record<string, unknown>)['minPriceFen']
    return {
      at,
      value: { ...rest, company: { ...company, deployment: [], filings: [], minBudgetFen: undefined }, cards: [card] },
    }
  })
  await listed(profiles.slice(0, 15), new Date(market.ports.clock().getTime() - 60 * dayMs))
})

test('a newcomer that fits gets one place from the eighth to the tenth, named as such; the rest stands by fit', async () => {
  const before = (await everyPage(market.matchmaker, matches, 100)).items
  expect(before.filter(({ newcomer }) => newcomer !== undefined)).toEqual([])
  expect(before.filter(({ score }) => score >= 30).length).toBeGreaterThan(11)
  await listed(profiles.slice(15), market.ports.clock())
  const fresh = new Set([await idOf('生成企业15'), await idOf('生成企业16')])
  const { items, pages } = await everyPage(market.matchmaker, matches, 7)
  const given = items.filter(({ newcomer }) => newcomer !== undefined)
  const waiting = items.filter(({ company, place, newcomer }) => fresh.has(company.id) && (place > 10 || newcomer !== undefined))
  expect(waiting.length).toBeGreaterThan(0)
  expect(given.length).toBe(1)
  expect(fresh.has(given[0].company.id)).toBe(true)
  expect(given[0].place).toBeGreaterThanOrEqual(8)
  expect(given[0].place).toBeLessThanOrEqual(10)
  expect(given[0].newcomer.fit_place).toBeGreaterThan(10)
  expect(pages.length).toBe(Math.ceil(items.length / 7))
  expect(items.map(({ place }) => place)).toEqual(items.map((_, index) => index + 1))
  const others = items.filter(({ newcomer, company }) => newcomer === undefined && !fresh.has(company.id))
  expect(others.map(({ company }) => company.id)).toEqual(before.map(({ company }) => company.id))
  expect(market.ports.logged.filter(({ event }) => event === 'ranking.newcomer').at(-1)!.detail).toMatchObject({
    sceneId: scene.id,
    companyId: given[0].company.id,
  })
  const [noted] = await market.ports.db
    .selectFrom('impression')
    .select(['position', 'propensity'])
    .where('companyId', '=', given[0].company.id)
    .where('sceneId', '=', scene.id)
    .execute()
  const { place, newcomer } = given[0]
  // Of two that wait one is drawn; and then the place is looked at as often as any such place.
  expect(newcomer.propensity).toBe(0.5)
  expect(noted).toEqual({ position: place, propensity: expect.closeTo(0.5 / Math.log2(1 + place), 10) })
})

test('who was shown makes way the next day for who was not, and its own page tells it where it stands by fit', async () => {
  const slotToday = async () =>
    (await everyPage(market.matchmaker, matches, 100)).items.find(({ newcomer }) => newcomer !== undefined)
  const shown: string[] = []
  for (let day = 0; day < 3; day += 1) {
    const slot = await slotToday()
    shown.push(slot.company.id)
    const own = (await market.matchmaker.get(`/api/v1/companies/${slot.company.id}/opportunities/${scene.id}`)).body
    expect(own).toMatchObject({ place: slot.place, newcomer: slot.newcomer })
    market.ports.clock.advance(dayMs)
  }
  expect(shown[1]).not.toBe(shown[0])
  market.ports.clock.advance(31 * dayMs)
  expect(await slotToday()).toBeUndefined()
})

test('copies of one company under other names share its place, and push nobody down', async () => {
  const before = (await everyPage(market.matchmaker, matches, 100)).items
  const best = before[3]
  const copied = profiles.find(({ value }) => (value as any).company.name === best.company.name) ?? profiles[0]!
  const original = before.find(({ company }) => company.name === (copied.value as any).company.name)
  const copies = [...generatedProfiles(await exampleCompanies(market.ports.db), { companies: 40, cards: 1, seed: 3 })]
    .slice(20)
    .map(({ at, value }, index) => {
      const { organisation } = value as { organisation: object }
      const { company, cards } = structuredClone(copied.value) as { company: object; cards: object[] }
      return { at, value: { organisation, company: { ...company, name: `仿制第${index}家` }, cards } }
    })
  await listed(copies, market.ports.clock())
  const after = (await everyPage(market.matchmaker, matches, 100)).items
  const shared = after.filter(({ near_identical: near }) => near !== undefined)
  expect(shared.length).toBe(1)
  expect(shared[0].near_identical.length).toBe(20)
  expect(after.length).toBe(before.length)
  const names = (items: any[]) =>
    items.map(({ company }) => company.name).filter((name: string) => !name.startsWith('仿制') && name !== original.company.name)
  expect(names(after)).toEqual(names(before))

  const [behind] = shared[0].near_identical
  const own = (await market.matchmaker.get(`/api/v1/companies/${behind.id}/opportunities/${scene.id}`)).body
  expect(own).toMatchObject({ place: shared[0].place, company: { id: behind.id }, near_identical: [] })
  const page = await market.matchmaker.page(`/scenes/${scene.id}?lang=en`)
  expect(page.text).toContain('20 near-identical profiles share this place')
  expect(page.text).toContain(`href="/companies/${behind.id}"`)
  const office = await market.signedIn('officer')
  const report = (await office.get('/api/v1/insights/exposure')).body
  expect(report.near_identical.map((group: any[]) => group.length)).toEqual([21])
})
