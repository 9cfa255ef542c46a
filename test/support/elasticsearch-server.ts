import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    elasticsearchUrl: string | undefined
  }
}

export type ElasticsearchServer = { url: string; close: () => Promise<void> }

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = join(root, 'test/elasticsearch')
const cache = join(root, 'node_modules/.cache/duijie-elasticsearch')
const startMs = 120_000

/** Global set-up: one server for all test files, or the one that ELASTICSEARCH_URL names. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await elasticsearchServer()
  project.provide('elasticsearchUrl', server?.url)
  return async () => server?.close()
}

/** Undefined where there is neither a server nor the Java and Maven to start one, unless one is required. */
export async function elasticsearchServer(): Promise<ElasticsearchServer | undefined> {
  const given = process.env['ELASTICSEARCH_URL']
  if (given !== undefined && given !== '') return { url: given, close: async () => {} }
  const lacking = missingTools()
  if (lacking.length === 0) return start(await built())
  const reason = `no ${lacking.join(' and no ')} here, and ELASTICSEARCH_URL names no server`
  if (process.env['REQUIRE_ELASTICSEARCH'] === 'true') throw new Error(`Elasticsearch is required: ${reason}`)
  console.warn(`\nNOT RUN, ${reason}:\n${testsInNeed().join('\n')}\n`)
  return undefined
}

function missingTools(): string[] {
  const has = (command: string, argument: string) => spawnSync(command, [argument], { stdio: 'ignore' }).status === 0
  return [
    ...(has('java', '-version') && has('javac', '-version') ? [] : ['JDK (17 or later)']),
    ...(has('mvn', '-version') ? [] : ['Maven']),
  ]
}

/** The test files that ask for the server, for whoever has to know what was left out. */
function testsInNeed(): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts') && readFileSync(join(root, 'test', path), 'utf8').includes('elasticsearchUrl'))
    .map((path) => `  test/${path}`)
}

/** The folder with lib/, modules/ and classes/, made once for each version of what it is made from. */
async function built(): Promise<string> {
  const [pom, launcher] = ['pom.xml', 'Launcher.java'].map((name) => readFileSync(join(sources, name)))
  const folder = join(cache, createHash('sha256').update(pom!).update(launcher!).digest('hex').slice(0, 16))
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'making-'))
  try {
    fetchJars(work)
    layOut(work)
    run('javac', ['-d', join(work, 'classes'), '-cp', join(work, 'lib/*'), join(sources, 'Launcher.java')])
    // Somebody else may have been faster.
    if (!existsSync(folder)) renameSync(work, folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return folder
}

/** From what Maven has on this machine already, and else from Maven Central. */
function fetchJars(work: string): void {
  const goal = [
    '-q',
    '-B',
    '-f',
    join(sources, 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${join(work, 'lib')}`,
  ]
  if (spawnSync('mvn', ['-o', ...goal], { stdio: 'ignore' }).status !== 0) run('mvn', goal)
}

/** The server's own jars on the module path; its HTTP transport as the module that it expects to find in a folder. */
function layOut(work: string): void {
  const module = join(work, 'modules/transport-netty4')
  mkdirSync(module, { recursive: true })
  const jars = readdirSync(join(work, 'lib')).filter((name) => /^(?:netty-|transport-netty4-)/u.test(name))
  for (const jar of jars) renameSync(join(work, 'lib', jar), join(module, jar))
  const inside = 'META-INF/es-plugins/transport-netty4'
  run(
    'jar',
    [
      'xf',
      join(
        module,
        jars.find((name) => name.startsWith('transport-netty4-'))!,
      ),
      inside,
    ],
    work,
  )
  cpSync(join(work, inside), module, { recursive: true })
  rmSync(join(work, 'META-INF'), { recursive: true })
}

function run(command: string, parameters: string[], cwd = root): void {
  const { status, stdout, stderr } = spawnSync(command, parameters, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${parameters.join(' ')} failed:\n${stdout}${stderr}`)
}

async function start(folder: string): Promise<ElasticsearchServer> {
  const home = mkdtempSync(join(tmpdir(), 'duijie-elasticsearch-'))
  const [port, transportPort] = [await freePort(), await freePort()]
  for (const name of ['config', 'plugins', 'data', 'logs', 'tmp']) mkdirSync(join(home, name))
  symlinkSync(join(folder, 'modules'), join(home, 'modules'))
  writeFileSync(join(home, 'config/elasticsearch.yml'), configuration(port, transportPort))
  const child = spawn('java', javaParameters(folder, home), { stdio: ['pipe', 'pipe', 'pipe'] })
  const output: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk.toString()))
  const close = () => stop(child, home)
  try {
    const url = `http://127.0.0.1:${port}`
    await answering(url, child)
    return { url, close }
  } catch (error) {
    await close()
    throw new Error(`Elasticsearch did not start:\n${output.join('').slice(-4000)}`, { cause: error })
  }
}

function configuration(port: number, transportPort: number): string {
  return `${[
    'cluster.name: duijie-test',
    'discovery.type: single-node',
    'network.host: 127.0.0.1',
    `http.port: ${port}`,
    `transport.port: ${transportPort}`,
    'cluster.routing.allocation.disk.threshold_enabled: false',
  ].join('\n')}\n`
}

function javaParameters(folder: string, home: string): string[] {
  const heap = ['-Xms1g', '-Xmx1g', `-Djava.io.tmpdir=${join(home, 'tmp')}`]
  const modules = ['--module-path', join(folder, 'lib'), '--add-modules', 'ALL-MODULE-PATH,jdk.incubator.vector']
  return [...heap, ...modules, '-cp', join(folder, 'classes'), 'Launcher', home]
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMs
  while (child.exitCode === null && Date.now() < until) {
    const answer = await fetch(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`).catch(() => undefined)
    if (answer?.status === 200) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(child.exitCode === null ? 'it took too long' : `it ended with ${child.exitCode}`)
}

/** It ends when its standard input does, and so also when this process dies. */
async function stop(child: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null) {
    child.stdin?.end()
    const patience = setTimeout(() => child.kill('SIGKILL'), 5_000)
    await ended
    clearTimeout(patience)
  }
  rmSync(home, { recursive: true, force: true })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** `node test/support/elasticsearch-server.ts`: a server for as long as this process lives. */
if (import.meta.main) {
  const server = await elasticsearchServer()
  if (server === undefined) process.exit(1)
  console.log(server.url)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void server.close().then(() => process.exit(0)))
}
