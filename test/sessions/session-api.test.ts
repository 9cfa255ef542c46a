import { expect, test } from 'vitest'
import { tickSessions } from '../../src/sessions/tick-sessions.ts'
import { agreed, invite, must, sessionWorld, wireDay } from './session-world.ts'

const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

test('from the layout of a day to a closed session', async () => {
  const { ports, matchmaker, department, company } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const made = await matchmaker.post('/api/v1/sessions', wireDay())
  expect(made).toMatchObject({
    status: 201,
    body: { status: 'planned', zone: 'Asia/Shanghai', starts_at: '2026-03-10T09:30:00+08:00', own: null },
  })
  expect(made.body.slots).toHaveLength(5)
  expect(made.body.slots[0]).toEqual({ number: 1, starts_at: '2026-03-10T09:30:00+08:00', ends_at: '2026-03-10T09:50:00+08:00' })
  expect(made.body.allowed).toContain('session.open')
  const address = `/api/v1/sessions/${made.body.id}`
  await invite(matchmaker, made.body.id, [unit, firm])

  // Nobody is told before it opens.
  expect(code(await firm.client.get(address))).toEqual([404, 'session.not_found'])
  must(await matchmaker.post(`${address}/opening`))
  expect((await firm.client.get('/api/v1/sessions')).body).toMatchObject({ total: 1, items: [{ own: { status: 'invited' } }] })
  for (const { client, id } of [unit, firm]) {
    must(await client.post(`${address}/participants/${id}/acceptance`))
    must(await client.post(`${address}/participants/${id}/people`, { person_id: client.personId }))
  }

  const asked = await firm.client.post(`${address}/meetings`, { participant_id: unit.id, message: '想了解夜间告警' })
  expect(asked).toMatchObject({ status: 201, body: { status: 'pending', scene_id: unit.sceneId, clashes: [], free_slots: 5 } })
  const meeting = `/api/v1/meetings/${asked.body.id}`
  expect(asked.body.seats.find((seat: any) => seat.is_chair).participant_id).toBe(unit.id)
  expect((await unit.client.post(`${meeting}/acceptance`)).body.status).toBe('accepted')

  const placed = await matchmaker.post(`${meeting}/place`, { slot: 2, table_no: 3 })
  expect(placed).toMatchObject({
    status: 201,
    body: { starts_at: '2026-03-10T09:55:00+08:00', table: { number: 3, room: '二号厅', in_room: 1 }, is_pinned: true },
  })
  // One person each is named, and free: the seats are theirs.
  expect(placed.body.seats.map((seat: any) => seat.person?.name)).not.toContain(undefined)

  await ports.db.updateTable('session').set({ status: 'published' }).where('id', '=', made.body.id).execute()
  ports.clock.set('2026-03-10T01:31:00Z')
  expect(await tickSessions(ports, ports.clock())).toMatchObject({ began: 1 })
  expect((await firm.client.get(address)).body.status).toBe('live')

  ports.clock.set('2026-03-10T01:50:00Z')
  const own = await firm.client.get(`${address}/participants/${firm.id}`)
  expect(await firm.client.post(`${address}/check-in`, { code: own.body.check_in_code.toUpperCase() })).toMatchObject({
    status: 201,
    body: { participant: { id: firm.id }, meeting: { id: asked.body.id, status: 'accepted' } },
  })
  expect((await unit.client.post(`${meeting}/check-in`)).body.status).toBe('checked_in')

  ports.clock.set('2026-03-10T02:20:00Z')
  expect(code(await unit.client.put(`${meeting}/minutes`, { outcome: 'pilot_talks', actions: [] }))).toEqual([
    422,
    'meeting.needs_outcome',
  ])
  must(await matchmaker.post(`${address}/end`))
  const closing = await matchmaker.post(`${address}/closure`)
  expect(closing).toMatchObject({ status: 409, body: { code: 'session.meetings_open', meetings: [asked.body.id] } })
  const minutes = { outcome: 'pilot_talks', actions: [{ owner: '王工', due: '2026-03-20', text: '给出试点方案' }] }
  expect(await unit.client.put(`${meeting}/minutes`, minutes)).toMatchObject({
    status: 200,
    body: { status: 'held', outcome: 'pilot_talks' },
  })
  expect((await matchmaker.get(`${address}/report`)).body).toMatchObject({ minuted_in_time: 1, without_outcome: [] })
  expect((await matchmaker.post(`${address}/closure`)).body.status).toBe('closed')
})

test('an edit needs the version that was read, and a layout that works out', async () => {
  const { matchmaker } = await sessionWorld()
  const { id } = must(await matchmaker.post('/api/v1/sessions', wireDay())).body
  const address = `/api/v1/sessions/${id}`
  expect((await matchmaker.patch(address, { title: '下午场', title_en: 'Afternoon' })).body).toMatchObject({ version: 2 })
  expect(code(await matchmaker.patch(address, { title: '晚场' }, 1))).toEqual([412, 'request.precondition_failed'])
  const faulty = await matchmaker.patch(address, { ends_at: '09:00' })
  expect(faulty).toMatchObject({ status: 422, body: { code: 'session.invalid_day' } })
  expect(faulty.body.findings.map(({ field }: { field: string }) => field)).toContain('ends_at')
  expect((await matchmaker.patch(address, { title_en: null })).body.content.title_en).toBeUndefined()
})

test('once published its words and its place may change, which calendars are told of, and its hours may not', async () => {
  const { ports, matchmaker, department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const meeting = await agreed(id, firm, unit)
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 1, table_no: 1 }))
  await ports.db.updateTable('session').set({ status: 'published' }).where('id', '=', id).execute()
  const sequence = async () =>
    (await ports.db.selectFrom('meeting').select('sequence').where('id', '=', meeting).executeTakeFirstOrThrow()).sequence
  const before = await sequence()
  expect((await matchmaker.patch(`/api/v1/sessions/${id}`, { place: '二楼报告厅' })).body.content.place).toBe('二楼报告厅')
  expect(await sequence()).toBe(before + 1)
  const later = await matchmaker.patch(`/api/v1/sessions/${id}`, { starts_at: '10:00' })
  expect(later).toMatchObject({ status: 409, body: { code: 'session.wrong_state', allowed: ['session.postpone'] } })
  expect((await firm.client.get(`/api/v1/meetings/${meeting}`)).body.slot).toBe(1)
})

test('postponed, places are given up while agreements and the list stand; late it needs a reason', async () => {
  const { ports, matchmaker, department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const meeting = await agreed(id, firm, unit)
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 1, table_no: 1 }))
  ports.clock.set('2026-03-09T08:00:00Z')
  const put = (body: object) => matchmaker.post(`/api/v1/sessions/${id}/postponement`, body)
  expect(code(await put({ date: '2026-03-17' }))).toEqual([422, 'session.needs_notice'])
  expect(code(await put({ date: '2026-03-01', reason: '场地' }))).toEqual([422, 'session.invalid_day'])
  expect((await put({ date: '2026-03-17', reason: '场地临时占用' })).body).toMatchObject({
    status: 'postponed',
    starts_at: '2026-03-17T09:30:00+08:00',
    status_reason: '场地临时占用',
  })
  expect((await firm.client.get(`/api/v1/meetings/${meeting}`)).body).toMatchObject({
    status: 'accepted',
    slot: null,
    starts_at: null,
  })
  expect((await firm.client.get(`/api/v1/sessions/${id}`)).body.own.status).toBe('joined')
  expect((await matchmaker.post(`/api/v1/sessions/${id}/opening`)).body.status).toBe('open_for_interest')
})

test('cancelled, its meetings end with it', async () => {
  const { matchmaker, department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const meeting = await agreed(id, firm, unit)
  expect((await matchmaker.post(`/api/v1/sessions/${id}/cancellation`, { reason: '参会方不足' })).body.status).toBe('cancelled')
  expect((await firm.client.get(`/api/v1/meetings/${meeting}`)).body).toMatchObject({
    status: 'cancelled',
    status_reason: 'session_cancelled',
  })
  expect(await matchmaker.post(`/api/v1/sessions/${id}/opening`)).toMatchObject({
    status: 409,
    body: { code: 'session.wrong_state' },
  })
})

test('a site visit takes who fits in; who leaves makes room for who waits first', async () => {
  const { ports, matchmaker, department, company } = await sessionWorld()
  const [unit, first, second, third] = [await department(), await company(), await company(), await company()]
  const visit = wireDay({ kind: 'site_visit', rooms: [], capacity: 1, safetyNotes: '须戴安全帽，听从引导' })
  const { id } = must(await matchmaker.post('/api/v1/sessions', visit)).body
  const address = `/api/v1/sessions/${id}`
  await invite(matchmaker, id, [unit, first, second, third])
  must(await matchmaker.post(`${address}/opening`))
  const join = async ({ client, id: own }: typeof first) => {
    ports.clock.advance(1000)
    return (await client.post(`${address}/participants/${own}/acceptance`)).body.status
  }
  expect([await join(unit), await join(first), await join(third), await join(second)]).toEqual([
    'joined',
    'joined',
    'waiting',
    'waiting',
  ])
  must(await first.client.post(`${address}/participants/${first.id}/departure`))
  const status = async ({ client }: typeof first) => (await client.get(address)).body.own.status
  expect([await status(third), await status(second)]).toEqual(['joined', 'waiting'])
  // What was shown there is for everybody, or the visit is not over.
  expect((await matchmaker.post(`${address}/beginning`)).body.status).toBe('live')
  expect((await matchmaker.post(`${address}/end`)).body.status).toBe('closing')
  expect(await matchmaker.post(`${address}/closure`)).toMatchObject({
    status: 409,
    body: { code: 'session.meetings_open', needs: 'minutes' },
  })
  must(await matchmaker.put(`${address}/minutes`, { text: '参观了护理站，介绍了告警流程。问：是否支持离线？答：支持。' }))
  expect((await matchmaker.get(`${address}/report`)).body.minutes_due).toBe('2026-03-12')
  expect((await unit.client.get(`/api/v1/scenes/${unit.sceneId}/visits`)).body).toMatchObject({
    total: 1,
    items: [{ session_id: id, minutes: expect.stringContaining('离线') }],
  })
  expect((await matchmaker.post(`${address}/closure`)).body.status).toBe('closed')
})

test('a company sees itself and whom it may ask, and nobody else’s meetings, wishes or codes', async () => {
  const { matchmaker, department, company, session, organisation, person } = await sessionWorld()
  const [unit, firm, rival] = [await department('甲局'), await company('甲企'), await company('乙企')]
  const id = await session([unit, firm, rival])
  const address = `/api/v1/sessions/${id}`
  const meeting = await agreed(id, rival, unit)
  const seen = (await firm.client.get(`${address}/participants`)).body
  expect(seen.items.map((one: any) => one.org.name).toSorted()).toEqual(['甲企', '甲局'])
  expect(seen.items.find((one: any) => one.org.name === '甲局')).not.toHaveProperty('check_in_code')
  expect(code(await firm.client.get(`/api/v1/meetings/${meeting}`))).toEqual([404, 'meeting.not_found'])
  expect((await firm.client.get(`${address}/meetings`)).body).toMatchObject({ total: 0 })
  expect((await rival.client.get(`${address}/meetings`)).body).toMatchObject({ total: 1 })
  expect((await rival.client.get(`${address}/meetings`)).body.items[0]).not.toHaveProperty('fit')
  expect(code(await firm.client.get(`${address}/participants/${rival.id}/wishes`))).toEqual([404, 'participant.not_found'])
  expect(code(await firm.client.post(`${address}/participants/${rival.id}/departure`))).toEqual([404, 'participant.not_found'])
  expect(code(await firm.client.get(`${address}/report`))).toEqual([404, 'session.not_found'])
  const outsider = await person(['company_editor'], await organisation())
  expect(code(await outsider.get(address))).toEqual([404, 'session.not_found'])
  expect((await matchmaker.get(`${address}/meetings`)).body.items[0]).toHaveProperty('fit')
})

test('who waits for a site visit is let in when it is given more room', async () => {
  const { ports, matchmaker, company } = await sessionWorld()
  const [first, second] = [await company(), await company()]
  const visit = wireDay({ kind: 'site_visit', rooms: [], capacity: 1, safetyNotes: '须戴安全帽' })
  const { id } = must(await matchmaker.post('/api/v1/sessions', visit)).body
  const address = `/api/v1/sessions/${id}`
  await invite(matchmaker, id, [first, second])
  must(await matchmaker.post(`${address}/opening`))
  for (const { client, id: own } of [first, second]) {
    ports.clock.advance(1000)
    must(await client.post(`${address}/participants/${own}/acceptance`))
  }
  const status = async () => (await second.client.get(address)).body.own.status
  expect(await status()).toBe('waiting')
  must(await matchmaker.post(`${address}/postponement`, { date: '2026-03-17', reason: '展厅检修' }))
  must(await matchmaker.patch(address, { capacity: 2 }))
  expect(await status()).toBe('joined')
})
