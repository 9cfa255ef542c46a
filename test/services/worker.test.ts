import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { startLocalWorker } from '../../src/cli/local-worker.ts'
import type { LocalWorker } from '../../src/cli/local-worker.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { exampleDatabase, fillIndex } from '../runtime/example-services.ts'
import { siteVariables } from '../runtime/site.ts'
import { root } from '../support/imports.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'

const elasticsearchUrl = inject('elasticsearchUrl')
const patience = { timeout: 60_000 }
const variables = siteVariables({ elasticsearchUrl: elasticsearchUrl ?? 'http://127.0.0.1:9', prefix: 'worker' })

test('a Worker without its secrets says in words that it is not ready, and in its log what is missing', patience, async () => {
  const { AUTH_SECRET: _secret, ELASTICSEARCH_URL: _url, ...rest } = variables
  const worker = await started(await newPostgresDatabase(), rest)
  const page = await fetch(worker.url, { headers: { accept: 'text/html', 'accept-language': 'zh' } })
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '30'])
  expect(await page.text()).toContain('服务尚未就绪')
  const answer = await fetch(`${worker.url}/api/v1/scenes`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
  expect(await answer.json()).toMatchObject({ status: 503, title: 'The service is not ready' })
  expect(worker.logged()).toContain('AUTH_SECRET is missing: wrangler secret put AUTH_SECRET')
  expect(worker.logged()).toContain('ELASTICSEARCH_URL is missing')
})

test('a Worker refuses a database that is behind it, and serves as soon as that is migrated', patience, async () => {
  const databaseUrl = await exampleDatabase()
  const { db, close } = await openPg({ url: databaseUrl })
  onTestFinished(close)
  const taken = await db
    .deleteFrom('kysely_migration' as never)
    .returningAll()
    .execute()
  const worker = await started(databaseUrl, variables)
  expect((await fetch(`${worker.url}/healthz`)).status).toBe(503)
  expect(worker.logged()).toContain('run npm run migrate')
  await db
    .insertInto('kysely_migration' as never)
    .values(taken)
    .execute()
  expect((await fetch(`${worker.url}/healthz`)).status).toBe(200)
})

describe.skipIf(elasticsearchUrl === undefined)('with a real index', () => {
  test('the cron follows what is due, and the pages say what they do without', patience, async () => {
    const databaseUrl = await exampleDatabase()
    await fillIndex({ databaseUrl, elasticsearchUrl: elasticsearchUrl!, prefix: 'worker' })
    const worker = await started(databaseUrl, variables, await configurationWithoutAssets())
    const { db, close } = await openPg({ url: databaseUrl })
    onTestFinished(close)
    const scene = await db
      .selectFrom('scene')
      .select(['id', 'districtId', 'version'])
      .where('status', '=', 'published')
      .executeTakeFirstOrThrow()
    await db.updateTable('outbox').set({ doneAt: new Date() }).execute()
    const change = { objectType: 'scene', objectId: scene.id, districtId: scene.districtId, version: scene.version } as const
    const { id } = await db
      .insertInto('outbox')
      .values({ ...change, createdAt: new Date() })
      .returning('id')
      .executeTakeFirstOrThrow()

    expect((await fetch(`${worker.url}/cdn-cgi/local/scheduled`)).status).toBe(200)
    await vi.waitFor(async () => {
      const row = await db.selectFrom('outbox').select('doneAt').where('id', '=', id).executeTakeFirstOrThrow()
      expect(row.doneAt).not.toBeNull()
    }, 10_000)

    const key = { 'x-api-key': 'duijie-demo-matchmaker' }
    const ranking = await fetch(`${worker.url}/api/v1/scenes/${scene.id}/matches`, { headers: key })
    expect(ranking.status).toBe(200)
    expect(await ranking.json()).toMatchObject({ degraded: ['embedding'], items: expect.arrayContaining([expect.anything()]) })
    expect(worker.logged()).toContain('embedding.absent')
  })
})

async function started(...parameters: Parameters<typeof startLocalWorker>): Promise<LocalWorker> {
  const worker = await startLocalWorker(...parameters)
  onTestFinished(() => worker.stop())
  return worker
}

/** wrangler.toml as it is deployed by who leaves the static table out. */
async function configurationWithoutAssets(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-wrangler-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const text = await readFile(join(root, 'wrangler.toml'), 'utf8')
  const without = text.replace(/^\[assets\]\n(?:(?!\[).*\n)*/mu, '').replace(/^main = "/mu, `main = "${root}`)
  expect(without).not.toContain('ASSETS')
  const path = join(folder, 'wrangler.toml')
  await writeFile(path, without)
  return path
}
