import pg from 'pg'
import { importCompanies } from '../companies/import-companies.ts'
import { migrate } from '../db/migrate.ts'
import { openPg } from '../platform/db-pg.ts'
import { openPglite } from '../platform/db-pglite.ts'
import { uuidIds } from '../platform/ids.ts'
import { createAuth } from '../accounts/auth.ts'
import { exampleCompanies, generatedProfiles } from '../seeding/generated-market.ts'
import { loadExampleData } from '../seeding/load-example-data.ts'
import { fromWire, toWire } from '../shared/wire.ts'
import type { BenchSize } from './bench.ts'
import { copyIn, copyOut } from './copy-rows.ts'

const rounds = 3
const clock = () => new Date()

/** Imports generated profiles, from their JSON to the committed rows; the anchor is COPY of those rows into a second database. */
export async function benchImport(size: BenchSize, environment: NodeJS.ProcessEnv = {}): Promise<Record<string, number>> {
  const lines = await profileLines(size)
  const given = environment['DATABASE_URL']
  const server = given === undefined ? await localPostgres() : undefined
  try {
    return await measure(server?.urlOf('postgres') ?? given!, lines, size)
  } finally {
    await server?.stop()
  }
}

/** Loaded late: it is a development dependency, which a server's installation does not have. */
async function localPostgres() {
  const { startLocalPostgres } = await import('./local-postgres.ts')
  return startLocalPostgres({ max_wal_size: '8GB' })
}

async function measure(url: string, lines: readonly string[], { companies, cards }: BenchSize): Promise<Record<string, number>> {
  const times: { ours: number; anchor: number; validation: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    times.push(
      await withDatabase(url, `duijie_bench_ours_${process.pid}`, (ours) =>
        withDatabase(url, `duijie_bench_copy_${process.pid}`, async (copy) => {
          const validation = await timed(() => importLines(ours, lines, true))
          const imported = await timed(() => importLines(ours, lines, false))
          return { ours: imported, anchor: await timeCopy(ours, copy), validation }
        }),
      ),
    )
  }
  const ours = median(times.map((time) => time.ours))
  const anchor = median(times.map((time) => time.anchor))
  return {
    companies,
    cards: companies * cards,
    validation_ms: median(times.map((time) => time.validation)),
    ours_ms: ours,
    anchor_copy_ms: anchor,
    ratio: median(times.map((time) => time.ours / time.anchor)),
    companies_per_second: (companies / ours) * 1_000,
  }
}

/** What would stand in the file of `npm run import`. */
async function profileLines(size: BenchSize): Promise<string[]> {
  const { db, close } = await openPglite()
  try {
    await migrate(db)
    const auth = createAuth({ db, secret: 'only for the time of a measurement', baseUrl: 'http://localhost' })
    await loadExampleData({ db, auth, ids: uuidIds(clock) }, { now: clock() })
    const profiles = generatedProfiles(await exampleCompanies(db), { companies: size.companies, cards: size.cards, seed: 1 })
    return Array.from(profiles, ({ value }) => JSON.stringify(toWire(value)))
  } finally {
    await close()
  }
}

async function importLines(url: string, lines: readonly string[], dryRun: boolean): Promise<void> {
  const { db, close } = await openPg({ url })
  const rows = function* () {
    for (const [index, line] of lines.entries()) yield { at: `line ${index + 1}`, value: fromWire(JSON.parse(line)) }
  }
  const options = { districtId, status: 'listed', dryRun } as const
  const { refused, known } = await importCompanies({ db, ids: uuidIds(clock), clock }, rows(), options)
  await close()
  if (refused + known > 0) throw new Error(`${refused} rows were refused, ${known} were there already`)
}

const districtId = '00000000-0000-7000-8000-0000000000d1'

/** In the order in which they refer to one another. */
const tables = ['organisation', 'company', 'card', 'audit_event', 'outbox']

/** The rows that the import wrote, from one database to the other, which has the same tables, indexes and constraints. */
async function timeCopy(from: string, to: string): Promise<number> {
  const [source, target] = [new pg.Client(from), new pg.Client(to)]
  await Promise.all([source.connect(), target.connect()])
  let elapsed = 0
  for (const table of tables) {
    const rows = await copyOut(source, `copy ${table} to stdout`)
    elapsed += await timed(() => copyIn(target, `copy ${table} from stdin`, rows))
  }
  await Promise.all([source.end(), target.end()])
  return elapsed
}

/** A migrated database with one district, gone afterwards. */
async function withDatabase<T>(server: string, name: string, run: (url: string) => Promise<T>): Promise<T> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(`create database ${name} template template0`)
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
    const { db, close } = await openPg({ url })
    await migrate(db)
    await db
      .insertInto('district')
      .values({ id: districtId, code: 'XH', name: '徐汇区', nameEn: 'Xuhui', city: '上海', timeZone: 'Asia/Shanghai' })
      .execute()
    await close()
    return await run(url)
  } finally {
    await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return performance.now() - startedAt
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}
