import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Hono } from 'hono'
import { freePort } from '../../src/cli/free-port.ts'
import { startLocalWorker } from '../../src/cli/local-worker.ts'
import type { Env } from '../../src/web/http.ts'
import { root } from '../support/imports.ts'
import { Client } from '../support/client.ts'

/** A running product, over HTTP. */
export type RunningSite = { url: string; logged: () => string; stop: () => Promise<void> }

/** What both run on; the same address in both, so that their pages can be the same. */
export type Services = { databaseUrl: string; elasticsearchUrl: string; prefix: string }

export const siteVariables = ({ elasticsearchUrl, prefix }: Omit<Services, 'databaseUrl'>) => ({
  BASE_URL: 'http://localhost',
  AUTH_SECRET: 'a secret of the tests, thirty-two long',
  ELASTICSEARCH_URL: elasticsearchUrl,
  ELASTICSEARCH_PREFIX: prefix,
})

/** `npm start` in a process of its own. */
export async function nodeSite(services: Services): Promise<RunningSite> {
  const port = await freePort()
  const child = spawn('node', ['--import', 'tsx', 'src/entry-node.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...siteVariables(services), PORT: String(port), DATABASE_URL: services.databaseUrl },
  })
  const said: string[] = []
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const ended = once(child, 'exit')
  const greeted = new Promise<boolean>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      said.push(`${line}\n`)
      if (line.startsWith('对接 Duijie:')) resolve(true)
    })
    void ended.then(() => resolve(false))
  })
  if (!(await greeted)) throw new Error(`the Node server did not start:\n${said.join('').slice(-4_000)}`)
  const stop = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return { url: `http://127.0.0.1:${port}`, logged: () => said.join(''), stop }
}

/** The Worker in workerd. */
export function workerSite(services: Services): Promise<RunningSite> {
  return startLocalWorker(services.databaseUrl, siteVariables(services))
}

/** A client that speaks to a running site as it otherwise does to an app. */
export function clientOf({ url }: RunningSite): Client {
  const request = (path: string, init: RequestInit) => fetch(new URL(path, url), { ...init, redirect: 'manual' })
  return new Client({ request } as unknown as Hono<Env>)
}
