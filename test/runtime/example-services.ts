import { createAuth } from '../../src/accounts/auth.ts'
import { indexEverything } from '../../src/indexing/ensure-index.ts'
import { openPg } from '../../src/platform/db-pg.ts'
import { uuidIds } from '../../src/platform/ids.ts'
import { openElasticsearch } from '../../src/platform/search-elasticsearch.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import { testEmbed } from '../support/engines.ts'
import { newPostgresDatabase } from '../support/postgres-database.ts'
import type { Services } from './site.ts'

const clock = () => new Date()
const ids = uuidIds(clock)

/** The address of a new database with the example data of today. */
export async function exampleDatabase(): Promise<string> {
  const url = await newPostgresDatabase()
  const { db, close } = await openPg({ url })
  const auth = createAuth({ db, secret: 'for the loading alone', baseUrl: 'http://localhost' })
  await loadExampleData({ db, auth, ids }, { now: clock() })
  await close()
  return url
}

/** As `npm run reindex` does it. */
export async function fillIndex({ databaseUrl, elasticsearchUrl: url, prefix }: Services): Promise<void> {
  const { db, close } = await openPg({ url: databaseUrl })
  const log = () => {}
  const search = await openElasticsearch({ url, prefix, apiKey: undefined, ca: undefined }, { clock, log, ids, refresh: true })
  await indexEverything({ db, search, embed: await testEmbed(), clock, log })
  await close()
}
