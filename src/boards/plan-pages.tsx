import { Hono } from 'hono'
import * as v from 'valibot'
import { attempt, readForm, ticked } from '../accounts/form.ts'
import type { Form } from '../accounts/form.ts'
import { pageQuery } from '../shared/page.ts'
import { refusals } from '../shared/refusal.ts'
import { redirectWith } from '../web/flash.ts'
import type { Flash } from '../web/flash.ts'
import { about, queryOf } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { isUuid, pathId } from '../web/request.ts'
import { seenByStaff } from '../sessions/seen-request.ts'
import { discardPlan } from '../plans/discard-plan.ts'
import { listPage } from './plan-page-list.tsx'
import { planPage } from './plan-page.tsx'
import { planSession, stopPlan } from '../plans/plan-session.ts'
import { publishPlan } from '../plans/publish-plan.ts'
import { repairSession } from '../plans/repair-session.ts'

/** Planning as the matchmaker does it: ask, watch, compare, publish or discard. */
export const planPages = new Hono<Env>()

const listAddress = v.strictObject({ ...pageQuery, lang: v.optional(v.string()) })

planPages.get('/sessions/:id/plans', about({ action: 'session.read_all' }), queryOf(listAddress), async (c) =>
  c.html(await listPage(c, await seenByStaff(c))),
)

planPages.post('/sessions/:id/plans', about({ action: 'session.plan' }), async (c) => {
  const form = await readForm(c)
  const floor = floorIn(form['floor'])
  const seconds = /^(?:5|10|30|60)$/u.test(form['seconds'] ?? '') ? Number(form['seconds']) : undefined
  const demand = { floor, seconds, ...(floor === 'highest' && { priceMax: priceMaxDefault }) }
  return made(c, form, (id) => planSession(c.get('ports'), c.get('actor'), id, demand))
})

function floorIn(chosen: string | undefined): number | 'highest' | undefined {
  if (chosen === 'highest') return chosen
  return chosen !== undefined && /^\d{1,2}$/u.test(chosen) ? Number(chosen) : undefined
}

/** What a floor may cost of the sum, where nobody says otherwise. */
const priceMaxDefault = 0.05

planPages.post('/sessions/:id/repairs', about({ action: 'session.plan' }), async (c) => {
  const boxes = async (name: string) => (await ticked(c, name)).filter(isUuid)
  const happened = {
    cancelledMeetings: await boxes('cancelledMeetings'),
    leavers: await boxes('leavers'),
    arrivals: await boxes('arrivals'),
    unavailable: [],
  }
  return made(c, {}, (id) => repairSession(c.get('ports'), c.get('actor'), id, happened))
})

planPages.get('/sessions/:id/plans/:plan', about({ action: 'session.read_all' }), async (c) =>
  c.html(await planPage(c, planId(c))),
)

const steps = [
  { path: 'stop', action: 'session.plan', flash: 'planStopped', take: stopPlan, after: (plan: string) => `plans/${plan}` },
  { path: 'publication', action: 'session.publish', flash: 'planPublished', take: publishPlan, after: () => 'board' },
  { path: 'discarding', action: 'session.plan', flash: 'planDiscarded', take: discardPlan, after: () => 'plans' },
] as const

for (const { path, action, flash, take, after } of steps) {
  planPages.post(`/sessions/:id/plans/:plan/${path}`, about({ action }), async (c) => {
    const [id, plan] = [pathId(c, 'session.not_found'), planId(c)]
    const attempted = await attempt(() => take(c.get('ports'), c.get('actor'), id, plan))
    if ('refusal' in attempted) return c.html(await planPage(c, plan, attempted.refusal), refusals[attempted.refusal.code].status)
    return redirectWith(c, `/sessions/${id}/${after(plan)}`, flash)
  })
}

async function made(c: C, form: Form, make: (id: string) => Promise<{ id: string }>): Promise<Response> {
  const id = pathId(c, 'session.not_found')
  const attempted = await attempt(() => make(id))
  const flash: Flash = 'planMade'
  if ('value' in attempted) return redirectWith(c, `/sessions/${id}/plans/${attempted.value.id}`, flash)
  const { refusal } = attempted
  return c.html(await listPage(c, await seenByStaff(c), { refusal, typed: form }), refusals[refusal.code].status)
}

function planId(c: C): string {
  return pathId(c, 'plan.not_found', 'plan')
}
