import { Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { findScenes } from '../scenes/scene-store.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { nameIn } from '../web/language.ts'
import { isUuid, pathId } from '../web/request.ts'
import { acceptMeeting, cancelMeeting, declineMeeting } from '../sessions/answer-meeting.ts'
import { checkInSeats } from '../sessions/attend-meeting.ts'
import { seenBy } from '../sessions/seen-request.ts'
import type { Seen } from '../sessions/seen-request.ts'
import { DayPage } from './day-page.tsx'
import { findParticipantOf } from '../sessions/participant-store.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'
import { Reason } from '../sessions/session-input.ts'

/** What one participant has that day; for whoever runs the session, anybody's. */
export const dayPages = new Hono<Env>()

const DayAddress = v.strictObject({ participant: v.optional(v.string()), lang: v.optional(v.string()) })

dayPages.get('/sessions/:id/day', about({ action: 'session.read' }), queryOf(DayAddress), async (c) =>
  c.html(await dayPage(c, await seenBy(c), c.req.valid('query').participant)),
)

type Step = {
  path: string
  action: Action
  flash: Flash
  take: (ports: Ports, actor: Actor, id: string, form: Form) => Promise<unknown>
}

const reasonIn = ({ reason = '' }: Form) => validated(Reason, { reason }).reason
const steps: readonly Step[] = [
  { path: 'acceptance', action: 'meeting.accept', flash: 'meetingAccepted', take: acceptMeeting },
  {
    path: 'refusal',
    action: 'meeting.decline',
    flash: 'meetingDeclined',
    take: (ports, actor, id, form) => declineMeeting(ports, actor, id, reasonIn(form)),
  },
  {
    path: 'cancellation',
    action: 'meeting.cancel',
    flash: 'meetingCancelled',
    take: (ports, actor, id, form) => cancelMeeting(ports, actor, id, reasonIn(form)),
  },
  {
    path: 'check-in',
    action: 'meeting.check_in',
    flash: 'meetingCheckedIn',
    take: async (ports, actor, id, { session = '' }) => {
      const own = actor.orgId === null ? undefined : await findParticipantOf(ports.db, session, actor.orgId)
      return checkInSeats(ports, actor, id, own?.id ?? unwrap<never>(refuse('participant.not_found')))
    },
  },
]

for (const { path, action, flash, take } of steps) {
  dayPages.post(`/sessions/:id/day/${path}`, about({ action }), async (c) => {
    const id = pathId(c, 'session.not_found')
    const form = await readForm(c)
    const meeting = form['meeting'] ?? ''
    const attempted = await attempt(() =>
      isUuid(meeting)
        ? take(c.get('ports'), c.get('actor'), meeting.toLowerCase(), { ...form, session: id })
        : unwrap<never>(refuse('meeting.not_found')),
    )
    if ('value' in attempted) return redirectWith(c, `/sessions/${id}/day`, flash)
    const { refusal } = attempted
    return c.html(await dayPage(c, await seenBy(c), undefined, { refusal, typed: form }), refusals[refusal.code].status)
  })
}

type Told = { refusal?: Refusal; typed?: Form }

async function dayPage(c: C, seen: Seen, asked: string | undefined, { refusal, typed }: Told = {}) {
  const { facts, reading } = seen
  const participant = whose(seen, asked)
  const sceneIds = [...new Set(facts.meetings.flatMap(({ sceneId }) => sceneId ?? []))]
  const scenes = new Map(
    (await findScenes(c.get('ports').db, sceneIds)).map(({ id, content: { title = '', titleEn = null } }) => [
      id,
      nameIn({ name: title, nameEn: titleEn }, c.get('lang')),
    ]),
  )
  return (
    <DayPage
      c={c}
      seen={seen}
      participant={participant}
      isOwn={participant !== undefined && participant.id === reading.own?.id}
      scenes={scenes}
      refusal={refusal}
      typed={typed ?? {}}
    />
  )
}

/** One's own day; whoever runs the session says whose, or sees the first on the list. */
function whose(
  { facts: { participants }, reading: { isStaff, own } }: Seen,
  asked: string | undefined,
): StoredParticipant | undefined {
  if (!isStaff) return own
  return (
    participants.find(({ id }) => id === asked) ??
    own ??
    participants.find(({ status }) => status === 'joined') ??
    participants[0]
  )
}
