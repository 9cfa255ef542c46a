import { missingMigrations } from '../db/migrate.ts'
import type { IndexPorts } from '../indexing/index-changes.ts'
import { ConfigError, readConfig } from '../platform/config.ts'
import { staticEmbedding } from '../platform/embed-static.ts'
import { uuidIds } from '../platform/ids.ts'
import { openDatabase } from '../platform/open-database.ts'
import { openEmbed } from '../platform/open-embedding.ts'
import { openSearch } from '../platform/open-search.ts'
import { loadWordTable } from '../platform/static-embedding/load.ts'
import type { Log } from '../ports.ts'

const clock = () => new Date()

/** Only what is wrong: how far it is, the command itself tells. */
const log: Log = (level, event, detail) => {
  if (level !== 'info') console.error(`${level} ${event} ${JSON.stringify(detail ?? {})}`)
}

/** The database and the index that `npm start` would use; undefined where it keeps its index in its own process. */
export async function openIndex(
  environment: NodeJS.ProcessEnv,
): Promise<{ ports: IndexPorts; close: () => Promise<void> } | undefined> {
  const config = readConfig(environment)
  if (config.elasticsearch === undefined) return undefined
  const { db, close } = await openDatabase(config, log)
  try {
    const missing = await missingMigrations(db)
    if (missing.length > 0) throw new ConfigError([`The database lacks ${missing.join(', ')}: run npm run migrate`])
    const { embed } = await openEmbed(config, { db, clock, log }, staticEmbedding(await loadWordTable()))
    const search = await openSearch(config.elasticsearch, { clock, log, ids: uuidIds(clock) })
    return { ports: { db, search, embed, clock, log }, close }
  } catch (error) {
    await close()
    throw error
  }
}

export const indexInProcess =
  'Without ELASTICSEARCH_URL the index is kept in the server’s own process, which fills it from Postgres at every start.'
