import { systemActor } from '../accounts/actor.ts'
import { recordEvent } from '../accounts/audit.ts'
import { transact } from '../db/transact.ts'
import type { Ports } from '../ports.ts'
import { failPlan, findDeadPlans } from './plan-store.ts'
import { findSession } from '../sessions/session-store.ts'

/** A process says every second that it still plans; after this long without a word it is gone. */
const silentMs = 60_000

/** A plan whose process died is marked failed, so that another can be asked for. */
export async function tickPlans({ db, ids, clock }: Pick<Ports, 'db' | 'ids' | 'clock'>, now: Date): Promise<void> {
  const since = new Date(now.getTime() - silentMs)
  for (const plan of await findDeadPlans(db, since)) {
    const session = (await findSession(db, plan.sessionId))!
    const actor = systemActor(session.districtId)
    await transact(db, actor, async (tx) => {
      if (!(await failPlan(tx, plan.id, since, now))) return
      await recordEvent(tx, { ids, clock }, actor, {
        objectType: 'session',
        objectId: session.id,
        action: 'session.fail_plan',
        detail: { plan: plan.id, reason: 'process_died' },
      })
    })
  }
}
