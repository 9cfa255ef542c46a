import { expect, test } from 'vitest'
import { tickSessions } from '../../src/sessions/tick-sessions.ts'
import { agreed, alsoOf, must, sessionWorld } from './session-world.ts'
import type { Party } from './session-world.ts'

const code = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]

test('two that ask each other have agreed; a third request is one too many', async () => {
  const { department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const ask = (from: Party, to: Party) => from.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: to.id })
  const asked = await ask(firm, unit)
  expect(code(await ask(firm, unit))).toEqual([409, 'meeting.exists'])
  expect(await ask(unit, firm)).toMatchObject({ status: 201, body: { id: asked.body.id, status: 'accepted' } })
  expect(code(await ask(unit, firm))).toEqual([409, 'meeting.exists'])
})

test('a request is declined with a reason by who was asked, and taken back by who asked', async () => {
  const { department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const ask = async () => must(await firm.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id })).body.id
  const first = `/api/v1/meetings/${await ask()}`
  expect(code(await firm.client.post(`${first}/acceptance`))).toEqual([409, 'meeting.wrong_state'])
  expect(code(await firm.client.post(`${first}/refusal`, { reason: '不' }))).toEqual([409, 'meeting.wrong_state'])
  expect((await unit.client.post(`${first}/refusal`, { reason: '与本场景不符' })).body).toMatchObject({
    status: 'declined',
    status_reason: '与本场景不符',
  })
  const second = `/api/v1/meetings/${await ask()}`
  expect((await firm.client.post(`${second}/cancellation`, { reason: '改日再约' })).body.status).toBe('cancelled')
  const again = await unit.client.post(`${second}/acceptance`)
  expect(code(again)).toEqual([409, 'meeting.wrong_state'])
})

test('at most so many requests are open; after two no-shows in 90 days, three', async () => {
  const { ports, department, company, session } = await sessionWorld()
  const units = await Promise.all(Array.from({ length: 5 }, () => department()))
  const firm = await company()
  const id = await session([...units, firm], { requestsMax: 4 })
  const ask = (unit: Party) => firm.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id })
  for (const unit of units.slice(0, 4)) must(await ask(unit))
  expect(await ask(units[4]!)).toMatchObject({ status: 409, body: { code: 'meeting.too_many_requests', max: 4, open: 4 } })
  // It did not come to two of them, some weeks ago.
  const rows = await ports.db.selectFrom('meeting').select('id').orderBy('id').execute()
  for (const row of rows.slice(0, 2))
    await ports.db.updateTable('meeting').set({ status: 'no_show_company' }).where('id', '=', row.id).execute()
  must(await ask(units[4]!))
  expect(await ask(units[0]!)).toMatchObject({ status: 409, body: { max: 3, open: 3, no_shows: 2 } })
  const longAgo = new Date(ports.clock().getTime() - 91 * 24 * 3_600_000)
  await ports.db.updateTable('meeting').set({ statusSince: longAgo }).where('status', '=', 'no_show_company').execute()
  must(await ask(units[0]!))
})

test('a request says which slots suit, and is told what they clash with; it hinders nobody', async () => {
  const { matchmaker, department, company, session } = await sessionWorld()
  const [unit, first, second] = [await department(), await company(), await company()]
  const id = await session([unit, first, second])
  const held = await agreed(id, first, unit)
  must(await matchmaker.post(`/api/v1/meetings/${held}/place`, { slot: 2, table_no: 1 }))
  const version = (await second.client.get(`/api/v1/sessions/${id}/participants/${second.id}`)).body.version
  must(await second.client.patch(`/api/v1/sessions/${id}/participants/${second.id}`, { unavailable: [3] }, version))
  const asked = await second.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id, window: [2, 4] })
  expect(asked).toMatchObject({ status: 201, body: { window: [2, 4], free_slots: 1 } })
  expect(asked.body.clashes.map(({ slot, why }: any) => [slot, why]).toSorted()).toEqual([
    [2, 'meeting'],
    [3, 'unavailable'],
  ])
  expect(code(await second.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id, window: [4, 9] }))).toEqual([
    422,
    'request.invalid',
  ])
})

test('related parties have no table together, whichever seats they have', async () => {
  const { matchmaker, ports, department, company, session } = await sessionWorld()
  const unit = await department()
  const uscc = (await ports.db.selectFrom('organisation').select('uscc').where('id', '=', unit.org.id).executeTakeFirstOrThrow())
    .uscc
  const holder = '91310000MA1FL4XXX9'
  const [owned, one, two] = [await company('子公司', [uscc]), await company('甲', [holder]), await company('乙', [holder])]
  const id = await session([unit, owned, one, two])
  expect(code(await owned.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id }))).toEqual([
    409,
    'meeting.conflict',
  ])
  const propose = (...parties: Party[]) =>
    matchmaker.post(`/api/v1/sessions/${id}/proposals`, { participant_ids: parties.map((party) => party.id) })
  const refused = await propose(unit, one, two)
  expect(refused).toMatchObject({ status: 409, body: { code: 'meeting.conflict' } })
  expect(refused.body.pairs[0].participants.toSorted()).toEqual([one.id, two.id].toSorted())
  expect(
    code(
      await matchmaker.put(`/api/v1/sessions/${id}/pairs`, {
        department_id: unit.id,
        company_id: owned.id,
        kind: 'pin',
        reason: '重点',
      }),
    ),
  ).toEqual([409, 'meeting.conflict'])
  must(await propose(unit, one))
})

test('up to six at one table: each seat answers for itself, and one of them has the chair', async () => {
  const { matchmaker, department, company, session } = await sessionWorld()
  const [unit, one, two] = [await department(), await company(), await company()]
  const id = await session([unit, one, two])
  const made = await matchmaker.post(`/api/v1/sessions/${id}/proposals`, {
    participant_ids: [one.id, unit.id, two.id],
    chair_id: two.id,
    is_required: true,
  })
  expect(made).toMatchObject({ status: 201, body: { status: 'pending', origin: 'matchmaker', is_required: true } })
  expect(made.body.seats.filter((seat: any) => seat.is_chair).map((seat: any) => seat.participant_id)).toEqual([two.id])
  const address = `/api/v1/meetings/${made.body.id}`
  expect((await unit.client.post(`${address}/acceptance`)).body.status).toBe('pending')
  expect((await one.client.post(`${address}/acceptance`)).body.status).toBe('pending')
  expect((await two.client.post(`${address}/acceptance`)).body.status).toBe('accepted')
})

test('nobody and nothing is in two places, and a banned pair does not know of each other', async () => {
  const { matchmaker, department, company, session } = await sessionWorld()
  const [unit, other, firm, second] = [await department(), await department(), await company(), await company()]
  const id = await session([unit, other, firm, second])
  const [a, b, c] = [await agreed(id, firm, unit), await agreed(id, second, other), await agreed(id, second, unit)]
  const place = (meeting: string, slot: number, table: number) =>
    matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot, table_no: table })
  must(await place(a, 1, 1))
  expect(await place(b, 1, 1)).toMatchObject({
    status: 409,
    body: { code: 'meeting.double_booked', clashes: [{ kind: 'table' }] },
  })
  must(await place(b, 1, 2))
  expect((await place(c, 1, 3)).body.clashes.map(({ kind }: any) => kind)).toContain('participant')
  must(await place(c, 2, 1))
  expect(code(await place(c, 9, 1))).toEqual([422, 'request.invalid'])
  must(await matchmaker.delete(`/api/v1/meetings/${a}/place`))
  must(await place(b, 1, 1))
  expect(
    code(
      await matchmaker.put(`/api/v1/sessions/${id}/pairs`, {
        department_id: unit.id,
        company_id: firm.id,
        kind: 'ban',
        reason: '已在合作',
      }),
    ),
  ).toEqual([409, 'meeting.exists'])
  must(
    await matchmaker.put(`/api/v1/sessions/${id}/pairs`, {
      department_id: other.id,
      company_id: firm.id,
      kind: 'ban',
      reason: '已在合作',
    }),
  )
  expect((await firm.client.get(`/api/v1/sessions/${id}/participants?side=department`)).body.total).toBe(1)
  expect(code(await firm.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: other.id }))).toEqual([
    404,
    'participant.not_found',
  ])
  must(await matchmaker.delete(`/api/v1/sessions/${id}/pairs/${other.id}/${firm.id}`))
  expect((await firm.client.get(`/api/v1/sessions/${id}/participants?side=department`)).body.total).toBe(2)
})

test('a stand-in takes a seat; who leaves hands theirs to a colleague who is free, or to nobody', async () => {
  const { matchmaker, department, company, session, person } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const meeting = await agreed(id, firm, unit)
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 1, table_no: 1 }))
  const people = `/api/v1/sessions/${id}/participants/${firm.id}/people`
  const colleague = await person(['company_editor'], firm.org)
  const standIn = must(await firm.client.post(people, { person_id: colleague.personId, post: '副总' })).body
  const seat = `/api/v1/meetings/${meeting}/seats/${firm.id}`
  const sits = (body: any) => body.seats.find((one: any) => one.participant_id === firm.id).person?.id
  const first = sits((await firm.client.get(`/api/v1/meetings/${meeting}`)).body)
  expect(sits((await firm.client.put(seat, { person_id: standIn.id })).body)).toBe(standIn.id)
  expect(code(await firm.client.put(`/api/v1/meetings/${meeting}/seats/${unit.id}`, { person_id: null }))).toEqual([
    404,
    'participant.not_found',
  ])
  expect((await firm.client.delete(`${people}/${standIn.id}`)).body).toEqual({ moved: [meeting], unstaffed: [] })
  expect((await firm.client.delete(`${people}/${first}`)).body).toEqual({ moved: [], unstaffed: [meeting] })
  expect((await matchmaker.get(`/api/v1/meetings/${meeting}`)).body.staffing).toBe('open')
  // Whoever is named next takes it up.
  const next = must(await firm.client.post(people, { name: '临时代表' })).body
  expect(sits((await firm.client.get(`/api/v1/meetings/${meeting}`)).body)).toBe(next.id)
})

test('a person with an account is one person in all sessions; an organisation is there with different people', async () => {
  const world = await sessionWorld()
  const { matchmaker, department, company, session, person } = world
  const [unit, other, firm] = [await department(), await department(), await company()]
  const first = await session([unit, firm])
  const before = { unit: { ...unit }, firm: { ...firm } }
  const second = await session([other, firm], { startsAt: '09:40', endsAt: '11:40', breaks: [] })
  const [a, b] = [await agreed(first, before.firm, before.unit), await agreed(second, firm, other)]
  must(await matchmaker.post(`/api/v1/meetings/${a}/place`, { slot: 1, table_no: 1 }))
  // The only person named is taken from 9:30 to 9:50: the seat stays empty rather than double.
  const placed = must(await matchmaker.post(`/api/v1/meetings/${b}/place`, { slot: 1, table_no: 1 }))
  const seat = (body: any) => body.seats.find((one: any) => one.participant_id === firm.id).person
  expect(seat(placed.body)).toBeNull()
  const [named] = (await firm.client.get(`/api/v1/sessions/${second}/participants/${firm.id}`)).body.people
  const put = (id: string) => firm.client.put(`/api/v1/meetings/${b}/seats/${firm.id}`, { person_id: id })
  expect(code(await put(named.id))).toEqual([409, 'meeting.double_booked'])
  const colleague = await person(['company_editor'], firm.org)
  const other2 = must(
    await firm.client.post(`/api/v1/sessions/${second}/participants/${firm.id}/people`, { person_id: colleague.personId }),
  ).body
  expect(seat((await firm.client.get(`/api/v1/meetings/${b}`)).body).id).toBe(other2.id)
  // Nor by way of another organisation they work for too.
  await alsoOf(world, other.org, firm.client.personId)
  must(await other.client.post(`/api/v1/sessions/${second}/participants/${other.id}/people`, { person_id: firm.client.personId }))
})

test('requests nobody answers end when they would begin; seats nobody is named for are chased, then given up', async () => {
  const { ports, matchmaker, department, company, session } = await sessionWorld()
  const [unit, firm, second] = [await department(), await company(), await company()]
  const id = await session([unit, firm, second])
  const asked = must(await second.client.post(`/api/v1/sessions/${id}/meetings`, { participant_id: unit.id, window: [1, 1] }))
    .body.id
  const meeting = await agreed(id, firm, unit)
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 3, table_no: 1 }))
  const [named] = (await firm.client.get(`/api/v1/sessions/${id}/participants/${firm.id}`)).body.people
  must(await firm.client.delete(`/api/v1/sessions/${id}/participants/${firm.id}/people/${named.id}`))
  await ports.db.updateTable('session').set({ status: 'published' }).where('id', '=', id).execute()
  const told = async () =>
    [(await matchmaker.get(`/api/v1/meetings/${meeting}`)).body.staffing, await tickSessions(ports, ports.clock())] as const
  ports.clock.set('2026-03-09T02:00:00Z')
  expect(await told()).toMatchObject(['open', { released: 0 }])
  ports.clock.set('2026-03-09T03:00:00Z')
  expect(await told()).toMatchObject(['chased', { released: 0 }])
  expect((await matchmaker.get(`/api/v1/sessions/${id}/report`)).body.chased).toEqual([meeting])
  ports.clock.set('2026-03-09T22:40:00Z')
  expect((await told())[1]).toMatchObject({ released: 1, expired: 0 })
  expect((await unit.client.get(`/api/v1/meetings/${meeting}`)).body).toMatchObject({
    status: 'cancelled',
    status_reason: 'nobody_named',
  })
  ports.clock.set('2026-03-10T01:30:00Z')
  // Read as void before the clock has written it.
  expect(code(await unit.client.post(`/api/v1/meetings/${asked}/acceptance`))).toEqual([409, 'meeting.wrong_state'])
  expect(await tickSessions(ports, ports.clock())).toMatchObject({ began: 1, expired: 1 })
  expect(await tickSessions(ports, ports.clock())).toEqual({ began: 0, expired: 0, released: 0, held: 0 })
})

test('five minutes after the start somebody missing is a no-show, and the place is for who stands by', async () => {
  const { ports, matchmaker, department, company, session } = await sessionWorld()
  const [unit, other, firm, second] = [await department(), await department(), await company(), await company()]
  const id = await session([unit, other, firm, second])
  const [a, waiting] = [await agreed(id, firm, unit), await agreed(id, second, other)]
  must(await matchmaker.post(`/api/v1/meetings/${a}/place`, { slot: 1, table_no: 1 }))
  await ports.db.updateTable('session').set({ status: 'live' }).where('id', '=', id).execute()
  ports.clock.set('2026-03-10T01:34:00Z')
  must(await unit.client.post(`/api/v1/meetings/${a}/check-in`))
  expect(code(await matchmaker.post(`/api/v1/meetings/${a}/no-show`, { side: 'company' }))).toEqual([409, 'meeting.wrong_state'])
  ports.clock.set('2026-03-10T01:35:00Z')
  expect((await matchmaker.get(`/api/v1/sessions/${id}/report`)).body.may_be_no_show).toEqual([a])
  expect(await matchmaker.post(`/api/v1/meetings/${a}/no-show`, { side: 'company' })).toMatchObject({
    status: 201,
    body: { status: 'no_show_company', standby: [waiting] },
  })
  expect((await ports.db.selectFrom('booking').selectAll().execute()).length).toBe(0)
})

test('what does not fit is said with a reason; what follows is dated, and not in the past', async () => {
  const { ports, matchmaker, department, company, session } = await sessionWorld()
  const [unit, firm] = [await department(), await company()]
  const id = await session([unit, firm])
  const meeting = await agreed(id, firm, unit)
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 1, table_no: 1 }))
  await ports.db.updateTable('session').set({ status: 'live' }).where('id', '=', id).execute()
  ports.clock.set('2026-03-10T01:20:00Z')
  must(await matchmaker.post(`/api/v1/meetings/${meeting}/check-in`))
  const write = (body: object) => firm.client.put(`/api/v1/meetings/${meeting}/minutes`, body)
  expect(code(await write({ outcome: 'no_fit', actions: [] }))).toEqual([422, 'meeting.needs_outcome'])
  expect(code(await write({ outcome: 'next_meeting', actions: [{ owner: '李', due: '2026-03-09', text: '回访' }] }))).toEqual([
    422,
    'meeting.needs_outcome',
  ])
  expect((await write({ outcome: 'no_fit', actions: [], no_fit_reason: '现场没有网络' })).body).toMatchObject({
    status: 'held',
    outcome: 'no_fit',
  })
  // Put right days later, what was due since then may stand.
  ports.clock.set('2026-03-20T01:20:00Z')
  const due = (date: string) => write({ outcome: 'next_meeting', actions: [{ owner: '李', due: date, text: '回访' }] })
  expect(code(await due('2026-03-09'))).toEqual([422, 'meeting.needs_outcome'])
  expect((await due('2026-03-12')).body).toMatchObject({ outcome: 'next_meeting' })
})
