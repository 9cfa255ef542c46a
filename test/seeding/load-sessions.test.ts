import { beforeAll, expect, test } from 'vitest'
import { findMeetings } from '../../src/sessions/meeting-store.ts'
import { readSessionFacts } from '../../src/sessions/session-facts.ts'
import { exampleSessions } from '../../src/seeding/example-sessions.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import { isWorkingDay } from '../../src/shared/time.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

let ports: TestPorts
let ids: Record<string, string>

beforeAll(async () => {
  ports = await testPorts()
  await loadExampleData(ports, { now: ports.clock() })
  const sessions = await ports.db.selectFrom('session').select(['id', 'status']).execute()
  ids = Object.fromEntries(sessions.map(({ id, status }) => [status, id]))
})

test('there is one to come, one that is over and one to be planned, whatever day it is', async () => {
  expect(await ports.db.selectFrom('session').select('id').where('isExample', '=', false).execute()).toEqual([])
  expect(Object.keys(ids).toSorted()).toEqual(['closed', 'open_for_interest', 'published'])
  for (const today of ['2026-02-13', '2026-09-28', '2027-01-01']) {
    const [published, closed, open] = exampleSessions(today).map(({ content }) => content.date)
    expect([published! > today, closed! < today, open! > published!]).toEqual([true, true, true])
    expect([published, closed, open].map((date) => isWorkingDay(date!))).toEqual([true, true, true])
  }
})

test('the one to come has meetings that are agreed, that wait, and one without a place', async () => {
  const meetings = await findMeetings(ports.db, ids['published']!)
  expect(new Set(meetings.map(({ status }) => status))).toEqual(new Set(['accepted', 'pending']))
  expect(meetings.filter(({ slot }) => slot === null)).toHaveLength(1)
  const booked = await ports.db.selectFrom('booking').select('meetingId').distinct().execute()
  const placed = meetings.filter(({ slot }) => slot !== null).map(({ id }) => id)
  expect(booked.map(({ meetingId }) => meetingId)).toEqual(expect.arrayContaining(placed))
})

test('of the one that is over every meeting has its outcome, or somebody did not come', async () => {
  const meetings = await findMeetings(ports.db, ids['closed']!)
  expect(meetings.length).toBeGreaterThan(15)
  for (const { status, outcome, minutes } of meetings) {
    expect(['held', 'no_show_company']).toContain(status)
    expect([outcome === null, minutes === null]).toEqual([status !== 'held', status !== 'held'])
    if (outcome !== null) expect(outcome === 'no_fit' ? minutes!.noFitReason : minutes!.actions[0]).toBeTruthy()
  }
})

test('the demonstration’s own unit and company take part in all of them, and the unit brings its scenes', async () => {
  for (const id of Object.values(ids)) {
    const { participants, people } = await readSessionFacts(ports.db, id)
    const named = participants.filter(({ orgName }) => /养老服务|简护/u.test(orgName))
    expect(named.map(({ side }) => side)).toEqual(['department', 'company'])
    expect(named[0]!.sceneIds.length).toBeGreaterThan(0)
    expect(people.length).toBeGreaterThan(participants.length - 2)
  }
})
