import { describe, expect, test } from 'vitest'
import { countOutbox, replayDead } from '../../src/db/outbox.ts'
import { attemptsMax, drain, leaseMs, relayOnce, vectorWaitMs } from '../../src/indexing/relay.ts'
import type { EmbedPort, SearchDocument, SearchPort } from '../../src/ports.ts'
import { DocumentsRefusedError, UnavailableError } from '../../src/shared/fault.ts'
import { tick } from '../../src/tick.ts'
import { testEmbed, testSearch } from '../support/engines.ts'
import { testDistrict } from '../support/world.ts'
import { held, indexWorld, wanted, wordOf } from './index-world.ts'
import type { IndexWorld } from './index-world.ts'

const rowsOf = ({ ports }: IndexWorld) =>
  ports.db.selectFrom('outbox').select(['objectId', 'attempts', 'dueAt', 'doneAt', 'deadAt', 'lastError']).orderBy('id').execute()

const openRows = async (world: IndexWorld) => (await rowsOf(world)).filter(({ doneAt }) => doneAt === null)

/** The engine, where what is written can be held up or made to fail. */
async function withPut(put: (inner: SearchPort, documents: readonly SearchDocument[]) => Promise<void>): Promise<SearchPort> {
  const inner = await testSearch()
  return {
    ...inner,
    put: async (set, documents) => {
      await put(inner, documents)
      await inner.put(set, documents)
    },
  }
}

/** Once its gate is shut, whoever writes waits before it until it opens. */
function gate() {
  let open = () => {}
  let [isShut, arrived] = [false, () => {}]
  let opened: Promise<void> = Promise.resolve()
  const waiting = new Promise<void>((resolve) => (arrived = resolve))
  return {
    pass: async () => {
      if (!isShut) return
      isShut = false
      arrived()
      await opened
    },
    shut: () => {
      isShut = true
      opened = new Promise((resolve) => (open = resolve))
    },
    open: () => open(),
    waiting,
  }
}

describe('what follows a change', () => {
  test('documents carry the versions of every row that they show, and a hidden card takes its words along', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    await world.addScene(orgId)
    await world.addScene(orgId, 'draft')
    const company = await world.addCompany(orgId)
    const [shown, hidden] = [await world.addCard(company), await world.addCard(company)]
    await world.addCard(company, 'draft')
    await drain(world.ports)
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
    expect(Object.keys(await held(world.ports))).toHaveLength(4)
    await world.change('card', hidden, 'hidden')
    await drain(world.ports)
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
    expect((await held(world.ports))[`company ${company}`]!.words).toEqual([wordOf(company, 1), wordOf(shown, 1)])
  })

  test('a suspended organisation takes its company and its cards out, and they come back with it', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    const [scene, company] = [await world.addScene(orgId), await world.addCompany(orgId)]
    const card = await world.addCard(company)
    await drain(world.ports)
    await world.changeOrganisation(orgId, 'suspended')
    await drain(world.ports)
    expect(Object.keys(await held(world.ports))).toEqual([`scene ${scene}`])
    await world.changeOrganisation(orgId, 'verified')
    await drain(world.ports)
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
    expect(Object.keys(await held(world.ports))).toContain(`card ${card}`)
  })

  test('an organisation’s change reaches its scenes, whose documents show its name', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    const scene = await world.addScene(orgId)
    await drain(world.ports)
    await world.changeOrganisation(orgId)
    await drain(world.ports)
    expect((await held(world.ports))[`scene ${scene}`]!.version).toBe(3)
  })

  test('a set that is being filled is written to as well as the one that serves', async () => {
    const world = await indexWorld()
    const { ports } = world
    const building = await ports.search.begin(ports.embed)
    const scene = await world.addScene(await world.addOrganisation())
    await drain(ports)
    expect(await ports.search.versions(building, 'scene', '', 10)).toEqual([{ id: scene, version: 2 }])
    expect(await held(ports)).toEqual(await wanted(ports))
  })

  test('the sets are read after the rows were taken, or a set begun in between would miss them', async () => {
    const inner = await testSearch()
    const taken: number[][] = []
    const sets: SearchPort['sets'] = async () => {
      taken.push((await rowsOf(world)).map(({ attempts }) => attempts))
      return inner.sets()
    }
    const world = await indexWorld({ search: { ...inner, sets } })
    await world.addScene(await world.addOrganisation())
    await drain(world.ports)
    expect(taken).toEqual([[1]])
  })

  test('a set that was switched away under the relay is no fault: it reads the sets anew', async () => {
    let isSwitched = false
    const search = await withPut(async (inner) => {
      if (isSwitched) return
      isSwitched = true
      const { serving } = await inner.sets()
      await inner.serve(await inner.begin(serving!.space))
    })
    const world = await indexWorld({ search })
    await world.addScene(await world.addOrganisation())
    expect(await drain(world.ports)).toEqual({ taken: 1, done: 1, isHeldUp: false })
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })
})

describe('several relays', () => {
  test('no row is taken by two at once', async () => {
    const world = await indexWorld()
    const orgId = await world.addOrganisation()
    for (let n = 0; n < 30; n += 1) await world.addScene(orgId)
    const relayed = await Promise.all(Array.from({ length: 4 }, () => drain(world.ports)))
    expect(relayed.reduce((sum, { taken }) => sum + taken, 0)).toBe(30)
    expect(await openRows(world)).toEqual([])
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('what a relay died over is taken up when its lease ends, and its late writing turns nothing back', async () => {
    const slow = gate()
    const world = await indexWorld({ search: await withPut(() => slow.pass()) })
    const scene = await world.addScene(await world.addOrganisation())
    slow.shut()
    const late = drain(world.ports)
    await slow.waiting
    await world.change('scene', scene)
    await drain(world.ports)
    expect((await openRows(world)).map(({ attempts }) => attempts)).toEqual([1])
    world.ports.clock.advance(leaseMs)
    await drain(world.ports)
    expect(await openRows(world)).toEqual([])
    slow.open()
    await late
    expect(await held(world.ports)).toEqual({ [`scene ${scene}`]: { version: 3, words: [wordOf(scene, 2)] } })
  })

  test('a relay that dies between writing and marking leaves its rows to be done again, to the same end', async () => {
    const inner = await testSearch()
    let isDead = true
    const never = new Promise<void>(() => {})
    const reached = gate()
    reached.shut()
    const search: SearchPort = {
      ...inner,
      put: async (set, documents) => {
        await inner.put(set, documents)
        if (!isDead) return
        void reached.pass()
        await never
      },
    }
    const world = await indexWorld({ search })
    await world.addScene(await world.addOrganisation())
    void drain(world.ports)
    await reached.waiting
    isDead = false
    const before = await held(world.ports)
    expect((await openRows(world)).length).toBe(1)
    world.ports.clock.advance(leaseMs)
    await drain(world.ports)
    expect(await openRows(world)).toEqual([])
    expect(await held(world.ports)).toEqual(before)
  })
})

describe('what fails by itself', () => {
  test('a poison row harms no other of its batch', async () => {
    let poison = ''
    const search = await withPut(async (_inner, documents) => {
      if (documents.some(({ id }) => id === poison)) throw new TypeError('cannot read it')
    })
    const world = await indexWorld({ search })
    const orgId = await world.addOrganisation()
    const scenes: string[] = []
    for (let n = 0; n < 9; n += 1) scenes.push(await world.addScene(orgId))
    poison = scenes[4]!
    expect(await relayOnce(world.ports)).toEqual({ taken: 9, done: 8, isHeldUp: false })
    expect(await openRows(world)).toMatchObject([{ objectId: poison, attempts: 1, lastError: 'TypeError: cannot read it' }])
    expect(Object.keys(await held(world.ports))).toHaveLength(8)
  })

  test('of a company only the row of the document that was refused fails', async () => {
    let poison = ''
    const search = await withPut(async (inner, documents) => {
      const { serving } = await inner.sets()
      await inner.put(
        serving!,
        documents.filter(({ id }) => id !== poison),
      )
      if (documents.some(({ id }) => id === poison)) throw new DocumentsRefusedError(new Map([[poison, 'no such field']]))
    })
    const world = await indexWorld({ search })
    const company = await world.addCompany(await world.addOrganisation())
    const [good, bad] = [await world.addCard(company), await world.addCard(company)]
    poison = bad
    await relayOnce(world.ports)
    expect(await openRows(world)).toMatchObject([{ objectId: bad, attempts: 1, lastError: 'no such field' }])
    expect(Object.keys(await held(world.ports)).toSorted()).toEqual([`card ${good}`, `company ${company}`])
  })

  test('it comes back ever later, is given up on at last, and replayed by an administrator', async () => {
    let isPoisoned = true
    const search = await withPut(async (_inner, documents) => {
      if (isPoisoned) throw new DocumentsRefusedError(new Map(documents.map(({ id }) => [id, 'too long'])))
    })
    const world = await indexWorld({ search })
    const ports = { ...world.ports, random: () => 1 }
    const scene = await world.addScene(await world.addOrganisation())
    const waits: number[] = []
    for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
      await relayOnce(ports)
      const [row] = await openRows(world)
      waits.push(row!.dueAt.getTime() - ports.clock().getTime())
      ports.clock.set(row!.dueAt)
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000])
    await relayOnce(ports)
    expect(await rowsOf(world)).toMatchObject([{ deadAt: ports.clock(), lastError: 'too long', attempts: attemptsMax }])
    expect(ports.logged.filter(({ event }) => event === 'relay.dead')).toMatchObject([
      { level: 'error', detail: { objectId: scene } },
    ])
    expect(await countOutbox(ports.db, testDistrict.id)).toEqual({ open: 0, dead: 1, oldestAt: null })
    expect(await drain(ports)).toMatchObject({ taken: 0 })

    isPoisoned = false
    const replayed = await ports.db.transaction().execute((tx) => replayDead(tx, testDistrict.id, undefined, ports.clock(), 10))
    expect(replayed).toEqual([{ objectType: 'scene', objectId: scene }])
    await drain(ports)
    expect(await held(ports)).toEqual(await wanted(ports))
    expect(await countOutbox(ports.db, testDistrict.id)).toEqual({ open: 0, dead: 0, oldestAt: null })
  })

  test('a later change of the same object that succeeds does away with what was given up on', async () => {
    const world = await indexWorld()
    const scene = await world.addScene(await world.addOrganisation())
    await world.ports.db.updateTable('outbox').set({ deadAt: world.ports.clock(), lastError: 'too long' }).execute()
    await world.change('scene', scene)
    await drain(world.ports)
    expect(await countOutbox(world.ports.db, testDistrict.id)).toMatchObject({ dead: 0 })
  })

  test('a row that ends its relay every time is given up on too', async () => {
    const world = await indexWorld()
    await world.addScene(await world.addOrganisation())
    await world.ports.db
      .updateTable('outbox')
      .set({ attempts: 2 * attemptsMax })
      .execute()
    await drain(world.ports)
    expect(await rowsOf(world)).toMatchObject([{ doneAt: null, lastError: 'it was taken up 16 times and never let go' }])
  })
})

describe('what fails because something outside is down', () => {
  test('rows wait for the index without end, ever longer but never long, and no attempt counts', async () => {
    let isDown = true
    const search = await withPut(async () => {
      if (isDown) throw new UnavailableError('index', 'connection refused')
    })
    const world = await indexWorld({ search })
    const ports = { ...world.ports, random: () => 1 }
    await world.addScene(await world.addOrganisation())
    const waits: number[] = []
    for (let attempt = 0; attempt < 20; attempt += 1) {
      expect(await drain(ports)).toEqual({ taken: 1, done: 0, isHeldUp: true })
      const [row] = await openRows(world)
      expect(row).toMatchObject({ attempts: 0, deadAt: null, lastError: 'connection refused' })
      waits.push(row!.dueAt.getTime() - ports.clock().getTime())
      ports.clock.set(row!.dueAt)
    }
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect([waits[0], waits.at(-1)]).toEqual([1_000, 10_000])
    isDown = false
    await drain(ports)
    expect(await held(ports)).toEqual(await wanted(ports))
  })

  test('the waits of many relays are spread', async () => {
    const search = await withPut(() => Promise.reject(new UnavailableError('index', 'down')))
    const world = await indexWorld({ search })
    await world.addScene(await world.addOrganisation())
    await drain({ ...world.ports, random: () => 0 })
    expect((await openRows(world))[0]!.dueAt.getTime() - world.ports.clock().getTime()).toBe(500)
  })

  test('a text that the model never takes ends up waiting alone', async () => {
    const embed = await testEmbed()
    let poison = ''
    const picky: EmbedPort = {
      ...embed,
      embed: (texts, role) =>
        texts.some((text) => text.includes(poison))
          ? Promise.reject(new UnavailableError('embedding', '400'))
          : embed.embed(texts, role),
      inSpace: () => picky,
    }
    const world = await indexWorld({ embed: picky })
    const orgId = await world.addOrganisation()
    const scenes: string[] = []
    for (let n = 0; n < 40; n += 1) scenes.push(await world.addScene(orgId))
    poison = wordOf(scenes[17]!, 1)
    for (let round = 0; round < 200; round += 1) {
      const [row] = (await openRows(world)).toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime())
      if (row!.dueAt > world.ports.clock()) world.ports.clock.set(row!.dueAt)
      await drain(world.ports)
    }
    expect((await openRows(world)).map(({ objectId }) => objectId)).toEqual([scenes[17]])
    expect(await held(world.ports)).toEqual(await wanted(world.ports))
  })

  test('while no set serves, rows stay', async () => {
    const { createEmbeddedSearch } = await import('../../src/platform/search-embedded.ts')
    const world = await indexWorld({ search: createEmbeddedSearch() })
    await world.addScene(await world.addOrganisation())
    expect(await drain(world.ports)).toEqual({ taken: 1, done: 0, isHeldUp: true })
    expect(await openRows(world)).toMatchObject([{ attempts: 0, deadAt: null }])
  })

  test('an index of a newer version of the program is left to its own relay', async () => {
    const inner = await testSearch()
    const sets = async () => {
      const { serving } = await inner.sets()
      return { serving: { ...serving!, mappingVersion: 99 }, building: undefined }
    }
    const world = await indexWorld({ search: { ...inner, sets } })
    await world.addScene(await world.addOrganisation())
    expect(await drain(world.ports)).toMatchObject({ done: 0, isHeldUp: true })
    expect((await openRows(world))[0]!.lastError).toContain('newer version')
  })

  test('while nobody makes vectors a new document is found by its words after some seconds, and gets its vector later', async () => {
    const embed = await testEmbed()
    let isDown = true
    const faulty: EmbedPort = {
      ...embed,
      embed: (texts, role) => (isDown ? Promise.reject(new UnavailableError('embedding', '503')) : embed.embed(texts, role)),
      inSpace: () => faulty,
    }
    const world = await indexWorld({ embed: faulty })
    const { ports } = world
    const scene = await world.addScene(await world.addOrganisation())
    expect(await drain(ports)).toMatchObject({ isHeldUp: true })
    expect(await held(ports)).toEqual({})
    ports.clock.advance(vectorWaitMs)
    expect(await drain(ports)).toMatchObject({ isHeldUp: true })
    expect(await held(ports)).toEqual(await wanted(ports))
    const [values] = await embed.embed(['跌倒'], 'query')
    const near = () =>
      ports.search.recall({ collection: 'scene', by: 'vector', vector: { space: embed, values: values! }, filters: [], size: 1 })
    expect(await near()).toEqual([])
    isDown = false
    ports.clock.advance(leaseMs)
    await drain(ports)
    expect(await near()).toMatchObject([{ id: scene }])
    expect(await openRows(world)).toEqual([])
  })

  test('what is to be taken out is taken out, whether or not anybody makes vectors', async () => {
    const embed = await testEmbed()
    let isDown = false
    const faulty: EmbedPort = {
      ...embed,
      embed: (texts, role) => (isDown ? Promise.reject(new UnavailableError('embedding', '503')) : embed.embed(texts, role)),
      inSpace: () => faulty,
    }
    const world = await indexWorld({ embed: faulty })
    const orgId = await world.addOrganisation()
    const scene = await world.addScene(orgId)
    await drain(world.ports)
    isDown = true
    await world.change('scene', scene, 'draft')
    await world.addScene(orgId)
    await drain(world.ports)
    expect(await held(world.ports)).toEqual({})
  })
})

test('the timer forgets after a week what was done', async () => {
  const world = await indexWorld()
  const orgId = await world.addOrganisation()
  await world.addScene(orgId)
  await drain(world.ports)
  world.ports.clock.advance(7 * 86_400_000 - 1)
  await world.addScene(orgId)
  await tick(world.ports, world.ports.clock())
  expect(await rowsOf(world)).toHaveLength(2)
  world.ports.clock.advance(2)
  await tick(world.ports, world.ports.clock())
  expect(await rowsOf(world)).toHaveLength(1)
})
