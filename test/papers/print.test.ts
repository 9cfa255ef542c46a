import { expect, test } from 'vitest'
import { agreed, must, sessionWorld } from '../sessions/session-world.ts'

async function placed() {
  const world = await sessionWorld()
  const [unit, other] = [await world.department('徐汇区民政局'), await world.department('徐汇区卫生健康委员会')]
  const [firm, second] = [await world.company('上海听澜<b>智能</b>科技有限公司'), await world.company('北极星机器人有限公司')]
  const sessionId = await world.session([unit, other, firm, second], { titleEn: 'AI for the city' })
  for (const [a, b, slot, table] of [
    [unit, firm, 3, 3],
    [other, firm, 1, 1],
    [unit, second, 1, 2],
  ] as const) {
    const id = await agreed(sessionId, b, a)
    must(await world.matchmaker.post(`/api/v1/meetings/${id}/place`, { slot, table_no: table }))
  }
  return { world, unit, other, firm, second, path: `/sessions/${sessionId}/print` }
}

/** The text of a page, block by block. */
const words = (html: string) => html.replaceAll(/<[^>]+>/gu, '|').replaceAll(/\|[\s|]*/gu, '|')

test('the agenda is the day in order, with its pauses, for whoever runs it', async () => {
  const { world, path, firm } = await placed()
  const agenda = await world.matchmaker.page(`${path}/agenda`)
  expect(agenda.status).toBe(200)
  const text = words(agenda.text)
  expect(text).toContain('3 场洽谈，5 个时段，4 个参会方')
  const order = [
    '09:30–09:50',
    '徐汇区卫生健康委员会',
    '徐汇区民政局',
    '北极星机器人有限公司',
    '10:20–10:40 茶歇',
    '10:40–11:00',
    '二号厅 1 号桌',
  ]
  const at = order.map((part) => text.indexOf(part))
  expect(at).toEqual(at.toSorted((a, b) => a - b))
  expect(at[0]).toBeGreaterThan(0)
  expect(agenda.text).not.toContain('<script')
  expect(agenda.text).not.toContain('<b>智能')
  expect((await firm.client.page(`${path}/agenda`)).status).toBe(403)
  expect((await world.matchmaker.page(`${path}/agenda?lang=en`)).text).toContain('AI for the city')
})

test('each table that is used has a card with the number that it has in its room', async () => {
  const { world, path } = await placed()
  const { text } = await world.matchmaker.page(`${path}/tables`)
  const cards = text.split('<section class="page"').slice(1)
  expect(cards.map((card) => /<h1[^>]*>(\d+)<\/h1>/u.exec(card)![1])).toEqual(['1', '2', '1'])
  expect(words(cards[2]!)).toContain('二号厅')
  expect(words(cards[2]!)).toContain('10:40–11:00|徐汇区民政局')
})

test('a participant prints its own sheet alone, with its code to scan and to read', async () => {
  const { world, path, firm, second } = await placed()
  const own = await firm.client.page(`${path}/participants`)
  const sheets = own.text.split('<section class="page"').slice(1)
  expect(sheets).toHaveLength(1)
  const text = words(sheets[0]!)
  expect(text.indexOf('一号厅 1 号桌')).toBeLessThan(text.indexOf('二号厅 1 号桌'))
  expect(text).not.toContain('北极星')
  const codes = await world.ports.db.selectFrom('sessionParticipant').select(['id', 'checkInCode']).execute()
  const code = codes.find(({ id }) => id === firm.id)!.checkInCode
  expect(text).toContain(`|${code}|`)
  expect(sheets[0]).toMatch(new RegExp(`<svg[^>]*aria-label="签到码 ${code}"`, 'u'))
  expect(own.text).not.toContain(codes.find(({ id }) => id === second.id)!.checkInCode)
  const all = await world.matchmaker.page(`${path}/participants`)
  expect(all.text.split('<section class="page"')).toHaveLength(5)
  expect((await (await world.company()).client.page(`${path}/participants`)).status).toBe(404)
})

test('a sheet names who comes for the other side only once the meeting is agreed', async () => {
  const { world, path, firm, unit } = await placed()
  const { db } = world.ports
  await db.updateTable('sessionPerson').set({ name: '周密' }).where('participantId', '=', unit.id).execute()
  const sheet = async () => (await firm.client.page(`${path}/participants`)).text
  expect(await sheet()).toContain('周密')
  await db.updateTable('meeting').set({ status: 'pending' }).execute()
  expect(await sheet()).not.toContain('周密')
})

test('example data is marked on every paper', async () => {
  const { world, path } = await placed()
  await world.ports.db.updateTable('session').set({ isExample: true }).execute()
  for (const [paper, count] of [
    ['agenda', 1],
    ['tables', 3],
    ['participants', 4],
  ] as const)
    expect((await world.matchmaker.page(`${path}/${paper}`)).text.split('示例数据，不是真实会议')).toHaveLength(count + 1)
})

test('the style sheet of papers is ours, and may be kept', async () => {
  const { world, path } = await placed()
  const { text } = await world.matchmaker.page(`${path}/agenda`)
  const [, href] = /<link rel="stylesheet" href="([^"]+)"/u.exec(text)!
  const style = await world.visitor.get(href!)
  expect([style.status, style.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  expect(style.text).toContain('@page')
})
