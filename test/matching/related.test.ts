import { beforeAll, describe, expect, test } from 'vitest'
import { insertScene } from '../../src/scenes/scene-store.ts'
import { relatedMax, relatedPerOrganisationMax } from '../../src/matching/related.ts'
import { marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

let market: MarketWorld

beforeAll(async () => {
  market = await marketWorld()
})

const related = async (what: 'scenes' | 'companies', id: string, client = market.visitor) => {
  const { status, body } = await client.get(`/api/v1/${what}/${id}/related`)
  if (status !== 200) throw new Error(String(status))
  return body.items as any[]
}

describe('scenes like a scene', () => {
  test('are at most ten, open, not itself, and each once', async () => {
    for (const { id } of market.open) {
      const items = await related('scenes', id)
      const ids = items.map((scene) => scene.id)
      expect(ids.length).toBeGreaterThan(0)
      expect(ids.length).toBeLessThanOrEqual(relatedMax)
      expect(ids).not.toContain(id)
      expect(new Set(ids).size).toBe(ids.length)
      expect(items.every(({ status }) => status === 'published')).toBe(true)
    }
  })

  test('are also shown beside a closed scene, and to nobody beside a hidden one', async () => {
    const closed = market.scenes.find(({ status }) => status === 'closed')!
    expect((await related('scenes', closed.id)).length).toBeGreaterThan(0)
    const hidden = market.scenes.find(({ status }) => status === 'submitted' || status === 'draft')!
    expect((await market.visitor.get(`/api/v1/scenes/${hidden.id}/related`)).status).toBe(404)
    expect((await market.visitor.get('/api/v1/scenes/nonsense/related')).status).toBe(404)
  })

  test('come from several organisations, however much one of them has published', async () => {
    const { db, clock, ids, relay } = market.ports
    const own = await db.selectFrom('scene').selectAll().where('id', '=', market.open[0]!.id).executeTakeFirstOrThrow()
    const copies = Array.from({ length: 6 }, () => ({ ...own, id: ids(), ref: null }))
    for (const copy of copies) {
      await db.transaction().execute((tx) => insertScene(tx, copy))
      await db
        .insertInto('outbox')
        .values({
          districtId: own.districtId,
          objectType: 'scene',
          objectId: copy.id,
          version: copy.version,
          createdAt: clock(),
          dueAt: clock(),
          doneAt: null,
        })
        .execute()
    }
    await relay()
    const items = await related('scenes', own.id)
    const copied = new Set(copies.map(({ id }) => id))
    expect(items.slice(0, relatedPerOrganisationMax).every(({ id }) => copied.has(id))).toBe(true)
    expect(items.filter(({ id }) => copied.has(id))).toHaveLength(relatedPerOrganisationMax)
    expect(items).toHaveLength(relatedMax)
  })

  test('are gone once their time is over', async () => {
    const { clock } = market.ports
    const start = clock()
    const [subject, first] = [market.open[1]!, (await related('scenes', market.open[1]!.id))[0]]
    clock.set(first.deadline_at)
    expect((await related('scenes', subject.id)).map(({ id }) => id)).not.toContain(first.id)
    clock.set(start)
  })
})

describe('companies like a company', () => {
  test('are at most ten, listed, and not itself', async () => {
    for (const { id } of market.companies.slice(0, 12)) {
      const items = await related('companies', id)
      expect(items.length).toBe(relatedMax)
      expect(items.map((company) => company.id)).not.toContain(id)
      expect(items.every(({ status }) => status === 'listed')).toBe(true)
    }
    expect((await market.visitor.get('/api/v1/companies/nonsense/related')).status).toBe(404)
  })

  test('are of its kind: of fall detection, for one that detects falls', async () => {
    const jianhu = market.companies.find(({ name }) => name.includes('简护'))!
    const items = await related('companies', jianhu.id)
    expect(JSON.stringify(items.slice(0, 3).map(({ content }) => content))).toMatch(/老|护|居家/u)
  })
})

test('the pages list them', async () => {
  const scene = await market.visitor.get(`/scenes/${market.open[0]!.id}?lang=zh`)
  expect(scene.text).toContain('相似的开放场景')
  const company = await market.visitor.get(`/companies/${market.companies[0]!.id}?lang=zh`)
  expect(company.text).toContain('相似的企业')
})
