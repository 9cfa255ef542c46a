import { beforeEach, expect, test } from 'vitest'
import { mayAnswer, mayAsk, timesOf } from '../../src/pitches/question.ts'
import { aScene, goodContent, without, zone } from '../scenes/fixtures.ts'
import type { Client } from '../support/client.ts'
import { scoringWorld } from './scoring-world.ts'
import type { ScoringWorld } from './scoring-world.ts'

let w: ScoringWorld
let list: string

beforeEach(async () => {
  w = await scoringWorld()
  list = `${w.at}/questions`
})

const ask = (who: Client, text = '护理站的值班终端是什么系统？') => who.post(list, { text })

test('a company asks, its unit answers, and everybody reads both', async () => {
  const [asker, other] = [w.companies[0].signatory, w.companies[1].signatory]
  const asked = await ask(asker)
  expect(asked).toMatchObject({ status: 201, body: { seq: 1, answer: null, is_own: true } })
  for (const reader of [w.visitor, other, w.evaluators[0]])
    expect((await reader.get(list)).body).toMatchObject({ items: [], total: 0 })
  for (const reader of [asker, w.editor, w.officer]) expect((await reader.get(list)).body).toMatchObject({ total: 1 })
  expect((await w.editor.get(list)).body.items[0]).toMatchObject({ is_own: false })

  const answered = await w.editor.post(`${list}/${asked.body.id}/answer`, { answer: '安卓平板，浏览器访问。' })
  expect(answered).toMatchObject({ status: 201, body: { answer: '安卓平板，浏览器访问。', is_own: false } })
  for (const reader of [w.visitor, other]) {
    expect((await reader.get(list)).body).toMatchObject({
      items: [{ seq: 1, text: '护理站的值班终端是什么系统？', answer: '安卓平板，浏览器访问。', is_own: false }],
      total: 1,
    })
  }
  expect((await w.visitor.page(`/scenes/${w.scene.id}`)).text).toContain(`/scenes/${w.scene.id}/questions`)
})

test('nobody but the audit learns who asked', async () => {
  const { signatory, secrets } = w.companies[0]
  const asked = await ask(signatory)
  await w.editor.post(`${list}/${asked.body.id}/answer`, { answer: '可以。' })
  await ask(w.companies[0].signatory, '是否提供测试数据？')
  const told: string[] = []
  for (const reader of [
    w.visitor,
    w.companies[1].signatory,
    w.editor,
    w.approver,
    w.officer,
    w.matchmaker,
    w.auditor,
    w.evaluators[0],
  ]) {
    for (const path of [list, w.at]) told.push((await reader.get(path)).text)
    for (const path of [`/scenes/${w.scene.id}/questions`]) told.push((await reader.page(path)).text)
  }
  for (const secret of secrets) expect(told.filter((text) => text.includes(secret))).toEqual([])
  const { body } = await w.auditor.get(`/api/v1/audit/question/${asked.body.id}`)
  expect(body.items.map((event: any) => [event.action, event.actor_id])).toEqual([
    ['question.ask', signatory.personId],
    ['question.answer', w.editor.personId],
  ])
})

test.each([
  ['我们星澜智能能否参加？', 'question.names_asker'],
  ['Does STARWAVE ai qualify?', 'question.names_asker'],
  ['星 澜 能否现场勘察？', 'question.names_asker'],
  ['xinglan 可以吗', undefined],
  ['请联系 www.starwave.com', 'question.names_asker'],
  ['请拨打 13812345678 联系', 'question.personal_number'],
] as const)('what would tell who asks is refused: %s', async (text, code) => {
  const answer = await ask(w.companies[0].signatory, text)
  if (code === undefined) expect(answer.status).toBe(422)
  else expect(answer).toMatchObject({ status: 422, body: { code } })
})

test('texts have limits, and the same is asked once', async () => {
  const [company] = w.companies
  expect(await ask(company.signatory, '问'.repeat(301))).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
  expect(await ask(company.signatory, '问'.repeat(300))).toMatchObject({ status: 201 })
  expect(await ask(company.signatory, '问'.repeat(300))).toMatchObject({ status: 409, body: { code: 'question.exists' } })
  const { id } = (await ask(company.signatory)).body
  const answers = `${list}/${id}/answer`
  expect(await w.editor.post(answers, { answer: '答'.repeat(601) })).toMatchObject({ status: 422 })
  expect(await w.editor.post(answers, { answer: '请电 021-64288888' })).toMatchObject({
    status: 422,
    body: { code: 'question.personal_number' },
  })
  const both = await Promise.all([w.editor.post(answers, { answer: '一' }), w.approver.post(answers, { answer: '二' })])
  expect(new Set(both.map(({ status, body }) => body.code ?? status))).toEqual(new Set([201, 'question.answered']))
})

test('two who ask at once get two numbers', async () => {
  const both = await Promise.all([ask(w.companies[0].signatory), ask(w.companies[1].signatory)])
  expect(new Set(both.map(({ body }) => body.seq))).toEqual(new Set([1, 2]))
})

test('only companies ask, only the unit answers', async () => {
  for (const who of [w.editor, w.officer, w.evaluators[0]]) expect(await ask(who)).toMatchObject({ status: 403 })
  expect(await ask(w.visitor)).toMatchObject({ status: 401 })
  const { id } = (await ask(w.companies[0].signatory)).body
  for (const who of [w.officer, w.companies[0].signatory])
    expect(await who.post(`${list}/${id}/answer`, { answer: '可以' })).toMatchObject({ status: 403 })
  expect(await w.editor.post(`${list}/${w.scene.id}/answer`, { answer: '可以' })).toMatchObject({
    status: 404,
    body: { code: 'question.not_found' },
  })
})

test('questions close at the end of their day, answers two days before the deadline', async () => {
  const { id } = (await ask(w.companies[0].signatory)).body
  w.ports.clock.set('2026-03-20T15:59:59.999Z')
  expect((await ask(w.companies[1].signatory)).status).toBe(201)
  w.ports.clock.set('2026-03-20T16:00:00Z')
  expect(await ask(w.companies[2].signatory)).toMatchObject({ status: 409, body: { code: 'question.too_late' } })
  w.ports.clock.set('2026-03-29T15:59:59.999Z')
  expect((await w.editor.post(`${list}/${id}/answer`, { answer: '可以' })).status).toBe(201)
  w.ports.clock.set('2026-03-29T16:00:00Z')
  const open = (await w.editor.get(list)).body.items.find((one: any) => one.answer === null)
  expect(await w.editor.post(`${list}/${open.id}/answer`, { answer: '可以' })).toMatchObject({
    status: 409,
    body: { code: 'question.too_late' },
  })
})

test('where the scene names no day, questions close five working days before the deadline', () => {
  const open = { ...aScene({ status: 'published' }), content: without('questionsClose') }
  // The 31st is a Tuesday.
  expect(timesOf(open, zone)!.asksUntil.toISOString()).toBe('2026-03-24T16:00:00.000Z')
  const late = new Date('2026-03-24T16:00:00Z')
  expect([mayAsk(open, zone, new Date(late.getTime() - 1)).ok, mayAsk(open, zone, late).ok]).toEqual([true, false])
  const draft = { ...aScene(), content: goodContent }
  expect([mayAsk(draft, zone, late).ok, mayAnswer({ ...open, content: without('deadline') }, zone, late).ok]).toEqual([
    false,
    false,
  ])
})

test('both forms work on the page, and keep what was refused', async () => {
  const page = `/scenes/${w.scene.id}/questions`
  const asker = w.companies[0].signatory
  const refused = await asker.submit(page, { text: '星澜想问：能否延期？' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('星澜想问：能否延期？')
  expect((await asker.submit(page, { text: '能否延期？' })).status).toBe(303)
  const { id } = (await w.editor.get(list)).body.items[0]
  expect((await w.editor.page(page)).text).toContain(`${page}/${id}/answer`)
  expect((await w.editor.submit(`${page}/${id}/answer`, { answer: '不能。' })).status).toBe(303)
  expect((await w.visitor.page(page)).text).toContain('不能。')
  expect((await w.visitor.page(page)).text).not.toContain('<form')
})

test('lists page in the order of asking', async () => {
  for (const text of ['一？', '二？', '三？']) await ask(w.companies[0].signatory, text)
  const first = await w.editor.get(`${list}?limit=2`)
  expect(first.body.items.map((one: any) => one.seq)).toEqual([1, 2])
  const second = await w.editor.get(`${list}?limit=2&cursor=${first.body.next_cursor}`)
  expect(second.body).toMatchObject({ items: [{ seq: 3 }], next_cursor: null, total: 3 })
  expect((await w.editor.get(`${list}?cursor=nonsense`)).status).toBe(400)
})
