import type { C } from '../web/http.ts'
import { inLang } from '../web/messages.ts'
import { printWords } from '../web/session-print-words.ts'
import { CheckInCode } from './print-code.tsx'
import { PrintedAt, PrintPage, Seats, SessionLines } from './print-layout.tsx'
import { ownMeetings, partyName, sessionTitle, tableText, timeText } from './sheet.ts'
import type { SessionSheet, SheetMeeting, SheetParty, SheetSeat } from './sheet.ts'
import { isNaming } from '../sessions/meeting-view.ts'

/** A sheet for each participant: when, where and with whom, and the code that says who has come. */
export function ParticipantsPage({ c, sheet, parties }: { c: C; sheet: SessionSheet; parties: readonly SheetParty[] }) {
  const t = inLang(printWords, c.get('lang'))
  return (
    <PrintPage c={c} title={t.participants} sheet={sheet}>
      {parties.length === 0 && <h1>{t.participants}</h1>}
      {parties.map((party) => (
        <ParticipantSheet c={c} sheet={sheet} party={party} />
      ))}
    </PrintPage>
  )
}

function ParticipantSheet({ c, sheet, party }: { c: C; sheet: SessionSheet; party: SheetParty }) {
  const lang = c.get('lang')
  const t = inLang(printWords, lang)
  const { session } = sheet
  const meetings = ownMeetings(sheet, party.id)
  const name = partyName(party, lang)
  const label = `${t.checkIn} ${party.checkInCode}`
  const people = party.people.map((person) => (person.post === null ? person.name : `${person.name} ${person.post}`))
  return (
    <section class="page" aria-label={name}>
      <div class="head">
        <div>
          <h1>{name}</h1>
          <p>{sessionTitle(session, lang)}</p>
          <SessionLines c={c} sheet={sheet} />
          <p>
            {t.people}
            {people.length === 0 ? t.noPeople : people.join(lang === 'zh' ? '、' : ', ')}
          </p>
        </div>
        <div class="pass">
          <CheckInCode code={party.checkInCode} label={label} />
          <p>{t.checkIn}</p>
          <p class="digits">{party.checkInCode}</p>
          <p>{t.checkInHint}</p>
        </div>
      </div>
      {meetings.length === 0 ? <p>{t.noMeetings}</p> : <Meetings c={c} sheet={sheet} party={party} meetings={meetings} />}
      {session.content.safetyNotes !== undefined && (
        <p class="text">
          {t.safety}
          {session.content.safetyNotes}
        </p>
      )}
      <PrintedAt c={c} sheet={sheet} />
    </section>
  )
}

/** Until a meeting is agreed nobody learns who would come for the other side. */
function othersOf(meeting: SheetMeeting, { id }: SheetParty): SheetSeat[] {
  const others = meeting.seats.filter(({ party }) => party.id !== id)
  return isNaming(meeting) ? others : others.map((seat) => ({ ...seat, person: undefined }))
}

function Meetings({
  c,
  sheet: { session },
  party,
  meetings,
}: {
  c: C
  sheet: SessionSheet
  party: SheetParty
  meetings: readonly SheetMeeting[]
}) {
  const lang = c.get('lang')
  const t = inLang(printWords, lang)
  return (
    <table>
      <thead>
        <tr>
          <th scope="col" class="time">
            {t.time}
          </th>
          <th scope="col" class="where">
            {t.room}
          </th>
          <th scope="col">{t.with}</th>
          <th scope="col" class="write">
            {t.notes}
          </th>
        </tr>
      </thead>
      <tbody>
        {meetings.map((meeting) => (
          <tr>
            <th scope="row" class="time">
              {timeText(session.zone, meeting.time!)}
            </th>
            <td>{meeting.table === undefined ? '' : tableText(meeting.table, lang)}</td>
            <td>
              <Seats c={c} seats={othersOf(meeting, party)} />
            </td>
            <td></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
