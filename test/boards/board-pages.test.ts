import { beforeAll, expect, test } from 'vitest'
import { slotsOf } from '../../src/sessions/slots.ts'
import { agreed, day, must, sessionWorld } from '../sessions/session-world.ts'
import type { Party, SessionWorld } from '../sessions/session-world.ts'

type Opened = { base: SessionWorld; id: string; unit: Party; firm: Party; rival: Party; first: string; second: string }

let opened: Opened

beforeAll(async () => {
  const base = await sessionWorld()
  const [unit, firm, rival] = [await base.department('汇滨医院'), await base.company('简护科技'), await base.company('守更智能')]
  const id = await base.session([unit, firm, rival])
  opened = { base, id, unit, firm, rival, first: await agreed(id, firm, unit), second: await agreed(id, rival, unit) }
})

test('board, plans and the whole live view are the staff’s; a stranger does not learn that there is a session', async () => {
  const { base, id, firm } = opened
  const stranger = await base.person(['company_editor'], await base.organisation())
  for (const page of ['board', 'plans']) {
    expect((await base.matchmaker.page(`/sessions/${id}/${page}`)).status).toBe(200)
    expect((await firm.client.page(`/sessions/${id}/${page}`)).status).toBe(403)
    expect((await stranger.page(`/sessions/${id}/${page}`)).status).toBe(404)
    expect((await base.visitor.page(`/sessions/${id}/${page}`)).headers.get('location')).toContain('/sign-in')
  }
  for (const page of ['day', 'live', 'outcomes']) expect((await stranger.page(`/sessions/${id}/${page}`)).status).toBe(404)
  expect((await base.matchmaker.page('/sessions/nobody/board')).status).toBe(404)
})

test('of two hands that give one place at once, one is refused with who is taken; the board stays as it is', async () => {
  const { base, id, first, second } = opened
  const place = (meeting: string) => base.matchmaker.submit(`/sessions/${id}/board/place`, { meeting, place: '1.1' })
  const answers = await Promise.all([place(first), place(second)])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 409])
  const refused = answers.find(({ status }) => status === 409)!
  expect(refused.text).toContain('汇滨医院')
  expect(refused.text).toContain('已有洽谈')
  const board = await base.matchmaker.page(`/sessions/${id}/board`)
  expect(board.text.match(/class="card card-accepted/gu)).toHaveLength(1)
  expect(board.headers.get('refresh')).toBeNull()
})

test('any free table is found for a slot; a table or slot that does not exist is refused', async () => {
  const { base, id, first, second } = opened
  const move = (fields: Record<string, string>) => base.matchmaker.submit(`/sessions/${id}/board/place`, fields)
  expect((await move({ meeting: second, slot: '2' })).status).toBe(303)
  expect((await move({ meeting: first, slot: '2' })).status).toBe(409)
  expect((await move({ meeting: first, slot: '9', table: '1' })).status).toBe(422)
  expect((await move({ meeting: first, slot: '3', table: '77' })).status).toBe(422)
  expect((await move({ meeting: 'nobody', slot: '3' })).status).toBe(404)
  expect((await move({ meeting: first, dropped: '3.2' })).status).toBe(303)
})

test('a word on a pair without a reason is refused and kept; with one it is listed and can be taken back', async () => {
  const { base, id, unit, rival } = opened
  const pair = { departmentId: unit.id, companyId: rival.id, kind: 'pin', pair: 'yes' }
  expect((await base.matchmaker.submit(`/sessions/${id}/board/marking`, pair)).status).toBe(422)
  await base.matchmaker.submit(`/sessions/${id}/board/marking`, { ...pair, reason: '上次约好的' })
  expect((await base.matchmaker.page(`/sessions/${id}/board`)).text).toContain('上次约好的')
  await base.matchmaker.submit(`/sessions/${id}/board/unmarking`, pair)
  expect((await base.matchmaker.page(`/sessions/${id}/board`)).text).not.toContain('上次约好的')
})

test('where no planner runs the page says what else can be done', async () => {
  const { base, id } = opened
  const refused = await base.matchmaker.submit(`/sessions/${id}/plans`, { seconds: '5', floor: 'none' })
  expect(refused.status).toBe(503)
  expect(refused.text).toContain('npm run plan')
})

test('a repair is compared, is out of date after any change, and is discarded once', async () => {
  const { base, id, first } = opened
  const made = await base.matchmaker.submit(`/sessions/${id}/repairs`, { cancelledMeetings: [first] })
  const address = made.headers.get('location')!
  const fresh = await base.matchmaker.page(address)
  expect(fresh.text).toContain('撤下 1')
  expect(fresh.text).toContain('发布这份排期')
  expect(fresh.headers.get('refresh')).toBeNull()
  await base.matchmaker.submit(`/sessions/${id}/board/pin`, { meeting: first, pinned: 'no' })
  const stale = await base.matchmaker.page(address)
  expect(stale.text).toContain('已过时')
  expect(stale.text).not.toContain('发布这份排期')
  expect((await base.matchmaker.page(`/sessions/${id}/board`)).text).toContain('不能再发布')
  const late = await base.matchmaker.submit(`${address}/publication`, {})
  expect(late.status).toBe(409)
  expect(late.text).toContain('此后的变动')
  expect((await base.matchmaker.submit(`${address}/discarding`, {})).status).toBe(303)
  expect((await base.matchmaker.submit(`${address}/discarding`, {})).status).toBe(409)
})

test('a plan that is being made refreshes its page, and only then', async () => {
  const { base, id } = opened
  base.ports.planner = { begin: () => undefined, plan: () => Promise.reject(new Error('is never asked')) }
  const made = await base.matchmaker.submit(`/sessions/${id}/plans`, { seconds: '5', floor: 'highest' })
  const address = made.headers.get('location')!
  const waiting = await base.matchmaker.page(address)
  expect(waiting.headers.get('refresh')).toBe('2')
  expect(waiting.text).toContain('停止')
  expect((await base.matchmaker.submit(`/sessions/${id}/plans`, { seconds: '5' })).status).toBe(409)
  expect((await base.matchmaker.submit(`${address}/stop`, {})).status).toBe(303)
  expect((await base.matchmaker.page(address)).headers.get('refresh')).toBeNull()
})

test('a participant’s day is its own, whatever address it asks for; the desk sees anybody’s', async () => {
  const { base, id, firm, rival } = opened
  const asked = `/sessions/${id}/day?participant=${rival.id}`
  const own = await firm.client.page(asked)
  expect(own.text).toContain('我的日程')
  expect(own.text).not.toContain('守更智能')
  expect((await base.matchmaker.page(asked)).text).toContain('守更智能的日程')
})

test('until it begins participants see nothing of the room; then names of organisations and nothing else', async () => {
  const { base, id, firm } = opened
  const early = await firm.client.page(`/sessions/${id}/live`)
  expect(early.text).toContain('开始后显示')
  expect(early.text).not.toContain('守更智能')
  await base.ports.db.updateTable('session').set({ status: 'live' }).where('id', '=', id).execute()
  base.ports.clock.set(new Date(slotsOf(day, 'Asia/Shanghai')[1]!.startsAt.getTime() + 6 * 60_000))
  const live = await firm.client.page(`/sessions/${id}/live`)
  expect(live.text).toContain('守更智能')
  expect(live.headers.get('refresh')).toBe('30')
  expect(live.text.slice(live.text.indexOf('<main'))).not.toMatch(/成员\d|签到码|<form/u)
  expect((await firm.client.page(`/sessions/${id}/live?refresh=off`)).headers.get('refresh')).toBeNull()
})

test('minutes are written once both are there, by those who sat there; then the session can be closed', async () => {
  const { base, id, firm, rival, second, first } = opened
  const form = { outcome: 'next_meeting', 'text.0': '约下次见面', 'owner.0': '周敏', 'due.0': '2026-03-20' }
  expect((await rival.client.page(`/meetings/${second}/minutes`)).status).toBe(409)
  await base.matchmaker.submit(`/sessions/${id}/live/check-in`, { meeting: second })
  expect((await firm.client.page(`/meetings/${second}/minutes`)).status).toBe(404)
  expect((await rival.client.page(`/meetings/${second}/minutes`)).status).toBe(200)
  const kept = await rival.client.submit(`/meetings/${second}/minutes`, { ...form, outcome: '', notes: '很有兴趣' })
  expect(kept.status).toBe(422)
  expect(kept.text).toContain('很有兴趣')
  expect((await rival.client.submit(`/meetings/${second}/minutes`, form)).headers.get('location')).toBe(
    `/sessions/${id}/outcomes`,
  )

  expect((await base.matchmaker.submit(`/sessions/${id}/outcomes/closure`, {})).status).toBe(409)
  must(await base.matchmaker.post(`/api/v1/meetings/${first}/cancellation`, { reason: '改期' }))
  await base.matchmaker.submit(`/sessions/${id}/outcomes/end`, {})
  expect((await base.matchmaker.page(`/sessions/${id}/outcomes`)).text).toContain('结束对接会')
  expect((await base.matchmaker.submit(`/sessions/${id}/outcomes/closure`, {})).status).toBe(303)
  expect((await rival.client.page(`/meetings/${second}/minutes`)).status).toBe(409)
})

test('why a meeting ended is said in words on the day of those who had it', async () => {
  const base = await sessionWorld()
  const [unit, firm] = [await base.department(), await base.company()]
  const id = await base.session([unit, firm])
  await agreed(id, firm, unit)
  must(await unit.client.post(`/api/v1/sessions/${id}/participants/${unit.id}/departure`))
  const { text } = await firm.client.page(`/sessions/${id}/day`)
  expect(text).toContain('有一方不再参加')
  expect(text).not.toContain('participant_left')
})
