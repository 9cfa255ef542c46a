import { parseArgs } from 'node:util'
import { createAuth } from '../accounts/auth.ts'
import { offerFounding } from '../accounts/found-office.ts'
import { ensureDistrict } from '../db/district.ts'
import { migrate } from '../db/migrate.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import { openPg } from '../platform/db-pg.ts'
import { uuidIds } from '../platform/ids.ts'
import type { Ports } from '../ports.ts'
import { loadExampleData } from '../seeding/load-example-data.ts'

const clock = () => new Date()

/** Makes the server's database ready for this version; a Worker does not, and refuses to serve until somebody did. */
export async function runMigrate(args: string[], environment: NodeJS.ProcessEnv): Promise<void> {
  const { values } = parseArgs({ args, options: { 'example-data': { type: 'boolean', default: false } } })
  const config = readConfig(environment)
  if (config.databaseUrl === undefined)
    throw new ConfigError(['DATABASE_URL is missing; a folder is migrated by every npm start'])
  const { db, close } = await openPg({ url: config.databaseUrl })
  try {
    const done = await migrate(db)
    console.log(done.length === 0 ? 'the database is up to date' : `migrated: ${done.join(', ')}`)
    if (values['example-data']) await fill(db, config)
    await found(db, config)
  } finally {
    await close()
  }
}

async function fill(db: Ports['db'], { baseUrl }: Config): Promise<void> {
  // Loading hashes the demo password, and signs nothing.
  const auth = createAuth({ db, secret: crypto.randomUUID(), baseUrl })
  const loaded = await loadExampleData({ db, auth, ids: uuidIds(clock) }, { now: clock() })
  console.log(loaded === undefined ? 'there is a district already: no example data' : `example data: ${loaded.scenes} scenes`)
}

async function found(db: Ports['db'], { baseUrl, district }: Config): Promise<void> {
  const ids = uuidIds(clock)
  const path = await offerFounding({ db, ids, clock }, (await ensureDistrict(db, ids(), district)).id)
  if (path === undefined) return
  console.log('There is no district scene office yet; register it by this link, good once and for seven days:')
  console.log(`  ${baseUrl}${path}`)
}
