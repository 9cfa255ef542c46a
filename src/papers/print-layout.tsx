import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { fingerprint } from '../web/assets.ts'
import { momentOf } from '../web/components.tsx'
import type { C } from '../web/http.ts'
import { fill, inLang } from '../web/messages.ts'
import { printWords } from '../web/session-print-words.ts'
import { printStyle } from './print-style.ts'
import { partyName, sessionTitle } from './sheet.ts'
import type { SessionSheet, SheetMeeting, SheetSeat } from './sheet.ts'

/** The name changes with what is in it, so that a browser may keep it for ever. */
export const printStylePath = `/assets/print-${fingerprint(printStyle)}.css`

/** A page made for paper: nothing of the site but a line above it, which is not printed. */
export function PrintPage({ c, title, sheet, children }: { c: C; title: string; sheet: SessionSheet; children: Child }) {
  const lang = c.get('lang')
  const t = inLang(printWords, lang)
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={lang === 'en' ? 'en' : 'zh-CN'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} – ${sessionTitle(sheet.session, lang)}`}</title>
          <link rel="stylesheet" href={printStylePath} />
          <link rel="icon" href="data:," />
        </head>
        <body>
          <header class="screen">
            <p>
              <a href={`/sessions/${sheet.session.id}`}>{t.back}</a> · {t.print}
            </p>
          </header>
          <main>{children}</main>
        </body>
      </html>
    </>
  )
}

/** When and where, under the title of each paper. */
export function SessionLines({ c, sheet: { session } }: { c: C; sheet: SessionSheet }) {
  const t = inLang(printWords, c.get('lang'))
  const { date, startsAt, endsAt, place, link } = session.content
  return (
    <div class="facts">
      <p>
        {date} {startsAt}–{endsAt}
        {place !== undefined && ` · ${place}`}
      </p>
      {link !== undefined && (
        <p>
          {t.link}
          {link}
        </p>
      )}
      {session.isExample && (
        <p>
          <span class="mark">{t.example}</span>
        </p>
      )}
    </div>
  )
}

/** Which state of the session the paper shows. */
export function PrintedAt({ c, sheet: { session } }: { c: C; sheet: SessionSheet }) {
  const at = momentOf(c, c.get('ports').clock())
  return <p class="foot">{fill(printWords.printedAt[c.get('lang')], { at, version: session.version })}</p>
}

/** The two cells of a meeting: who sits there for the department, and who else. */
export function BothSides({ c, meeting }: { c: C; meeting: SheetMeeting }) {
  const [departments, others] = [true, false].map((isOn) =>
    meeting.seats.filter(({ party }) => (party.side === 'department') === isOn),
  )
  return (
    <>
      <td>
        <Seats c={c} seats={departments!} />
      </td>
      <td>
        <Seats c={c} seats={others!} />
      </td>
    </>
  )
}

/** Who sits there for one of the sides. */
export function Seats({ c, seats }: { c: C; seats: readonly SheetSeat[] }) {
  const lang = c.get('lang')
  return (
    <>
      {seats.map(({ party, person }) => (
        <div>
          {partyName(party, lang)}
          {person !== undefined && (
            <span class="small">{[person.name, person.post].filter((part) => part !== null).join(' ')}</span>
          )}
        </div>
      ))}
    </>
  )
}
