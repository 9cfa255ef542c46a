import { describe, expect, test } from 'vitest'
import { indexEverything } from '../../src/indexing/ensure-index.ts'
import { reconcile } from '../../src/indexing/reconcile.ts'
import type { Reconciled } from '../../src/indexing/reconcile.ts'
import { drain } from '../../src/indexing/relay.ts'
import type { SearchPort } from '../../src/ports.ts'
import { SetGoneError, UnavailableError } from '../../src/shared/fault.ts'
import { testSearch } from '../support/engines.ts'
import { held, indexWorld, wanted } from './index-world.ts'
import type { IndexWorld } from './index-world.ts'

async function filledWorld(search?: SearchPort) {
  const world = await indexWorld(search === undefined ? {} : { search })
  const orgId = await world.addOrganisation()
  const scenes = [await world.addScene(orgId), await world.addScene(orgId), await world.addScene(orgId, 'draft')]
  const company = await world.addCompany(orgId)
  const card = await world.addCard(company)
  await drain(world.ports)
  return { ...world, orgId, scenes, company, card }
}

const run = ({ ports }: IndexWorld, isDry = false) => reconcile(ports, { isDry, rebuild: () => indexEverything(ports) })

const kindsOf = ({ found }: Reconciled) => found.map(({ collection, id, kind }) => `${kind} ${collection} ${id}`)

/** A change that left no trace for the relay, as a row written past the verbs would. */
const unnoted = async ({ ports }: IndexWorld, change: () => Promise<void>) => {
  const before = await ports.db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirstOrThrow()
  await change()
  await ports.db.deleteFrom('outbox').where('id', '>', before.id).execute()
}

describe('an index that says what Postgres says', () => {
  test('is left alone', async () => {
    const world = await filledWorld()
    expect(await run(world)).toEqual({ compared: 4, found: [], waiting: 0, isRebuilt: false, left: [] })
  })

  test('once the relay has done what is due', async () => {
    const world = await filledWorld()
    await world.change('scene', world.scenes[0]!)
    expect(await run(world)).toMatchObject({ found: [] })
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })
})

describe('what differs is found and repaired', () => {
  test('documents that are missing, stale, or should not be there', async () => {
    const world = await filledWorld()
    const { ports, scenes, company, card, orgId } = world
    const { serving } = await ports.search.sets()
    let added = ''
    await unnoted(world, async () => {
      await world.change('scene', scenes[0]!)
      await world.change('scene', scenes[1]!, 'draft')
      await world.change('card', card, 'hidden')
      added = await world.addScene(orgId)
    })
    const stray = '01900000-0000-7000-8000-0000000fffff'
    const strange = { group: stray, tokens: 'stray', keywords: {}, numbers: {} }
    await ports.search.put(serving!, [{ collection: 'scene', id: stray, version: 7, ...strange }])
    const expected = [
      `stale scene ${scenes[0]}`,
      `surplus scene ${scenes[1]}`,
      `missing scene ${added}`,
      `surplus scene ${stray}`,
      `stale company ${company}`,
      `surplus card ${card}`,
    ]
    expect(kindsOf(await run(world, true))).toEqual(expected)
    const reconciled = await run(world)
    expect(kindsOf(reconciled)).toEqual(expected)
    expect(reconciled).toMatchObject({ isRebuilt: false, left: [] })
    expect(await held(ports)).toEqual(await wanted(ports))
    expect(await run(world)).toMatchObject({ found: [] })
  })

  test('a document newer than its row, which no relay could bring back: a new index takes the old one’s place', async () => {
    const world = await filledWorld()
    const { ports, scenes, orgId } = world
    await world.change('scene', scenes[0]!)
    await world.change('scene', scenes[1]!)
    await world.change('scene', scenes[1]!, 'draft')
    await drain(ports)
    // Postgres is set back to a backup: one scene to an older text, the other to when it was still shown.
    await ports.db.updateTable('scene').set({ version: 1, status: 'published' }).where('orgId', '=', orgId).execute()
    const reconciled = await run(world)
    expect(kindsOf(reconciled)).toEqual([`tooNew scene ${scenes[0]}`, `missing scene ${scenes[1]}`, `missing scene ${scenes[2]}`])
    expect(reconciled).toMatchObject({ isRebuilt: true, left: [] })
    expect(Object.keys(await held(ports)).filter((key) => key.startsWith('scene'))).toHaveLength(3)
    await world.change('scene', scenes[0]!)
    await drain(ports)
    expect(await run(world)).toMatchObject({ found: [] })
  })

  test('over more than one page of either side', async () => {
    const world = await filledWorld()
    const { ports, orgId } = world
    await world.addScenes(orgId, 520)
    const ids = (await ports.search.versions((await ports.search.sets()).serving!, 'scene', '', 1_000)).map(({ id }) => id)
    await ports.db
      .updateTable('scene')
      .set((eb) => ({ version: eb('version', '+', 1) }))
      .where('id', 'in', [ids[3]!, ids[510]!])
      .execute()
    expect(kindsOf(await run(world))).toEqual([`stale scene ${ids[3]}`, `stale scene ${ids[510]}`])
    expect(await run(world)).toMatchObject({ compared: 524, found: [] })
  }, 60_000)
})

describe('what is no difference', () => {
  test('a change that came between the two readings', async () => {
    const inner = await testSearch()
    let change: (() => Promise<void>) | undefined
    const world = await filledWorld({
      ...inner,
      versions: async (...asked) => {
        const page = await inner.versions(...asked)
        await change?.()
        change = undefined
        return page
      },
    })
    change = () => world.change('scene', world.scenes[0]!)
    expect(await run(world)).toMatchObject({ found: [], waiting: 0 })
  })

  test('a change that another relay has before it', async () => {
    const world = await filledWorld()
    await world.change('scene', world.scenes[0]!)
    await world.ports.db
      .updateTable('outbox')
      .set({ dueAt: new Date(world.ports.clock().getTime() + 30_000) })
      .where('doneAt', 'is', null)
      .execute()
    expect(await run(world)).toMatchObject({ found: [], waiting: 1 })
  })

  test('an index that was switched meanwhile', async () => {
    const inner = await testSearch()
    let isGone = true
    const world = await filledWorld({
      ...inner,
      versions: async (...asked) => {
        if (!isGone) return inner.versions(...asked)
        isGone = false
        throw new SetGoneError('switched')
      },
    })
    expect(await run(world)).toMatchObject({ compared: 4, found: [] })
  })
})

test('while the index is down nothing is compared', async () => {
  const inner = await testSearch()
  let isDown = false
  const world = await filledWorld({
    ...inner,
    put: (set, documents) => (isDown ? Promise.reject(new UnavailableError('index', 'down')) : inner.put(set, documents)),
  })
  isDown = true
  await world.change('scene', world.scenes[0]!)
  await expect(run(world)).rejects.toThrow('does not answer')
})
