import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { linesOf } from '../../src/cli/learn.ts'
import { systemActor } from '../../src/accounts/actor.ts'
import { learn, readEvidence } from '../../src/learning/learn.ts'
import type { Learned } from '../../src/learning/learn.ts'
import { readMarket } from '../../src/learning/measure-exposure.ts'
import type { Market } from '../../src/learning/measure-exposure.ts'
import { listOf, partNames } from '../../src/learning/question.ts'
import type { LearningReport } from '../../src/learning/ranking-weights.ts'
import { insertProposed } from '../../src/learning/weights-store.ts'
import { transact } from '../../src/db/transact.ts'
import { noteImpressions } from '../../src/matching/note-impressions.ts'
import { weights } from '../../src/matching/weights.ts'
import { marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'
import { Client } from '../support/client.ts'
import { actorWith } from '../support/world.ts'
import { readersSave } from './learning-world.ts'

let market: MarketWorld
/** Every scene of the example data with every company. */
let pairs: Market
let administrator: Client
let own: string

beforeAll(async () => {
  market = await marketWorld()
  administrator = await market.signedIn('administrator')
  pairs = await readMarket(market.ports, market.districtId)
  own = market.open.find(({ orgId }) => orgId === market.ownOrgId)!.id
})

/** What the simulated readers go by. */
const taste = partNames.map((part) => (part === 'dense' ? 3 : 0.1))
const rankingOf = (scene: string) => `/api/v1/scenes/${scene}/matches`
const versions = () => administrator.get('/api/v1/learning/weights')
const impressions = () => market.ports.db.selectFrom('impression').selectAll().orderBy('position').execute()
const events = () => market.ports.db.selectFrom('trainingEvent').selectAll().orderBy('id').execute()

async function learned(): Promise<Learned> {
  return learn(market.ports, market.districtId, await readEvidence(market.ports, market.districtId))
}

beforeEach(async () => {
  for (const table of ['impression', 'trainingEvent', 'rankingWeights'] as const)
    await market.ports.db.deleteFrom(table).execute()
})

describe('what was shown', () => {
  test('is noted once a day for each viewer and version of a ranking, with place and propensity', async () => {
    const { body } = await market.publisher.get(`${rankingOf(own)}?limit=3`)
    await market.publisher.get(`${rankingOf(own)}?limit=3`)
    const noted = await impressions()
    expect(noted.map(({ companyId, position }) => [companyId, position])).toEqual(
      body.items.map((item: any) => [item.company.id, item.place]),
    )
    expect(noted[2]).toMatchObject({
      sceneId: own,
      side: 'scene',
      viewerOrgId: market.ownOrgId,
      propensity: 0.5,
      weightsVersion: weights.version,
      rankingVersion: body.version,
      at: market.ports.clock(),
    })
    market.ports.clock.advance(86_400_000)
    await market.publisher.get(`${rankingOf(own)}?limit=3`)
    expect(await impressions()).toHaveLength(6)
    await market.matchmaker.get(`${rankingOf(own)}?limit=3`)
    expect(await impressions()).toHaveLength(9)
  })

  test('on a page and to a company as well', async () => {
    await market.publisher.page(`/scenes/${own}`)
    const onPage = (await impressions()).length
    expect(onPage).toBeGreaterThan(5)
    await market.company.get(`/api/v1/companies/${market.ownCompanyId}/opportunities?limit=2`)
    const noted = await impressions()
    expect(noted.filter(({ side, companyId }) => side === 'company' && companyId === market.ownCompanyId)).toHaveLength(2)
  })

  test('not in a preview, nor where a gate keeps companies out', async () => {
    await market.publisher.post('/api/v1/matches/preview', { title: '作业批改' })
    await market.publisher.get(`${rankingOf(own)}?include=excluded`)
    expect(await impressions()).toEqual([])
  })

  test('is no reason for an answer to fail', async () => {
    const nobody = actorWith(['publisher_editor'], {
      id: '01900000-0000-7000-8000-ffffffffffff',
      districtId: market.districtId,
      status: 'verified',
    })
    const shown = [{ sceneId: own, companyId: market.ownCompanyId, place: 1 }]
    await noteImpressions(market.ports, nobody, 'scene', { version: 'v', weightsVersion: 'w' }, shown)
    expect(market.ports.logged.at(-1)).toMatchObject({ level: 'warn', event: 'impressions.not_noted' })
    expect(await impressions()).toEqual([])
  })
})

test('marks are noted as what was made of the pair, and so is taking them back', async () => {
  const path = `${rankingOf(own)}/${market.ownCompanyId}/mark`
  await market.publisher.put(path, { kind: 'saved' })
  await market.publisher.put(path, { kind: 'dismissed', reason: '已有合作' })
  await market.publisher.delete(path)
  await market.publisher.delete(path)
  expect((await events()).map(({ kind, reason, orgId, side }) => [kind, reason, orgId, side])).toEqual([
    ['saved', null, market.ownOrgId, 'scene'],
    ['dismissed', '已有合作', market.ownOrgId, 'scene'],
    ['unmarked', null, market.ownOrgId, 'scene'],
  ])
})

describe('learning', () => {
  test('from too few says so and changes nothing', async () => {
    await market.publisher.get(rankingOf(own))
    await market.publisher.put(`${rankingOf(own)}/${market.ownCompanyId}/mark`, { kind: 'saved' })
    const made = await learned()
    expect(made).toMatchObject({ outcome: 'too_few', judgements: 1, units: 1 })
    expect(linesOf(made).at(-1)).toContain('too few to learn from')
    expect((await versions()).body).toMatchObject({ total: 1, in_force: weights.version })
    await market.publisher.delete(`${rankingOf(own)}/${market.ownCompanyId}/mark`)
  })

  test('what orders better and stays even comes into force, and every ranking names it', async () => {
    await readersSave(market, pairs, { by: taste, organisations: 20, seed: 5 })
    const before = (await market.publisher.get(`${rankingOf(own)}?limit=5`)).body
    const made = await learned()
    expect(made).toMatchObject({
      outcome: 'active',
      version: `${weights.version}.XH.1`,
      report: { holds: { ndcg: true, exposure: true } },
    })
    const after = (await market.publisher.get(`${rankingOf(own)}?limit=5`)).body
    expect([before.weights_version, after.weights_version]).toEqual([weights.version, `${weights.version}.XH.1`])
    expect(after.items.map((item: any) => item.parts)).not.toEqual(before.items.map((item: any) => item.parts))
    const stale = await market.publisher.get(`${rankingOf(own)}?limit=5&cursor=${before.next_cursor}`)
    expect(stale.body.code).toBe('request.stale_cursor')
  })

  test('which weights are in force is looked up by rankings alone, and by each', async () => {
    let asked = 0
    const db = market.ports.db.withPlugin({
      transformQuery: ({ node }) => {
        if (JSON.stringify(node).includes('ranking_weights')) asked += 1
        return node
      },
      transformResult: async ({ result }) => result,
    })
    const app = createApp({ ...market.ports, db }, { baseUrl: 'http://localhost', district: 'XH' })
    const publisher = new Client(app, { 'x-api-key': 'duijie-demo-publisher' })
    for (const path of ['/api/v1/me', `/api/v1/scenes/${own}`, '/api/v1/search/scenes?q=养老', '/sign-in'])
      await publisher.get(path)
    expect(asked).toBe(0)
    for (const limit of [1, 2]) await publisher.get(`${rankingOf(own)}?limit=${limit}`)
    expect(asked).toBe(2)
  })

  test('a dry run writes nothing; what is no better stays a proposal that nobody can put into force', async () => {
    await readersSave(market, pairs, { by: listOf(weights.parts), organisations: 20, seed: 5 })
    const evidence = await readEvidence(market.ports, market.districtId)
    expect(await learn(market.ports, market.districtId, evidence, true)).toMatchObject({ outcome: 'measured' })
    expect((await versions()).body.total).toBe(1)
    expect(await learned()).toMatchObject({ outcome: 'proposed', report: { holds: { ndcg: false } } })
    const version = `${weights.version}.XH.1`
    expect((await versions()).body).toMatchObject({
      in_force: weights.version,
      items: [
        { version, status: 'proposed', may_activate: false },
        { version: weights.version, status: 'active', report: null },
      ],
    })
    const refused = await administrator.post(`/api/v1/learning/weights/${version}/activation`)
    expect([refused.status, refused.body.code]).toEqual([409, 'learning.not_better'])
  })
})

const report: LearningReport = {
  judgements: 60,
  questions: 40,
  units: 12,
  unseen: 3,
  against: weights.version,
  ndcg: { units: 12, before: 0.7, after: 0.75, low: 0.01, high: 0.08 },
  exposure: { before: [], after: [] },
  holds: { ndcg: true, exposure: true },
}

/** A version that was measured to be better. */
function propose(version: string): Promise<void> {
  const { ports, districtId } = market
  const { parts, calibration, meaningCalibration } = weights
  const parameters = { base: weights.version, parts: { ...parts, dense: 0.5 }, calibration, meaningCalibration }
  const row = { version, districtId, parameters, report, madeAt: ports.clock() }
  return transact(ports.db, systemActor(districtId), (tx) => insertProposed(tx, row))
}

describe('the right of insight', () => {
  const version = `${weights.version}.XH.1`
  const activation = `/api/v1/learning/weights/${version}/activation`

  beforeEach(async () => {
    await propose(version)
    await administrator.post(activation)
  })

  test('administrators and auditors see versions with reports; others nothing', async () => {
    const auditor = await market.signedIn('auditor')
    const { body } = await auditor.get('/api/v1/learning/weights?limit=1')
    expect(body).toMatchObject({
      total: 2,
      in_force: version,
      items: [{ version, status: 'active', report: { against: weights.version } }],
    })
    const next = await auditor.get(`/api/v1/learning/weights?limit=1&cursor=${body.next_cursor}`)
    expect(next.body).toMatchObject({ items: [{ version: weights.version, status: 'shipped' }], next_cursor: null })
    expect((await market.matchmaker.get('/api/v1/learning/weights')).status).toBe(403)
    expect((await auditor.delete(activation)).status).toBe(403)
  })

  test('rolling back brings the shipped weights, activation the learned ones, each audited', async () => {
    expect((await administrator.delete(activation)).status).toBe(204)
    expect((await market.publisher.get(rankingOf(own))).body.weights_version).toBe(weights.version)
    expect((await administrator.delete(activation)).body.code).toBe('learning.wrong_state')
    expect((await administrator.post(activation, { reason: '复核无误' })).status).toBe(204)
    expect((await market.publisher.get(rankingOf(own))).body.weights_version).toBe(version)
    const trail = await administrator.get(`/api/v1/audit/weights/${version}`)
    expect(trail.body).toMatchObject({ verified: true })
    const done = trail.body.items.map(({ action, reason }: any) => [action, reason])
    expect(done.slice(-2)).toEqual([
      ['learning.roll_back', null],
      ['learning.activate', '复核无误'],
    ])
    expect((await administrator.post('/api/v1/learning/weights/none/activation')).body.code).toBe('learning.not_found')
  })

  test('a second version in force goes back to the first', async () => {
    const second = `${weights.version}.XH.2`
    await propose(second)
    await administrator.post(`/api/v1/learning/weights/${second}/activation`)
    expect((await versions()).body).toMatchObject({ in_force: second })
    await administrator.delete(`/api/v1/learning/weights/${second}/activation`)
    expect((await versions()).body).toMatchObject({ in_force: version })
    await administrator.post(`/api/v1/learning/weights/${second}/activation`)
    await administrator.post(activation)
    for (const rolledBack of [version, second, version]) {
      expect((await administrator.delete(`/api/v1/learning/weights/${rolledBack}/activation`)).status).toBe(204)
    }
    expect((await versions()).body).toMatchObject({ in_force: weights.version })
  })

  test('what was learned from other shipped weights is in force no more', async () => {
    const { parameters } = await market.ports.db.selectFrom('rankingWeights').select('parameters').executeTakeFirstOrThrow()
    await market.ports.db
      .updateTable('rankingWeights')
      .set({ parameters: JSON.stringify({ ...parameters, base: 'before' }) })
      .execute()
    expect((await market.publisher.get(rankingOf(own))).body.weights_version).toBe(weights.version)
    expect((await versions()).body).toMatchObject({
      in_force: weights.version,
      items: [{ status: 'replaced' }, { status: 'active' }],
    })
    expect((await administrator.post(activation)).body.code).toBe('learning.other_base')
  })

  test('the page shows it in both languages and rolls back by a form', async () => {
    const page = await administrator.page('/office/weights?lang=zh')
    expect(page.text).toContain('排名权重')
    expect(page.text).toContain('排序更准')
    expect((await administrator.page('/')).text).toContain('href="/office/weights"')
    expect((await administrator.page('/office/weights?lang=en')).text).toContain('Orders better')
    const sent = await administrator.submit(`/office/weights/${version}/rollback`, { reason: '先看看' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, '/office/weights'])
    expect((await versions()).body.in_force).toBe(weights.version)
  })
})
