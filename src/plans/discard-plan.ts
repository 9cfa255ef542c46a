import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, withinSession } from '../sessions/change-session.ts'
import type { VerbPorts } from '../sessions/change-session.ts'
import { changePlan, findPlanForUpdate } from './plan-store.ts'
import type { StoredPlan } from './plan-store.ts'
import { targetOfSession } from '../sessions/session.ts'

/** A plan that nobody will publish is out of the way; what it found stays to be read. */
export function discardPlan(ports: VerbPorts, actor: Actor, sessionId: string, planId: string): Promise<StoredPlan> {
  return withinSession(ports, actor, sessionId, async (work) => {
    const { tx, session } = work
    unwrap(permit(actor, 'session.plan', targetOfSession(session)))
    const plan = (await findPlanForUpdate(tx, sessionId, planId)) ?? unwrap<never>(refuse('plan.not_found'))
    const isDone = plan.status === 'complete' || plan.status === 'stopped'
    if (!isDone || !(await changePlan(tx, planId, [plan.status], { status: 'discarded' })))
      unwrap(refuse('plan.wrong_state', { state: plan.status, allowed: [] }))
    await record(work, 'session.discard_plan', { detail: { plan: planId } })
    return { ...plan, status: 'discarded' }
  })
}
