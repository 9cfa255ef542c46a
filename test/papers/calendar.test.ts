import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarText } from '../../src/papers/calendar-file.ts'
import type { CalendarEntry } from '../../src/papers/calendar.ts'
import { eventsOf, readCalendar, textOf, timeOf, valueOf } from './calendar-lines.ts'
import { agreed, alsoOf, must, sessionWorld } from '../sessions/session-world.ts'
import type { Party, SessionWorld } from '../sessions/session-world.ts'

type Meet = { world: SessionWorld; unit: Party; firm: Party; sessionId: string; meetingId: string }

async function met(): Promise<Meet> {
  const world = await sessionWorld()
  const [unit, firm] = [
    await world.department('徐汇区民政局；养老科, \\ "一组"'),
    await world.company('上海听澜智能科技有限公司'),
  ]
  const sessionId = await world.session([unit, firm], { titleEn: 'AI for the city' })
  const meetingId = await agreed(sessionId, firm, unit)
  must(await world.matchmaker.post(`/api/v1/meetings/${meetingId}/place`, { slot: 2, table_no: 3 }))
  return { world, unit, firm, sessionId, meetingId }
}

async function feedOf(party: Party): Promise<string> {
  return new URL(must(await party.client.post('/api/v1/calendar-feed')).body.url).pathname
}

test('an organisation’s meetings of a session, with place, other side, reminders, in the reader’s language', async () => {
  const { firm, sessionId, meetingId } = await met()
  const answer = await firm.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const calendar = readCalendar(answer.text)
  expect([valueOf(calendar, 'VERSION'), valueOf(calendar, 'METHOD')]).toEqual(['2.0', 'PUBLISH'])
  const [event, ...others] = eventsOf(calendar)
  expect(others).toEqual([])
  expect(valueOf(event!, 'UID')).toBe(`${meetingId}@duijie`)
  expect(valueOf(event!, 'STATUS')).toBe('CONFIRMED')
  expect([timeOf(event!, 'DTSTART'), timeOf(event!, 'DTEND')]).toEqual(['2026-03-10T01:55:00Z', '2026-03-10T02:15:00Z'])
  expect(textOf(event!, 'SUMMARY')).toBe('洽谈：徐汇区民政局；养老科, \\ "一组"')
  expect(textOf(event!, 'LOCATION')).toBe('二号厅 1 号桌，徐汇滨江会议中心')
  expect(textOf(event!, 'DESCRIPTION')).toContain('09:55–10:15 (Asia/Shanghai)')
  expect(event!.parts.map((alarm) => valueOf(alarm, 'TRIGGER'))).toEqual(['-P1D', '-PT1H'])
  const english = readCalendar((await firm.client.get(`/api/v1/sessions/${sessionId}/calendar.ics?lang=en`)).text)
  expect(textOf(eventsOf(english)[0]!, 'LOCATION')).toBe('二号厅, table 1, 徐汇滨江会议中心')
  expect(textOf(eventsOf(english)[0]!, 'DESCRIPTION')).toContain('Session: AI for the city')
})

test('an entry keeps its UID and outnumbers what was told before, moved or called off', async () => {
  const { world, unit, firm, sessionId, meetingId } = await met()
  const path = await feedOf(firm)
  const entry = async () => eventsOf(readCalendar((await world.visitor.get(path)).text))[0]
  const first = (await entry())!
  world.ports.clock.advance(60_000)
  must(await world.matchmaker.post(`/api/v1/meetings/${meetingId}/place`, { slot: 4, table_no: 1 }))
  const moved = (await entry())!
  expect(valueOf(moved, 'UID')).toBe(valueOf(first, 'UID'))
  expect(Number(valueOf(moved, 'SEQUENCE'))).toBeGreaterThan(Number(valueOf(first, 'SEQUENCE')))
  expect(timeOf(moved, 'LAST-MODIFIED') > timeOf(first, 'LAST-MODIFIED')).toBe(true)
  expect(timeOf(moved, 'DTSTAMP')).toBe(timeOf(moved, 'LAST-MODIFIED'))
  must(await unit.client.post(`/api/v1/meetings/${meetingId}/cancellation`, { reason: '临时有会' }))
  const off = (await entry())!
  expect([valueOf(off, 'UID'), valueOf(off, 'STATUS'), off.parts]).toEqual([valueOf(first, 'UID'), 'CANCELLED', []])
  expect(Number(valueOf(off, 'SEQUENCE'))).toBeGreaterThan(Number(valueOf(moved, 'SEQUENCE')))
  expect(timeOf(off, 'DTSTART')).toBe(timeOf(moved, 'DTSTART'))
  world.ports.clock.advance(30 * 86_400_000)
  expect(await entry()).toBeUndefined()
  expect(eventsOf(readCalendar((await unit.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).text))).toEqual([])
})

test('a meeting that loses its place is taken back, and told again once it has another', async () => {
  const { world, firm, meetingId } = await met()
  const path = await feedOf(firm)
  const entry = async () => eventsOf(readCalendar((await world.visitor.get(path)).text))[0]!
  const first = await entry()
  world.ports.clock.advance(60_000)
  must(await world.matchmaker.delete(`/api/v1/meetings/${meetingId}/place`))
  const lost = await entry()
  expect([valueOf(lost, 'UID'), valueOf(lost, 'STATUS'), lost.parts]).toEqual([valueOf(first, 'UID'), 'CANCELLED', []])
  expect(textOf(lost, 'SUMMARY')).toContain('时间待重新安排')
  expect(timeOf(lost, 'DTSTART')).toBe(timeOf(first, 'DTSTART'))
  expect(Number(valueOf(lost, 'SEQUENCE'))).toBeGreaterThan(Number(valueOf(first, 'SEQUENCE')))
  must(await world.matchmaker.post(`/api/v1/meetings/${meetingId}/place`, { slot: 3, table_no: 1 }))
  const again = await entry()
  expect(valueOf(again, 'STATUS')).toBe('CONFIRMED')
  expect(Number(valueOf(again, 'SEQUENCE'))).toBeGreaterThan(Number(valueOf(lost, 'SEQUENCE')))
})

test('until a meeting is agreed its entry does not say who would come for the other side', async () => {
  const { world, firm, unit, sessionId, meetingId } = await met()
  const { db } = world.ports
  const { personId } = await db
    .selectFrom('meetingSeat')
    .select('personId')
    .where('participantId', '=', unit.id)
    .executeTakeFirstOrThrow()
  await db.updateTable('sessionPerson').set({ name: '周密' }).where('id', '=', personId!).execute()
  const told = async () =>
    textOf(eventsOf(readCalendar((await firm.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).text))[0]!, 'DESCRIPTION')
  expect(await told()).toContain('周密')
  await db.updateTable('meeting').set({ status: 'pending' }).where('id', '=', meetingId).execute()
  expect(await told()).not.toContain('周密')
})

test('a meeting that is only asked for is tentative, and one nobody was told of is not there', async () => {
  const { world, firm } = await met()
  const other = await world.department()
  const sessionId = await world.session([other, firm], { date: '2026-03-12' })
  const asked = must(await firm.client.post(`/api/v1/sessions/${sessionId}/meetings`, { participant_id: other.id })).body
  const entries = async () => eventsOf(readCalendar((await firm.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).text))
  expect(await entries()).toEqual([])
  must(await world.matchmaker.post(`/api/v1/meetings/${asked.id}/place`, { slot: 1, table_no: 1 }))
  expect((await entries()).map((event) => [valueOf(event, 'STATUS'), textOf(event, 'SUMMARY').slice(0, 4)])).toEqual([
    ['TENTATIVE', '待确认：'],
  ])
  await world.ports.db.deleteFrom('booking').execute()
  await world.ports.db
    .updateTable('meeting')
    .set({ status: 'proposed', slot: null, tableNo: null, during: null })
    .where('id', '=', asked.id)
    .execute()
  expect(await entries()).toEqual([])
})

test('the feed is one’s own meetings of all sessions: those that name one, and those of one’s organisation that name nobody', async () => {
  const { world, firm, unit, meetingId, sessionId } = await met()
  const colleague = await world.person(['company_editor'], firm.org)
  const second = await world.session([await world.department(), firm], { date: '2026-03-12' })
  const path = new URL(must(await colleague.post('/api/v1/calendar-feed')).body.url).pathname
  const uids = async (of: string) =>
    eventsOf(readCalendar((await world.visitor.get(of)).text)).map((event) => valueOf(event, 'UID'))
  expect(await uids(path)).toEqual([])
  // Nobody named any more: it is the whole organisation's.
  await world.ports.db.updateTable('meetingSeat').set({ personId: null }).where('participantId', '=', firm.id).execute()
  await world.ports.db.updateTable('meetingSeat').set({ personId: null }).where('meetingId', '=', meetingId).execute()
  expect(await uids(path)).toEqual([`${meetingId}@duijie`])
  expect(await uids(await feedOf(unit))).toEqual([`${meetingId}@duijie`])
  expect(second).not.toBe(sessionId)
  // Who belongs to it no more sees nothing of it.
  await world.ports.db.deleteFrom('membership').where('personId', '=', colleague.personId).execute()
  expect(await uids(path)).toEqual([])
  // Nor does somebody who merely works there without a role that reads sessions.
  const evaluator = await world.person(['evaluator'], firm.org)
  const theirs = new URL(must(await evaluator.post('/api/v1/calendar-feed')).body.url).pathname
  expect(await uids(theirs)).toEqual([])
  await alsoOf(world, firm.org, evaluator.personId)
  expect(await uids(theirs)).toEqual([`${meetingId}@duijie`])
})

test('the address is told once, answers 304, stops at once when it is changed or taken back, and is nowhere in the database', async () => {
  const { world, firm } = await met()
  const made = must(await firm.client.post('/api/v1/calendar-feed'))
  expect(made.headers.get('cache-control')).toBe('no-store')
  const path = new URL(made.body.url).pathname
  const answer = await world.visitor.get(path)
  expect(answer.headers.get('content-disposition')).toContain('duijie.ics')
  const again = await world.visitor.get(path, { 'if-none-match': answer.headers.get('etag')! })
  expect([again.status, again.text]).toEqual([304, ''])
  const rows = await world.ports.db.selectFrom('calendarFeed').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(path.slice(10, -4))
  const next = await feedOf(firm)
  expect((await world.visitor.get(path)).status).toBe(404)
  expect((await world.visitor.get(next)).status).toBe(200)
  expect((await firm.client.delete('/api/v1/calendar-feed')).status).toBe(204)
  expect((await world.visitor.get(next)).body).toMatchObject({ status: 404, code: 'calendar.not_found' })
  expect((await firm.client.delete('/api/v1/calendar-feed')).body.code).toBe('calendar.not_found')
  expect((await world.visitor.get('/calendar/0123456789abcdef0123.ics')).body.code).toBe('calendar.not_found')
  expect((await world.visitor.post('/api/v1/calendar-feed')).status).toBe(401)
})

test('on the page the address is shown once, and says in which language it answers', async () => {
  const { world, firm } = await met()
  expect((await firm.client.page('/my/calendar')).text).toContain('您还没有日历地址')
  const made = await firm.client.submit('/my/calendar?lang=en', {})
  const [, path] = /(\/calendar\/[\w-]+\.ics\?lang=en)/u.exec(made.text)!
  expect(textOf(eventsOf(readCalendar((await world.visitor.get(path!)).text))[0]!, 'SUMMARY')).toMatch(/^Meeting: /u)
  const later = await firm.client.page('/my/calendar?lang=zh')
  expect(later.text).toContain('换一个新地址')
  expect(later.text).not.toContain(path!.slice(10, 40))
  expect((await firm.client.submit('/my/calendar/revocation', {})).status).toBe(303)
  expect((await world.visitor.get(path!)).status).toBe(404)
})

test('strangers get nothing', async () => {
  const { world, sessionId } = await met()
  const stranger = await world.company()
  expect((await stranger.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).body.code).toBe('session.not_found')
  expect((await world.matchmaker.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).status).toBe(404)
})

test('times hold where the clock is changed between winter and summer', async () => {
  const { world, unit, firm } = await met()
  await world.ports.db.updateTable('district').set({ timeZone: 'Europe/Berlin' }).execute()
  const sessionId = await world.session([unit, firm], { date: '2026-03-29', startsAt: '01:00', endsAt: '06:00', breaks: [] })
  const id = await agreed(sessionId, firm, unit)
  const entry = async (slot: number) => {
    must(await world.matchmaker.post(`/api/v1/meetings/${id}/place`, { slot, table_no: 1 }))
    const [event] = eventsOf(readCalendar((await firm.client.get(`/api/v1/sessions/${sessionId}/calendar.ics`)).text))
    return [timeOf(event!, 'DTSTART'), /\d\d:\d\d–\d\d:\d\d/u.exec(textOf(event!, 'DESCRIPTION'))![0]]
  }
  expect(await entry(1)).toEqual(['2026-03-29T00:00:00Z', '01:00–01:20'])
  // 02:00 is 03:00 that night.
  expect(await entry(4)).toEqual(['2026-03-29T01:15:00Z', '03:15–03:35'])
})

test('whatever names hold, the file stays one that can be read, and says the same', () => {
  const at = { stamp: new Date(0), startsAt: new Date(0), endsAt: new Date(1_200_000) }
  const known = {
    uid: 'a@duijie',
    sequence: 0,
    status: 'CONFIRMED',
    url: 'http://localhost/sessions/a',
    alarms: [3_600],
    ...at,
  } as const
  const entry = (summary: string, description: string): CalendarEntry => ({ ...known, summary, description, location: summary })
  const clean = (text: string) =>
    text
      .replaceAll(/\r\n?/gu, '\n')
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f]/gu, '')
      .toWellFormed()
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc
      .array(
        fc.constantFrom('中', '👍', '\r\n', '\n', '\r', ';', ',', '\\', ':', '"', '\\n', 'END:VEVENT', ' ', '\t', '\u0000'),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(hostile, hostile, (summary, description) => {
      const [event, ...others] = eventsOf(readCalendar(calendarText([entry(summary, description)], 'zh')))
      expect(others).toEqual([])
      expect([textOf(event!, 'SUMMARY'), textOf(event!, 'DESCRIPTION')]).toEqual([clean(summary), clean(description)])
    }),
    { numRuns: 300 },
  )
})
