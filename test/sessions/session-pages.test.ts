import { expect, test } from 'vitest'
import { must, sessionWorld } from './session-world.ts'

const layout = {
  title: '人工智能场景对接会',
  titleEn: 'AI matchmaking day',
  kind: 'tables',
  date: '2026-03-10',
  startsAt: '09:30',
  endsAt: '12:00',
  slotMinutes: '20',
  gapMinutes: '5',
  'breaks.0.from': '10:20',
  'breaks.0.to': '10:40',
  'breaks.0.label': '茶歇',
  'rooms.0.name': '一号厅',
  'rooms.0.tables': '2',
  place: '徐汇滨江会议中心',
  requestsMax: '10',
  departmentMin: '0',
  departmentMax: '8',
  companyMin: '0',
  companyMax: '8',
}

test('a matchmaker lays out, invites and opens; a company joins, names somebody, and asks; all by forms', async () => {
  const { ports, matchmaker, department, company } = await sessionWorld()
  const [unit, firm] = [await department('民政局'), await company('跌倒监测科技')]
  expect((await matchmaker.page('/sessions')).text).toContain('/sessions/new')
  expect((await matchmaker.page('/sessions/new')).text).toContain('name="rooms.0.tables"')
  // What does not work out is said beside its field, and nothing typed is lost.
  const faulty = await matchmaker.submit('/sessions/new', { ...layout, endsAt: '09:00' })
  expect([faulty.status, faulty.text.includes('结束时间须晚于开始时间'), faulty.text.includes('徐汇滨江会议中心')]).toEqual([
    422,
    true,
    true,
  ])
  const made = await matchmaker.submit('/sessions/new', layout)
  expect(made.status).toBe(303)
  const address = made.headers.get('location')!
  const page = await matchmaker.page(address)
  expect(page.text).toContain('5 个，每个 20 分钟')
  expect(page.text).toContain('UTC+08:00')

  const edited = await matchmaker.submit(`${address}/edit`, {
    ...layout,
    version: '1',
    place: '',
    link: 'https://meet.example.cn/1',
  })
  expect(edited.status).toBe(303)
  expect((await matchmaker.page(address)).text).toContain('https://meet.example.cn/1')
  const stale = await matchmaker.submit(`${address}/edit`, { ...layout, version: '1' })
  expect([stale.status, stale.text.includes('其他人已修改过')]).toEqual([412, true])

  const invited = await matchmaker.submit(`${address}/invitations`, {
    scene: `${unit.org.id} ${unit.sceneId}`,
    company: firm.companyId,
  })
  expect(invited.status).toBe(303)
  expect((await firm.client.page(address)).status).toBe(404)
  must(await matchmaker.submit(`${address}/opening`, {}).then((answer) => ({ ...answer, status: answer.status - 103 })))
  const rows = await ports.db.selectFrom('sessionParticipant').select(['id', 'orgId']).execute()
  for (const party of [unit, firm]) party.id = rows.find(({ orgId }) => orgId === party.org.id)!.id

  for (const { client, id } of [unit, firm]) {
    expect((await client.page(address)).text).toContain('报名参加')
    expect((await client.submit(`${address}/acceptance`, { participant: id })).status).toBe(303)
  }
  expect(
    (await firm.client.submit(`${address}/people`, { participant: firm.id, personId: firm.client.personId, post: '总经理' }))
      .status,
  ).toBe(303)
  expect((await firm.client.submit(`${address}/wishes`, { participant: firm.id, [`wish.${unit.id}`]: '1' })).status).toBe(303)
  const times = { participant: firm.id, version: '2', unavailable: ['1', '2'], meetingsMin: '0', meetingsMax: '3' }
  expect((await firm.client.submit(`${address}/times`, times)).status).toBe(303)
  expect(
    (await firm.client.submit(`${address}/requests`, { whom: unit.id, message: '夜间告警', from: '3', until: '4' })).status,
  ).toBe(303)
  const own = (await firm.client.page(address)).text
  expect(own).toMatch(/总经理/u)
  expect(own).toContain('待确认')
  expect(await ports.db.selectFrom('meeting').select(['windowFrom', 'windowTo']).execute()).toEqual([
    { windowFrom: 3, windowTo: 4 },
  ])
  const again = await firm.client.submit(`${address}/requests`, { whom: unit.id })
  expect([again.status, again.text.includes('双方已有洽谈')]).toEqual([409, true])
  expect((await firm.client.page(`${address}?lang=en`)).text).toContain('AI matchmaking day')
})

test('wishes are filled in from the ranking, and saved only when one says so', async () => {
  const { department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const page = await firm.client.page(`/sessions/${id}?suggested=yes`)
  expect([page.status, page.text.includes('尚未保存')]).toEqual([200, true])
  const suggested = await unit.client.get(`/api/v1/sessions/${id}/wishes/suggested`)
  expect(suggested).toMatchObject({ status: 200, body: { items: [], total: 0 } })
})
