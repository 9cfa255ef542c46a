import { Hono } from 'hono'
import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { attempt, readForm } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import type { Action } from '../accounts/permissions.ts'
import type { Ports } from '../ports.ts'
import { refusals, refuse, unwrap } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, queryOf, validated } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { isUuid, pathId } from '../web/request.ts'
import { cancelMeeting } from '../sessions/answer-meeting.ts'
import { assignPerson } from '../sessions/attend-meeting.ts'
import { boardPage } from './board-page.tsx'
import { slotChoices, tableFor } from './board-places.ts'
import { seenByStaff } from '../sessions/seen-request.ts'
import { addressOfBoard } from './board-tables.tsx'
import type { BoardQuery } from './board-tables.tsx'
import { dayPages } from './day-pages.tsx'
import { livePages } from './live-pages.tsx'
import { markPair, unmarkPair } from '../sessions/mark-pair.ts'
import { minutesPages } from './minutes-pages.tsx'
import { pinMeeting, placeMeeting, unplaceMeeting } from '../sessions/place-meeting.ts'
import { planPages } from './plan-pages.tsx'
import { readSessionFacts } from '../sessions/session-facts.ts'
import { PairMarking, Reason } from '../sessions/session-input.ts'

/** The pages of a session's day: the board, and those mounted beside it. */
export const boardPages = new Hono<Env>()
boardPages.route('/', planPages)
boardPages.route('/', dayPages)
boardPages.route('/', livePages)
boardPages.route('/', minutesPages)

const BoardAddress = v.strictObject({
  view: v.optional(v.picklist(['tables', 'people']), 'tables'),
  side: v.optional(v.picklist(['department', 'company', 'guest'])),
  meeting: v.optional(v.string()),
  lang: v.optional(v.string()),
})

boardPages.get('/sessions/:id/board', about({ action: 'session.read_all' }), queryOf(BoardAddress), async (c) => {
  const { view, side, meeting } = c.req.valid('query')
  return c.html(await boardPage(c, await seenByStaff(c), { view, side, meeting }))
})

type Step = {
  path: string
  action: Action
  flash: Flash
  take: (ports: Ports, actor: Actor, sessionId: string, form: Form) => Promise<unknown>
}

const steps: readonly Step[] = [
  { path: 'place', action: 'meeting.pin', flash: 'meetingPlaced', take: place },
  {
    path: 'pin',
    action: 'meeting.pin',
    flash: 'meetingPinned',
    take: (ports, actor, _, form) => pinMeeting(ports, actor, meetingIn(form), form['pinned'] === 'yes'),
  },
  {
    path: 'unplacement',
    action: 'meeting.pin',
    flash: 'meetingUnplaced',
    take: (ports, actor, _, form) => unplaceMeeting(ports, actor, meetingIn(form)),
  },
  {
    path: 'cancellation',
    action: 'meeting.cancel',
    flash: 'meetingCancelled',
    take: (ports, actor, _, form) => {
      const { reason } = validated(Reason, { reason: form['reason'] ?? '' })
      return cancelMeeting(ports, actor, meetingIn(form), reason)
    },
  },
  {
    path: 'person',
    action: 'meeting.cancel',
    flash: 'meetingStaffed',
    take: (ports, actor, _, form) =>
      assignPerson(ports, actor, meetingIn(form), idIn(form, 'participant') ?? '', idIn(form, 'person') ?? null),
  },
  {
    path: 'marking',
    action: 'session.mark_pair',
    flash: 'pairMarked',
    take: (ports, actor, sessionId, { departmentId, companyId, kind, reason = '' }) =>
      markPair(ports, actor, sessionId, validated(PairMarking, { departmentId, companyId, kind, reason })),
  },
  {
    path: 'unmarking',
    action: 'session.mark_pair',
    flash: 'pairUnmarked',
    take: (ports, actor, sessionId, form) =>
      unmarkPair(ports, actor, sessionId, idIn(form, 'departmentId') ?? '', idIn(form, 'companyId') ?? ''),
  },
]

for (const step of steps) {
  boardPages.post(`/sessions/:id/board/${step.path}`, about({ action: step.action }), (c) => take(c, step))
}

/** A step that is refused shows the board again, with why. */
async function take(c: C, step: Step): Promise<Response> {
  const id = pathId(c, 'session.not_found')
  const form = await readForm(c)
  const attempted = await attempt(() => step.take(c.get('ports'), c.get('actor'), id, form))
  const query: BoardQuery = {
    view: form['view'] === 'people' ? 'people' : 'tables',
    side: undefined,
    meeting: idIn(form, 'meeting'),
  }
  // What was cancelled stands on the board no more.
  const after = step.path === 'cancellation' ? { ...query, meeting: undefined } : query
  if ('value' in attempted) return redirectWith(c, `${addressOfBoard(id, after)}${anchorOf(step, after)}`, step.flash)
  const { refusal } = attempted
  return c.html(await boardPage(c, await seenByStaff(c), query, { refusal, typed: form }), refusals[refusal.code].status)
}

function anchorOf({ path }: Step, { meeting }: BoardQuery): string {
  if (path.endsWith('marking')) return '#pairs'
  return meeting === undefined ? '' : '#chosen'
}

/** Slot and table as chosen from the lists, or both at once from a cell of the timetable. */
async function place(ports: Ports, actor: Actor, sessionId: string, form: Form): Promise<unknown> {
  const [slot, table] = (form['place'] ?? form['dropped'] ?? `${form['slot'] ?? ''}.${form['table'] ?? ''}`).split('.')
  const id = meetingIn(form)
  const number = numberIn(slot) ?? invalid('slot')
  const tableNo = numberIn(table) ?? (await anyTable(ports, sessionId, id, number))
  return placeMeeting(ports, actor, id, { slot: number, tableNo })
}

async function anyTable(ports: Ports, sessionId: string, meetingId: string, slot: number): Promise<number> {
  const facts = await readSessionFacts(ports.db, sessionId)
  const meeting = facts.meetings.find(({ id }) => id === meetingId) ?? unwrap<never>(refuse('meeting.not_found'))
  const choice = slotChoices(facts, meeting, ports.clock()).find((one) => one.slot.number === slot)
  return (choice && tableFor(choice, meeting)) ?? unwrap<never>(refuse('meeting.double_booked', { clashes: [] }))
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,3}$/u.test(text) ? Number(text) : undefined
}

function meetingIn(form: Form): string {
  return idIn(form, 'meeting') ?? unwrap<never>(refuse('meeting.not_found'))
}

function idIn(form: Form, name: string): string | undefined {
  const id = form[name]
  return id !== undefined && isUuid(id) ? id.toLowerCase() : undefined
}

function invalid(field: string): never {
  return unwrap<never>(refuse('request.invalid', { errors: [{ field, message: 'is missing' }] }))
}
