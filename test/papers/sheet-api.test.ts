import { expect, test } from 'vitest'
import { download, sheetType, upload } from './sheet-files.ts'
import type { Table } from './sheet-files.ts'
import { agreed, must, sessionWorld } from '../sessions/session-world.ts'
import type { Party, SessionWorld } from '../sessions/session-world.ts'

const hostileName = '=HYPERLINK("http://x","点我")+cmd|\'/C calc\'!A0'

type Held = { world: SessionWorld; units: Party[]; firms: Party[]; path: string; meetings: string[]; sessionId: string }

/** Two units and two firms; each unit meets each firm, at tables 1 and 2 of slots 1 and 2; the session is live. */
async function held(): Promise<Held> {
  const world = await sessionWorld()
  const units = [await world.department(), await world.department()]
  const firms = [await world.company(hostileName), await world.company('@SUM(A1)有限公司')]
  const sessionId = await world.session([...units, ...firms])
  const meetings: string[] = []
  for (const [unit, firm, slot, table] of [
    [0, 0, 1, 1],
    [1, 1, 1, 2],
    [0, 1, 2, 1],
    [1, 0, 2, 2],
  ] as const) {
    const id = await agreed(sessionId, firms[firm]!, units[unit]!)
    must(await world.matchmaker.post(`/api/v1/meetings/${id}/place`, { slot, table_no: table, is_pinned: false }))
    meetings.push(id)
  }
  await world.ports.db.updateTable('session').set({ status: 'published' }).execute()
  return { world, units, firms, path: `/api/v1/sessions/${sessionId}`, meetings, sessionId }
}

async function live(): Promise<Held> {
  const all = await held()
  const { world, meetings } = all
  world.ports.clock.set('2026-03-10T01:40:00Z')
  for (const id of meetings) must(await world.matchmaker.post(`/api/v1/meetings/${id}/check-in`))
  return all
}

const rowOf = (table: Table, id: string) => table.rows.findIndex((row) => row[0] === id)
const action = { '行动 1 负责人': '王工', '行动 1 期限': '2026-03-20', '行动 1 内容': '给出试点方案' }

test('the plan goes out by slot and table, by meeting and by participant', async () => {
  const { world, path, meetings, units, firms } = await held()
  const { headers, tables } = await download(world.matchmaker, `${path}/plan.xlsx`)
  expect(headers.get('content-type')).toBe(sheetType)
  expect(decodeURIComponent(headers.get('content-disposition')!)).toContain('人工智能场景对接会-2026-03-10-排期.xlsx')
  expect(tables.map(({ name }) => name)).toEqual(['排期', '洽谈', '参会方'])
  const [matrix, list, parties] = tables as [Table, Table, Table]
  expect(matrix.rows[0]).toEqual(['时段', '时间', '一号厅 1 号桌', '一号厅 2 号桌'])
  expect(matrix.rows[1]).toEqual([
    1,
    '09:30–09:50',
    `${units[0]!.org.legalName} × ${hostileName}`,
    `${units[1]!.org.legalName} × @SUM(A1)有限公司`,
  ])
  expect(list.rows.slice(1).map((row) => row[0])).toEqual(meetings)
  expect([list.get(3, '时段'), list.get(3, '桌号'), list.get(3, '状态')]).toEqual([2, 1, '已确认'])
  const own = parties.rows.findIndex((row) => row[0] === hostileName)
  expect([parties.get(own, '洽谈数'), parties.get(own, '最早'), parties.get(own, '最晚')]).toEqual([2, '09:30', '10:15'])
  const english = await download(world.matchmaker, `${path}/plan.xlsx?lang=en`)
  expect(english.tables.map(({ name }) => name)).toEqual(['Timetable', 'Meetings', 'Participants'])
  for (const file of ['plan.xlsx', 'outcomes.xlsx'])
    expect((await firms[0]!.client.get(`${path}/${file}`)).body.code).toBe('actor.forbidden')
  expect((await (await world.company()).client.get(`${path}/plan.xlsx`)).body.code).toBe('session.not_found')
})

test('outcomes are filled in and come back, once, whichever language was filled in', async () => {
  const { world, path, meetings } = await live()
  const [table] = (await download(world.matchmaker, `${path}/outcomes.xlsx`)).tables as [Table, Table]
  table.set(rowOf(table, meetings[0]!), { 结果: '商谈试点', 纪要: '=1+1\n第二行', ...action })
  table.set(rowOf(table, meetings[1]!), { 结果: 'No fit', 不合适的理由: '-1 预算不符' })
  const file = await table.file()
  const dry = await upload(world.matchmaker, `${path}/outcomes?dry_run=true`, file)
  const changed = [meetings[0], meetings[1]].map((id, index) => ({
    row: index + 2,
    meeting_id: id,
    outcome: ['pilot_talks', 'no_fit'][index],
  }))
  expect(dry).toMatchObject({ status: 200, body: { is_dry_run: true, changed, unchanged: 0, blank: 2 } })
  const read = async (id: string) => (await world.matchmaker.get(`/api/v1/meetings/${id}`)).body
  expect((await read(meetings[0]!)).status).toBe('checked_in')

  expect((await upload(world.matchmaker, `${path}/outcomes`, file)).body).toMatchObject({ is_dry_run: false, changed })
  expect(await read(meetings[0]!)).toMatchObject({
    status: 'held',
    outcome: 'pilot_talks',
    minutes: { notes: '=1+1\n第二行', actions: [{ owner: '王工', due: '2026-03-20', text: '给出试点方案' }] },
  })
  expect((await read(meetings[1]!)).minutes).toEqual({ actions: [], no_fit_reason: '-1 预算不符' })
  const { version } = await read(meetings[0]!)
  // A second time, be it weeks later, there is nothing to do.
  world.ports.clock.advance(30 * 86_400_000)
  await world.ports.db.updateTable('session').set({ status: 'closing' }).execute()
  expect((await upload(world.matchmaker, `${path}/outcomes`, file)).body).toMatchObject({ changed: [], unchanged: 2, blank: 2 })
  expect((await read(meetings[0]!)).version).toBe(version)
  // What goes out now comes back as no change.
  const again = await download(world.matchmaker, `${path}/outcomes.xlsx?lang=en`)
  expect((await upload(world.matchmaker, `${path}/outcomes`, again.bytes)).body).toMatchObject({
    changed: [],
    unchanged: 2,
    blank: 2,
  })
  const trail = await world.ports.db.selectFrom('auditEvent').select('action').where('objectId', '=', meetings[0]!).execute()
  expect(trail.filter((event) => event.action === 'meeting.write_minutes')).toHaveLength(1)
})

test('every bad row is told by row and column, and then none is written', async () => {
  const { world, path, meetings } = await live()
  const [table] = (await download(world.matchmaker, `${path}/outcomes.xlsx`)).tables as [Table, Table]
  const at = meetings.map((id) => rowOf(table, id))
  table.set(at[0]!, { 结果: '商谈试点', ...action })
  table.set(at[1]!, { 结果: '很好', ...action })
  table.set(at[2]!, {
    结果: '约定再谈',
    '行动 2 负责人': '李',
    '行动 2 期限': '三月',
    '行动 2 内容': '再约',
    纪要: '长'.repeat(801),
  })
  table.set(at[3]!, { 结果: '邀请申报', ...action, '行动 1 期限': '2026-03-01' })
  table.rows.push(['01900000-0000-7000-8000-00000000ffff', null, null, null, null, null, null, '不合适'])
  table.rows.push([meetings[0]!, null, null, null, null, null, null, '不合适'])
  const answer = await upload(world.matchmaker, `${path}/outcomes`, await table.file())
  expect(answer).toMatchObject({ status: 422, body: { code: 'sheet.invalid' } })
  expect(answer.body.findings.map((one: any) => [one.row, one.column, one.en])).toEqual([
    [3, 'H', 'Must be one of: Meet again, Invited to pitch, Pilot talks, Information only, No fit'],
    [4, 'I', 'It has 801 characters, at most 800'],
    [4, 'O', 'Must be a date such as 2026-09-30'],
    [5, 'L', 'The date has passed'],
    [6, 'A', 'This session has no such meeting'],
    [7, 'A', 'It repeats row 2'],
  ])
  for (const id of meetings) expect((await world.matchmaker.get(`/api/v1/meetings/${id}`)).body.outcome).toBeNull()
})

test('a sheet that is older than what it says is refused, and what is no sheet of outcomes too', async () => {
  const { world, path, meetings, units } = await live()
  const [table] = (await download(world.matchmaker, `${path}/outcomes.xlsx`)).tables as [Table, Table]
  table.set(rowOf(table, meetings[0]!), { 结果: '不合适', 不合适的理由: '时间不合' })
  must(
    await units[0]!.client.put(`/api/v1/meetings/${meetings[0]}/minutes`, {
      outcome: 'no_fit',
      actions: [],
      no_fit_reason: '预算不合',
    }),
  )
  const answer = await upload(world.matchmaker, `${path}/outcomes`, await table.file())
  expect(answer.body.findings).toMatchObject([{ row: 2, column: 'B', field: 'version' }])
  const plan = (await download(world.matchmaker, `${path}/plan.xlsx`)).bytes
  expect((await upload(world.matchmaker, `${path}/outcomes`, plan)).body.code).toBe('sheet.not_readable')
  const file = await table.file()
  const status = async (client: Party['client'], headers: Record<string, string>) =>
    (await upload(client, `${path}/outcomes`, file, headers)).body.code
  expect(await status(world.matchmaker, { 'content-type': 'text/csv' })).toBe('request.media_type')
  expect(await status(units[0]!.client, {})).toBe('actor.forbidden')
  expect((await upload(world.matchmaker, `${path}/outcomes`, new Uint8Array(1_100_000))).body.code).toBe('request.too_large')
  expect(
    must(await world.matchmaker.get('/openapi.json')).body.paths['/api/v1/sessions/{id}/outcomes'].post.requestBody.content,
  ).toHaveProperty([sheetType])
})

test('a POST sent again with its key answers the same, and the file in it is whole', async () => {
  const { world, path, meetings } = await live()
  const [table] = (await download(world.matchmaker, `${path}/outcomes.xlsx`)).tables as [Table, Table]
  table.set(rowOf(table, meetings[0]!), { 结果: '商谈试点', ...action })
  const file = await table.file()
  const [first, second] = [
    await upload(world.matchmaker, `${path}/outcomes`, file, { 'idempotency-key': 'one' }),
    await upload(world.matchmaker, `${path}/outcomes`, file, { 'idempotency-key': 'one' }),
  ]
  expect(first.body.changed).toHaveLength(1)
  expect(second.text).toBe(first.text)
})

test('slots and tables changed in the spreadsheet become a plan that can be published', async () => {
  const { world, path, meetings } = await held()
  const [, table] = (await download(world.matchmaker, `${path}/plan.xlsx`)).tables as [Table, Table]
  expect((await upload(world.matchmaker, `${path}/plan-sheet`, await table.file())).body).toMatchObject({
    plan_id: null,
    moved: 0,
    unchanged: 4,
  })
  // The two of slot 2 change tables, one of slot 1 goes to slot 3, one loses its place; a spreadsheet may turn numbers to text.
  table.set(rowOf(table, meetings[2]!), { 桌号: '2' }).set(rowOf(table, meetings[3]!), { 桌号: 1 })
  table.set(rowOf(table, meetings[0]!), { 时段: 3, 桌号: 3 }).set(rowOf(table, meetings[1]!), { 时段: null, 桌号: null })
  const file = await table.file()
  expect((await upload(world.matchmaker, `${path}/plan-sheet?dry_run=true`, file)).body).toEqual({
    is_dry_run: true,
    plan_id: null,
    moved: 4,
    unchanged: 0,
  })
  const { body } = must(await upload(world.matchmaker, `${path}/plan-sheet`, file))
  expect(body).toMatchObject({ moved: 4, plan_id: expect.any(String) })
  const places = async () =>
    (await world.ports.db.selectFrom('meeting').select(['id', 'slot', 'tableNo']).orderBy('id').execute()).map(
      ({ slot, tableNo }) => [slot, tableNo],
    )
  expect(await places()).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ])
  must(await world.matchmaker.post(`${path}/plans/${body.plan_id}/publication`))
  expect(await places()).toEqual([
    [3, 3],
    [null, null],
    [2, 2],
    [2, 1],
  ])
  // The same sheet once more: the places are as it says.
  expect((await upload(world.matchmaker, `${path}/plan-sheet`, file)).body).toMatchObject({ moved: 0, plan_id: null })
})

test('conflicts in the spreadsheet are told by row, and nothing is kept', async () => {
  const { world, path, meetings, units, firms } = await held()
  must(await world.matchmaker.patch(`${path}/participants/${units[1]!.id}`, { unavailable: [4] }))
  const [, table] = (await download(world.matchmaker, `${path}/plan.xlsx`)).tables as [Table, Table]
  const at = meetings.map((id) => rowOf(table, id) + 1)
  table.set(at[0]! - 1, { 时段: 2, 桌号: 2 })
  table.set(at[1]! - 1, { 时段: 4, 桌号: 9 })
  table.set(at[2]! - 1, { 时段: '二' })
  const answer = await upload(world.matchmaker, `${path}/plan-sheet`, await table.file())
  expect(answer).toMatchObject({ status: 422, body: { code: 'sheet.invalid' } })
  const told = answer.body.findings.map((one: any) => `${one.row} ${one.field}: ${one.en}`)
  expect(told).toEqual(
    expect.arrayContaining([
      `${at[2]} slot: Must be a whole number`,
      `${at[1]} table: There are 3 tables`,
      `${at[1]} slot: ${units[1]!.org.legalName} is not available in that slot`,
      expect.stringMatching(/table: The table is taken in that slot by row/u),
      expect.stringContaining(`${firms[0]!.org.legalName} is in row`),
    ]),
  )
  expect(await world.ports.db.selectFrom('sessionPlan').select('id').execute()).toEqual([])
})

test('a timetable exported before somebody moved a meeting does not move it back', async () => {
  const { world, path, meetings } = await held()
  const [, table] = (await download(world.matchmaker, `${path}/plan.xlsx`)).tables as [Table, Table]
  must(await world.matchmaker.post(`/api/v1/meetings/${meetings[0]}/place`, { slot: 5, table_no: 3 }))
  table.set(rowOf(table, meetings[3]!), { 时段: 3 })
  const answer = await upload(world.matchmaker, `${path}/plan-sheet`, await table.file())
  expect(answer.body.findings).toMatchObject([{ row: rowOf(table, meetings[0]!) + 1, field: 'version' }])
})

test('on the page a file is checked and imported, and its faults stand in the words of the page', async () => {
  const { world, path, sessionId, meetings, units } = await live()
  const page = `/sessions/${sessionId}/sheets`
  expect((await world.matchmaker.page(page)).text).toContain('导入结果表')
  expect((await units[0]!.client.page(page)).status).toBe(403)
  const [table] = (await download(world.matchmaker, `${path}/outcomes.xlsx`)).tables as [Table, Table]
  table.set(rowOf(table, meetings[0]!), { 结果: '商谈试点' })
  const send = async (fields: Record<string, string>) => {
    const form = new FormData()
    form.set('csrf', world.matchmaker.cookies.get('csrf')!)
    form.set('file', new File([await table.file()], '结果.xlsx', { type: sheetType }))
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const cookie = [...world.matchmaker.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await world.app.request(`${page}/outcomes`, {
      method: 'POST',
      headers: { cookie, accept: 'text/html' },
      body: form,
    })
    return { status: response.status, text: await response.text() }
  }
  const wrong = await send({})
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('第 2 行 M 列')])
  table.set(rowOf(table, meetings[0]!), action)
  expect((await send({ check: '1' })).text).toContain('检查完毕，未作改动。')
  expect((await send({})).text).toContain('1 行有改动')
  expect((await world.matchmaker.get(`/api/v1/meetings/${meetings[0]}`)).body.outcome).toBe('pilot_talks')
})
