import { boardWords, sessionTabWords, sideWords } from '../web/board-words.ts'
import { Tag } from '../web/components.tsx'
import type { Tone } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { labelOf } from '../web/language.ts'
import type { Lang } from '../web/language.ts'
import { fill, inLang } from '../web/messages.ts'
import { clockOf, orgOf, spanOf, tableName } from '../sessions/session-frame.tsx'
import { isFree } from './board-places.ts'
import type { SlotChoice } from './board-places.ts'
import { placeKey, sideOrder } from './board.ts'
import type { Board, BoardMeeting, DayLine } from './board.ts'
import type { StoredParticipant } from '../sessions/participant-store.ts'
import type { SessionFacts } from '../sessions/session-facts.ts'
import { meetingStatuses } from '../sessions/session-status.ts'
import type { MeetingStatus } from '../sessions/session-status.ts'
import type { Table } from '../sessions/slots.ts'

export type BoardView = 'tables' | 'people'
export type BoardQuery = { view: BoardView; meeting: string | undefined; side: StoredParticipant['side'] | undefined }

type TableProps = {
  c: C
  facts: SessionFacts
  board: Board
  query: BoardQuery
  /** Where the chosen meeting may go; empty where none is chosen. */
  choices: readonly SlotChoice[]
  /** Whether its reader may change the timetable. */
  mayPlace: boolean
}

export const moveForm = 'move-form'

export function TimetableByTable({ c, facts, board, query, choices, mayPlace }: TableProps) {
  const lang = c.get('lang')
  const t = inLang({ ...boardWords, ...sessionTabWords }, lang)
  const rooms = [...Map.groupBy(board.tables, ({ room }) => room)]
  const free = new Map(choices.filter(isFree).map((choice) => [choice.slot.number, choice.tables]))
  return (
    <div class="table-wrap board-region" role="region" aria-label={t.region} tabindex={0}>
      <table class="board stack">
        <caption>{t.tableCaption}</caption>
        <thead>
          <tr>
            <th scope="col" rowspan={2}>
              {t.time}
            </th>
            {rooms.map(([room, tables]) => (
              <th scope="colgroup" colspan={tables.length}>
                {room}
              </th>
            ))}
          </tr>
          <tr>
            {board.tables.map(({ inRoom }) => (
              <th scope="col">{fill(t.table, { n: inRoom })}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.lines.map((line) =>
            line.kind === 'break' ? (
              <Pause line={line} facts={facts} columns={board.tables.length} lang={lang} />
            ) : (
              <tr>
                <th scope="row">{spanOf(facts.session, line)}</th>
                {board.tables.map((table) => {
                  const key = placeKey(line.number, table.number)
                  const isOpen = free.get(line.number)?.includes(table.number) === true
                  return (
                    <td data-label={tableName(table, lang)} data-place={mayPlace ? key : undefined}>
                      {(board.at.get(key) ?? []).map((one) => (
                        <Card c={c} facts={facts} one={one} query={query} mayPlace={mayPlace} />
                      ))}
                      {isOpen && <MoveHere lang={lang} place={key} time={clockOf(facts.session, line.startsAt)} table={table} />}
                    </td>
                  )
                })}
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  )
}

function Pause({ line, facts, columns, lang }: { line: DayLine; facts: SessionFacts; columns: number; lang: Lang }) {
  const label = line.kind === 'break' ? line.label : undefined
  return (
    <tr class="board-break">
      <th scope="row">{spanOf(facts.session, line)}</th>
      <td colspan={columns}>{label ?? sessionTabWords.break[lang]}</td>
    </tr>
  )
}

/** Submits the form that moves the chosen meeting. */
function MoveHere({ lang, place, time, table }: { lang: Lang; place: string; time: string; table: Table }) {
  return (
    <button type="submit" form={moveForm} name="place" value={place} class="quiet board-here">
      {boardWords.moveHere[lang]}
      <span class="visually-hidden">{` ${time} ${tableName(table, lang)}`}</span>
    </button>
  )
}

type CardProps = { c: C; facts: SessionFacts; one: BoardMeeting; query: BoardQuery; mayPlace: boolean; of?: StoredParticipant }

function Card({ c, facts, one, query, mayPlace, of }: CardProps) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const { meeting, seats, troubles } = one
  const shown = of === undefined ? seats : seats.filter(({ participant }) => participant.id !== of.id)
  const isChosen = query.meeting === meeting.id
  const mayMove = mayPlace && ['proposed', 'pending', 'accepted'].includes(meeting.status)
  return (
    <a
      class={`card card-${meeting.status}${isChosen ? ' card-chosen' : ''}`}
      href={`${addressOfBoard(facts.session.id, { ...query, meeting: meeting.id })}#chosen`}
      aria-current={isChosen ? 'true' : undefined}
      draggable={mayMove ? 'true' : undefined}
      data-meeting={mayMove ? meeting.id : undefined}
    >
      {shown.map(({ participant }) => (
        <span class="card-who">{orgOf(participant, lang)}</span>
      ))}
      <span class="card-state">
        {labelOf(meetingStatuses, meeting.status, lang)}
        {meeting.isPinned && ` · ${t.pinned}`}
      </span>
      {troubles.length > 0 && <span class="card-trouble">{t.toLookAt}</span>}
    </a>
  )
}

export function TimetableByParticipant({ c, facts, board, query, mayPlace }: Omit<TableProps, 'choices'>) {
  const lang = c.get('lang')
  const t = inLang({ ...boardWords, ...sessionTabWords }, lang)
  const slots = board.lines.filter((line) => line.kind === 'slot')
  const shown = facts.participants
    .filter(({ status, side }) => status === 'joined' && (query.side === undefined || side === query.side))
    .toSorted((one, other) => sideOrder.indexOf(one.side) - sideOrder.indexOf(other.side))
  const tables = new Map(board.tables.map((table) => [table.number, table]))
  return (
    <>
      <SideFilter c={c} facts={facts} query={query} />
      <div class="table-wrap board-region" role="region" aria-label={t.region} tabindex={0}>
        <table class="board board-people stack">
          <caption>{t.peopleCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.participant}</th>
              {slots.map((slot) => (
                <th scope="col">{clockOf(facts.session, slot.startsAt)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((participant) => (
              <tr>
                <th scope="row">
                  {orgOf(participant, lang)} <span class="quiet-text">{sideWords[participant.side][lang]}</span>
                </th>
                {slots.map((slot) => {
                  const isAway = participant.unavailable.includes(slot.number)
                  return (
                    <td
                      data-label={clockOf(facts.session, slot.startsAt)}
                      data-place={mayPlace ? `${slot.number}.` : undefined}
                      class={isAway ? 'board-away' : undefined}
                    >
                      {isAway && <span class="quiet-text">{t.away}</span>}
                      {(board.ofParticipant.get(placeKey(slot.number, participant.id)) ?? []).map((one) => (
                        <>
                          <Card c={c} facts={facts} one={one} query={query} mayPlace={mayPlace} of={participant} />
                          <span class="quiet-text">{tableName(tables.get(one.meeting.tableNo ?? 0), lang)}</span>
                        </>
                      ))}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function SideFilter({ c, facts, query }: { c: C; facts: SessionFacts; query: BoardQuery }) {
  const lang = c.get('lang')
  const t = inLang(boardWords, lang)
  const sides = sideOrder.filter((side) => facts.participants.some((one) => one.side === side))
  const links = [{ side: undefined, label: t.allSides }, ...sides.map((side) => ({ side, label: sideWords[side][lang] }))]
  return (
    <nav aria-label={t.participant}>
      <ul class="chips">
        {links.map(({ side, label }) => (
          <li>
            <a
              class="chip"
              href={addressOfBoard(facts.session.id, { ...query, side })}
              aria-current={query.side === side ? 'true' : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export function addressOfBoard(sessionId: string, { view, meeting, side }: Partial<BoardQuery>): string {
  const query = new URLSearchParams()
  if (view === 'people') query.set('view', 'people')
  if (side !== undefined) query.set('side', side)
  if (meeting !== undefined) query.set('meeting', meeting)
  return `/sessions/${sessionId}/board${query.size > 0 ? `?${query.toString()}` : ''}`
}

export const meetingTones: Partial<Record<MeetingStatus, Tone>> = {
  pending: 'warn',
  accepted: 'good',
  checked_in: 'good',
  held: 'accent',
  declined: 'bad',
  no_show_company: 'bad',
  no_show_unit: 'bad',
}

export function MeetingTag({ status, lang }: { status: MeetingStatus; lang: Lang }) {
  return <Tag tone={meetingTones[status]}>{labelOf(meetingStatuses, status, lang)}</Tag>
}
