import type { Form } from '../accounts/form.ts'
import { boardWords, troubleWords } from '../web/board-words.ts'
import { ActionForm, TextField } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { clockOf, orgOf, spanOf, tableName, whoIn } from '../sessions/session-frame.tsx'
import { isFree } from './board-places.ts'
import type { SlotChoice } from './board-places.ts'
import { addressOfBoard, MeetingTag } from './board-tables.tsx'
import type { BoardQuery } from './board-tables.tsx'
import type { Board, BoardMeeting } from './board.ts'
import type { Trouble } from './board-troubles.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'

type PanelProps = {
  c: C
  facts: SessionFacts
  board: Board
  one: BoardMeeting
  query: BoardQuery
  choices: readonly SlotChoice[]
  mayPlace: boolean
  /** What was sent, where it was refused. */
  typed: Form
}

/** One meeting, and everything the matchmaker can do with it. */
export function MeetingPanel(props: PanelProps) {
  const { c, facts, board, one, query, mayPlace } = props
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const { meeting, seats, troubles } = one
  const slot = meeting.slot === null ? undefined : facts.slots[meeting.slot - 1]
  const table = board.tables.find(({ number }) => number === meeting.tableNo)
  const [from, to] = [facts.slots[(meeting.windowFrom ?? 0) - 1], facts.slots[(meeting.windowTo ?? 0) - 1]]
  const window = from && to && { from: clockOf(facts.session, from.startsAt), to: clockOf(facts.session, to.endsAt) }
  const isAhead = ['proposed', 'pending', 'accepted'].includes(meeting.status)
  return (
    <section class="panel panel-tint" id="chosen" aria-labelledby="chosen-title" tabindex={-1}>
      <h2 id="chosen-title">
        {whoIn(seats, lang)} <MeetingTag status={meeting.status} lang={lang} />
      </h2>
      <ul class="meta">
        <li>
          {t.at}
          {lang === 'zh' ? '：' : ': '}
          {slot === undefined ? t.withoutPlace : `${spanOf(facts.session, slot)} ${tableName(table, lang)}`}
        </li>
        {window !== undefined && <li>{fill(t.window, window)}</li>}
        {meeting.isPinned && <li>{t.pinned}</li>}
        {meeting.fit !== null && (
          <li>
            {t.fit} {Math.round(meeting.fit)}
          </li>
        )}
        <li>
          <a href={addressOfBoard(facts.session.id, { ...query, meeting: undefined })}>{t.closePanel}</a>
        </li>
      </ul>
      {meeting.message !== null && <p class="text">{meeting.message}</p>}
      <TroubleList troubles={troubles} facts={facts} lang={lang} />
      <p>
        {t.who}
        {lang === 'zh' ? '：' : ': '}
        {seats
          .map(({ participant, person }) => `${orgOf(participant, lang)} ${person?.name ?? t.nobody}`)
          .join(lang === 'zh' ? '；' : '; ')}
      </p>
      {mayPlace && isAhead ? <Steps {...props} /> : <p class="quiet-text">{t.mayNot}</p>}
    </section>
  )
}

function Steps(props: PanelProps) {
  const { c, facts, one, query, typed } = props
  const t = inLang(boardWords, c.get('lang'))
  const { meeting } = one
  const hidden = <MeetingOf id={meeting.id} query={query} />
  const at = `/sessions/${facts.session.id}/board`
  return (
    <>
      <Move {...props} />
      <div class="steps">
        {meeting.slot !== null && (
          <ActionForm c={c} action={`${at}/pin`} label={meeting.isPinned ? t.unpin : t.pin} tone="quiet">
            {hidden}
            <input type="hidden" name="pinned" value={meeting.isPinned ? 'no' : 'yes'} />
          </ActionForm>
        )}
        {meeting.slot !== null && (
          <ActionForm c={c} action={`${at}/unplacement`} label={t.unplace} tone="quiet">
            {hidden}
          </ActionForm>
        )}
        <details>
          <summary>{t.assign}</summary>
          <Assign {...props} />
        </details>
        <details open={typed['step'] === 'cancellation'}>
          <summary>{t.cancel}</summary>
          <ActionForm c={c} action={`${at}/cancellation`} label={t.cancel} tone="danger">
            {hidden}
            <input type="hidden" name="step" value="cancellation" />
            <TextField
              id="cancel-reason"
              name="reason"
              label={t.cancelReason}
              value={typed['step'] === undefined ? '' : (typed['reason'] ?? '')}
            />
          </ActionForm>
        </details>
      </div>
      {meeting.slot !== null && <p class="hint">{t.pinNote}</p>}
    </>
  )
}

function MeetingOf({ id, query }: { id: string; query: BoardQuery }) {
  return (
    <>
      <input type="hidden" name="meeting" value={id} />
      <input type="hidden" name="view" value={query.view} />
    </>
  )
}

function Move({ c, facts, board, one, query, choices }: PanelProps) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const free = choices.filter(isFree)
  const tables = board.tables.filter(({ number }) => free.some((choice) => choice.tables.includes(number)))
  return (
    <>
      {free.length === 0 ? (
        <p class="notice">{t.noSlotFree}</p>
      ) : (
        <ActionForm
          c={c}
          action={`/sessions/${facts.session.id}/board/place`}
          label={one.meeting.slot === null ? t.place : t.move}
        >
          <MeetingOf id={one.meeting.id} query={query} />
          <div class="columns">
            <div class="field">
              <label for="move-slot">{t.moveSlot}</label>
              <select id="move-slot" name="slot">
                {free.map(({ slot, tables: left, away }) => (
                  <option value={String(slot.number)}>
                    {fill(away.length > 0 ? t.slotAway : t.slotOption, { time: spanOf(facts.session, slot), free: left.length })}
                  </option>
                ))}
              </select>
            </div>
            <div class="field">
              <label for="move-table">{t.moveTable}</label>
              <select id="move-table" name="table">
                <option value="">{t.anyTable}</option>
                {tables.map((table) => (
                  <option value={String(table.number)}>{tableName(table, lang)}</option>
                ))}
              </select>
            </div>
          </div>
        </ActionForm>
      )}
      <Blocked facts={facts} choices={choices.filter((choice) => !isFree(choice))} lang={lang} />
    </>
  )
}

/** Why the other slots are not among those to choose from. */
function Blocked({ facts, choices, lang }: { facts: SessionFacts; choices: readonly SlotChoice[]; lang: Lang }) {
  const t = inLang(boardWords, lang)
  if (choices.length === 0) return <></>
  const named = (ids: readonly string[]) =>
    facts.participants
      .filter(({ id }) => ids.includes(id))
      .map((one) => orgOf(one, lang))
      .join(lang === 'zh' ? '、' : ', ')
  return (
    <details>
      <summary>{t.whyNot}</summary>
      <ul>
        {choices.map(({ slot, busy }) => (
          <li>
            {spanOf(facts.session, slot)} {busy.length > 0 ? fill(t.busyThen, { who: named(busy) }) : t.noTableThen}
          </li>
        ))}
      </ul>
    </details>
  )
}

function Assign({ c, facts, one, query }: PanelProps) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  return (
    <>
      {one.seats.map(({ participant, person }) => (
        <ActionForm c={c} action={`/sessions/${facts.session.id}/board/person`} label={t.saveWho} tone="quiet">
          <MeetingOf id={one.meeting.id} query={query} />
          <input type="hidden" name="participant" value={participant.id} />
          <div class="field">
            <label for={`who-${participant.id}`}>{fill(t.whoOf, { org: orgOf(participant, lang) })}</label>
            <select id={`who-${participant.id}`} name="person">
              <option value="">{t.nobody}</option>
              {facts.people
                .filter(({ participantId }) => participantId === participant.id)
                .map(({ id, name, post }) => (
                  <option value={id} selected={id === person?.id}>
                    {post === null ? name : `${name}（${post}）`}
                  </option>
                ))}
            </select>
          </div>
        </ActionForm>
      ))}
    </>
  )
}

export function TroubleList({ troubles, facts, lang }: { troubles: readonly Trouble[]; facts: SessionFacts; lang: Lang }) {
  if (troubles.length === 0) return <></>
  return (
    <ul class="findings">
      {troubles.map((trouble) => (
        <li>{troubleText(trouble, facts, lang)}</li>
      ))}
    </ul>
  )
}

export function troubleText({ code, participantId }: Trouble, { participants }: SessionFacts, lang: Lang): string {
  const participant = participants.find(({ id }) => id === participantId)
  return fill(troubleWords[code][lang], { who: participant === undefined ? participantId : orgOf(participant, lang) })
}
