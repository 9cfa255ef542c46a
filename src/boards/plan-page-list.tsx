import type { Form } from '../accounts/form.ts'
import { permit } from '../accounts/permissions.ts'
import { pageLimitDefault } from '../shared/page.ts'
import type { Refusal } from '../shared/refusal.ts'
import { planWords } from '../web/board-words.ts'
import { momentOf, NextPage, RefusalNote, Tag } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { afterId } from '../web/request.ts'
import { SessionFrame, titleOfSession } from '../sessions/session-frame.tsx'
import type { Seen } from '../sessions/seen-request.ts'
import { PlanForm, RepairForm } from './plan-page-form.tsx'
import { listedPlanView } from '../plans/plan-view.ts'
import { readPlans } from '../plans/read-plan.ts'
import { planStatuses } from '../sessions/session-status.ts'
import { targetOfSession } from '../sessions/session.ts'

/** A new plan, a repair, and every plan so far. */
export async function listPage(c: C, seen: Seen, { refusal, typed = {} }: { refusal?: Refusal; typed?: Form } = {}) {
  const { facts, now } = seen
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const cursor = c.req.query('cursor')
  const { page } = await readPlans(c.get('ports').db, c.get('actor'), facts.session.id, afterId(cursor), pageLimitDefault)
  const may = permit(c.get('actor'), 'session.plan', targetOfSession(facts.session)).ok
  const isPlaced = facts.meetings.some(({ slot }) => slot !== null)
  return (
    <SessionFrame c={c} seen={seen} tab="plans" title={fill(t.title, { title: titleOfSession(facts.session, lang) })}>
      <RefusalNote refusal={refusal} lang={lang}>
        <Elsewhere c={c} refusal={refusal} />
      </RefusalNote>
      <p class="lead">{t.lead}</p>
      {may && (
        <section class="panel" aria-labelledby="make-title">
          <h2 id="make-title">{t.make}</h2>
          <PlanForm c={c} sessionId={facts.session.id} typed={typed} />
        </section>
      )}
      {may && isPlaced && (
        <section class="panel" aria-labelledby="repair-title">
          <h2 id="repair-title">{t.repairTitle}</h2>
          <p class="hint">{t.repairLead}</p>
          <RepairForm c={c} facts={facts} now={now} />
        </section>
      )}
      <h2>{t.list}</h2>
      {page.items.length === 0 && <p>{t.listNone}</p>}
      <ul class={page.items.length === 0 ? undefined : 'list'}>
        {page.items.map((plan) => {
          const view = listedPlanView(facts.session, plan)
          return (
            <li>
              <p class="item-title">
                <a href={`/sessions/${facts.session.id}/plans/${plan.id}`}>{fill(t.of, { at: momentOf(c, plan.madeAt) })}</a>{' '}
                <Tag>{labelOf(planStatuses, plan.status, lang)}</Tag> {view.isStale && <Tag tone="warn">{t.stale}</Tag>}
              </p>
              <p class="quiet-text">
                {plan.kind === 'repair' ? t.repair : t.whole}
                {plan.progress !== null && ` · ${t.unplaced} ${plan.progress.unplaced} · ${t.breaks} ${plan.progress.breaks}`}
              </p>
            </li>
          )
        })}
      </ul>
      <NextPage c={c} cursor={page.nextCursor} />
    </SessionFrame>
  )
}

/** Where this program runs no planner: what runs one. */
function Elsewhere({ c, refusal }: { c: C; refusal: Refusal | undefined }) {
  const ways = (refusal?.['alternatives'] ?? []) as string[]
  if (ways.length === 0) return <></>
  return (
    <>
      <p>{planWords.elsewhere[c.get('lang')]}</p>
      <ul>
        {ways.map((way) => (
          <li>
            <code>{way}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
