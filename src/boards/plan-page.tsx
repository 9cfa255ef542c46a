import { permit } from '../accounts/permissions.ts'
import type { Refusal } from '../shared/refusal.ts'
import { planWords } from '../web/board-words.ts'
import { ActionForm, momentOf, RefusalNote, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { inLang, fill } from '../web/messages.ts'
import { SessionFrame } from '../sessions/session-frame.tsx'
import { UnplacedList } from './board-lists.tsx'
import { seenByStaff } from '../sessions/seen-request.ts'
import type { Seen } from '../sessions/seen-request.ts'
import { boardOf } from './board.ts'
import { Alternates, PlanChanges, PlanFigures, PlanProgress } from './plan-page-result.tsx'
import { planView } from '../plans/plan-view.ts'
import type { PlanView } from '../plans/plan-view.ts'
import { readPlan } from '../plans/read-plan.ts'
import { planStatuses } from '../sessions/session-status.ts'
import { targetOfSession } from '../sessions/session.ts'

const refreshSeconds = '2'

/** One plan: how far it is, what it would change, and what it could not place. */
export async function planPage(c: C, planId: string, refusal?: Refusal) {
  const seen = await seenByStaff(c)
  const { facts, now } = seen
  const { session } = facts
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const plan = planView(await readPlan(c.get('ports').db, c.get('actor'), session.id, planId))
  const isRunning = plan.status === 'queued' || plan.status === 'running'
  // Without script too; nothing is typed on this page that could be lost.
  if (isRunning && refusal === undefined) c.header('refresh', refreshSeconds)
  const parts = { c, facts, plan, now }
  return (
    <SessionFrame
      c={c}
      seen={seen}
      tab="plans"
      title={fill(t.of, { at: momentOf(c, new Date(plan.madeAt)) })}
      address={`/sessions/${session.id}/plans/${plan.id}`}
    >
      <p>
        <a href={`/sessions/${session.id}/plans`}>{t.backToPlans}</a>
      </p>
      <RefusalNote refusal={refusal} lang={lang}>
        <Changed c={c} refusal={refusal} />
      </RefusalNote>
      <p class="eyebrow">
        <span>
          {t.thisPlan}
          {plan.kind === 'repair' ? t.repair : t.whole}
        </span>
        <Tag tone={plan.status === 'published' ? 'good' : undefined}>{labelOf(planStatuses, plan.status, lang)}</Tag>
        {plan.isStale && <Tag tone="warn">{t.stale}</Tag>}
      </p>
      {isRunning && <PlanProgress {...parts} />}
      {plan.failure !== null && <p class="notice">{plan.failure === 'fault' ? t.failedFault : t.failedProcess}</p>}
      {plan.comparison !== null && (
        <>
          <PlanFigures c={c} plan={plan} />
          <Decide c={c} seen={seen} plan={plan} />
          {(plan.status === 'complete' || plan.status === 'stopped') && <PlanChanges {...parts} />}
          <UnplacedList
            c={c}
            facts={facts}
            board={boardOf(facts, now)}
            query={{ view: 'tables', side: undefined, meeting: undefined }}
            plan={plan}
          />
          <Alternates {...parts} />
        </>
      )}
    </SessionFrame>
  )
}

function Decide({ c, seen: { facts }, plan }: { c: C; seen: Seen; plan: PlanView }) {
  const t = inLang(planWords, c.get('lang'))
  const may = permit(c.get('actor'), 'session.publish', targetOfSession(facts.session)).ok
  const isDone = plan.status === 'complete' || plan.status === 'stopped'
  if (!may || !isDone) return <></>
  const at = `/sessions/${facts.session.id}/plans/${plan.id}`
  return (
    <section class="actions">
      {plan.isStale ? <p class="notice">{t.staleNote}</p> : <p class="hint">{t.publishNote}</p>}
      <div class="steps">
        {!plan.isStale && <ActionForm c={c} action={`${at}/publication`} label={t.publish} />}
        <ActionForm c={c} action={`${at}/discarding`} label={t.discard} tone="quiet" />
      </div>
    </section>
  )
}

/** What happened between a plan and the attempt to publish it. */
function Changed({ c, refusal }: { c: C; refusal: Refusal | undefined }) {
  const changes = (refusal?.['changes'] ?? []) as { action: string; at?: Date }[]
  if (changes.length === 0) return <></>
  return (
    <>
      <p>{planWords.changed[c.get('lang')]}</p>
      <ul>
        {changes.map(({ action, at }) => (
          <li>
            {at !== undefined && momentOf(c, at)} <code>{action}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
