import { describe, expect, test } from 'vitest'
import { verifyChain } from '../../src/accounts/audit.ts'
import { tickScenes } from '../../src/scenes/tick-scenes.ts'
import { world } from '../support/people.ts'
import { actorWith } from '../support/world.ts'
import { goodContent, sceneWorld, wire, without } from './fixtures.ts'

const absent = '01900000-0000-7000-8000-0000000fffff'
const dayMs = 86_400_000

describe('drafting', () => {
  test('a draft is its organisation’s and the district’s, and nobody else’s', async () => {
    const { ask, editor, officer, auditor, stranger, everybody } = await sceneWorld()
    const made = await ask(editor, 'POST', '/scenes', { title: '社区跌倒监测' })
    expect(made).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        status: 'draft',
        version: 1,
        ref: null,
        content: { title: '社区跌倒监测' },
        allowed: ['scene.edit', 'scene.submit', 'scene.answer_duplicate'],
      },
    })
    const path = `/scenes/${made.body.id}`
    for (const actor of [editor, officer, auditor]) expect((await ask(actor, 'GET', path)).status).toBe(200)
    for (const actor of [stranger, everybody])
      expect(await ask(actor, 'GET', path)).toMatchObject({ status: 404, body: { code: 'scene.not_found' } })
  })

  test('an organisation not verified, somebody without the role, and the public draft nothing', async () => {
    const { ask, newcomer, officer, everybody } = await sceneWorld()
    expect(await ask(newcomer, 'POST', '/scenes', {})).toMatchObject({ status: 403, body: { code: 'organisation.not_verified' } })
    expect(await ask(officer, 'POST', '/scenes', {})).toMatchObject({ status: 403, body: { code: 'actor.forbidden' } })
    expect(await ask(everybody, 'POST', '/scenes', {})).toMatchObject({ status: 401, body: { code: 'login.required' } })
  })

  test('a text too long and a field unknown are named', async () => {
    const { ask, editor } = await sceneWorld()
    const refused = await ask(editor, 'POST', '/scenes', {
      title: '长'.repeat(41),
      nonsense: 1,
      problem: '坏\u0000字',
      after_success: { route: 'x' },
    })
    expect(refused).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
    expect(refused.body.errors).toEqual(
      expect.arrayContaining([
        { field: 'title', message: 'has 41 characters, at most 40' },
        { field: 'nonsense', message: 'is not a field' },
        expect.objectContaining({ field: 'problem' }),
        expect.objectContaining({ field: 'after_success.route' }),
      ]),
    )
    expect(await ask(editor, 'POST', '/scenes', { budgetMaxFen: 1 })).toMatchObject({ status: 422 })
    expect(await ask(editor, 'POST', '/scenes', '{')).toMatchObject({ status: 400, body: { code: 'request.malformed_json' } })
  })

  test('a change needs the version it was made against', async () => {
    const { ask, editor, drafts } = await sceneWorld()
    const path = `/scenes/${await drafts()}`
    expect(await ask(editor, 'PATCH', path, { title: '另一个跌倒监测名称' })).toMatchObject({ status: 428 })
    expect(await ask(editor, 'PATCH', path, { title: '另一个跌倒监测名称' }, { 'if-match': '"1"' })).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { content: { title: '另一个跌倒监测名称' } },
    })
    expect(await ask(editor, 'PATCH', path, { title: '晚来一步的监测名称' }, { 'if-match': '"1"' })).toMatchObject({
      status: 412,
      body: { code: 'request.precondition_failed' },
    })
  })

  test('two who edit the same version: one wins', async () => {
    const { ask, editor, approver, drafts } = await sceneWorld()
    const path = `/scenes/${await drafts()}`
    const answers = await Promise.all(
      [editor, approver].map((actor) => ask(actor, 'PATCH', path, { summary: '同时' }, { 'if-match': '"1"' })),
    )
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  test('every save is a version; two can be compared and one restored', async () => {
    const { ask, editor, drafts, stranger } = await sceneWorld()
    const path = `/scenes/${await drafts()}`
    await ask(editor, 'PATCH', path, { title: '第二版的跌倒监测', budget_max_fen: null }, { 'if-match': '"1"' })
    expect((await ask(editor, 'GET', `${path}/versions`)).body.items.map((one: any) => one.version)).toEqual([2, 1])
    expect((await ask(editor, 'GET', `${path}/versions/1..2`)).body.changes).toEqual([
      { field: 'title', before: goodContent.title, after: '第二版的跌倒监测' },
      { field: 'budget_max_fen', before: 30_000_000, after: null },
    ])
    expect(await ask(editor, 'POST', `${path}/versions/1/restoration`)).toMatchObject({
      status: 201,
      body: { version: 3, content: { title: goodContent.title, budget_max_fen: 30_000_000 } },
    })
    for (const tail of ['/versions/1..9', '/versions/x', '/versions/0..1'])
      expect((await ask(editor, 'GET', path + tail)).status).toBe(404)
    expect((await ask(stranger, 'GET', `${path}/versions`)).status).toBe(404)
  })
})

test('a foreign, an absent and a malformed id answer alike', async () => {
  const { ask, stranger, drafts } = await sceneWorld()
  const id = await drafts()
  const tries = [
    ['GET', ''],
    ['PATCH', '', {}],
    ['POST', '/submission'],
    ['DELETE', '/submission'],
    ['POST', '/publication'],
    ['POST', '/return', { comments: [] }],
    ['POST', '/closure', { reason: 'x' }],
    ['POST', '/suspension', { reason: 'x' }],
    ['DELETE', '/suspension'],
    ['POST', '/cancellation', { code: 'legal' }],
    ['POST', '/unmatched', { reason: 'x', would_change: 'y' }],
    ['POST', '/draft'],
    ['POST', '/compliance'],
    ['POST', '/addenda', { changes: {} }],
    ['GET', '/versions'],
    ['GET', '/versions/1..1'],
    ['POST', '/versions/1/restoration'],
    ['GET', '/comments'],
    ['POST', '/comments', { field: 'title', text: 'x' }],
    ['POST', `/comments/${absent}/answer`, { answer: 'x' }],
    ['GET', '/quality'],
    ['GET', '/similar'],
    ['GET', '/addenda'],
    ['POST', '/duplicates', { scene_id: absent, answer: 'continue' }],
  ] as const
  for (const [method, tail, body] of tries) {
    for (const foreign of [id, absent, 'nonsense']) {
      const refused = await ask(stranger, method, `/scenes/${foreign}${tail}`, body, { 'if-match': '"1"' })
      expect([method, tail, refused.status, refused.body.code]).toEqual([method, tail, 404, 'scene.not_found'])
    }
  }
})

test('another district’s office is a stranger', async () => {
  const { ask, officer, drafts, publishes } = await sceneWorld()
  const elsewhere = { ...officer, districtId: '00000000-0000-7000-8000-0000000000d2' }
  for (const id of [await drafts(), await publishes()])
    expect((await ask(elsewhere, 'POST', `/scenes/${id}/publication`)).body.code).toMatch(/not_found|forbidden/u)
  expect((await ask(elsewhere, 'GET', `/scenes/${await drafts()}`)).status).toBe(404)
})

describe('the way to publication', () => {
  test('the approver signs off, the office publishes, and the ref counts by year and domain', async () => {
    const { ask, approver, officer, everybody, drafts, ports } = await sceneWorld()
    const id = await drafts()
    const submitted = await ask(approver, 'POST', `/scenes/${id}/submission`)
    expect(submitted).toMatchObject({
      status: 201,
      body: { status: 'submitted', ref: 'XH-2026-ELD-0001', submitted_by: approver.personId, similar: [] },
    })
    const published = await ask(officer, 'POST', `/scenes/${id}/publication`)
    expect(published).toMatchObject({
      status: 201,
      body: {
        status: 'published',
        published_by: officer.personId,
        deadline_at: '2026-03-31T16:00:00.000Z',
        budget_band: 'to_50',
      },
    })
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).body).not.toHaveProperty('published_by')
    const events = await ports.db
      .selectFrom('auditEvent')
      .select(['action', 'fromStatus', 'toStatus'])
      .where('objectId', '=', id)
      .orderBy('seq')
      .execute()
    expect(events.map(({ action, fromStatus, toStatus }) => [action, fromStatus, toStatus])).toEqual([
      ['scene.draft', null, 'draft'],
      ['scene.submit', 'draft', 'submitted'],
      ['scene.publish', 'submitted', 'published'],
    ])
    expect(await verifyChain(ports.db, 'scene', id)).toMatchObject({ ok: true, events: 3 })
    const outbox = await ports.db.selectFrom('outbox').select('version').where('objectId', '=', id).orderBy('id').execute()
    expect(outbox.map((row) => row.version)).toEqual([1, 2, 3])
  })

  test('an editor may not sign off where there is an approver, and may where there is none', async () => {
    const { ask, editor, stranger, drafts, ports, organisations } = await sceneWorld()
    expect(await ask(editor, 'POST', `/scenes/${await drafts()}/submission`)).toMatchObject({
      status: 403,
      body: { code: 'actor.forbidden' },
    })
    const alone = actorWith(['publisher_editor'], organisations.other)
    const id = await drafts(goodContent, { ...stranger, roles: ['publisher_editor'] })
    expect((await ask(alone, 'POST', `/scenes/${id}/submission`)).status).toBe(201)
    const event = await ports.db
      .selectFrom('auditEvent')
      .select('detail')
      .where('objectId', '=', id)
      .where('action', '=', 'scene.submit')
      .executeTakeFirstOrThrow()
    expect(event.detail).toMatchObject({ withoutApprover: true, ref: 'XH-2026-ELD-0001' })
  })

  test('what is incomplete is not submitted', async () => {
    const { ask, approver, drafts } = await sceneWorld()
    const refused = await ask(approver, 'POST', `/scenes/${await drafts(without('summary', 'coopModes'))}/submission`)
    expect(refused).toMatchObject({
      status: 422,
      body: {
        code: 'scene.incomplete',
        findings: [{ field: 'summary', zh: '请填写“一句话需求”', points_lost: 0 }, { field: 'coop_modes' }],
      },
    })
  })

  test('nobody publishes what they wrote, saved or signed off', async () => {
    const { ask, officer, approver, drafts, organisations } = await sceneWorld()
    const both = { ...officer, orgId: organisations.own.id, roles: ['publisher_editor', 'district_officer'] as const }
    const written = await drafts(goodContent, both)
    const edited = await drafts()
    await ask(both, 'PATCH', `/scenes/${edited}`, { work_done: '已走访' }, { 'if-match': '"1"' })
    for (const id of [written, edited]) {
      await ask(approver, 'POST', `/scenes/${id}/submission`)
      expect(await ask(both, 'POST', `/scenes/${id}/publication`)).toMatchObject({
        status: 403,
        body: { code: 'actor.own_writing' },
      })
    }
  })

  test('a weak scene is refused with everything that is wrong', async () => {
    const { ask, officer, submits } = await sceneWorld()
    const id = await submits({ ...without('afterSuccess'), kpis: [{ name: '提升效率' }] })
    const refused = await ask(officer, 'POST', `/scenes/${id}/publication`)
    expect(refused).toMatchObject({ status: 422, body: { code: 'scene.below_quality' } })
    const blocking = refused.body.findings.filter((one: any) => one.severity === 'BLOCKER').map((one: any) => one.rule)
    expect(new Set(blocking)).toEqual(new Set(['kpis.no_figure', 'after.missing']))
  })

  test('a company’s alias in the eligibility blocks, wherever it is written', async () => {
    const { ask, officer, editor, submits, ports, organisations } = await sceneWorld()
    await ports.db
      .insertInto('company')
      .values({
        id: ports.ids(),
        districtId: editor.districtId,
        orgId: organisations.other.id,
        status: 'listed',
        version: 1,
        content: JSON.stringify({ aliases: ['MiniMax'] }),
        validUntil: ports.clock(),
        statusReason: null,
        isExample: false,
        createdAt: ports.clock(),
        updatedAt: ports.clock(),
      })
      .execute()
    const id = await submits({ ...goodContent, eligibility: ['须支持 minimax 模型'] })
    expect((await ask(officer, 'POST', `/scenes/${id}/publication`)).body.findings).toEqual([
      expect.objectContaining({ rule: 'eligibility.brand', field: 'eligibility[0]' }),
    ])
  })

  test('a second click changes nothing', async () => {
    const { ask, officer, publishes } = await sceneWorld()
    const again = await ask(officer, 'POST', `/scenes/${await publishes()}/publication`)
    expect(again).toMatchObject({
      status: 409,
      body: { code: 'scene.wrong_state', status: 409, state: 'published', allowed: ['scene.suspend', 'scene.cancel'] },
    })
  })

  test('of two officers who publish at once exactly one does', async () => {
    const { ask, officer, submits, ports } = await sceneWorld()
    const id = await submits()
    const answers = await Promise.all([1, 2, 3].map(() => ask(officer, 'POST', `/scenes/${id}/publication`)))
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 409, 409])
    expect(
      await ports.db
        .selectFrom('auditEvent')
        .select('id')
        .where('objectId', '=', id)
        .where('action', '=', 'scene.publish')
        .execute(),
    ).toHaveLength(1)
  })

  test('data of level 2 waits for the compliance tick, which its next submission loses', async () => {
    const { ask, officer, reviewer, approver, submits } = await sceneWorld()
    const id = await submits({ ...goodContent, dataLevel: 'sample' })
    expect(await ask(officer, 'POST', `/scenes/${id}/publication`)).toMatchObject({
      status: 409,
      body: { code: 'scene.needs_compliance' },
    })
    expect(await ask(officer, 'POST', `/scenes/${id}/compliance`)).toMatchObject({ status: 403 })
    expect(await ask(reviewer, 'POST', `/scenes/${id}/compliance`)).toMatchObject({
      status: 201,
      body: { compliance_by: reviewer.personId },
    })
    await ask(approver, 'DELETE', `/scenes/${id}/submission`)
    expect(await ask(approver, 'POST', `/scenes/${id}/submission`)).toMatchObject({
      body: { compliance_by: null, ref: 'XH-2026-ELD-0001' },
    })
    await ask(reviewer, 'POST', `/scenes/${id}/compliance`)
    expect((await ask(officer, 'POST', `/scenes/${id}/publication`)).status).toBe(201)
  })

  test('what is returned comes back only when every remark is answered', async () => {
    const { ask, officer, editor, approver, submits } = await sceneWorld()
    const id = await submits()
    expect(await ask(officer, 'POST', `/scenes/${id}/return`, {})).toMatchObject({
      status: 422,
      body: { code: 'scene.needs_comment' },
    })
    expect(await ask(officer, 'POST', `/scenes/${id}/return`, { comments: [{ field: 'nonsense', text: 'x' }] })).toMatchObject({
      status: 422,
    })
    expect((await ask(officer, 'POST', `/scenes/${id}/comments`, { field: 'title', text: '请写清地点' })).status).toBe(201)
    expect(
      await ask(officer, 'POST', `/scenes/${id}/return`, { comments: [{ field: 'after_success', text: '谁来拍板？' }] }),
    ).toMatchObject({ status: 201, body: { status: 'returned' } })
    expect(await ask(approver, 'POST', `/scenes/${id}/submission`)).toMatchObject({
      status: 409,
      body: { code: 'scene.comments_open', open: 2 },
    })
    const comments = (await ask(editor, 'GET', `/scenes/${id}/comments`)).body.items
    for (const comment of comments) {
      expect((await ask(editor, 'POST', `/scenes/${id}/comments/${comment.id}/answer`, { answer: '已补充' })).body).toMatchObject(
        { answer: '已补充', field: comment.field },
      )
    }
    expect((await ask(approver, 'POST', `/scenes/${id}/submission`)).status).toBe(201)
  })
})

describe('probable duplicates', () => {
  const copy = { ...goodContent, title: '高龄独居老人跌倒监测' }

  test('are listed with the submission and answered before publication', async () => {
    const { ask, officer, editor, approver, drafts, publishes } = await sceneWorld()
    const first = await publishes()
    const id = await drafts(copy)
    const submitted = await ask(approver, 'POST', `/scenes/${id}/submission`)
    expect(submitted.body.similar).toEqual([
      expect.objectContaining({ id: first, title: goodContent.title, must_answer: true, answer: null, status: 'published' }),
    ])
    const refused = await ask(officer, 'POST', `/scenes/${id}/publication`)
    expect(refused).toMatchObject({ status: 422, body: { findings: [{ rule: 'duplicate.unanswered', severity: 'BLOCKER' }] } })
    expect(await ask(editor, 'POST', `/scenes/${id}/duplicates`, { scene_id: first, answer: 'differs' })).toMatchObject({
      status: 422,
      body: { code: 'scene.needs_reason' },
    })
    expect(
      await ask(editor, 'POST', `/scenes/${id}/duplicates`, {
        scene_id: first,
        answer: 'differs',
        because: '另一街道，另行预算',
      }),
    ).toMatchObject({ status: 201 })
    expect((await ask(editor, 'GET', `/scenes/${id}/similar`)).body.items).toEqual([
      expect.objectContaining({ id: first, answer: 'differs' }),
    ])
    expect((await ask(officer, 'POST', `/scenes/${id}/publication`)).status).toBe(201)
  })

  test('a draft of another organisation is never among them', async () => {
    const { ask, stranger, editor, drafts } = await sceneWorld()
    await drafts(copy, stranger)
    expect((await ask(editor, 'GET', `/scenes/${await drafts()}/similar`)).body.items).toEqual([])
  })

  test('without the index the newest are still compared', async () => {
    const { ask, editor, drafts, publishes, ports } = await sceneWorld()
    await publishes()
    const id = await drafts(copy)
    ports.search = { ...ports.search, recall: () => Promise.reject(new Error('down')) }
    expect((await ask(editor, 'GET', `/scenes/${id}/similar`)).body.items).toHaveLength(1)
  })
})

describe('quality', () => {
  test('of a form is judged and nothing stored', async () => {
    const { ask, editor, everybody, ports } = await sceneWorld()
    expect(await ask(editor, 'POST', '/scenes/quality', wire(goodContent))).toMatchObject({
      status: 200,
      body: { score: 100, publishable: true, findings: [] },
    })
    expect((await ask(editor, 'POST', '/scenes/quality', {})).body).toMatchObject({
      score: 0,
      publishable: false,
      parts: expect.arrayContaining([{ id: 'kpis', points: 0, max: 20 }]),
    })
    expect(await ports.db.selectFrom('scene').select('id').execute()).toEqual([])
    expect((await ask(everybody, 'POST', '/scenes/quality', {})).status).toBe(401)
  })

  test('of a scene is shown to its own people, the score to the registered', async () => {
    const { ask, editor, stranger, everybody, publishes } = await sceneWorld()
    const id = await publishes()
    expect((await ask(editor, 'GET', `/scenes/${id}/quality`)).body.score).toBe(100)
    expect(await ask(stranger, 'GET', `/scenes/${id}/quality`)).toMatchObject({ status: 403 })
    expect((await ask(stranger, 'GET', `/scenes/${id}`)).body).toMatchObject({ quality: { score: 100, blockers: 0 } })
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).body).not.toHaveProperty('quality')
  })
})

test('each caller sees the fields of their class and no more', async () => {
  const { ask, editor, stranger, everybody, auditor, publishes } = await sceneWorld()
  const id = await publishes({ ...goodContent, integration: ['HIS'], processToday: '人工巡访' })
  const shown = async (actor: typeof editor) => {
    const { content } = (await ask(actor, 'GET', `/scenes/${id}`)).body
    return ['title', 'contact', 'process_today', 'data_assets', 'integration', 'money_source'].filter((field) => field in content)
  }
  expect(await shown(everybody)).toEqual(['title'])
  expect(await shown(stranger)).toEqual(['title', 'contact', 'process_today'])
  for (const actor of [editor, auditor]) expect(await shown(actor)).toHaveLength(6)
})

test('a scene that opens later is hidden from the public until then', async () => {
  const { ask, editor, everybody, publishes, ports } = await sceneWorld()
  const id = await publishes({ ...goodContent, opensAt: '2026-03-09', deadline: '2026-03-31' })
  expect((await ask(everybody, 'GET', `/scenes/${id}`)).status).toBe(404)
  expect((await ask(everybody, 'GET', '/scenes')).body).toMatchObject({ items: [], total: 0 })
  expect((await ask(editor, 'GET', `/scenes/${id}`)).status).toBe(200)
  ports.clock.set('2026-03-08T16:00:00Z')
  expect((await ask(everybody, 'GET', `/scenes/${id}`)).status).toBe(200)
})

describe('lists', () => {
  test('hold what the caller may see, page by page', async () => {
    const { ask, editor, everybody, stranger, officer, drafts, publishes } = await sceneWorld()
    const open = await publishes()
    const mine = [await drafts(), await drafts({ title: '另一个' })]
    expect((await ask(everybody, 'GET', '/scenes')).body).toMatchObject({ total: 1, next_cursor: null, items: [{ id: open }] })
    expect((await ask(stranger, 'GET', '/scenes')).body.total).toBe(1)
    expect((await ask(stranger, 'GET', '/scenes?mine=true')).body).toMatchObject({ items: [], total: 0 })
    expect((await ask(officer, 'GET', '/scenes?status=draft')).body.total).toBe(2)
    expect((await ask(editor, 'GET', '/scenes?domain=elderly&mine=true')).body.total).toBe(2)
    const first = (await ask(editor, 'GET', '/scenes?limit=2')).body
    const second = (await ask(editor, 'GET', `/scenes?limit=2&cursor=${first.next_cursor}`)).body
    expect([...first.items, ...second.items].map((item: any) => item.id)).toEqual([mine[1], mine[0], open])
    expect(second.next_cursor).toBeNull()
  })

  test('refuse what they do not know', async () => {
    const { ask, everybody } = await sceneWorld()
    for (const query of ['limit=0', 'limit=101', 'status=open', 'nonsense=1', 'mine=yes'])
      expect([query, (await ask(everybody, 'GET', `/scenes?${query}`)).status]).toEqual([query, 422])
    for (const cursor of ['x', 'WyJ4Il0', 'WzFd'])
      expect(await ask(everybody, 'GET', `/scenes?cursor=${cursor}`)).toMatchObject({
        status: 400,
        body: { code: 'request.bad_cursor' },
      })
  })

  test('say of the types what each needs', async () => {
    const { ask, everybody } = await sceneWorld()
    expect((await ask(everybody, 'GET', '/scene-types')).body.items).toContainEqual({
      id: 'quick_pilot',
      zh: '快速试点',
      en: 'Quick pilot',
      pilot_weeks_max: 26,
      needs_budget: true,
      needs_kpis: true,
    })
  })
})

describe('after publication', () => {
  test('past its deadline it reads as closed before the timer says so, and the timer says so once', async () => {
    const { ask, everybody, officer, approver, publishes, ports } = await sceneWorld()
    const id = await publishes()
    ports.clock.set('2026-03-31T16:00:00Z')
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).body.status).toBe('closed')
    expect((await ask(everybody, 'GET', '/scenes?status=closed')).body.total).toBe(1)
    expect((await ask(everybody, 'GET', '/scenes?status=published')).body.total).toBe(0)
    expect(await ask(approver, 'POST', `/scenes/${id}/closure`, { reason: '提前' })).toMatchObject({ status: 409 })
    expect(await tickScenes(ports, ports.clock())).toEqual({ closed: 1 })
    expect(await tickScenes(ports, ports.clock())).toEqual({ closed: 0 })
    const event = await ports.db
      .selectFrom('auditEvent')
      .selectAll()
      .where('objectId', '=', id)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(event).toMatchObject({ actorId: 'system', action: 'scene.close', fromStatus: 'published', toStatus: 'closed' })
    expect(
      await ask(officer, 'POST', `/scenes/${id}/unmatched`, { reason: '无合适方案', would_change: '增加预算' }),
    ).toMatchObject({ status: 201, body: { status: 'unmatched', status_reason: '无合适方案\n增加预算' } })
  })

  test('what found no match is begun again as a draft that keeps its ref', async () => {
    const { ask, officer, approver, editor, everybody, publishes } = await sceneWorld()
    const id = await publishes()
    await ask(approver, 'POST', `/scenes/${id}/closure`, { reason: '无人申请' })
    await ask(officer, 'POST', `/scenes/${id}/unmatched`, { reason: '无合适方案', would_change: '增加预算' })
    expect(await ask(editor, 'POST', `/scenes/${id}/draft`)).toMatchObject({
      status: 201,
      body: { status: 'draft', ref: 'XH-2026-ELD-0001', deadline_at: null },
    })
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).status).toBe(404)
  })

  test('a pause hides it, stops the clock and gives the days back', async () => {
    const { ask, officer, everybody, approver, publishes, ports } = await sceneWorld()
    const id = await publishes()
    expect(await ask(approver, 'POST', `/scenes/${id}/suspension`, { reason: '投诉' })).toMatchObject({ status: 403 })
    expect((await ask(officer, 'POST', `/scenes/${id}/suspension`, { reason: '投诉' })).body).toMatchObject({
      status: 'suspended',
      suspended_from: 'published',
    })
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).status).toBe(404)
    ports.clock.advance(5 * dayMs)
    expect((await ask(officer, 'DELETE', `/scenes/${id}/suspension`)).body).toMatchObject({
      status: 'published',
      deadline_at: '2026-04-05T16:00:00.000Z',
      content: { deadline: '2026-04-05' },
    })
  })

  test('it is called off with a reason of the list', async () => {
    const { ask, approver, editor, publishes } = await sceneWorld()
    const id = await publishes()
    expect(await ask(editor, 'POST', `/scenes/${id}/cancellation`, { code: 'no_budget' })).toMatchObject({ status: 403 })
    expect(await ask(approver, 'POST', `/scenes/${id}/cancellation`, { code: 'tired' })).toMatchObject({ status: 422 })
    expect(await ask(approver, 'POST', `/scenes/${id}/cancellation`, { code: 'other', text: '太短' })).toMatchObject({
      status: 422,
      body: { code: 'scene.needs_reason' },
    })
    expect(
      (await ask(approver, 'POST', `/scenes/${id}/cancellation`, { code: 'no_budget', text: '预算调减' })).body,
    ).toMatchObject({ status: 'cancelled', status_reason: 'no_budget: 预算调减', allowed: [] })
  })

  test('it changes by addendum only, which everybody can read', async () => {
    const { ask, approver, editor, everybody, publishes } = await sceneWorld()
    const id = await publishes()
    const version = (await ask(editor, 'GET', `/scenes/${id}`)).body.version
    expect(await ask(editor, 'PATCH', `/scenes/${id}`, { title: '改' }, { 'if-match': `"${version}"` })).toMatchObject({
      status: 409,
      body: { code: 'scene.wrong_state' },
    })
    expect(await ask(approver, 'POST', `/scenes/${id}/addenda`, { changes: { budget_max_fen: 40_000_000 } })).toMatchObject({
      status: 201,
      body: { addendum: null, scene: { content: { budget_max_fen: 40_000_000 } } },
    })
    expect(await ask(approver, 'POST', `/scenes/${id}/addenda`, { changes: { award_n: 2 } })).toMatchObject({
      status: 409,
      body: { code: 'scene.needs_addendum', fields: ['award_n'] },
    })
    expect(
      await ask(approver, 'POST', `/scenes/${id}/addenda`, { changes: { after_success: null }, reason: '待定' }),
    ).toMatchObject({ status: 422, body: { code: 'scene.below_quality' } })
    const made = await ask(approver, 'POST', `/scenes/${id}/addenda`, {
      changes: { award_n: 2, money_source: 'project' },
      reason: '增加一家',
    })
    expect(made.body.addendum).toMatchObject({ seq: 1, reason: '增加一家' })
    expect((await ask(everybody, 'GET', `/scenes/${id}/addenda`)).body.items).toEqual([
      expect.objectContaining({ seq: 1, changes: [{ field: 'award_n', before: 1, after: 2 }] }),
    ])
  })
})

test('in the whole app an ETag just read is the one to change by, and a published scene is found by its likeness', async () => {
  const { person, organisation, visitor } = await world()
  const own = await organisation({ kind: 'department' })
  const approver = await person(['publisher_approver'], own)
  const officer = await person(['district_officer'], await organisation({ kind: 'district_office' }))
  const made = await approver.post('/api/v1/scenes', wire(goodContent))
  const path = made.headers.get('location')!
  expect(await approver.patch(path, { work_done: '已走访 20 户' })).toMatchObject({ status: 200, body: { version: 2 } })
  expect((await approver.post(`${path}/submission`)).status).toBe(201)
  expect((await officer.post(`${path}/publication`)).status).toBe(201)
  expect((await visitor.get(path)).body.content.title).toBe(goodContent.title)
  const again = await approver.post('/api/v1/scenes', wire(goodContent))
  expect((await approver.get(`${again.headers.get('location')!}/similar`)).body.items).toEqual([
    expect.objectContaining({ similarity: 1, must_answer: true }),
  ])
})
