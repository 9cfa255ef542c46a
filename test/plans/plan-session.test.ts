import { beforeAll, describe, expect, test } from 'vitest'
import { PlanQueue } from '../../src/planning/plan-queue.ts'
import { planTimetable } from '../../src/planning/plan-timetable.ts'
import type { PlannerPort } from '../../src/ports.ts'
import { findMeetings } from '../../src/sessions/meeting-store.ts'
import { wishWorth } from '../../src/plans/plan-problems.ts'
import { beatPlan } from '../../src/plans/plan-store.ts'
import { tick } from '../../src/tick.ts'
import { faultsOf } from '../planning/check-plan.ts'
import { openSession, planned, planWorld, published } from './plan-world.ts'
import type { PlannedSession, PlanWorld } from './plan-world.ts'

let world: PlanWorld

beforeAll(async () => {
  world = await planWorld()
})

const meetingsOf = ({ id }: PlannedSession) => findMeetings(world.ports.db, id)
const bookings = async ({ id }: PlannedSession) => {
  const { db } = world.ports
  return db
    .selectFrom('booking')
    .innerJoin('meeting', 'meeting.id', 'booking.meetingId')
    .select(['meetingId', 'kind', 'holder', 'booking.during'])
    .where('sessionId', '=', id)
    .execute()
}
const ascending = (a: number, b: number) => a - b
const publish = (session: PlannedSession, planId: string) => world.matchmaker.post(`${session.path}/plans/${planId}/publication`)

describe('a plan', () => {
  test('comes from the ranking, and published holds everybody and every table once', async () => {
    const session = await openSession(world, { departments: 6, companies: 12, tables: 6 })
    const plan = await planned(world, session)
    expect(plan).toMatchObject({ status: 'complete', unplaced: [], is_stale: false })
    expect(plan.assignments.length).toBeGreaterThan(20)
    expect(plan.allocation.fit).toBeGreaterThanOrEqual(plan.allocation.greedy)
    expect(plan.allocation.fit_placed).toBeGreaterThanOrEqual(0.95 * plan.allocation.fit_bound)
    expect(plan.comparison).toMatchObject({ moved: [], removed: [], same: 0 })
    expect(plan.assignments[0].participants.map(({ name }: { name: string }) => name).join()).not.toContain('-7000-')
    const { status: answered, body } = await publish(session, plan.id)
    expect(answered).toBe(201)
    expect(body).toMatchObject({ status: 'published', comparison: { added: [], removed: [], moved: [] } })
    expect(body.comparison.same).toBe(plan.assignments.length)
    const meetings = await meetingsOf(session)
    expect(meetings).toHaveLength(plan.assignments.length)
    expect(meetings.every(({ status, origin, sceneId }) => status === 'pending' && origin === 'plan' && sceneId !== null)).toBe(
      true,
    )
    expect(meetings.every(({ seats }) => seats.every(({ personId }) => personId !== null))).toBe(true)
    expect(await bookings(session)).toHaveLength(5 * meetings.length)
    const read = await world.ports.db.selectFrom('session').select('status').where('id', '=', session.id).executeTakeFirst()
    expect(read).toEqual({ status: 'published' })
  })

  test('is the same for the same seed, where nobody races', async () => {
    const session = await openSession(world, { departments: 4, companies: 6, tables: 4 })
    let ticks = 0
    const plan: PlannerPort['plan'] = (problem, options) => planTimetable(problem, { ...options, now: () => (ticks += 1) })
    world.ports.planner = { begin: world.queue.begin.bind(world.queue), plan }
    const one = await planned(world, session, { seed: 7 })
    ticks = 0
    const other = await planned(world, session, { seed: 7 })
    world.ports.planner = world.queue
    expect(one.assignments).not.toEqual([])
    expect(other.assignments).toEqual(one.assignments)
  })

  test('is made once at a time, and listed', async () => {
    const session = await openSession(world, { departments: 3, companies: 3, tables: 3 })
    const [one, other] = await Promise.all([1, 2].map(() => world.matchmaker.post(`${session.path}/plan`)))
    expect([one!.status, other!.status].toSorted(ascending)).toEqual([202, 409])
    expect([one!, other!].find(({ status }) => status === 409)!.body.code).toBe('plan.running')
    await world.queue.idle()
    const list = await world.matchmaker.get(`${session.path}/plans`)
    expect(list.body).toMatchObject({ total: 1, next_cursor: null, items: [{ status: 'complete', kind: 'whole' }] })
  })

  test('of a session that nobody can meet in is empty', async () => {
    const session = await openSession(world, { departments: 1, companies: 0, tables: 2, content: { departmentMin: 0 } })
    const plan = await planned(world, session)
    expect(plan).toMatchObject({ status: 'complete', assignments: [], unplaced: [], breaks: 0, gap: 0 })
  })

  test('is for matchmakers to ask for, and for nobody else to know of', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    expect(await world.company.post(`${session.path}/plan`)).toMatchObject({ status: 404 })
    expect(await world.company.get(`${session.path}/plans`)).toMatchObject({ status: 404 })
    expect(await world.visitor.post(`${session.path}/plan`)).toMatchObject({ status: 401 })
  })

  test('needs a planner, and says what else there is', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    delete world.ports.planner
    const refused = await world.matchmaker.post(`${session.path}/plan`)
    world.ports.planner = world.queue
    expect(refused).toMatchObject({ status: 503, body: { code: 'session.no_planner' } })
    expect(refused.body.alternatives.join()).toContain('npm run plan')
  })

  test('fits everybody in where some cannot come at times, and does not place meetings there', async () => {
    const session = await openSession(world, { departments: 5, companies: 10, tables: 4 })
    const { db } = world.ports
    const [one, other] = session.companies
    await db
      .updateTable('sessionParticipant')
      .set({ unavailable: [1, 2, 3] })
      .where('id', '=', one!.id)
      .execute()
    await db
      .updateTable('sessionPerson')
      .set({ unavailable: [4, 5, 6] })
      .where('participantId', '=', other!.id)
      .execute()
    const { assignments } = await planned(world, session)
    const slotsOf = (id: string) =>
      assignments
        .filter((each: any) => each.participants.some((participant: any) => participant.id === id))
        .map(({ slot }: any) => slot)
    expect(Math.min(...slotsOf(one!.id))).toBeGreaterThan(3)
    expect(Math.max(...slotsOf(other!.id))).toBeLessThan(4)
  })

  test('keeps pins and bans, and says in Chinese which pin has no room', async () => {
    const session = await openSession(world, { departments: 2, companies: 4, tables: 2, content: { departmentMax: 1 } })
    const [department] = session.departments
    const [one, other, third] = session.companies
    const mark = (company: string, kind: 'pin' | 'ban') => ({
      sessionId: session.id,
      departmentId: department!.id,
      companyId: company,
      kind,
      reason: null,
      markedBy: 'test',
      markedAt: world.ports.clock(),
    })
    await world.ports.db
      .insertInto('sessionPairMark')
      .values([mark(one!.id, 'pin'), mark(other!.id, 'pin'), mark(third!.id, 'ban')])
      .execute()
    const { allocation, assignments } = await planned(world, session)
    const own = assignments.filter((each: any) => each.participants.some(({ id }: any) => id === department!.id))
    expect(own).toHaveLength(1)
    expect([one!.id, other!.id]).toContain(own[0].participants[1].id)
    expect(allocation.unmet).toMatchObject([{ bound: 'pin', short: 1 }])
    expect(allocation.unmet[0].reason.zh).toMatch(/与.+已指定洽谈/u)
    expect(allocation.unmet[0].relaxation.zh).toContain('少指定一对')
  })

  test('has room for every pin, for one too many is refused when it is made', async () => {
    const session = await openSession(world, { departments: 1, companies: 3, tables: 2, content: { departmentMax: 2 } })
    const [department] = session.departments
    const pin = (index: number) => ({
      department_id: department!.id,
      company_id: session.companies[index]!.id,
      kind: 'pin',
      reason: '重点对接',
    })
    for (const index of [0, 1, 1])
      expect(await world.matchmaker.put(`${session.path}/pairs`, pin(index))).toMatchObject({
        status: expect.toBeOneOf([200, 201]),
      })
    const refused = await world.matchmaker.put(`${session.path}/pairs`, pin(2))
    expect(refused).toMatchObject({ status: 409, body: { code: 'session.full', participant: department!.id, max: 2 } })
    const { assignments } = await planned(world, session)
    expect(assignments.map(({ participants }: any) => participants[1].id).toSorted()).toEqual(
      [0, 1].map((index) => session.companies[index]!.id).toSorted(),
    )
  })

  test('says in Chinese which minimum cannot be kept, and the smallest change that helps', async () => {
    const content = { departmentMin: 4, departmentMax: 6 }
    const session = await openSession(world, { departments: 2, companies: 3, tables: 2, content })
    const { allocation } = await planned(world, session)
    expect(allocation.unmet).toMatchObject([
      { bound: 'min', short: expect.any(Number) },
      { bound: 'min', short: expect.any(Number) },
    ])
    expect(allocation.unmet[0].reason.zh).toMatch(/^部门.+达不到最少 4 场$/u)
    expect(allocation.unmet[0].relaxation.zh).toMatch(/最少场数降到 [0-3]/u)
  })

  test('gives the room of pairs that the timetable cannot hold to others', async () => {
    const content = { departmentMin: 2, departmentMax: 2, companyMax: 1 }
    const session = await openSession(world, { departments: 1, companies: 6, tables: 2, content })
    const before = await planned(world, session)
    const best: string[] = before.assignments.map(({ participants }: any) => participants[1].id)
    expect(best).toHaveLength(2)
    // The two that fit best can come to one slot alone, and it is the same.
    await world.ports.db
      .updateTable('sessionParticipant')
      .set({ unavailable: [2, 3, 4, 5, 6] })
      .where('id', 'in', best)
      .execute()
    const after = await planned(world, session)
    expect(after).toMatchObject({ status: 'complete', unplaced: [] })
    const met: string[] = after.assignments.map(({ participants }: any) => participants[1].id)
    expect(met).toHaveLength(2)
    expect(met.filter((id) => best.includes(id))).toHaveLength(1)
    expect(after.allocation.fit_bound).toBe(before.allocation.fit_bound)
  })

  test('shows what a floor costs', async () => {
    const session = await openSession(world, { departments: 4, companies: 8, tables: 4, content: { endsAt: '11:00' } })
    const { allocation } = await planned(world, session, { floor: 'highest', price_max: 0.5 })
    expect(allocation.floor).toBeGreaterThan(0)
    expect(allocation.price).toBeLessThanOrEqual(0.5)
    expect(allocation.fit).toBeLessThanOrEqual(allocation.fit_bound)
    expect(allocation.floor_asked).toBe('highest')
    expect((await planned(world, session)).allocation).toMatchObject({ floor: null, floor_asked: null })
  })

  test('tells its times by the clock of the district, as sessions and meetings do', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    const plan = await planned(world, session)
    expect(plan.assignments[0].starts_at).toMatch(/^2026-04-10T\d\d:\d\d:00\+08:00$/u)
    expect([plan.made_at, plan.finished_at]).toEqual([expect.stringMatching(/\+08:00$/u), expect.stringMatching(/\+08:00$/u)])
  })

  test('counts what both sides wish for, first places most', async () => {
    const content = { departmentMax: 1, companyMax: 1 }
    const session = await openSession(world, { departments: 1, companies: 6, tables: 1, content })
    const before = await planned(world, session)
    const chosen = before.assignments[0].participants[1].id
    const [next] = before.allocation.alternates[0].companies
    const [department] = session.departments
    const wish = (participantId: string, wishedId: string) => ({ sessionId: session.id, participantId, wishedId, place: 1 })
    await world.ports.db
      .insertInto('sessionWish')
      .values([wish(department!.id, next.company), wish(next.company, department!.id)])
      .execute()
    const after = await planned(world, session)
    const worth = next.fit + 2 * wishWorth[0]!
    expect(after.allocation.fit).toBeCloseTo(Math.max(before.allocation.fit, worth), 6)
    expect(after.assignments[0].participants[1].id).toBe(worth > before.allocation.fit ? next.company : chosen)
  })
})

describe('a plan that is not current', () => {
  test('is not published once something changed, and says what', async () => {
    const session = await openSession(world, { departments: 3, companies: 4, tables: 3 })
    const [first, second] = [await planned(world, session), await planned(world, session)]
    expect(await publish(session, first.id)).toMatchObject({ status: 201 })
    const refused = await publish(session, second.id)
    expect(refused).toMatchObject({ status: 409, body: { code: 'session.stale_plan' } })
    expect(refused.body.changes.map(({ action }: { action: string }) => action)).toContain('session.publish')
    expect((await world.matchmaker.get(`${session.path}/plans/${second.id}`)).body.is_stale).toBe(true)
    expect(await publish(session, first.id)).toMatchObject({ status: 409, body: { code: 'plan.wrong_state' } })
  })

  test('loses against the other of two that are published at once', async () => {
    const session = await openSession(world, { departments: 3, companies: 4, tables: 3 })
    const plans = [await planned(world, session), await planned(world, session, { seed: 2 })]
    const answers = await Promise.all(plans.map(({ id }) => publish(session, id)))
    expect(answers.map(({ status }) => status).toSorted(ascending)).toEqual([201, 409])
    const won = answers.find(({ status }) => status === 201)!.body
    expect(await meetingsOf(session)).toHaveLength(won.assignments.length)
  })

  test('takes the place of a meeting that it has none for any more', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    await published(world, session)
    const [meeting] = await meetingsOf(session)
    const { db } = world.ports
    const company = meeting!.seats.find(({ participantId }) => session.companies.some(({ id }) => id === participantId))!
    await db.updateTable('meeting').set({ isRequired: true }).where('id', '=', meeting!.id).execute()
    await db
      .updateTable('sessionParticipant')
      .set({ unavailable: [1, 2, 3, 4, 5, 6] })
      .where('id', '=', company.participantId)
      .execute()
    const plan = await published(world, session)
    expect(plan.unplaced.map((one: { meeting: string }) => one.meeting)).toEqual([meeting!.id])
    expect(plan.released).toContain(meeting!.id)
    const after = (await meetingsOf(session)).find(({ id }) => id === meeting!.id)!
    expect(after).toMatchObject({ status: 'pending', slot: null, tableNo: null })
    expect((await bookings(session)).filter(({ meetingId }) => meetingId === meeting!.id)).toEqual([])
  })

  test('does not call off a meeting that has been held since', async () => {
    const session = await openSession(world, { departments: 2, companies: 3, tables: 3 })
    await published(world, session)
    const [meeting] = await meetingsOf(session)
    const { db } = world.ports
    const company = meeting!.seats.find(({ participantId }) => session.companies.some(({ id }) => id === participantId))!
    await db.updateTable('sessionParticipant').set({ meetingsMax: 0 }).where('id', '=', company.participantId).execute()
    const plan = await planned(world, session)
    expect(plan.cancelled).toContain(meeting!.id)
    await db.updateTable('meeting').set({ status: 'held' }).where('id', '=', meeting!.id).execute()
    expect(await publish(session, plan.id)).toMatchObject({ status: 409, body: { code: 'session.stale_plan' } })
    expect((await meetingsOf(session)).find(({ id }) => id === meeting!.id)!.status).toBe('held')
  })

  test('is not published when its slots have begun', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    const plan = await planned(world, session)
    const before = world.ports.clock()
    world.ports.clock.set('2026-04-10T04:00:00Z')
    const refused = await publish(session, plan.id)
    world.ports.clock.set(before)
    expect(refused).toMatchObject({ status: 409, body: { code: 'session.stale_plan' } })
    expect(await meetingsOf(session)).toEqual([])
  })
})

describe('planning again', () => {
  test('keeps what is confirmed and pinned in its slot, at its table, with its people', async () => {
    const session = await openSession(world, { departments: 5, companies: 10, tables: 5 })
    await published(world, session)
    const meetings = await meetingsOf(session)
    const { db } = world.ports
    const [confirmed, pinned] = [meetings[0]!, meetings[1]!]
    await db.updateTable('meeting').set({ status: 'accepted' }).where('id', '=', confirmed.id).execute()
    await db.updateTable('meetingSeat').set({ acceptedAt: new Date() }).where('meetingId', '=', confirmed.id).execute()
    await db.updateTable('meeting').set({ isPinned: true }).where('id', '=', pinned.id).execute()
    // Even where somebody said since that they cannot come then.
    const away = [confirmed.slot!]
    const participantId = confirmed.seats[0]!.participantId
    await db.updateTable('sessionParticipant').set({ unavailable: away }).where('id', '=', participantId).execute()
    await published(world, session, { seed: 99 })
    const after = new Map((await meetingsOf(session)).map((meeting) => [meeting.id, meeting]))
    for (const before of [confirmed, pinned]) {
      const { slot, tableNo, seats } = before
      expect(after.get(before.id)).toMatchObject({ slot, tableNo })
      expect(after.get(before.id)!.seats.map(({ personId }) => personId)).toEqual(seats.map(({ personId }) => personId))
    }
    expect(after.get(confirmed.id)).toMatchObject({
      status: 'accepted',
      seats: [{ acceptedAt: expect.any(Date) }, expect.anything()],
    })
    const held = (await meetingsOf(session)).filter(({ status }) => status !== 'cancelled')
    expect(await bookings(session)).toHaveLength(5 * held.length)
  })

  test('lets a request wait that has no place, and gives the others the slots they asked for', async () => {
    const content = { departmentMax: 1, companyMax: 1 }
    const session = await openSession(world, { departments: 1, companies: 3, tables: 1, content })
    const [department] = session.departments
    const request = (company: string, id: string) => ({
      id,
      districtId: world.districtId,
      sessionId: session.id,
      sceneId: null,
      status: 'pending' as const,
      version: 1,
      sequence: 0,
      origin: 'request' as const,
      requestedBy: company,
      message: null,
      fit: null,
      slot: null,
      tableNo: null,
      during: null,
      isPinned: false,
      isRequired: false,
      windowFrom: 2,
      windowTo: 3,
      statusReason: null,
      statusSince: world.ports.clock(),
      outcome: null,
      minutes: null,
      minutesBy: null,
      minutesAt: null,
      createdAt: world.ports.clock(),
      updatedAt: world.ports.clock(),
    })
    for (const { id: company } of session.companies) {
      const id = world.ports.ids()
      await world.ports.db.insertInto('meeting').values(request(company, id)).execute()
      const seats = [department!.id, company].map((participantId) => ({
        meetingId: id,
        participantId,
        isChair: participantId === department!.id,
        personId: null,
        checkedInAt: null,
        acceptedAt: participantId === company ? world.ports.clock() : null,
        acceptedBy: null,
      }))
      await world.ports.db.insertInto('meetingSeat').values(seats).execute()
    }
    await published(world, session)
    const meetings = await meetingsOf(session)
    expect(meetings).toHaveLength(3)
    expect(meetings.every(({ status, origin }) => status === 'pending' && origin === 'request')).toBe(true)
    const placed = meetings.filter(({ slot }) => slot !== null)
    expect(placed).toHaveLength(1)
    expect([2, 3]).toContain(placed[0]!.slot)
  })

  test('never has somebody who comes for two participants at two tables at once', async () => {
    const content = { endsAt: '11:00', departmentMin: 2, departmentMax: 2, companyMax: 2 }
    const session = await openSession(world, { departments: 2, companies: 3, tables: 3, content })
    const { db } = world.ports
    // Another person than is booked elsewhere below.
    const [, person] = await db.selectFrom('person').select('id').limit(2).execute()
    const ids = session.departments.map(({ id }) => id)
    await db.updateTable('sessionPerson').set({ personId: person!.id }).where('participantId', 'in', ids).execute()
    const plan = await published(world, session, { seconds: 1 })
    const slots = plan.assignments.map(({ slot }: { slot: number }) => slot)
    expect(slots).toHaveLength(4)
    expect(new Set(slots).size).toBe(4)
    expect(plan.assignments.every(({ participants }: { participants: unknown[] }) => participants.length === 2)).toBe(true)
    const unnamed = (await meetingsOf(session)).filter(({ seats }) => seats.some(({ personId }) => personId === null))
    expect(unnamed).toEqual([])
  })

  test('leaves alone whoever is booked elsewhere at that time', async () => {
    const one = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    const other = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    const { db } = world.ports
    const [person] = await db.selectFrom('person').select('id').limit(1).execute()
    for (const session of [one, other])
      await db
        .updateTable('sessionPerson')
        .set({ personId: person!.id })
        .where('participantId', '=', session.departments[0]!.id)
        .execute()
    await published(world, one)
    await published(world, other)
    const held = (await db.selectFrom('booking').selectAll().where('holder', '=', `person:${person!.id}`).execute()).map(
      ({ during }) => during,
    )
    expect(held).toHaveLength(4)
    expect(new Set(held).size).toBe(4)
  })
})

describe('a plan on its way', () => {
  /** Never ends of its own accord. */
  const endless = (queue: PlanWorld['queue']) => ({
    begin: queue.begin.bind(queue),
    plan: async (problem: any, options: any) => {
      const stopped = new Promise((resolve) => options.signal.addEventListener('abort', resolve, { once: true }))
      options.onProgress({ breaks: 3, gap: 1, unplaced: 0, bound: 0, seconds: 1 })
      await stopped
      return queue.plan(problem, { ...options, signal: AbortSignal.abort() })
    },
  })

  test('tells how far it is, and stopped keeps the best so far, which can be published', async () => {
    const session = await openSession(world, { departments: 3, companies: 6, tables: 3 })
    world.ports.planner = endless(world.queue)
    const asked = await world.matchmaker.post(`${session.path}/plan`, { seconds: 60 })
    world.ports.planner = world.queue
    const path = asked.headers.get('location')!
    await expect
      .poll(async () => (await world.matchmaker.get(path)).body.progress, { timeout: 5_000 })
      .toMatchObject({ breaks: 3 })
    expect(await world.matchmaker.post(`${path}/stop`)).toMatchObject({ status: 202 })
    await world.queue.idle()
    const plan = (await world.matchmaker.get(path)).body
    expect(plan).toMatchObject({ status: 'stopped' })
    expect(plan.assignments.length).toBeGreaterThan(0)
    expect(await world.matchmaker.post(`${path}/stop`)).toMatchObject({ status: 409, body: { code: 'plan.wrong_state' } })
    expect(await publish(session, plan.id)).toMatchObject({ status: 201 })
  })

  test('that the end of the process cut short says so, and can be published', async () => {
    const session = await openSession(world, { departments: 3, companies: 6, tables: 3 })
    const queue = new PlanQueue(world.ports.log)
    void queue.close()
    world.ports.planner = queue
    const asked = await world.matchmaker.post(`${session.path}/plan`, { seconds: 60 })
    world.ports.planner = world.queue
    await queue.idle()
    const plan = (await world.matchmaker.get(asked.headers.get('location')!)).body
    expect(plan.status).toBe(plan.progress.breaks > plan.progress.bound ? 'stopped' : 'complete')
    expect(await publish(session, plan.id)).toMatchObject({ status: 201 })
  })

  test('that was queued when it was stopped is given up', async () => {
    const [one, other] = [
      await openSession(world, { departments: 2, companies: 2, tables: 2 }),
      await openSession(world, { departments: 2, companies: 2, tables: 2 }),
    ]
    world.ports.planner = endless(world.queue)
    const running = await world.matchmaker.post(`${one.path}/plan`)
    world.ports.planner = world.queue
    const queued = await world.matchmaker.post(`${other.path}/plan`)
    await world.matchmaker.post(`${queued.headers.get('location')}/stop`)
    await world.matchmaker.post(`${running.headers.get('location')}/stop`)
    await world.queue.idle()
    expect((await world.matchmaker.get(queued.headers.get('location')!)).body.status).toBe('discarded')
  })

  test('whose process died is marked failed, and makes room for another', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    world.ports.planner = { plan: world.queue.plan.bind(world.queue), begin: () => undefined }
    const dead = await world.matchmaker.post(`${session.path}/plan`)
    world.ports.planner = world.queue
    expect(await world.matchmaker.post(`${session.path}/plan`)).toMatchObject({ status: 409 })
    world.ports.clock.advance(30_000)
    await beatPlan(world.ports.db, dead.body.id, undefined, world.ports.clock())
    world.ports.clock.advance(59_000)
    await tick(world.ports, world.ports.clock())
    expect((await world.matchmaker.get(dead.headers.get('location')!)).body.status).toBe('queued')
    world.ports.clock.advance(2_000)
    await tick(world.ports, world.ports.clock())
    const failed = (await world.matchmaker.get(dead.headers.get('location')!)).body
    expect(failed).toMatchObject({ status: 'failed', failure: 'process_died' })
    expect(await planned(world, session)).toMatchObject({ status: 'complete' })
  })
})

describe('a plan made elsewhere', () => {
  test('is taken for the problem that was exported, and published like any other', async () => {
    const session = await openSession(world, { departments: 3, companies: 5, tables: 3 })
    const { body: problem } = await world.matchmaker.get(`${session.path}/problem`)
    const local = await world.queue.plan(problem, { seconds: 1, seed: 1 })
    expect(faultsOf(problem, local)).toEqual([])
    const { assignments, unplaced, breaks, gap } = local
    const foreign = { session_version: problem.session_version, assignments, unplaced, breaks, gap }
    const taken = await world.matchmaker.post(`${session.path}/plans`, foreign)
    expect(taken).toMatchObject({ status: 201, body: { status: 'complete', breaks, gap } })
    expect(await publish(session, taken.body.id)).toMatchObject({ status: 201 })
    const late = await world.matchmaker.post(`${session.path}/plans`, foreign)
    expect(late).toMatchObject({ status: 409, body: { code: 'session.stale_plan' } })
  })

  test('is refused where it puts somebody in two places, naming every fault', async () => {
    const session = await openSession(world, { departments: 2, companies: 2, tables: 2 })
    const { body: problem } = await world.matchmaker.get(`${session.path}/problem`)
    const assignments = problem.meetings.map(({ id }: { id: string }) => ({ meeting: id, slot: 1, table: 1 }))
    const refused = await world.matchmaker.post(`${session.path}/plans`, {
      session_version: problem.session_version,
      assignments,
    })
    expect(refused).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
    expect(refused.body.errors.length).toBeGreaterThan(2)
    expect(await world.matchmaker.get(`${session.path}/plans`)).toMatchObject({ body: { total: 0 } })
  })
})
