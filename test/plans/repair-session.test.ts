import { beforeAll, describe, expect, test } from 'vitest'
import { findMeetings } from '../../src/sessions/meeting-store.ts'
import { openSession, planWorld, published } from './plan-world.ts'
import type { PlannedSession, PlanWorld } from './plan-world.ts'

let world: PlanWorld

beforeAll(async () => {
  world = await planWorld()
})

const meetingsOf = ({ id }: PlannedSession) => findMeetings(world.ports.db, id)
const repair = (session: PlannedSession, happened: object) => world.matchmaker.post(`${session.path}/repairs`, happened)
const publish = (session: PlannedSession, planId: string) => world.matchmaker.post(`${session.path}/plans/${planId}/publication`)

async function running(layout: Partial<Parameters<typeof openSession>[1]> = {}) {
  const session = await openSession(world, { departments: 5, companies: 10, tables: 5, ...layout })
  await published(world, session)
  const meetings = await meetingsOf(session)
  const { db, clock } = world.ports
  // Every other meeting is confirmed by both sides.
  const confirmed = meetings.filter((_, index) => index % 2 === 0).map(({ id }) => id)
  await db.updateTable('meeting').set({ status: 'accepted' }).where('id', 'in', confirmed).execute()
  await db.updateTable('meetingSeat').set({ acceptedAt: clock() }).where('meetingId', 'in', confirmed).execute()
  return { session, meetings: await meetingsOf(session), confirmed: new Set(confirmed) }
}

describe('a repair', () => {
  test('after a cancellation frees its place and leaves everybody else alone', async () => {
    const { session, meetings } = await running()
    const [gone, ...others] = meetings
    const plan = await repair(session, { cancelled_meetings: [gone!.id] })
    expect(plan).toMatchObject({ status: 201, body: { kind: 'repair', status: 'complete', cancelled: [gone!.id] } })
    expect(plan.body.comparison).toMatchObject({ moved: [], added: [], same: others.length })
    expect(plan.body.comparison.removed).toMatchObject([{ meeting: gone!.id }])
    expect(await publish(session, plan.body.id)).toMatchObject({ status: 201 })
    const after = new Map((await meetingsOf(session)).map((meeting) => [meeting.id, meeting]))
    expect(after.get(gone!.id)).toMatchObject({ status: 'cancelled', statusReason: 'called_off' })
    for (const { id, slot, tableNo, status, version } of others)
      expect(after.get(id)).toMatchObject({ slot, tableNo, status, version })
    const held = await world.ports.db.selectFrom('booking').select('kind').where('meetingId', '=', gone!.id).execute()
    expect(held).toEqual([])
  })

  test('after an absence moves few, confirmed ones only where they cannot stay, and asks those again', async () => {
    const { session, meetings, confirmed } = await running()
    const away = meetings.find(({ id }) => confirmed.has(id))!
    const { participantId } = away.seats[0]!
    const plan = await repair(session, { unavailable: [{ participant_id: participantId, slots: [away.slot] }] })
    expect(plan.status).toBe(201)
    const moved: string[] = plan.body.comparison.moved.map(({ meeting }: { meeting: string }) => meeting)
    expect(moved.filter((id) => confirmed.has(id) && id !== away.id)).toEqual([])
    expect(moved.length).toBeLessThan(4)
    expect(await publish(session, plan.body.id)).toMatchObject({ status: 201 })
    const after = new Map((await meetingsOf(session)).map((meeting) => [meeting.id, meeting]))
    const asked = after.get(away.id)!
    if (asked.slot !== null) {
      expect(asked).toMatchObject({ status: 'pending', seats: [{ acceptedAt: null }, { acceptedAt: null }] })
      expect(asked.slot).not.toBe(away.slot)
    }
    for (const id of confirmed) if (id !== away.id) expect(after.get(id)!.status).toBe('accepted')
    const [participant] = await world.ports.db
      .selectFrom('sessionParticipant')
      .select('unavailable')
      .where('id', '=', participantId)
      .execute()
    expect(participant!.unavailable).toEqual([away.slot])
  })

  test('after somebody left calls their meetings off and theirs alone', async () => {
    const { session, meetings } = await running()
    const leaver = session.companies.find(({ id }) =>
      meetings.some(({ seats }) => seats.some((seat) => seat.participantId === id)),
    )!
    const theirs = meetings.filter(({ seats }) => seats.some(({ participantId }) => participantId === leaver.id))
    const plan = await repair(session, { leavers: [leaver.id] })
    expect(plan.body.cancelled.toSorted()).toEqual(theirs.map(({ id }) => id).toSorted())
    await publish(session, plan.body.id)
    const after = await meetingsOf(session)
    expect(after.filter(({ status }) => status === 'cancelled').map(({ statusReason }) => statusReason)).toEqual(
      theirs.map(() => 'participant_left'),
    )
    const [participant] = await world.ports.db
      .selectFrom('sessionParticipant')
      .select('status')
      .where('id', '=', leaver.id)
      .execute()
    expect(participant!.status).toBe('left')
  })

  test('gives the place of whoever leaves to who waits for one', async () => {
    const { session } = await running({ content: { capacity: 10 } })
    const [leaver, waiting] = [session.companies[0]!, session.companies[9]!]
    const { db } = world.ports
    const plan = await repair(session, { leavers: [leaver.id] })
    // Nothing else of the session has changed since.
    await db.updateTable('sessionParticipant').set({ status: 'waiting' }).where('id', '=', waiting.id).execute()
    expect(await publish(session, plan.body.id)).toMatchObject({ status: 201 })
    const rows = await db
      .selectFrom('sessionParticipant')
      .select(['id', 'status'])
      .where('id', 'in', [leaver.id, waiting.id])
      .execute()
    expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(
      new Map([
        [leaver.id, 'left'],
        [waiting.id, 'joined'],
      ]),
    )
  })

  test('gives a late arrival the best meetings there is room for, and moves nobody who agreed', async () => {
    const session = await openSession(world, { departments: 4, companies: 8, tables: 6 })
    const late = session.companies.at(-1)!
    const { db } = world.ports
    await db.updateTable('sessionParticipant').set({ status: 'invited' }).where('id', '=', late.id).execute()
    await published(world, session, {})
    const before = await meetingsOf(session)
    await db.updateTable('meeting').set({ status: 'accepted' }).where('sessionId', '=', session.id).execute()
    const early = await repair(session, { arrivals: [late.id] })
    expect(early).toMatchObject({ status: 409, body: { code: 'participant.wrong_state' } })
    await db.updateTable('sessionParticipant').set({ status: 'joined' }).where('id', '=', late.id).execute()
    const plan = await repair(session, { arrivals: [late.id] })
    expect(plan.body.comparison).toMatchObject({ moved: [], removed: [], same: before.length })
    expect(await publish(session, plan.body.id)).toMatchObject({ status: 201 })
    const added = (await meetingsOf(session)).filter(({ id }) => !before.some((meeting) => meeting.id === id))
    expect(added.length).toBe(plan.body.comparison.added.length)
    expect(added.every(({ seats }) => seats.some(({ participantId }) => participantId === late.id))).toBe(true)
  })

  test('leaves what cannot be placed any more agreed but without a place, and says in Chinese what would help', async () => {
    const content = { endsAt: '10:00', departmentMax: 2, companyMax: 2 }
    const { session, meetings } = await running({ departments: 1, companies: 2, tables: 1, content })
    expect(meetings).toHaveLength(2)
    const [meeting] = meetings
    const company = meeting!.seats.find(({ participantId }) => participantId !== session.departments[0]!.id)!
    const plan = await repair(session, { unavailable: [{ participant_id: company.participantId, slots: [1, 2] }] })
    const [unplaced] = plan.body.unplaced
    expect(unplaced).toMatchObject({ meeting: meeting!.id, bound: 'no_slot' })
    expect(unplaced.reason.zh).toContain('没有各方都有空的时段')
    expect(unplaced.relaxation.zh).toMatch(/能参加|增加第 3 时段/u)
    expect(plan.body.released).toEqual([meeting!.id])
    await publish(session, plan.body.id)
    const after = (await meetingsOf(session)).find(({ id }) => id === meeting!.id)!
    expect(after).toMatchObject({ slot: null, status: meeting!.status })
  })

  test('knows nothing of meetings and participants of other sessions, or of what is over', async () => {
    const { session, meetings } = await running({ departments: 2, companies: 2, tables: 2 })
    const other = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    expect(await repair(other, { cancelled_meetings: [meetings[0]!.id] })).toMatchObject({ status: 404 })
    expect(await repair(other, { leavers: [session.companies[0]!.id] })).toMatchObject({ status: 404 })
    await world.ports.db.updateTable('meeting').set({ status: 'held' }).where('id', '=', meetings[0]!.id).execute()
    expect(await repair(session, { cancelled_meetings: [meetings[0]!.id] })).toMatchObject({ status: 404 })
  })
})
