import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, inject, test } from 'vitest'
import type { End, Job } from './kill-child.ts'
import type { Operation, OperationName, Point, Written } from './operations.ts'
import { perform, reindexAll } from './operations.ts'
import { expectSettled, expectWhole, foundBy, holding } from './service-checks.ts'
import type { Death } from './service-checks.ts'
import { firstModel, indicesOf, operationFor, readiedFor, relayAfterwards, serviceWorld } from './service-world.ts'
import type { ServiceWorld } from './service-world.ts'

type Doing = OperationName | 'reindex'
type Case = { doing: Doing; end: End }

const inside: [Point, passes: number][] = [
  ['row', 1],
  ['audit', 1],
  ['outbox', 1],
]
const beyond: [Point, passes: number][] = [
  ['commit', 1],
  ['claim', 1],
  ['index', 1],
  ['acknowledge', 1],
]
const making: [Point, passes: number][] = [
  ['embed', 1],
  ['keep vectors', 1],
]

/** Both sides of each call, as often as a process of this kind comes by. */
const points: Record<Doing, [Point, passes: number][]> = {
  'publish a scene': [...inside, ...beyond, ...making],
  'edit a scene': [...inside, ...beyond, ...making],
  'edit a card': [...inside, ['outbox', 2], ...beyond, ...making],
  'hide a card': [...inside, ...beyond, ['index', 2]],
  'show a card': beyond,
  'withdraw a scene': beyond,
  'suspend an organisation': [...inside, ['outbox', 3], ...beyond, ['index', 2]],
  'resume an organisation': beyond,
  reindex: [
    ['begin set', 3],
    ['note set', 1],
    ['commit', 1],
    ['embed', 1],
    ['index', 2],
    ['note progress', 4],
    ['switch', 1],
  ],
}

/** Cases whose processes die one after the other, before anybody comes to look. */
const batchMax = 4

const batches: Case[][] = Object.entries(points).flatMap(([name, passing]) => {
  const doing = name as Doing
  const ends = [...new Map(passing)].flatMap(([point, passes]) =>
    Array.from({ length: passes }, (_, pass) => pass + 1).flatMap((pass) =>
      (['before', 'after'] as const).map((moment): End => ({ point, moment, pass, signal: 'SIGKILL' })),
    ),
  )
  // A reindex is taken up by the next one, which does not come by the same points.
  const size = doing === 'reindex' ? 1 : batchMax
  return Array.from({ length: Math.ceil(ends.length / size) }, (_, index) =>
    ends.slice(index * size, (index + 1) * size).map((end) => ({ doing, end })),
  )
})

const program = fileURLToPath(new URL('kill-child.ts', import.meta.url))
const compileCache = mkdtempSync(join(tmpdir(), 'duijie-kill-'))
afterAll(() => rmSync(compileCache, { recursive: true }))

type Ended = { signal: NodeJS.Signals | null; code: number | null; acknowledged: Written | undefined; said: string }

function start(job: Job): { child: ChildProcess; ended: Promise<Ended> } {
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compileCache }
  const child = spawn(process.execPath, [program, JSON.stringify(job)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, said] = ['', '']
  child.stdout.on('data', (chunk) => (out += String(chunk)))
  child.stderr.on('data', (chunk) => (said += String(chunk)))
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) =>
      resolve({ signal, code, acknowledged: out === '' ? undefined : (JSON.parse(out) as Written), said }),
    ),
  )
  return { child, ended }
}

function jobOf(world: ServiceWorld, operation: Operation | undefined, end: End | undefined): Job {
  const { databaseUrl, elasticsearchUrl, prefix, ports } = world
  return { databaseUrl, elasticsearchUrl, prefix, model: firstModel, now: ports.clock().toISOString(), operation, end }
}

describe.skipIf(inject('elasticsearchUrl') === undefined)('a process', () => {
  test(
    'may be killed anywhere: nothing that it acknowledged is lost, and nothing in the index is wrong',
    { timeout: 300_000 },
    async () => {
      const waiting = [...batches]
      const kills: string[] = []
      const lane = async () => {
        const world = await serviceWorld()
        for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
          await killAll(world, batch)
          kills.push(...batch.map(({ end }) => `${end.moment} ${end.point}`))
        }
        await world.close()
      }
      await warmUp()
      await Promise.all([lane(), lane()])
      console.log(
        `${kills.length} kills: ${[...Map.groupBy(kills, (where) => where)].map(([where, all]) => `${all.length} ${where}`).join(', ')}`,
      )
      expect(kills.length).toBeGreaterThanOrEqual(100)
    },
  )

  test('may sleep over its lease, and what it writes when it wakes up turns nothing back', { timeout: 60_000 }, async () => {
    const world = await serviceWorld()
    const asleep = await operationFor(world, 'edit a scene', 'asleep1x')
    const end: End = { point: 'index', moment: 'before', pass: 1, signal: 'SIGSTOP' }
    const { child, ended } = start(jobOf(world, asleep, end))
    await stopped(child)
    expect(await perform(world.ports, { ...asleep, marker: 'awake1x' })).toMatchObject({ id: world.scene })
    await relayAfterwards(world)
    await expectSettled(world, 'while it sleeps')
    child.kill('SIGCONT')
    expect(await ended).toMatchObject({ code: 0 })
    await expectSettled(world, 'when it has woken up')
    expect(await foundBy(world, 'asleep1x')).toEqual([])
    expect(await foundBy(world, 'awake1x')).toEqual([world.scene])
    await world.close()
  })
})

/** One process that nobody kills, for the others to start from the code that it leaves compiled. */
async function warmUp(): Promise<void> {
  const world = await serviceWorld()
  const operation = await operationFor(world, 'edit a scene', 'warm1x')
  expect(await start(jobOf(world, operation, undefined)).ended).toMatchObject({ code: 0, acknowledged: { id: world.scene } })
  await expectSettled(world, 'when nobody is killed')
  expect(await foundBy(world, 'warm1x')).toEqual([world.scene])
  await world.close()
}

async function killAll(world: ServiceWorld, batch: readonly Case[]): Promise<void> {
  const deaths: Death[] = []
  for (const one of batch) deaths.push(await killOne(world, one))
  // Between the death of a reindex and the next one, what changes goes into both sets.
  if (batch[0]!.doing === 'reindex') await perform(world.ports, await readiedFor(world, 'hide a card', ''))
  await relayAfterwards(world)
  const when = deaths.map((death) => death.when).join('; ')
  await expectSettled(world, when)
  if (batch[0]!.doing === 'reindex') {
    await reindexAll(world.ports)
    await expectSettled(world, `${when}, taken up`)
    expect(await indicesOf(world), when).toHaveLength(3)
  }
  for (const death of deaths) await expectWhole(world, death)
  // Of several edits of one thing the last one stands.
  const edits = deaths.flatMap(({ operation }) => (operation?.name.startsWith('edit') === true ? [operation.marker] : []))
  const standing = (await Promise.all(edits.map((marker) => holding(world, marker)))).map((ids) => ids.length > 0)
  const found = (await Promise.all(edits.map((marker) => foundBy(world, marker)))).map((ids) => ids.length > 0)
  expect(found, when).toEqual(standing)
}

let marks = 0

async function killOne(world: ServiceWorld, { doing, end }: Case): Promise<Death> {
  const when = `${doing}, ${end.moment} ${end.point} ${end.pass}`
  world.ports.clock.advance(1_000)
  const operation = doing === 'reindex' ? undefined : await readiedFor(world, doing, `marker${(marks += 1)}x`)
  const { signal, code, acknowledged, said } = await start(jobOf(world, operation, end)).ended
  expect(signal, `${when}: ended with ${code} ${said}`).toBe('SIGKILL')
  return { when, operation, acknowledged }
}

/** It stands in state T, as Linux has it, once the signal has come to it. */
async function stopped({ pid }: ChildProcess): Promise<void> {
  while (!/\) T /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) await new Promise((resolve) => setTimeout(resolve, 20))
}
