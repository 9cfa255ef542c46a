import type { C } from '../web/http.ts'
import { inLang } from '../web/messages.ts'
import { printWords } from '../web/session-print-words.ts'
import { PrintedAt, PrintPage, BothSides } from './print-layout.tsx'
import { sessionTitle, timeText } from './sheet.ts'
import type { SessionSheet } from './sheet.ts'
import type { Table } from '../sessions/slots.ts'

/** A card for each table that is used, to stand on it. */
export function TablesPage({ c, sheet }: { c: C; sheet: SessionSheet }) {
  const t = inLang(printWords, c.get('lang'))
  const used = sheet.tables.filter(({ number }) => sheet.placed.some(({ tableNo }) => tableNo === number))
  return (
    <PrintPage c={c} title={t.tables} sheet={sheet}>
      {used.length === 0 && <h1>{t.tables}</h1>}
      {used.length === 0 && <p>{t.noMeetings}</p>}
      {used.map((table) => (
        <Card c={c} sheet={sheet} table={table} />
      ))}
    </PrintPage>
  )
}

function Card({ c, sheet, table }: { c: C; sheet: SessionSheet; table: Table }) {
  const lang = c.get('lang')
  const t = inLang(printWords, lang)
  const { session, placed } = sheet
  const meetings = placed.filter(({ tableNo }) => tableNo === table.number)
  return (
    <section class="page" aria-label={`${table.room} ${table.inRoom}`}>
      <div class="card">
        <h1 class="number" aria-label={`${t.table} ${table.inRoom}`}>
          {table.inRoom}
        </h1>
        <div>
          <p class="room">{table.room}</p>
          <p>
            {sessionTitle(session, lang)} · {session.content.date}
          </p>
          <PrintedAt c={c} sheet={sheet} />
          {session.isExample && <span class="mark">{t.example}</span>}
        </div>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col" class="time">
              {t.time}
            </th>
            <th scope="col">{t.department}</th>
            <th scope="col">{t.company}</th>
          </tr>
        </thead>
        <tbody>
          {meetings.map((meeting) => (
            <tr>
              <th scope="row" class="time">
                {timeText(session.zone, meeting.time!)}
              </th>
              <BothSides c={c} meeting={meeting} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
