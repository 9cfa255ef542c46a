import { boardWords, pairKindTerms } from '../web/board-words.ts'
import { ActionForm, SelectField, Tag, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { orgOf, spanOf, tableName, whoIn } from '../sessions/session-frame.tsx'
import { TroubleList } from './board-panel.tsx'
import { addressOfBoard, MeetingTag } from './board-tables.tsx'
import type { BoardQuery } from './board-tables.tsx'
import type { Board, BoardMeeting } from './board.ts'
import type { PlanView } from '../plans/plan-view.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'

type ListProps = { c: C; facts: SessionFacts; board: Board; query: BoardQuery }

/** What has no place: asked for by somebody, or left out by the last plan, which says why. */
export function UnplacedList({ c, facts, board, query, plan }: ListProps & { plan: PlanView | undefined }) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const reasons = new Map((plan?.unplaced ?? []).map((one) => [one.meeting, one]))
  const known = new Set(facts.meetings.map(({ id }) => id))
  const neverMade = (plan?.unplaced ?? []).filter(({ meeting }) => !known.has(meeting))
  const names = new Map(facts.participants.map((one) => [one.id, orgOf(one, lang)]))
  return (
    <section id="unplaced" aria-labelledby="unplaced-title">
      <h2 id="unplaced-title">
        {t.unplacedTitle} {board.unplaced.length + neverMade.length}
      </h2>
      {board.unplaced.length + neverMade.length === 0 ? (
        <p>{t.unplacedNone}</p>
      ) : (
        <>
          <p class="hint">{t.unplacedLead}</p>
          <ul class="list">
            {board.unplaced.map((one) => (
              <li>
                <Titled c={c} facts={facts} one={one} query={query} />
                <Waits c={c} one={one} />
                <Why c={c} told={reasons.get(one.meeting.id)} />
                <TroubleList troubles={one.troubles} facts={facts} lang={lang} />
              </li>
            ))}
            {neverMade.map((one) => (
              <li>
                <p class="item-title">{one.participants.map((id) => names.get(id) ?? id).join(' × ')}</p>
                <Why c={c} told={one} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Unmet c={c} plan={plan} names={names} />
    </section>
  )
}

type Told = PlanView['unplaced'][number] | NonNullable<PlanView['allocation']>['unmet'][number]

function Why({ c, told }: { c: C; told: Pick<Told, 'reason' | 'relaxation'> | undefined }) {
  const lang = c.get('lang')
  if (told === undefined) return <></>
  return (
    <p>
      {told.reason[lang]}
      {lang === 'zh' ? '。' : '. '}
      {told.relaxation !== null && (
        <>
          {boardWords.relax[lang]}
          {told.relaxation[lang]}
          {lang === 'zh' ? '。' : '.'}
        </>
      )}
    </p>
  )
}

/** Least numbers, pins and floors that could not be kept. */
function Unmet({ c, plan, names }: { c: C; plan: PlanView | undefined; names: ReadonlyMap<string, string> }) {
  const unmet = plan?.allocation?.unmet ?? []
  if (unmet.length === 0) return <></>
  return (
    <>
      <h3>{boardWords.unmetTitle[c.get('lang')]}</h3>
      <ul class="list">
        {unmet.map((one) => (
          <li>
            <p class="item-title">
              {[one.participant, one.company].flatMap((id) => (id === null ? [] : [names.get(id) ?? id])).join(' × ')}
            </p>
            <Why c={c} told={one} />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Every meeting that somebody should look at before the day, and why. */
export function TroubledList({ c, facts, board, query }: ListProps) {
  const t = inLang(boardWords, c.get('lang'))
  return (
    <section id="troubles" aria-labelledby="troubles-title">
      <h2 id="troubles-title">
        {t.troublesTitle} {board.troubled.length}
      </h2>
      {board.troubled.length === 0 ? (
        <p>{t.troublesNone}</p>
      ) : (
        <ul class="list">
          {board.troubled.map((one) => (
            <li>
              <Titled c={c} facts={facts} one={one} query={query} />
              <TroubleList troubles={one.troubles} facts={facts} lang={c.get('lang')} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Titled({ c, facts, one, query }: { c: C; facts: SessionFacts; one: BoardMeeting; query: BoardQuery }) {
  const lang = c.get('lang')
  const { meeting, seats } = one
  const slot = meeting.slot === null ? undefined : facts.slots[meeting.slot - 1]
  return (
    <p class="item-title">
      <a href={`${addressOfBoard(facts.session.id, { ...query, meeting: meeting.id })}#chosen`}>{whoIn(seats, lang)}</a>{' '}
      <MeetingTag status={meeting.status} lang={lang} />{' '}
      {slot !== undefined && <span class="quiet-text">{spanOf(facts.session, slot)}</span>}
    </p>
  )
}

/** Whose answer a request waits for. */
function Waits({ c, one }: { c: C; one: BoardMeeting }) {
  const waited = one.meeting.status === 'pending' ? one.seats.filter(({ hasAccepted }) => !hasAccepted) : []
  if (waited.length === 0) return <></>
  return <p class="quiet-text">{fill(boardWords.waiting[c.get('lang')], { who: whoIn(waited, c.get('lang')) })}</p>
}

/** Who must and who must not meet, whatever the planner thinks. */
export function PairMarks({
  c,
  facts,
  mayMark,
  typed,
}: {
  c: C
  facts: SessionFacts
  mayMark: boolean
  typed: Record<string, string>
}) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const at = `/sessions/${facts.session.id}/board`
  const names = new Map(facts.participants.map((one) => [one.id, orgOf(one, lang)]))
  const optionsOf = (side: 'department' | 'company') =>
    facts.participants.filter((one) => one.side === side).map((one) => ({ id: one.id, zh: one.orgName, en: orgOf(one, 'en') }))
  const [departments, companies] = [optionsOf('department'), optionsOf('company')]
  return (
    <section id="pairs" aria-labelledby="pairs-title">
      <h2 id="pairs-title">{t.pairsTitle}</h2>
      <p class="hint">{t.pairsLead}</p>
      <ul class="list">
        {facts.pairMarks.map(({ departmentId, companyId, kind, reason }) => {
          const both = { one: names.get(departmentId) ?? '', other: names.get(companyId) ?? '' }
          return (
            <li>
              <p class="item-title">
                {both.one} × {both.other} <Tag tone={kind === 'pin' ? 'good' : 'bad'}>{labelOf(pairKindTerms, kind, lang)}</Tag>
              </p>
              {reason !== null && <p class="text">{reason}</p>}
              {mayMark && (
                <ActionForm c={c} action={`${at}/unmarking`} label={t.removePair} tone="quiet">
                  <span class="visually-hidden">{fill(t.removePairOf, both)}</span>
                  <input type="hidden" name="departmentId" value={departmentId} />
                  <input type="hidden" name="companyId" value={companyId} />
                </ActionForm>
              )}
            </li>
          )
        })}
      </ul>
      {mayMark && departments.length > 0 && companies.length > 0 && (
        <ActionForm c={c} action={`${at}/marking`} label={t.addPair}>
          <div class="columns">
            <SelectField id="departmentId" label={t.department} options={departments} value={typed['departmentId']} lang={lang} />
            <SelectField id="kind" label={t.kind} options={pairKindTerms} value={typed['kind']} lang={lang} />
            <SelectField id="companyId" label={t.company} options={companies} value={typed['companyId']} lang={lang} />
          </div>
          <TextField
            id="pair-reason"
            name="reason"
            label={t.reason}
            value={typed['pair'] === undefined ? '' : (typed['reason'] ?? '')}
          />
          <input type="hidden" name="pair" value="yes" />
        </ActionForm>
      )}
    </section>
  )
}

export function placeText(
  facts: SessionFacts,
  board: Pick<Board, 'tables'>,
  at: { slot: number; table: number } | null,
  c: C,
): string {
  const slot = at === null ? undefined : facts.slots[at.slot - 1]
  if (at === null || slot === undefined) return '—'
  return `${spanOf(facts.session, slot)} ${tableName(
    board.tables.find(({ number }) => number === at.table),
    c.get('lang'),
  )}`
}
