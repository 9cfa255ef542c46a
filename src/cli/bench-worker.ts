import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { ConfigError, readConfig } from '../platform/config.ts'
import type { BenchSize } from './bench.ts'
import { openServers } from './bench-matches.ts'
import { startLocalWorker } from './local-worker.ts'

const requests = 1_000
const idleMs = 5_000
const matchmaker = { 'x-api-key': 'duijie-demo-matchmaker' }

/** What of the processor workerd takes for a ranking of a stored scene, less what it takes anyway. */
export async function benchWorker(size: BenchSize, environment: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const config = readConfig(environment)
  const { databaseUrl, elasticsearch } = config
  if (databaseUrl === undefined || elasticsearch === undefined)
    throw new ConfigError(['the Worker is measured on servers: DATABASE_URL and ELASTICSEARCH_URL are needed'])
  const { ports, close } = await openServers(size, config)
  const rows = await ports.db.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  await close()
  const worker = await startLocalWorker(databaseUrl, {
    BASE_URL: 'http://localhost',
    AUTH_SECRET: 'only for the time of a measurement',
    ELASTICSEARCH_URL: elasticsearch.url,
    ELASTICSEARCH_PREFIX: elasticsearch.prefix,
    ...(elasticsearch.apiKey !== undefined && { ELASTICSEARCH_API_KEY: elasticsearch.apiKey }),
  })
  try {
    return await measure(
      worker.pid,
      rows.map(({ id }) => `${worker.url}/api/v1/scenes/${id}/matches`),
    )
  } finally {
    await worker.stop()
  }
}

async function measure(pid: number, addresses: string[]): Promise<Record<string, number>> {
  const idleCpu = await cpuMs(pid)
  await wait(idleMs)
  const idleShare = ((await cpuMs(pid)) - idleCpu) / idleMs
  const [beganAt, beganCpu] = [performance.now(), await cpuMs(pid)]
  for (let index = 0; index < requests; index += 1) await expectOk(addresses[index % addresses.length]!)
  const elapsedMs = performance.now() - beganAt
  const spentMs = (await cpuMs(pid)) - beganCpu
  return {
    requests,
    scenes: addresses.length,
    idle_cpu_share: idleShare,
    request_ms: elapsedMs / requests,
    request_cpu_ms: (spentMs - idleShare * elapsedMs) / requests,
    resident_mb: await residentMb(pid),
  }
}

async function expectOk(address: string): Promise<void> {
  const answer = await fetch(address, { headers: matchmaker })
  const text = await answer.text()
  if (!answer.ok || text.includes('"degraded":["')) throw new Error(`${address} answered ${answer.status}: ${text.slice(0, 400)}`)
}

const msPerTick = 10

/** utime and stime, the 14th and 15th fields; the name in brackets before them may hold anything. */
async function cpuMs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * msPerTick
}

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/u.exec(status)![1]) / 1_024
}
