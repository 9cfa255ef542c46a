import { planWords } from '../web/board-words.ts'
import { ActionForm, Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { orgOf, whoIn } from '../sessions/session-frame.tsx'
import { placeText } from './board-lists.tsx'
import { boardOf, seatsBy } from './board.ts'
import type { PlanView } from '../plans/plan-view.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'

type ResultProps = { c: C; facts: SessionFacts; plan: PlanView; now: Date }

/** What a plan that still goes on has found so far; its page is read again by itself. */
export function PlanProgress({ c, facts, plan, now }: ResultProps) {
  const t = inLang(planWords, c.get('lang'))
  const { progress, seconds, madeAt, status } = plan
  const passed = Math.min(seconds, Math.max(0, Math.round((now.getTime() - Date.parse(madeAt)) / 1000)))
  return (
    <section class="panel" aria-live="polite">
      <p>{status === 'queued' ? t.queuedNote : t.runningNote}</p>
      <p>
        <progress max={seconds} value={passed}>
          {passed}
        </progress>{' '}
        {fill(t.elapsed, { now: passed, all: seconds })}
      </p>
      {progress !== null && <p>{fill(t.soFar, { unplaced: progress.unplaced, breaks: progress.breaks })}</p>}
      <ActionForm c={c} action={`/sessions/${facts.session.id}/plans/${plan.id}/stop`} label={t.stop} tone="quiet" />
    </section>
  )
}

/** How good it is, in figures. */
export function PlanFigures({ c, plan }: { c: C; plan: PlanView }) {
  const t = inLang(planWords, c.get('lang'))
  const { allocation, progress } = plan
  const share = allocation === null || allocation.fitBound === 0 ? 100 : (100 * allocation.fit) / allocation.fitBound
  const figures: [string, string | number][] = [
    [t.meetings, plan.assignments.length],
    [t.unplaced, plan.unplaced.length],
    [
      t.breaks,
      progress === null || plan.kind === 'repair'
        ? (plan.breaks ?? '—')
        : fill(t.breaksBound, { breaks: plan.breaks ?? '—', bound: progress.bound }),
    ],
    [t.gap, plan.gap ?? '—'],
    ...(allocation === null
      ? []
      : ([
          [t.fitSum, fill(t.fitShare, { fit: Math.round(allocation.fit), share: share.toFixed(1) })],
          [
            t.floor,
            allocation.floor === null
              ? t[allocation.floorAsked === null ? 'floorNotAsked' : 'floorNoneMet']
              : fill(t.floorPrice, { floor: Math.round(allocation.floor), price: (100 * allocation.price).toFixed(1) }),
          ],
        ] satisfies [string, string][])),
  ]
  return (
    <dl class="facts">
      {figures.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type Kind = 'added' | 'moved' | 'removed'
const tones: Record<Kind, Tone> = { added: 'good', moved: 'warn', removed: 'bad' }

/** The timetable as it is beside the one it would become. */
export function PlanChanges({ c, facts, plan, now }: ResultProps) {
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const { comparison } = plan
  if (comparison === null) return <></>
  const who = naming(c, facts, plan)
  const board = boardOf(facts, now)
  const kinds: Kind[] = ['removed', 'moved', 'added']
  const counts: [string, number][] = [
    ...kinds.map((kind): [string, number] => [t[kind], comparison[kind].length]),
    [t.same, comparison.same],
  ]
  const counted = counts.filter(([, count]) => count > 0)
  const rows = kinds.flatMap((kind) => comparison[kind].map((change) => ({ kind, ...change })))
  return (
    <section aria-labelledby="changes-title">
      <h2 id="changes-title">{t.changes}</h2>
      <p>{rows.length === 0 ? t.changesNone : counted.map(([name, count]) => `${name} ${count}`).join(' · ')}</p>
      {rows.length > 0 && (
        <table class="stack">
          <caption class="visually-hidden">{t.changes}</caption>
          <thead>
            <tr>
              <th scope="col">{t.change}</th>
              <th scope="col">{t.meeting}</th>
              <th scope="col">{t.before}</th>
              <th scope="col">{t.after}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, meeting, before, after }) => (
              <tr>
                <td>
                  <Tag tone={tones[kind]}>{t[kind]}</Tag>
                </td>
                <th scope="row">{who(meeting)}</th>
                <td data-label={t.before}>{placeText(facts, board, before, c)}</td>
                <td data-label={t.after}>{placeText(facts, board, after, c)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** Who sits in a meeting of the plan, be it one that does not exist yet. */
function naming(c: C, facts: SessionFacts, plan: PlanView): (meeting: string) => string {
  const lang = c.get('lang')
  const seated = seatsBy(facts)
  const planned = new Map(plan.assignments.map((one) => [one.meeting, one.participants]))
  const existing = new Map(facts.meetings.map((one) => [one.id, one]))
  return (id) => {
    const meeting = existing.get(id)
    if (meeting !== undefined) return whoIn(seated(meeting), lang)
    return (planned.get(id) ?? []).map(({ name, nameEn }) => orgOf({ orgName: name, orgNameEn: nameEn }, lang)).join(' × ')
  }
}

/** Whom each unit could meet instead, should somebody drop out. */
export function Alternates({ c, facts, plan }: Omit<ResultProps, 'now'>) {
  const lang = c.get('lang')
  const t = inLang(planWords, lang)
  const named = new Map(facts.participants.map((one) => [one.id, orgOf(one, lang)]))
  const alternates = (plan.allocation?.alternates ?? []).filter(({ companies }) => companies.length > 0)
  if (alternates.length === 0) return <></>
  return (
    <details>
      <summary>{t.alternates}</summary>
      <p class="hint">{t.alternatesNote}</p>
      <dl class="pairs">
        {alternates.map(({ department, companies }) => (
          <>
            <dt>{named.get(department)}</dt>
            <dd>
              {companies
                .map(({ company, fit }) => `${named.get(company) ?? ''} ${Math.round(fit)}`)
                .join(lang === 'zh' ? '、' : ', ')}
            </dd>
          </>
        ))}
      </dl>
    </details>
  )
}
