import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'
import { openPg } from '../../src/platform/db-pg.ts'
import { addDays, dateIn } from '../../src/shared/time.ts'
import { comparable } from '../runtime/comparable.ts'
import { exampleDatabase, fillIndex } from '../runtime/example-services.ts'
import { clientOf, nodeSite, workerSite } from '../runtime/site.ts'
import type { RunningSite } from '../runtime/site.ts'
import { steps } from '../runtime/steps.ts'
import type { Step, Visit } from '../runtime/steps.ts'
import type { Answer } from '../support/client.ts'

const elasticsearchUrl = inject('elasticsearchUrl')
/** The relay, the index's refresh interval, and a slow machine. */
const visibleMs = 15_000

describe.skipIf(elasticsearchUrl === undefined)('the same requests on Node and in workerd', () => {
  const sites: RunningSite[] = []
  let visits: Visit[]
  let exampleIds: ReadonlySet<string>

  beforeAll(async () => {
    const [ofNode, ofWorker] = await twoDatabases()
    const onNode = { databaseUrl: ofNode!, elasticsearchUrl: elasticsearchUrl!, prefix: 'runtime-node' }
    const inWorker = { databaseUrl: ofWorker!, elasticsearchUrl: elasticsearchUrl!, prefix: 'runtime-worker' }
    for (const services of [onNode, inWorker]) await fillIndex(services)
    sites.push(await nodeSite(onNode), await workerSite(inWorker))
    visits = sites.map(visit)
    exampleIds = await idsIn(ofNode!)
  }, 120_000)

  afterAll(async () => {
    await Promise.all(sites.map((site) => site.stop()))
  }, 30_000)

  test.for(steps)('$name', { timeout: 2 * visibleMs }, async (step) => {
    const [onNode, inWorker] = await Promise.all(visits.map((one) => take(step, one)))
    expect(comparable(inWorker!, exampleIds)).toEqual(comparable(onNode!, exampleIds))
    expect(onNode!.status).toBe(step.status)
  })

  test('a plan is made on Node, and refused by the Worker, which names what else there is', async () => {
    const [onNode, inWorker] = await Promise.all(sites.map(askForPlan))
    expect(onNode!.status).toBe(202)
    const headers = { 'x-api-key': 'duijie-demo-matchmaker' }
    const plan = () => clientOf(sites[0]!).get(onNode!.headers.get('location')!, headers)
    await vi.waitFor(async () => expect((await plan()).body.status).toBe('complete'), { timeout: visibleMs, interval: 200 })
    expect(inWorker).toMatchObject({ status: 503, body: { code: 'session.no_planner' } })
    expect(inWorker!.body.alternatives.join()).toContain('npm run plan')
  })
})

/** A session of thirty days ahead, open for interest, and the answer to the wish for a plan of it. */
async function askForPlan(site: RunningSite): Promise<Answer> {
  const matchmaker = clientOf(site)
  const headers = { 'x-api-key': 'duijie-demo-matchmaker' }
  const made = await matchmaker.post('/api/v1/sessions', sessionOn(addDays(dateIn('Asia/Shanghai', new Date()), 30)), headers)
  expect(made.status).toBe(201)
  const path = `/api/v1/sessions/${made.body.id}`
  expect((await matchmaker.post(`${path}/opening`, undefined, headers)).status).toBe(201)
  return matchmaker.post(`${path}/plan`, { seconds: 1 }, headers)
}

function sessionOn(date: string) {
  return {
    kind: 'tables',
    title: '对接会',
    date,
    starts_at: '09:00',
    ends_at: '11:00',
    slot_minutes: 30,
    gap_minutes: 0,
    breaks: [],
    place: '会议中心',
    rooms: [{ name: '大厅', tables: 4 }],
    department_min: 0,
    department_max: 4,
    company_min: 0,
    company_max: 4,
    requests_max: 5,
  }
}

/** Two copies of one database with the example data, so that all ids in it are the same. */
async function twoDatabases(): Promise<string[]> {
  const first = await exampleDatabase()
  const name = new URL(first).pathname.slice(1)
  const client = new pg.Client(inject('postgresServer')!.url)
  await client.connect()
  await client.query(`create database ${name}_worker template ${name}`)
  await client.end()
  return [first, `${first}_worker`]
}

function visit(site: RunningSite): Visit {
  const client = () => clientOf(site)
  return { as: { visitor: client(), approver: client(), officer: client(), company: client() }, known: {} }
}

function take({ run, until }: Step, one: Visit): Promise<Answer> {
  if (until === undefined) return run(one)
  return vi.waitFor(
    async () => {
      const answer = await run(one)
      if (!until(answer, one)) throw new Error(`not yet: ${answer.status} ${answer.text.slice(0, 300)}`)
      return answer
    },
    { timeout: visibleMs, interval: 50 },
  )
}

/** What both databases held before the first request. */
async function idsIn(url: string): Promise<Set<string>> {
  const { db, close } = await openPg({ url })
  const rows = await Promise.all([
    db.selectFrom('scene').select('id').execute(),
    db.selectFrom('company').select('id').execute(),
    db.selectFrom('card').select('id').execute(),
    db.selectFrom('organisation').select('id').execute(),
    db.selectFrom('person').select('id').execute(),
  ])
  await close()
  return new Set(rows.flat().map(({ id }) => id))
}
