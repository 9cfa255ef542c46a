import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'

export type LocalWorker = {
  url: string
  /** The process of workerd that runs the Worker; wrangler has another before it. */
  pid: number
  /** What it has logged so far. */
  logged: () => string
  stop: () => Promise<void>
}

const configuration = join(fileURLToPath(new URL('../..', import.meta.url)), 'wrangler.toml')
const host = '127.0.0.1'

/** The Worker as `npm run dev:worker` runs it, for the time of a measurement or of the tests. */
export async function startLocalWorker(
  databaseUrl: string,
  variables: Record<string, string>,
  config = configuration,
): Promise<LocalWorker> {
  // Where wrangler looks for them, and nowhere else; and it asks nobody on the net for anything.
  Object.assign(process.env, {
    CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_HYPERDRIVE: databaseUrl,
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
  })
  const { unstable_startWorker: startWorker } = await import('wrangler')
  const port = await freePort()
  const lines: string[] = []
  const worker = await startWorker({
    config,
    bindings: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { type: 'secret_text', value }])),
    dev: {
      server: { hostname: host, port },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: 'none',
      structuredLogsHandler: ({ message }: { message: string }) => lines.push(message),
    },
  })
  const url = `http://${host}:${port}`
  await worker.ready
  // Ready is said before what runs the Worker is there.
  await fetch(`${url}/healthz`)
  return { url, pid: await workerBelow(process.pid, port), logged: () => lines.join('\n'), stop: () => worker.dispose() }
}

/** Of the two workerds that wrangler starts, the one that does not listen on the port asked for. */
async function workerBelow(parent: number, port: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name)).map(Number)
  const started = await Promise.all(pids.map(async (pid) => ({ pid, command: await commandOf(pid, parent) })))
  const workerds = started.filter(({ command }) => command.includes('workerd\0serve') && !command.includes(`:${port}\0`))
  // Of several Workers the newest is this one.
  const newest = workerds.at(-1)
  if (newest === undefined) throw new Error('wrangler started no workerd')
  return newest.pid
}

/** Empty for a process that is another's child, or gone. */
async function commandOf(pid: number, parent: number): Promise<string> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
  const stat = await read('stat')
  const isChild = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] === String(parent)
  return isChild ? read('cmdline') : ''
}
