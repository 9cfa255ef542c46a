import { Hono } from 'hono'
import { attempt, readForm } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { refusals, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import { redirectWith } from '../web/flash.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { writeMinutes } from '../sessions/attend-meeting.ts'
import { seenBy } from '../sessions/seen-request.ts'
import type { Seen } from '../sessions/seen-request.ts'
import { seatsBy } from './board.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { blankMinutes, minutesIn, typedMinutes } from './minutes-page-form.ts'
import { OutcomesPage, meetingsOfReader } from './minutes-page-overview.tsx'
import { MinutesPage } from './minutes-page.tsx'
import { closeSession, finishSession } from '../sessions/move-session.ts'
import { targetOfMeeting } from '../sessions/session-access.ts'
import { readMeeting } from '../sessions/session-request.ts'
import { isIn } from '../sessions/session.ts'

/** What came of the meetings, one by one, until the session can be closed. */
export const minutesPages = new Hono<Env>()

minutesPages.get('/sessions/:id/outcomes', about({ action: 'session.read' }), async (c) =>
  c.html(<OutcomesPage c={c} seen={await seenBy(c)} refusal={undefined} />),
)

const ends = [
  { path: 'end', action: 'session.finish', flash: 'sessionFinished', take: finishSession },
  { path: 'closure', action: 'session.close', flash: 'sessionClosed', take: closeSession },
] as const

for (const { path, action, flash, take } of ends) {
  minutesPages.post(`/sessions/:id/outcomes/${path}`, about({ action }), async (c) => {
    const id = pathId(c, 'session.not_found')
    const attempted = await attempt(() => take(c.get('ports'), c.get('actor'), id))
    if ('value' in attempted) return redirectWith(c, `/sessions/${id}/outcomes`, flash)
    const { refusal } = attempted
    return c.html(<OutcomesPage c={c} seen={await seenBy(c)} refusal={refusal} />, refusals[refusal.code].status)
  })
}

minutesPages.get('/meetings/:id/minutes', about({ action: 'meeting.write_minutes' }), async (c) => {
  const { meeting, seen, today } = await toBeWritten(c)
  const form = meeting.minutes === null ? blankMinutes(seatsBy(seen.facts)(meeting), today) : typedMinutes(meeting)
  return c.html(<MinutesPage c={c} seen={seen} meeting={meeting} form={form} />)
})

minutesPages.post('/meetings/:id/minutes', about({ action: 'meeting.write_minutes' }), async (c) => {
  const { meeting, seen, today } = await toBeWritten(c)
  const form = await readForm(c)
  const read = minutesIn(form, today)
  if ('faults' in read) return c.html(<MinutesPage c={c} seen={seen} meeting={meeting} form={form} faults={read.faults} />, 422)
  const attempted = await attempt(() => writeMinutes(c.get('ports'), c.get('actor'), meeting.id, read.input))
  if ('refusal' in attempted) return refused(c, seen, meeting, form, attempted.refusal)
  const next = meetingsOfReader(seen).missing.find(
    ({ id, status }) => id !== meeting.id && (status === 'checked_in' || status === 'held'),
  )
  return next === undefined
    ? redirectWith(c, `/sessions/${meeting.sessionId}/outcomes`, 'minutesSaved')
    : redirectWith(c, `/meetings/${next.id}/minutes`, 'minutesSavedNext')
})

function refused(
  c: C,
  seen: Seen,
  meeting: SeatedMeeting,
  form: Record<string, string>,
  refusal: Refusal,
): Response | Promise<Response> {
  return c.html(<MinutesPage c={c} seen={seen} meeting={meeting} form={form} refusal={refusal} />, refusals[refusal.code].status)
}

/** For those who sit in it and whoever runs the session; refused while there is nothing to write down yet. */
async function toBeWritten(c: C): Promise<{ meeting: SeatedMeeting; seen: Seen; today: string }> {
  const { meeting } = await readMeeting(c)
  const seen = await seenBy(c, meeting.sessionId)
  unwrap(permit(c.get('actor'), 'meeting.write_minutes', targetOfMeeting(c.get('actor'), meeting, seen.reading.own)))
  unwrap(isIn(seen.facts.session, ['published', 'live', 'closing']))
  return { meeting, seen, today: dateIn(seen.facts.session.zone, meeting.minutesAt ?? seen.now) }
}
