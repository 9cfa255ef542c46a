import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm, ticked } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import type { Actor } from '../accounts/actor.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { isUuid } from '../web/request.ts'
import { declineInvitation, joinSession, leaveSession } from './answer-invitation.ts'
import { seenBy } from './seen-request.ts'
import { inviteParticipants } from './invite-participants.ts'
import { setWishes } from './mark-pair.ts'
import { beginSession, cancelSession, openSession, postponeSession, writeVisitMinutes } from './move-session.ts'
import { dismissPerson, editParticipant, namePerson } from './name-people.ts'
import { OverviewPage } from './overview-page.tsx'
import { overviewOf } from './overview.ts'
import { requestMeeting } from './request-meeting.ts'
import {
  Invitations,
  MeetingRequest,
  NamedPerson,
  ParticipantPatch,
  Postponement,
  ReasonOrNone,
  VisitMinutes,
} from './session-input.ts'
import { sessionId } from './session-request.ts'

/** What a session is, and what whoever looks at it can do about it. */
export const overviewPages = new Hono<Env>()

const Address = v.strictObject({
  suggested: v.optional(v.string()),
  companies: v.optional(v.string()),
  lang: v.optional(v.string()),
})

overviewPages.get('/sessions/:id', about({ action: 'session.read', summary: 'A session' }), queryOf(Address), async (c) => {
  const { suggested, companies } = c.req.valid('query')
  const seen = await seenBy(c)
  const overview = await overviewOf(c.get('ports'), c.get('actor'), seen, {
    isSuggested: suggested !== undefined,
    companiesAfter: companies,
  })
  return c.html(<OverviewPage c={c} seen={seen} overview={overview} />)
})

/** What a form brings: one value a name, and every box ticked. */
type Filled = { form: Form; boxes: (name: string) => Promise<string[]> }

type Step = {
  path: string
  action: Action
  flash: Flash
  take: (ports: Ports, actor: Actor, id: string, filled: Filled) => Promise<unknown>
}

const steps: readonly Step[] = [
  { path: 'opening', action: 'session.open', flash: 'sessionOpened', take: openSession },
  { path: 'beginning', action: 'session.begin', flash: 'sessionBegun', take: beginSession },
  {
    path: 'postponement',
    action: 'session.postpone',
    flash: 'sessionPostponed',
    take: (ports, actor, id, { form: { date = '', reason } }) =>
      postponeSession(ports, actor, id, validated(Postponement, { date, ...(reason !== undefined && { reason }) })),
  },
  {
    path: 'cancellation',
    action: 'session.cancel',
    flash: 'sessionCancelled',
    take: (ports, actor, id, { form }) => cancelSession(ports, actor, id, reasonIn(form)),
  },
  {
    path: 'minutes',
    action: 'session.write_minutes',
    flash: 'sessionSaved',
    take: (ports, actor, id, { form }) =>
      writeVisitMinutes(ports, actor, id, validated(VisitMinutes, { text: form['text'] ?? '' }).text),
  },
  { path: 'invitations', action: 'session.invite', flash: 'participantsInvited', take: invite },
  {
    path: 'acceptance',
    action: 'participant.answer',
    flash: 'participantJoined',
    take: (ports, actor, id, { form }) => joinSession(ports, actor, id, idIn(form, 'participant')),
  },
  {
    path: 'refusal',
    action: 'participant.answer',
    flash: 'participantDeclined',
    take: (ports, actor, id, { form }) => declineInvitation(ports, actor, id, idIn(form, 'participant'), reasonIn(form)),
  },
  {
    path: 'departure',
    action: 'participant.answer',
    flash: 'participantLeft',
    take: (ports, actor, id, { form }) => leaveSession(ports, actor, id, idIn(form, 'participant'), reasonIn(form)),
  },
  {
    path: 'people',
    action: 'participant.edit',
    flash: 'participantSaved',
    take: (ports, actor, id, { form: { participant, personId, name, post } }) => {
      const given = {
        ...(personId !== undefined && { personId }),
        ...(name !== undefined && { name }),
        ...(post !== undefined && { post }),
      }
      return namePerson(ports, actor, id, idIn({ participant: participant ?? '' }, 'participant'), validated(NamedPerson, given))
    },
  },
  {
    path: 'dismissals',
    action: 'participant.edit',
    flash: 'participantSaved',
    take: (ports, actor, id, { form }) => dismissPerson(ports, actor, id, idIn(form, 'participant'), idIn(form, 'person')),
  },
  { path: 'times', action: 'participant.edit', flash: 'participantSaved', take: times },
  { path: 'wishes', action: 'participant.edit', flash: 'participantSaved', take: wish },
  { path: 'requests', action: 'meeting.request', flash: 'meetingRequested', take: request },
]

for (const { path, action, flash, take } of steps) {
  overviewPages.post(`/sessions/:id/${path}`, about({ action }), async (c) => {
    const id = sessionId(c)
    // Whoever may not know of it is told so before anything typed is looked at.
    await seenBy(c)
    const filled = { form: await readForm(c), boxes: (name: string) => ticked(c, name) }
    const attempted = await attempt(() => take(c.get('ports'), c.get('actor'), id, filled))
    if ('value' in attempted) return redirectWith(c, `/sessions/${id}`, flash)
    const { refusal } = attempted
    const seen = await seenBy(c)
    const overview = await overviewOf(c.get('ports'), c.get('actor'), seen, { isSuggested: false })
    return c.html(
      <OverviewPage c={c} seen={seen} overview={overview} refusal={refusal} typed={filled.form} />,
      refusals[refusal.code].status,
    )
  })
}

async function invite(ports: Ports, actor: Actor, id: string, { form, boxes }: Filled): Promise<unknown> {
  const scenes = (await boxes('scene')).map((value) => value.split(' ') as [string, string?])
  const departments = [...Map.groupBy(scenes, ([orgId]) => orgId)].map(([orgId, brought]) => ({
    side: 'department',
    orgId,
    sceneIds: brought.map(([, sceneId = '']) => sceneId),
  }))
  const companies = (await boxes('company')).map((companyId) => ({ side: 'company', companyId }))
  const guests = form['guest'] === undefined ? [] : [{ side: 'guest', orgId: form['guest'] }]
  return inviteParticipants(ports, actor, id, validated(Invitations, { items: [...departments, ...companies, ...guests] }).items)
}

async function times(ports: Ports, actor: Actor, id: string, { form, boxes }: Filled): Promise<unknown> {
  const typed = {
    unavailable: (await boxes('unavailable')).map(Number),
    meetingsMin: numberIn(form, 'meetingsMin'),
    meetingsMax: numberIn(form, 'meetingsMax'),
  }
  const change = { version: Number(form['version'] ?? 0), patch: validated(ParticipantPatch, typed) }
  return editParticipant(ports, actor, id, idIn(form, 'participant'), change)
}

/** Those that have a number, in the order of the numbers. */
function wish(ports: Ports, actor: Actor, id: string, { form }: Filled): Promise<unknown> {
  const numbered = Object.entries(form)
    .filter(([name, value]) => name.startsWith('wish.') && isUuid(name.slice(5)) && /^\d{1,3}$/u.test(value.trim()))
    .toSorted(([, a], [, b]) => Number(a) - Number(b))
  return setWishes(
    ports,
    actor,
    id,
    idIn(form, 'participant'),
    numbered.map(([name]) => name.slice(5)),
  )
}

function request(
  ports: Ports,
  actor: Actor,
  id: string,
  { form: { whom = '', message, from, until } }: Filled,
): Promise<unknown> {
  const window = from === undefined && until === undefined ? {} : { window: [Number(from ?? until), Number(until ?? from)] }
  const typed = { participantId: whom, ...(message !== undefined && { message }), ...window }
  return requestMeeting(ports, actor, id, validated(MeetingRequest, typed))
}

function numberIn(form: Form, name: string): number {
  return Number(form[name] ?? Number.NaN)
}

function reasonIn({ reason }: Form): string | undefined {
  return validated(ReasonOrNone, reason === undefined ? {} : { reason }).reason
}

function idIn(form: Form, name: string): string {
  const id = form[name] ?? ''
  return isUuid(id) ? id.toLowerCase() : unwrap<never>(refuse('participant.not_found'))
}
