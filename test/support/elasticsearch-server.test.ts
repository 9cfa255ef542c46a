import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

/** A machine with Node and nothing else. */
const bare = mkdtempSync(join(tmpdir(), 'duijie-bare-'))
symlinkSync(process.execPath, join(bare, 'node'))
afterAll(() => rmSync(bare, { recursive: true }))

function started(environment: Record<string, string>) {
  const script = fileURLToPath(new URL('elasticsearch-server.ts', import.meta.url))
  const { status, stderr } = spawnSync('node', [script], { env: { PATH: bare, ...environment }, encoding: 'utf8' })
  return { status, stderr }
}

test('without Java and Maven it says loudly which tests are not run', () => {
  const { status, stderr } = started({})
  expect(status).toBe(1)
  expect(stderr).toContain('NOT RUN, no JDK (17 or later) and no Maven here, and ELASTICSEARCH_URL names no server')
  expect(stderr).toContain('  test/services/search-elasticsearch.test.ts\n')
  expect(stderr).toContain('  test/services/parity.test.ts\n')
})

test('where it is required, that is a failure', () => {
  const { status, stderr } = started({ REQUIRE_ELASTICSEARCH: 'true' })
  expect(status).not.toBe(0)
  expect(stderr).toContain('Elasticsearch is required: no JDK (17 or later) and no Maven here')
})
