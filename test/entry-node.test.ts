import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { openPg } from '../src/platform/db-pg.ts'
import { root } from './support/imports.ts'
import { newPostgresDatabase } from './support/postgres-database.ts'

type Started = { said: () => string; stop: () => Promise<number | null> }

/** `npm start` until it serves or ends. */
async function start(environment: Record<string, string>): Promise<Started> {
  const env = { PATH: process.env['PATH'], PORT: '0', DATA_DIR: mkdtempSync(join(tmpdir(), 'duijie-start-')), ...environment }
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/entry-node.ts'], { cwd: root, env })
  let said = ''
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const serves = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('对接 Duijie: ')) resolve()
      })
    }
  })
  await Promise.race([serves, exit])
  const stop = () => {
    child.kill('SIGTERM')
    return exit
  }
  return { said: () => said, stop }
}

test(
  'two start on one empty server: no example data, one district, and a word about the index',
  { timeout: 90_000 },
  async () => {
    const url = await newPostgresDatabase('empty')
    const both = await Promise.all([1, 2].map(() => start({ DATABASE_URL: url, DEMO: 'true', DISTRICT: 'XH' })))
    for (const { said } of both) {
      expect(said()).toContain('"event":"config.single_process"')
      expect(said()).toContain('"event":"config.unused","names":["DEMO"]')
      expect(said()).not.toContain('duijie-demo')
    }
    expect(await Promise.all(both.map(({ stop }) => stop()))).toEqual([0, 0])
    const { db, close } = await openPg({ url })
    expect(await db.selectFrom('district').select('code').execute()).toEqual([{ code: 'XH' }])
    expect(await db.selectFrom('person').select('id').execute()).toEqual([])
    await close()
  },
)

test('a server that refuses us ends the start with one plain line', { timeout: 60_000 }, async () => {
  const url = Object.assign(new URL(inject('postgresServer')!.url), { password: 'hidden-word' })
  const { said, stop } = await start({ DATABASE_URL: url.href, AUTH_SECRET: 'a secret of the tests, thirty-two long' })
  expect(await stop()).toBe(1)
  const [plain] = said()
    .split('\n')
    .filter((line) => line.startsWith('DATABASE_URL'))
  expect(plain).toBe(`DATABASE_URL: the server refuses this user and password (${url.username}@${url.host}/postgres)`)
  expect(said()).not.toContain('hidden-word')
})
