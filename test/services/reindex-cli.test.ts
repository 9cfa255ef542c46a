import { spawn } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openPg } from '../../src/platform/db-pg.ts'
import type { Ports } from '../../src/ports.ts'
import { insertScene } from '../../src/scenes/scene-store.ts'
import { aScene } from '../scenes/fixtures.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'
import { insertDistrict, insertOrganisation } from '../support/world.ts'

const elasticsearchUrl = inject('elasticsearchUrl')

type Ran = { code: number | null; out: string; err: string }

function run(command: string, args: string[], environment: Record<string, string>, onErr: (said: string) => void = () => {}) {
  const child = spawn(process.execPath, ['src/entry-cli.ts', command, ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => onErr((said.err += text.toString())))
  const ended = new Promise<Ran>((resolve) => child.once('close', (code) => resolve({ code, ...said })))
  return { child, ended }
}

test.each(['reindex', 'reconcile'])('%s says where the index is that it has nothing to do with', async (command) => {
  const { code, out } = await run(command, [], {}).ended
  expect(code).toBe(0)
  expect(out).toContain('kept in the server’s own process, which fills it from Postgres at every start')
})

describe.skipIf(elasticsearchUrl === undefined)('on real servers', () => {
  const prefix = `cli-${process.pid}-${Date.now().toString(36)}`
  const ids = Array.from({ length: 230 }, (_, number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`)
  let db: Ports['db']
  let close: () => Promise<void>
  let environment: Record<string, string>

  beforeAll(async () => {
    const url = await newPostgresDatabase()
    environment = { DATABASE_URL: url, ELASTICSEARCH_URL: elasticsearchUrl!, ELASTICSEARCH_PREFIX: prefix }
    ;({ db, close } = await openPg({ url }))
    await insertDistrict(db)
    const { id: orgId, districtId } = await insertOrganisation(db)
    await db.transaction().execute(async (tx) => {
      for (const id of ids) await insertScene(tx, aScene({ id, orgId, districtId, status: 'published' }))
    })
  })

  afterAll(async () => {
    await close()
    const indices = (await (await fetch(`${elasticsearchUrl}/_cat/indices/${prefix}*?format=json`)).json()) as { index: string }[]
    for (const { index } of indices) await fetch(`${elasticsearchUrl}/${index}`, { method: 'DELETE' })
  })

  test('reconcile says that there is no index yet, and reindex fills one', async () => {
    const without = await run('reconcile', [], environment).ended
    expect([without.code, without.err]).toEqual([1, 'no index serves yet: npm run reindex fills one\n'])
    const { code, out, err } = await run('reindex', [], environment).ended
    expect(code).toBe(0)
    expect(out).toMatch(/^the index \S+ serves, with vectors of duijie-static-128\n$/u)
    expect(err).toContain('index 230/230 (100 %)')
  }, 60_000)

  test('Ctrl-C stops a reindex, and the next one goes on from there', async () => {
    const { child, ended } = run('reindex', [], environment, (said) => {
      if (said.includes('index 0/230')) child.kill('SIGINT')
    })
    const { code, err } = await ended
    expect(code).toBe(1)
    expect(err).toContain('stopped; the next npm run reindex goes on from here')
    const next = await run('reindex', [], environment).ended
    expect(next.code).toBe(0)
    expect(next.err).toMatch(/^index (?:100|200|230)\/230/u)
  }, 60_000)

  test('reconcile finds, names and repairs what differs, and then finds nothing', async () => {
    await db.updateTable('scene').set({ version: 9 }).where('id', '=', ids[7]!).execute()
    const dry = await run('reconcile', ['--dry-run'], environment).ended
    expect(dry.code).toBe(1)
    expect(dry.out).toContain(`stale scene ${ids[7]}: version 4 in the index, 10 in Postgres\ncompared 230\nmissing 0\nstale 1\n`)
    const repaired = await run('reconcile', [], environment).ended
    expect([repaired.code, repaired.out.split('\n').at(-2)]).toEqual([1, 'repaired 1'])
    expect((await run('reconcile', [], environment).ended).code).toBe(0)
  }, 60_000)
})
