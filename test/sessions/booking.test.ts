import { expect, inject, test } from 'vitest'
import { transact } from '../../src/db/transact.ts'
import { holdPlace } from '../../src/sessions/booking-store.ts'
import { transactBooking } from '../../src/sessions/transact-booking.ts'
import type { Tx } from '../../src/db/transact.ts'
import { RefusedError } from '../../src/shared/refusal.ts'
import { actorWith } from '../support/world.ts'
import { agreed, must, sessionWorld } from './session-world.ts'
import type { Party, SessionWorld } from './session-world.ts'

const during = { startsAt: new Date('2026-03-10T01:30:00Z'), endsAt: new Date('2026-03-10T01:50:00Z') }

/** Two meetings of two sessions at the same hour. */
async function twoMeetings(world: SessionWorld): Promise<[string, string]> {
  const firm = await world.company()
  const made = async () => {
    const unit = await world.department()
    const own: Party = { ...firm }
    return agreed(await world.session([unit, own]), own, unit)
  }
  return [await made(), await made()]
}

test.each(['participant', 'person', 'table'] as const)('of two who take one %s at once exactly one has it', async (kind) => {
  const world = await sessionWorld()
  const [a, b] = await twoMeetings(world)
  const actor = actorWith(['matchmaker'], world.office)
  const take = (id: string) =>
    transactBooking(world.ports.db, actor, (tx) =>
      holdPlace(tx, { id }, { slot: 1, tableNo: 1, during, holders: [{ kind, holder: 'the one' }] }, world.ports.clock()),
    )
  for (let round = 0; round < 10; round += 1) {
    await world.ports.db.deleteFrom('booking').execute()
    const ends = await Promise.allSettled([take(a), take(b)])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [lost] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
    expect([lost instanceof RefusedError, lost.refusal?.code]).toEqual([true, 'meeting.double_booked'])
    expect(await world.ports.db.selectFrom('booking').select('meetingId').execute()).toHaveLength(1)
  }
})

// The embedded database runs one transaction at a time.
test.runIf(inject('postgresServer') !== undefined)(
  'neither sees the other before both have written, and still one has it',
  async () => {
    const world = await sessionWorld()
    const [a, b] = await twoMeetings(world)
    const actor = actorWith(['matchmaker'], world.office)
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
    const take = (id: string, index: 0 | 1) =>
      transactBooking(world.ports.db, actor, async (tx) => {
        await holdPlace(
          tx,
          { id },
          { slot: 1, tableNo: 1, during, holders: [{ kind: 'person', holder: 'p' }] },
          world.ports.clock(),
        )
        gates[index].resolve()
        await gates[1 - index]!.promise
      })
    const ends = await Promise.allSettled([take(a, 0), take(b, 1)])
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await world.ports.db.selectFrom('booking').select('meetingId').execute()).toHaveLength(1)
  },
)

test('two meetings change places in one transaction', async () => {
  const world = await sessionWorld()
  const [a, b] = await twoMeetings(world)
  const actor = actorWith(['matchmaker'], world.office)
  const at = (tx: Tx, id: string, table: number) =>
    holdPlace(
      tx,
      { id },
      { slot: 1, tableNo: table, during, holders: [{ kind: 'table', holder: `t${table}` }] },
      world.ports.clock(),
    )
  await transact(world.ports.db, actor, async (tx) => {
    await at(tx, a, 1)
    await at(tx, b, 2)
  })
  await transactBooking(world.ports.db, actor, async (tx) => {
    await at(tx, a, 2)
    await at(tx, b, 1)
  })
  const rows = await world.ports.db.selectFrom('booking').select(['meetingId', 'holder']).orderBy('holder').execute()
  expect(rows.map(({ meetingId, holder }) => [holder, meetingId])).toEqual([
    ['t1', b],
    ['t2', a],
  ])
})

test('of many placings of one table at once through the API exactly one is answered with it', async () => {
  const world = await sessionWorld()
  const { matchmaker, session, department, company } = world
  const pairs = await Promise.all(Array.from({ length: 4 }, async () => [await department(), await company()] as const))
  const id = await session(pairs.flat())
  const meetings: string[] = []
  for (const [unit, firm] of pairs) meetings.push(await agreed(id, firm, unit))
  const answers = await Promise.all(
    meetings.map((meeting) => matchmaker.post(`/api/v1/meetings/${meeting}/place`, { slot: 1, table_no: 1 })),
  )
  expect(answers.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 409, 409, 409])
  expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(
    Array(3).fill('meeting.double_booked'),
  )
  const two = await Promise.all(
    [0, 1].map(() => pairs[0]![0].client.post(`/api/v1/meetings/${meetings[0]}/cancellation`, { reason: '改期' })),
  )
  expect(two.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([201, 409])
  must(await matchmaker.get(`/api/v1/sessions/${id}`))
})
