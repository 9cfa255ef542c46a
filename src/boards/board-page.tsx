import { permit } from '../accounts/permissions.ts'
import type { Form } from '../accounts/form.ts'
import type { Refusal } from '../shared/refusal.ts'
import { boardWords } from '../web/board-words.ts'
import { RefusalNote } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { Csrf } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { SessionDownloads } from '../papers/sheet-downloads.tsx'
import { orgOf, SessionFrame, titleOfSession } from '../sessions/session-frame.tsx'
import { PairMarks, TroubledList, UnplacedList } from './board-lists.tsx'
import { MeetingPanel } from './board-panel.tsx'
import { slotChoices } from './board-places.ts'
import type { Seen } from '../sessions/seen-request.ts'
import { addressOfBoard, moveForm, TimetableByParticipant, TimetableByTable } from './board-tables.tsx'
import type { BoardQuery, BoardView } from './board-tables.tsx'
import { boardOf } from './board.ts'
import type { Board } from './board.ts'
import { bodyOf } from '../sessions/holders.ts'
import { listPlans } from '../plans/plan-store.ts'
import type { ListedPlan } from '../plans/plan-store.ts'
import { planView } from '../plans/plan-view.ts'
import type { PlanView } from '../plans/plan-view.ts'
import { readPlan } from '../plans/read-plan.ts'
import { targetOfSession } from '../sessions/session.ts'

type Told = { refusal?: Refusal | undefined; typed?: Form }

/** The matchmaker's board: the timetable, what is wrong with it, and what it has no room for. */
export async function boardPage(c: C, seen: Seen, query: BoardQuery, { refusal, typed = {} }: Told = {}) {
  const { facts, now } = seen
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const board = boardOf(facts, now)
  const chosen = [...board.at.values(), board.unplaced].flat().find(({ meeting }) => meeting.id === query.meeting)
  const mayPlace = permit(c.get('actor'), 'session.mark_pair', targetOfSession(facts.session)).ok
  const choices = chosen === undefined || !mayPlace ? [] : slotChoices(facts, chosen.meeting, now)
  const plan = await lastPlan(c, facts.session.id)
  const parts = { c, facts, board, query, mayPlace }
  return (
    <SessionFrame c={c} seen={seen} tab="board" title={fill(t.title, { title: titleOfSession(facts.session, lang) })}>
      <RefusalNote refusal={refusal} lang={lang}>
        <Clashes c={c} seen={seen} refusal={refusal} />
      </RefusalNote>
      <PlanNote c={c} sessionId={facts.session.id} plan={plan} />
      <Counts c={c} board={board} />
      {chosen !== undefined && <MeetingPanel {...parts} one={chosen} choices={choices} typed={typed} />}
      <Views c={c} sessionId={facts.session.id} query={query} />
      {mayPlace && <p class="hint">{board.at.size === 0 ? t.empty : t.tip}</p>}
      {mayPlace && board.at.size === 0 && (
        <p>
          <a class="button" href={`/sessions/${facts.session.id}/plans`}>
            {t.planNow}
          </a>
        </p>
      )}
      {mayPlace && (
        <form method="post" action={`/sessions/${facts.session.id}/board/place`} id={moveForm} data-move>
          <Csrf c={c} />
          <input type="hidden" name="meeting" value={chosen?.meeting.id ?? ''} />
          <input type="hidden" name="view" value={query.view} />
          <input type="hidden" name="dropped" value="" />
        </form>
      )}
      {query.view === 'tables' ? <TimetableByTable {...parts} choices={choices} /> : <TimetableByParticipant {...parts} />}
      <div class="halves">
        <UnplacedList {...parts} plan={plan} />
        <TroubledList {...parts} />
      </div>
      <PairMarks c={c} facts={facts} mayMark={mayPlace} typed={typed} />
      <SessionDownloads c={c} sessionId={facts.session.id} isStaff isParticipant={false} />
    </SessionFrame>
  )
}

/** Who was taken, where a place could not be had because of it. */
function Clashes({ c, seen: { facts }, refusal }: { c: C; seen: Seen; refusal: Refusal | undefined }) {
  const lang = c.get('lang')
  const held = ((refusal?.['clashes'] ?? []) as { holder: string }[]).map(({ holder }) => holder)
  const names = [
    ...facts.participants.filter(({ id }) => held.includes(id)).map((one) => orgOf(one, lang)),
    ...facts.people.filter((one) => held.includes(bodyOf(one))).map(({ name }) => name),
  ]
  return names.length === 0 ? <></> : <p>{fill(boardWords.busyThen[lang], { who: names.join(lang === 'zh' ? '、' : ', ') })}</p>
}

function Counts({ c, board: { counts } }: { c: C; board: Board }) {
  const t = inLang(boardWords, c.get('lang'))
  return (
    <dl class="facts">
      {(
        [
          [t.placed, counts.placed],
          [t.accepted, counts.accepted],
          [t.pending, counts.pending],
          [t.withoutPlace, counts.unplaced, '#unplaced'],
          [t.troubles, counts.troubles, '#troubles'],
        ] as const
      ).map(([name, count, href]) => (
        <div>
          <dt>{name}</dt>
          <dd>{href === undefined || count === 0 ? count : <a href={href}>{count}</a>}</dd>
        </div>
      ))}
    </dl>
  )
}

function Views({ c, sessionId, query }: { c: C; sessionId: string; query: BoardQuery }) {
  const t = inLang(boardWords, c.get('lang'))
  const views: { view: BoardView; label: string }[] = [
    { view: 'tables', label: t.byTable },
    { view: 'people', label: t.byPeople },
  ]
  return (
    <nav aria-label={t.views}>
      <ul class="chips">
        {views.map(({ view, label }) => (
          <li>
            <a
              class="chip"
              href={addressOfBoard(sessionId, { ...query, view })}
              aria-current={query.view === view ? 'true' : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** A plan that waits for somebody, or that is being made. */
function PlanNote({ c, sessionId, plan }: { c: C; sessionId: string; plan: PlanView | undefined }) {
  const t = inLang(boardWords, c.get('lang'))
  const isRunning = plan?.status === 'queued' || plan?.status === 'running'
  if (plan === undefined || !(isRunning || plan.status === 'complete' || plan.status === 'stopped')) return <></>
  return (
    <p class="notice">
      {isRunning ? t.running : plan.isStale ? t.stale : t.fresh} <a href={`/sessions/${sessionId}/plans/${plan.id}`}>{t.see}</a>
    </p>
  )
}

/** The newest plan that was not given up: it says what could not be placed, and why. */
async function lastPlan(c: C, sessionId: string): Promise<PlanView | undefined> {
  const { db } = c.get('ports')
  const recent: ListedPlan[] = await listPlans(db, sessionId, undefined, 10)
  const last = recent.find(({ status }) => status !== 'discarded' && status !== 'failed')
  return last === undefined ? undefined : planView(await readPlan(db, c.get('actor'), sessionId, last.id))
}
