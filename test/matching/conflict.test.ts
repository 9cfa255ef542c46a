import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

let market: MarketWorld

beforeAll(async () => {
  market = await marketWorld()
})

const holder = '91310000MA1FHOLDER'

async function write(companyId: string, change: object): Promise<void> {
  const { db } = market.ports
  const { content } = await db.selectFrom('company').select('content').where('id', '=', companyId).executeTakeFirstOrThrow()
  await db
    .updateTable('company')
    .set({ content: JSON.stringify({ ...content, ...change }), version: sql`version + 1` })
    .where('id', '=', companyId)
    .execute()
}

/** The scene handed to the organisation of a company, whose profile then says who controls it. */
async function sceneOf(companyId: string): Promise<string> {
  const scene = market.open[0]!
  const { orgId } = market.companies.find(({ id }) => id === companyId)!
  await market.ports.db.updateTable('scene').set({ orgId }).where('id', '=', scene.id).execute()
  return scene.id
}

const conflictOf = async (scene: string, company: string) =>
  (await market.matchmaker.get(`/api/v1/scenes/${scene}/matches/${company}`)).body.gates.find(
    (gate: any) => gate.id === 'conflict',
  ).outcome
const usccOf = async (companyId: string) =>
  (
    await market.ports.db
      .selectFrom('organisation')
      .innerJoin('company', 'company.orgId', 'organisation.id')
      .select('organisation.uscc')
      .where('company.id', '=', companyId)
      .executeTakeFirstOrThrow()
  ).uscc

test('is found by entity and control, in either direction and over a common holder, whatever anybody is called', async () => {
  const [asking, offering] = [market.companies[0]!.id, market.companies[1]!.id]
  const scene = await sceneOf(asking)
  const own = await usccOf(asking)
  const other = await usccOf(offering)
  expect(await conflictOf(scene, asking)).toBe('failed')

  await write(asking, { controllers: [] })
  await write(offering, { controllers: [] })
  expect(await conflictOf(scene, offering)).toBe('met')

  await write(offering, { controllers: [{ uscc: own, sharePercent: 25 }] })
  expect(await conflictOf(scene, offering)).toBe('failed')
  await write(offering, { controllers: [{ uscc: own, sharePercent: 24 }] })
  expect(await conflictOf(scene, offering)).toBe('met')

  await write(offering, { controllers: [] })
  await write(asking, { controllers: [{ uscc: other, sharePercent: 30 }] })
  expect(await conflictOf(scene, offering)).toBe('failed')

  await write(asking, { controllers: [{ uscc: holder, sharePercent: 60 }] })
  await write(offering, { controllers: [{ uscc: holder.toLowerCase(), sharePercent: 40 }] })
  expect(await conflictOf(scene, offering)).toBe('failed')

  // Another name, brand or alias hides nothing, and a name in common means nothing.
  await write(offering, { name: '另一个名字', nameEn: 'Another Name', aliases: ['别名'] })
  expect(await conflictOf(scene, offering)).toBe('failed')
  await write(offering, { controllers: [], name: market.companies[0]!.name, aliases: [market.companies[0]!.name] })
  expect(await conflictOf(scene, offering)).toBe('met')
})

test('one that conflicts stands in no ranking of the scene, and the scene in none of its opportunities', async () => {
  const [asking, offering] = [market.companies[0]!.id, market.companies[1]!.id]
  const scene = await sceneOf(asking)
  await write(asking, { controllers: [{ uscc: holder, sharePercent: 60 }] })
  await write(offering, { controllers: [{ uscc: holder, sharePercent: 40 }] })
  const ranked = (await market.matchmaker.get(`/api/v1/scenes/${scene}/matches?limit=100`)).body.items
  expect(ranked.map((item: any) => item.company.id)).not.toContain(offering)
  const open = (await market.matchmaker.get(`/api/v1/companies/${offering}/opportunities?limit=100`)).body.items
  expect(open.map((item: any) => item.scene.id)).not.toContain(scene)
})
