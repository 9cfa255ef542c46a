import { expect, test } from 'vitest'
import { idleMs, startRelay } from '../../src/indexing/relay-loop.ts'
import type { Timer } from '../../src/indexing/relay-loop.ts'
import { leaseMs } from '../../src/indexing/relay.ts'
import type { SearchPort } from '../../src/ports.ts'
import { UnavailableError } from '../../src/shared/fault.ts'
import { testSearch } from '../support/engines.ts'
import { held, indexWorld, wanted } from './index-world.ts'

/** Says when the relay goes to sleep and for how long, and wakes it. */
function testTimer() {
  let run: (() => void) | undefined
  let tell = (_ms: number) => {}
  const told: number[] = []
  const timer: Timer = (wake, ms) => {
    run = wake
    told.push(ms)
    tell(ms)
    return () => (run = undefined)
  }
  return {
    timer,
    wake: () => run!(),
    isSleeping: () => run !== undefined,
    /** How long it means to sleep, as soon as it does. */
    asleep: async (): Promise<number> => {
      const ms = told.length > 0 ? told[0]! : await new Promise<number>((resolve) => (tell = resolve))
      tell = () => {}
      told.length = 0
      return ms
    },
  }
}

async function loopWorld(put?: (inner: SearchPort) => Promise<void>) {
  const inner = await testSearch()
  const search: SearchPort = {
    ...inner,
    put: async (set, documents) => {
      await put?.(inner)
      await inner.put(set, documents)
    },
  }
  const world = await indexWorld({ search })
  const clockwork = testTimer()
  const relay = startRelay({ ...world.ports, random: () => 1 }, clockwork.timer)
  expect(await clockwork.asleep()).toBe(0)
  return { ...world, clockwork, relay }
}

test('it does what is due at once when it is nudged, and sleeps for some seconds when nothing is', async () => {
  const { ports, clockwork, relay, ...world } = await loopWorld()
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(idleMs)
  await world.addScene(await world.addOrganisation())
  relay.nudge()
  expect(await clockwork.asleep()).toBe(idleMs)
  expect(await held(ports)).toEqual(await wanted(ports))
  await relay.stop()
})

test('without any nudge it finds what others have left, and wakes when the next row is due', async () => {
  const { ports, clockwork, relay, ...world } = await loopWorld()
  const scene = await world.addScene(await world.addOrganisation())
  await ports.db
    .updateTable('outbox')
    .set({ dueAt: new Date(ports.clock().getTime() + 3_000) })
    .execute()
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(3_000)
  ports.clock.advance(3_000)
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(idleMs)
  expect(Object.keys(await held(ports))).toEqual([`scene ${scene}`])
  await relay.stop()
})

test('while nothing answers it asks ever more seldom, whoever nudges it, and recovers', async () => {
  let isDown = true
  const { ports, clockwork, relay, ...world } = await loopWorld(async () => {
    if (isDown) throw new UnavailableError('index', 'down')
  })
  await world.addScene(await world.addOrganisation())
  const waits: number[] = []
  for (let round = 0; round < 7; round += 1) {
    clockwork.wake()
    waits.push(await clockwork.asleep())
    relay.nudge()
    expect(clockwork.isSleeping()).toBe(true)
    ports.clock.advance(leaseMs)
  }
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  isDown = false
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(idleMs)
  expect(await held(ports)).toEqual(await wanted(ports))
  await relay.stop()
})

test('a database that is away for a while does not end it', async () => {
  const world = await indexWorld()
  const clockwork = testTimer()
  let isAway = true
  const { db } = world.ports
  const away = new Proxy(db, {
    get: (target, name) => {
      if (isAway) throw new Error('the connection is closed')
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  const relay = startRelay({ ...world.ports, db: away }, clockwork.timer)
  await clockwork.asleep()
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(500)
  expect(world.ports.logged).toMatchObject([{ level: 'error', event: 'relay.failed' }])
  isAway = false
  clockwork.wake()
  expect(await clockwork.asleep()).toBe(idleMs)
  await relay.stop()
})

test('draining waits for what is under way, and for what came after it', async () => {
  const { ports, relay, ...world } = await loopWorld()
  const orgId = await world.addOrganisation()
  await world.addScene(orgId)
  relay.nudge()
  await world.addScene(orgId)
  await relay.drain()
  expect(await held(ports)).toEqual(await wanted(ports))
  await relay.stop()
})

test('stopping waits for the batch under way, and nothing runs after it', async () => {
  let open = () => {}
  let reached = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  const waiting = new Promise<void>((resolve) => (reached = resolve))
  const { ports, clockwork, relay, ...world } = await loopWorld(() => {
    reached()
    return opened
  })
  const orgId = await world.addOrganisation()
  const scene = await world.addScene(orgId)
  relay.nudge()
  await waiting
  const stopped = relay.stop()
  await world.addScene(orgId)
  open()
  await stopped
  expect(Object.keys(await held(ports))).toEqual([`scene ${scene}`])
  relay.nudge()
  await relay.drain()
  expect(Object.keys(await held(ports))).toEqual([`scene ${scene}`])
  expect(clockwork.isSleeping()).toBe(false)
})
