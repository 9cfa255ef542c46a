import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { membersMax, teamsFor, teamsMax } from '../../src/matching/team.ts'
import type { TeamCandidate } from '../../src/matching/team.ts'
import { coverageThresholds } from '../../src/matching/weights.ts'
import { marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

const must = { must: true }
const may = { must: false }
const candidate = (id: string, layer: string | undefined, ...covered: number[]): TeamCandidate => ({
  id,
  covered,
  ...(layer !== undefined && { layer }),
})

describe('teams', () => {
  test('join layers that cover together what nobody covers alone, each with what it brings', () => {
    const candidates = [
      candidate('app', 'downstream', 0.9, 0.1, 0.1, 0.5),
      candidate('app2', 'downstream', 0.1, 0.9, 0.9, 0.1),
      candidate('model', 'midstream', 0.2, 0.6, 0.1, 0.1),
      candidate('data', 'upstream', 0.1, 0.1, 0.5, 0.1),
    ]
    const [team] = teamsFor([must, must, must, may], candidates, 0.3)
    expect(team).toEqual({
      members: [
        { id: 'app', brings: [0, 3] },
        { id: 'model', brings: [1] },
        { id: 'data', brings: [2] },
      ],
      open: [],
    })
  })

  test('may share a layer where no others gain anything', () => {
    const candidates = [candidate('a', 'downstream', 0.9, 0), candidate('b', 'downstream', 0, 0.9)]
    expect(teamsFor([must, must], candidates, 0.3)).toMatchObject([{ members: [{ id: 'a' }, { id: 'b' }], open: [] }])
  })

  test('are not needed where one company covers everything essential, and none where nobody gains', () => {
    expect(
      teamsFor([must, must, may], [candidate('a', undefined, 0.5, 0.5, 0), candidate('b', undefined, 0, 0, 0.9)], 0.3),
    ).toEqual([])
    expect(teamsFor([must, must], [candidate('a', undefined, 0.9, 0), candidate('b', undefined, 0.8, 0)], 0.3)).toEqual([])
    expect(teamsFor([must, must], [], 0.3)).toEqual([])
    expect(teamsFor([may, may], [candidate('a', undefined, 0.9, 0), candidate('b', undefined, 0, 0.9)], 0.3)).toEqual([])
  })

  test('gain by every member, never count one twice, and say truly what is open', () => {
    const cover = fc.double({ min: 0, max: 1, noNaN: true })
    const market = fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.record({
        requirements: fc.array(fc.record({ must: fc.boolean() }), { minLength: count, maxLength: count }),
        rows: fc.array(
          fc.record({
            covered: fc.array(cover, { minLength: count, maxLength: count }),
            layer: fc.constantFrom('upstream', 'midstream', 'downstream', undefined),
          }),
          { maxLength: 12 },
        ),
      }),
    )
    fc.assert(
      fc.property(market, ({ requirements, rows }) => {
        const candidates = rows.map(({ covered, layer }, index) => candidate(String(index), layer, ...covered))
        const essential = requirements.flatMap((requirement, index) => (requirement.must ? [index] : []))
        const openOf = (ids: string[]) =>
          essential.filter((index) => !ids.some((id) => candidates[Number(id)]!.covered[index]! >= 0.5))
        const openAlone = Math.min(...candidates.map(({ id }) => openOf([id]).length))
        const teams = teamsFor(requirements, candidates, 0.5)
        expect(teams.length).toBeLessThanOrEqual(teamsMax)
        for (const { members, open } of teams) {
          const ids = members.map(({ id }) => id)
          expect(ids.length).toBeGreaterThanOrEqual(2)
          expect(ids.length).toBeLessThanOrEqual(membersMax)
          expect(new Set(ids).size).toBe(ids.length)
          expect(open).toEqual(openOf(ids))
          expect(open.length).toBeLessThan(openAlone)
          const brought = members.flatMap(({ brings }) => brings)
          expect(new Set(brought).size).toBe(brought.length)
          for (const { brings } of members) expect(brings.some((index) => essential.includes(index))).toBe(true)
        }
      }),
    )
  })
})

describe('over the API', () => {
  let market: MarketWorld
  beforeAll(async () => {
    market = await marketWorld()
  })

  test('a ranking names teams only when asked, and they hold against the ranking itself', async () => {
    let teams = 0
    for (const { id, content } of market.open) {
      const plain = await market.matchmaker.get(`/api/v1/scenes/${id}/matches?limit=100`)
      expect(plain.body).not.toHaveProperty('teams')
      const { body } = await market.matchmaker.get(`/api/v1/scenes/${id}/matches?include=teams&limit=100`)
      expect(body.items).toEqual(plain.body.items)
      for (const { members, open } of body.teams) {
        teams += 1
        for (const { company, place, brings } of members) {
          const item = body.items.find((one: any) => one.company.id === company.id)
          expect(item.place).toBe(place)
          for (const brought of brings) expect(item.coverage).toContainEqual(brought)
          for (const { outcome } of brings) expect(['met', 'partly']).toContain(outcome)
        }
        const brought = members.flatMap(({ brings }: any) => brings.map(({ requirement }: any) => requirement))
        expect(content.essential!.filter((text) => !brought.includes(text))).toEqual(open)
      }
    }
    expect(coverageThresholds.partly).toBeGreaterThan(0)
    expect(teams).toBeGreaterThan(3)
  })

  test('its page shows them to those who may see the ranking, and to nobody else', async () => {
    let shown = 0
    for (const { id } of market.open) {
      const { body } = await market.matchmaker.get(`/api/v1/scenes/${id}/matches?include=teams`)
      const page = await (await market.signedIn('matchmaker')).get(`/scenes/${id}?lang=zh`)
      expect(page.text.includes('可以一起做的企业')).toBe(body.teams.length > 0)
      expect((await market.visitor.get(`/scenes/${id}?lang=zh`)).text).not.toContain('可以一起做的企业')
      shown += body.teams.length
      if (shown > 2) return
    }
  })
})
