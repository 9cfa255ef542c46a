import { Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { isUuid, pathId } from '../web/request.ts'
import { checkInSeats, noteNoShow } from '../sessions/attend-meeting.ts'
import { seenBy, seenByStaff } from '../sessions/seen-request.ts'
import type { Seen } from '../sessions/seen-request.ts'
import { checkInByCode } from '../sessions/check-in.ts'
import { LivePage } from './live-page.tsx'
import { placeMeeting } from '../sessions/place-meeting.ts'
import { CheckInCode } from '../sessions/session-input.ts'

/** The room's screen and the desk beside it. */
export const livePages = new Hono<Env>()

const refreshSeconds = '30'
const LiveAddress = v.strictObject({
  view: v.optional(v.picklist(['desk', 'screen']), 'desk'),
  refresh: v.optional(v.picklist(['on', 'off']), 'on'),
  lang: v.optional(v.string()),
})
export type LiveAddress = v.InferOutput<typeof LiveAddress>

livePages.get('/sessions/:id/live', about({ action: 'session.read' }), queryOf(LiveAddress), async (c) => {
  const address = c.req.valid('query')
  if (address.refresh === 'on') c.header('refresh', refreshSeconds)
  return c.html(livePage(c, await seenBy(c), address))
})

type Step = { path: string; action: Action; flash: Flash; take: (ports: Ports, actor: Actor, form: Form) => Promise<unknown> }

const meetingIn = ({ meeting = '' }: Form) =>
  isUuid(meeting) ? meeting.toLowerCase() : unwrap<never>(refuse('meeting.not_found'))
const steps: readonly Step[] = [
  {
    path: 'check-in',
    action: 'meeting.check_in',
    flash: 'meetingCheckedIn',
    take: (ports, actor, form) => checkInSeats(ports, actor, meetingIn(form), undefined),
  },
  {
    path: 'no-show',
    action: 'meeting.no_show',
    flash: 'meetingNoShow',
    take: (ports, actor, form) => noteNoShow(ports, actor, meetingIn(form), form['side'] === 'unit' ? 'unit' : 'company'),
  },
  {
    path: 'standby',
    action: 'meeting.pin',
    flash: 'meetingPlaced',
    take: (ports, actor, form) =>
      placeMeeting(ports, actor, meetingIn(form), { slot: Number(form['slot'] ?? 0), tableNo: Number(form['table'] ?? 0) }),
  },
  {
    path: 'code',
    action: 'meeting.check_in',
    flash: 'participantCheckedIn',
    take: (ports, actor, { session = '', code = '' }) =>
      checkInByCode(ports, actor, session, validated(CheckInCode, { code }).code),
  },
]

for (const { path, action, flash, take } of steps) {
  livePages.post(`/sessions/:id/live/${path}`, about({ action }), async (c) => {
    const id = pathId(c, 'session.not_found')
    const form = await readForm(c)
    const attempted = await attempt(() => take(c.get('ports'), c.get('actor'), { ...form, session: id }))
    // Attendance is put right afterwards from the page of outcomes too.
    const back = form['from'] === 'outcomes' ? 'outcomes' : 'live'
    if ('value' in attempted) return redirectWith(c, `/sessions/${id}/${back}`, flash)
    const { refusal } = attempted
    const seen = await seenByStaff(c)
    return c.html(livePage(c, seen, { view: 'desk', refresh: 'off' }, refusal), refusals[refusal.code].status)
  })
}

function livePage(c: C, seen: Seen, address: LiveAddress, refusal?: Refusal) {
  return <LivePage c={c} seen={seen} address={address} refusal={refusal} />
}
