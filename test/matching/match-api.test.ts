import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { roleIds } from '../../src/accounts/role.ts'
import { toWire } from '../../src/shared/wire.ts'
import type { Client } from '../support/client.ts'
import { marketWorld } from './market-world.ts'
import type { MarketWorld } from './market-world.ts'

let market: MarketWorld
/** A scene of the demonstration's publisher, and companies that are and are not the demonstration's. */
let own: { scene: string; company: string }
let foreign: { scene: string; company: string }

const unknownId = '01900000-0000-7000-8000-ffffffffffff'

beforeAll(async () => {
  market = await marketWorld()
  own = { scene: market.open.find(({ orgId }) => orgId === market.ownOrgId)!.id, company: market.ownCompanyId }
  foreign = {
    scene: market.open.find(({ orgId }) => orgId !== market.ownOrgId)!.id,
    company: market.companies.find(({ id }) => id !== market.ownCompanyId)!.id,
  }
})

const rankingOf = (scene: string) => `/api/v1/scenes/${scene}/matches`
const opportunitiesOf = (company: string) => `/api/v1/companies/${company}/opportunities`
const whyOf = (company: string, scene: string) => `${opportunitiesOf(company)}/${scene}`
const markOf = (scene: string, company: string) => `${rankingOf(scene)}/${company}/mark`
const ownMarkOf = (company: string, scene: string) => `${whyOf(company, scene)}/mark`

describe('who may see a scene’s ranking, and who a company’s opportunities', () => {
  test('nobody who is not signed in', async () => {
    const paths = [rankingOf(own.scene), opportunitiesOf(own.company), whyOf(own.company, own.scene)]
    for (const path of paths)
      expect(await market.visitor.get(path)).toMatchObject({ status: 401, body: { code: 'login.required' } })
    expect(await market.visitor.post('/api/v1/matches/preview', {})).toMatchObject({ status: 401 })
    for (const path of [markOf(own.scene, foreign.company), ownMarkOf(own.company, own.scene)]) {
      expect(await market.visitor.put(path, { kind: 'saved' })).toMatchObject({ status: 401 })
      expect(await market.visitor.delete(path)).toMatchObject({ status: 401 })
    }
  })

  /** decisions.md: its organisation, district office, matchmaker, auditor; the company itself and matchmakers. */
  const rights: [mailbox: string, ownScene: number, foreignScene: number, ownCompany: number, foreignCompany: number][] = [
    ['publisher', 200, 200, 403, 403],
    ['approver', 200, 200, 403, 403],
    ['officer', 200, 200, 403, 403],
    ['matchmaker', 200, 200, 200, 200],
    ['auditor', 200, 200, 403, 403],
    ['company', 403, 403, 200, 403],
    ['signatory', 403, 403, 200, 403],
    ['evaluator', 403, 403, 403, 403],
    ['compliance', 403, 403, 403, 403],
    ['fund', 403, 403, 403, 403],
    ['administrator', 403, 403, 403, 403],
  ]
  test.each(rights)('%s', async (mailbox, ownScene, foreignScene, ownCompany, foreignCompany) => {
    expect(rights).toHaveLength(roleIds.length)
    const client = await market.signedIn(mailbox)
    const isPublisher = mailbox === 'publisher' || mailbox === 'approver'
    const status = async (path: string) => (await client.get(path)).status
    expect([await status(rankingOf(own.scene)), await status(rankingOf(foreign.scene))]).toEqual([
      ownScene,
      isPublisher ? 403 : foreignScene,
    ])
    expect([await status(opportunitiesOf(own.company)), await status(opportunitiesOf(foreign.company))]).toEqual([
      ownCompany,
      foreignCompany,
    ])
  })

  test('an id that is absent, malformed or of what one may not know answers the same 404', async () => {
    const draft = market.scenes.find(({ status, orgId }) => status === 'draft' && orgId !== market.ownOrgId)!.id
    for (const id of [unknownId, 'nonsense', draft]) {
      expect(await market.publisher.get(rankingOf(id))).toMatchObject({ status: 404, body: { code: 'scene.not_found' } })
      expect(await market.company.get(whyOf(own.company, id))).toMatchObject({ status: 404, body: { code: 'scene.not_found' } })
    }
    const hidden = await hiddenCompany()
    for (const id of [unknownId, 'nonsense', hidden]) {
      expect({ id, answer: await market.company.get(opportunitiesOf(id)) }).toMatchObject({
        id,
        answer: { status: 404, body: { code: 'company.not_found' } },
      })
      expect({ id, answer: await market.company.get(whyOf(id, own.scene)) }).toMatchObject({
        id,
        answer: { status: 404, body: { code: 'company.not_found' } },
      })
      expect({ id, answer: await market.publisher.put(markOf(own.scene, id), { kind: 'saved' }) }).toMatchObject({
        id,
        answer: { status: 404, body: { code: 'company.not_found' } },
      })
    }
  })

  /** A company that was never shown. */
  async function hiddenCompany(): Promise<string> {
    const { id } = market.companies.at(-1)!
    await market.ports.db.updateTable('company').set({ status: 'hidden' }).where('id', '=', id).execute()
    return id
  }
})

describe('a company asks why, or why not', () => {
  test('it sees its own place, which is the one it has in the ranking', async () => {
    for (const scene of market.open.slice(0, 5)) {
      const ranked = (await market.matchmaker.get(`${rankingOf(scene.id)}?limit=100`)).body.items
      const inRanking = ranked.find((item: any) => item.company.id === own.company)
      const why = (await market.company.get(whyOf(own.company, scene.id))).body
      if (inRanking === undefined) {
        expect(why.place).toBeNull()
        expect(why.gates.some((gate: any) => gate.outcome === 'failed')).toBe(true)
      } else {
        const { why_not: _whyNot, counterfactuals: _counterfactuals, beside: _beside, stray_sentences: stray, ...standing } = why
        expect(stray).toEqual([])
        expect(standing).toEqual({ ...inRanking, degraded: [] })
      }
    }
  })

  test('it sees nothing of any other company: not a name, not an id', async () => {
    const others = market.companies.filter(({ id }) => id !== own.company)
    const cards = await market.ports.db.selectFrom('card').select(['id']).where('companyId', '!=', own.company).execute()
    const secrets = [...others.flatMap(({ id, name }) => [id, name]), ...cards.map(({ id }) => id)]
    for (const scene of market.open) {
      const { status, text } = await market.company.get(whyOf(own.company, scene.id))
      expect(status).toBe(200)
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    }
    const { text } = await market.company.get(`${opportunitiesOf(own.company)}?limit=100`)
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })

  test('nobody is told why of a company that is not theirs, but for the scene’s own organisation and the district', async () => {
    expect((await market.company.get(whyOf(foreign.company, own.scene))).status).toBe(403)
    expect((await market.publisher.get(whyOf(foreign.company, own.scene))).status).toBe(200)
    expect((await market.publisher.get(whyOf(foreign.company, foreign.scene))).status).toBe(403)
    expect((await market.matchmaker.get(whyOf(foreign.company, foreign.scene))).status).toBe(200)
  })

  test('without a card it is told so, as the gate it is', async () => {
    const { db, clock } = market.ports
    const rows = await db.selectFrom('card').select(['id', 'status']).where('companyId', '=', own.company).execute()
    await db
      .updateTable('card')
      .set({ status: 'hidden', version: sql`version + 1` })
      .where('companyId', '=', own.company)
      .execute()
    const why = (await market.company.get(whyOf(own.company, own.scene))).body
    expect(why).toMatchObject({ place: null, reasons: [] })
    expect(why.gates.find((gate: any) => gate.id === 'validity')).toMatchObject({ outcome: 'failed', why: '没有展示中的能力卡' })
    for (const { id, status } of rows)
      await db
        .updateTable('card')
        .set({ status, version: sql`version + 1`, updatedAt: clock() })
        .where('id', '=', id)
        .execute()
    expect(
      (await market.company.get(whyOf(own.company, own.scene))).body.gates.find((gate: any) => gate.id === 'validity').outcome,
    ).toBe('met')
  })
})

describe('sentences that stray', () => {
  const unrelated = [
    '为餐饮门店提供后厨油烟与燃气泄漏的在线监测',
    '为中小学校提供作文批改与课堂朗读测评',
    '为远洋渔船提供渔获分类与航线油耗测算',
    '为法院提供庭审笔录转写与判例检索',
    '为果园提供病虫害识别与采摘时节预报',
    '为地铁隧道提供裂缝渗漏的巡检机器人',
    '为银行网点提供反洗钱名单核查与票据验真',
    '为剧院提供灯光编排与票务客流预测',
  ]

  test('are told to the company itself, and to nobody else', async () => {
    const { db } = market.ports
    const card = await db
      .selectFrom('card')
      .select(['id', 'content', 'version'])
      .where('companyId', '=', own.company)
      .where('status', '=', 'listed')
      .orderBy('id')
      .executeTakeFirstOrThrow()
    const write = (content: object, version: number) =>
      db
        .updateTable('card')
        .set({ content: JSON.stringify(content), version })
        .where('id', '=', card.id)
        .execute()
    const before = (await market.company.get(whyOf(own.company, own.scene))).body
    expect(before.stray_sentences).toEqual([])
    const page = async () => (await market.company.page(`/companies/${own.company}/why/${own.scene}`)).text
    expect(await page()).not.toContain('与其余内容无关的语句')
    const solves = [...(card.content.solves ?? []), ...unrelated]
    await write({ ...card.content, solves }, card.version + 1)
    const after = (await market.company.get(whyOf(own.company, own.scene))).body
    const quotes = after.stray_sentences.map(({ quote }: any) => quote)
    expect(quotes.filter((quote: string) => unrelated.includes(quote)).length).toBeGreaterThanOrEqual(5)
    expect(quotes).not.toContain(card.content.oneLine)
    expect(after.stray_sentences[0]).toMatchObject({ card_id: card.id, card_name: card.content.name })
    expect(after.score).toBeLessThan(before.score)
    expect(await page()).toContain('与其余内容无关的语句')
    expect(await page()).toContain(quotes[0])
    const english = await market.company.page(`/companies/${own.company}/why/${own.scene}?lang=en`)
    expect(english.text).toContain('Sentences that stray')
    await market.company.page(`/companies/${own.company}/why/${own.scene}?lang=zh`)
    const others = [
      await market.matchmaker.get(whyOf(own.company, own.scene)),
      await market.publisher.get(`${rankingOf(own.scene)}/${own.company}`),
    ]
    for (const { status, body } of others) expect([status, body.stray_sentences]).toEqual([200, undefined])
    await write(card.content, card.version + 2)
  })
})

describe('saving and dismissing', () => {
  const sides: [string, () => Client, () => string, () => string, (body: any) => any, string][] = [
    [
      'a company, for one’s scene',
      () => market.publisher,
      () => markOf(own.scene, rankedCompany),
      () => `${rankingOf(own.scene)}?limit=100`,
      (item) => item.company.id === rankedCompany,
      'scene',
    ],
    [
      'a scene, for one’s company',
      () => market.company,
      () => ownMarkOf(own.company, opportunity),
      () => `${opportunitiesOf(own.company)}?limit=100`,
      (item) => item.scene.id === opportunity,
      'company',
    ],
  ]
  let rankedCompany: string
  let opportunity: string

  beforeAll(async () => {
    rankedCompany = (await market.publisher.get(rankingOf(own.scene))).body.items[1].company.id
    opportunity = (await market.company.get(opportunitiesOf(own.company))).body.items[0].scene.id
  })

  test.each(sides)('%s: the last word stands, and can be taken back', async (_name, client, mark, ranking, isIt, side) => {
    const shown = async () => (await client().get(ranking())).body.items.find(isIt).mark
    const before = (await client().get(ranking())).body
    expect(await shown()).toBeUndefined()
    expect(await client().put(mark(), { kind: 'saved' })).toMatchObject({ status: 200, body: { kind: 'saved', reason: null } })
    expect(await shown()).toMatchObject({ kind: 'saved' })
    expect(await client().put(mark(), { kind: 'dismissed', reason: '已有同类系统' })).toMatchObject({
      status: 200,
      body: { kind: 'dismissed', reason: '已有同类系统' },
    })
    expect(await shown()).toMatchObject({
      kind: 'dismissed',
      reason: '已有同类系统',
      marked_at: market.ports.clock().toISOString(),
    })
    expect((await client().delete(mark())).status).toBe(204)
    expect((await client().delete(mark())).status).toBe(204)
    expect((await client().get(ranking())).body).toEqual(before)

    const [scene, company] = side === 'scene' ? [own.scene, rankedCompany] : [opportunity, own.company]
    const events = await market.ports.db
      .selectFrom('auditEvent')
      .select(['action', 'reason', 'actorId'])
      .where('objectType', '=', 'match')
      .where('objectId', '=', `${scene}:${company}`)
      .orderBy('seq')
      .execute()
    expect(events.filter(({ action }) => action.startsWith(`${side}.`)).map(({ action, reason }) => [action, reason])).toEqual([
      [`${side}.saved`, null],
      [`${side}.dismissed`, '已有同类系统'],
      [`${side}.unmarked`, null],
    ])
    expect(events.every(({ actorId }) => actorId !== 'public' && actorId !== 'system')).toBe(true)
  })

  test.each(sides)('%s: dismissing needs a reason, and nothing else is taken', async (_name, client, mark) => {
    const refused = [
      { kind: 'dismissed' },
      { kind: 'dismissed', reason: '' },
      { kind: 'dismissed', reason: '   ' },
      { kind: 'dismissed', reason: '长'.repeat(301) },
      { kind: 'liked' },
      {},
      { kind: 'saved', colour: 'red' },
    ]
    for (const body of refused)
      expect({ body, answer: await client().put(mark(), body) }).toMatchObject({
        body,
        answer: { status: 422, body: { code: 'request.invalid' } },
      })
  })

  test('a mark is its own side’s: the other does not see it', async () => {
    await market.publisher.put(markOf(own.scene, own.company), { kind: 'dismissed', reason: '内部意见' })
    const seen = await market.company.get(`${opportunitiesOf(own.company)}?limit=100`)
    expect(seen.text).not.toContain('内部意见')
    expect((await market.company.get(whyOf(own.company, own.scene))).text).not.toContain('内部意见')
    await market.publisher.delete(markOf(own.scene, own.company))
  })

  test('only the organisation itself may mark', async () => {
    const status = async (client: Client, path: string) => (await client.put(path, { kind: 'saved' })).status
    expect(await status(market.publisher, markOf(foreign.scene, foreign.company))).toBe(403)
    expect(await status(market.company, markOf(own.scene, own.company))).toBe(403)
    expect(await status(market.matchmaker, markOf(own.scene, foreign.company))).toBe(403)
    expect(await status(market.company, ownMarkOf(foreign.company, own.scene))).toBe(403)
    expect(await status(market.publisher, ownMarkOf(own.company, own.scene))).toBe(403)
    expect(await status(market.matchmaker, ownMarkOf(own.company, own.scene))).toBe(403)
    expect(await market.ports.db.selectFrom('matchMark').select('sceneId').execute()).toEqual([])
  })
})

describe('a preview', () => {
  const preview = (body: unknown, query = '') => market.publisher.post(`/api/v1/matches/preview${query}`, body)
  const tables = ['scene', 'sceneVersion', 'company', 'card', 'matchMark', 'outbox', 'auditEvent'] as const
  const counts = () =>
    Promise.all(
      tables.map(
        async (table) =>
          (
            await market.ports.db
              .selectFrom(table)
              .select(sql<number>`count(*)::int`.as('n'))
              .executeTakeFirstOrThrow()
          ).n,
      ),
    )

  test('ranks for a scene that is not stored, and stores nothing', async () => {
    const [before, generation] = [await counts(), await market.ports.search.generation()]
    const answer = await preview({
      title: '独居老人居家跌倒监测',
      essential: ['识别卧室内的跌倒，召回率不低于 95%'],
      budget_max_fen: 30_000_000,
    })
    expect(answer.status).toBe(200)
    expect(answer.body.total).toBeGreaterThan(8)
    expect(answer.body.items[0].coverage).toHaveLength(1)
    expect(answer.body.items.flatMap((item: any) => item.gates).some((gate: any) => gate.outcome === 'failed')).toBe(false)
    expect([await counts(), await market.ports.search.generation()]).toEqual([before, generation])
  })

  test('gives a stored scene’s content the ranking that the scene has', async () => {
    const scene = market.scenes.find(({ id }) => id === own.scene)!
    const stored = (await market.publisher.get(`${rankingOf(own.scene)}?limit=100`)).body.items
    const previewed = (await preview(toWire(scene.content), '?limit=100')).body.items
    expect(previewed.map((item: any) => [item.company.id, item.score, item.parts])).toEqual(
      stored.map((item: any) => [item.company.id, item.score, item.parts]),
    )
  })

  test('goes on from page to page, and not from one demand to another', async () => {
    const first = (await preview({ title: '作业批改' }, '?limit=2')).body
    const second = await preview({ title: '作业批改' }, `?limit=2&cursor=${first.next_cursor}`)
    expect(second.body.items.map((item: any) => item.place)).toEqual([3, 4])
    for (const other of [{ title: '作业批阅' }, { title: '作业批改', budget_max_fen: 1 }]) {
      expect(await preview(other, `?cursor=${first.next_cursor}`)).toMatchObject({
        status: 409,
        body: { code: 'request.stale_cursor' },
      })
    }
  })

  test('takes a demand of any length its form allows, and one that says nothing', async () => {
    expect((await preview({})).status).toBe(200)
    expect((await preview({ title: '😀' })).status).toBe(200)
    expect(
      (await preview({ background: '长'.repeat(400), essential: Array.from({ length: 10 }, () => '识别跌倒'.repeat(30)) }))
        .status,
    ).toBe(200)
  })

  test('refuses what no scene has, field by field', async () => {
    for (const [field, body] of [
      ['colour', { title: 'x', colour: 'red' }],
      ['titleEn', { titleEn: 'x' }],
      ['kpis.0.weight', { kpis: [{ name: 'x', weight: 1 }] }],
    ] as const) {
      expect(await preview(body)).toMatchObject({
        status: 422,
        body: { code: 'request.invalid', errors: [{ field, message: 'is not a field' }] },
      })
    }
    expect((await preview({ title: '长'.repeat(41) })).status).toBe(422)
    expect((await preview([])).status).toBe(422)
    expect((await market.company.post('/api/v1/matches/preview', { title: 'x' })).status).toBe(403)
  })
})
