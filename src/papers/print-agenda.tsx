import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { printWords } from '../web/session-print-words.ts'
import { PrintedAt, PrintPage, BothSides, SessionLines } from './print-layout.tsx'
import { sessionTitle, tableText, timeText } from './sheet.ts'
import type { SessionSheet, SheetMeeting } from './sheet.ts'

/** The whole day, slot after slot, for whoever runs it. */
export function AgendaPage({ c, sheet }: { c: C; sheet: SessionSheet }) {
  const lang = c.get('lang')
  const t = inLang(printWords, lang)
  const { session, placed, unplaced, slots, parties } = sheet
  const times = Map.groupBy(placed, ({ time }) => timeText(session.zone, time!))
  return (
    <PrintPage c={c} title={t.agenda} sheet={sheet}>
      <h1>{sessionTitle(session, lang)}</h1>
      <SessionLines c={c} sheet={sheet} />
      <p>{fill(t.summaryLine, { meetings: placed.length, slots: slots.length, parties: parties.length })}</p>
      {session.content.safetyNotes !== undefined && (
        <p class="text">
          {t.safety}
          {session.content.safetyNotes}
        </p>
      )}
      {placed.length === 0 && <p>{t.noMeetings}</p>}
      {placed.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col" class="where">
                {t.room}
              </th>
              <th scope="col">{t.department}</th>
              <th scope="col">{t.company}</th>
              <th scope="col" class="write">
                {t.notes}
              </th>
            </tr>
          </thead>
          {[...times].map(([time, meetings]) => (
            <SlotRows c={c} time={time} meetings={meetings} pause={pauseBefore(sheet, meetings[0]!)} />
          ))}
        </table>
      )}
      {unplaced.length > 0 && <Unplaced c={c} meetings={unplaced} />}
      <PrintedAt c={c} sheet={sheet} />
    </PrintPage>
  )
}

function SlotRows({
  c,
  time,
  meetings,
  pause,
}: {
  c: C
  time: string
  meetings: readonly SheetMeeting[]
  pause: string | undefined
}) {
  const lang = c.get('lang')
  return (
    <tbody>
      {pause !== undefined && (
        <tr>
          <td colspan={4}>{pause}</td>
        </tr>
      )}
      <tr class="slot">
        <th colspan={4} scope="rowgroup">
          {time}
        </th>
      </tr>
      {meetings.map((meeting) => (
        <tr>
          <td>{meeting.table === undefined ? '' : tableText(meeting.table, lang)}</td>
          <BothSides c={c} meeting={meeting} />
          <td></td>
        </tr>
      ))}
    </tbody>
  )
}

function Unplaced({ c, meetings }: { c: C; meetings: readonly SheetMeeting[] }) {
  const t = inLang(printWords, c.get('lang'))
  return (
    <section>
      <h2>{t.unplaced}</h2>
      <table>
        <tbody>
          {meetings.map((meeting) => (
            <tr>
              <BothSides c={c} meeting={meeting} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The break that ends when, or last before, these meetings begin, if no slot lies between. */
function pauseBefore({ session, slots }: SessionSheet, meeting: SheetMeeting): string | undefined {
  const [time, before] = [meeting.time!, slots.findLast(({ endsAt }) => endsAt <= meeting.time!.startsAt)]
  const [begins] = timeText(session.zone, time).split('–')
  const [, ended] = before === undefined ? [] : timeText(session.zone, before).split('–')
  const pause = session.content.breaks.find(({ from, to }) => to <= begins! && ended !== undefined && from >= ended)
  return pause === undefined ? undefined : `${pause.from}–${pause.to} ${pause.label ?? ''}`.trim()
}
