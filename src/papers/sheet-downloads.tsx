import type { Child } from 'hono/jsx'
import type { C } from '../web/http.ts'
import { inLang } from '../web/messages.ts'
import { downloadWords } from '../web/session-print-words.ts'

/** What leaves the session for paper, spreadsheets and calendars; `isStaff`: all of it, `isParticipant`: one's own part. */
export function SessionDownloads({
  c,
  sessionId,
  isStaff,
  isParticipant,
}: {
  c: C
  sessionId: string
  isStaff: boolean
  isParticipant: boolean
}) {
  const t = inLang(downloadWords, c.get('lang'))
  const [page, api] = [`/sessions/${sessionId}`, `/api/v1/sessions/${sessionId}`]
  if (!isStaff && !isParticipant) return <></>
  return (
    <section class="actions" aria-labelledby="downloads">
      <h2 id="downloads">{t.title}</h2>
      <ul>
        {isParticipant && <Item href={`${api}/calendar.ics`}>{t.calendar}</Item>}
        {isParticipant && <Item href="/my/calendar">{t.follow}</Item>}
        {isParticipant && !isStaff && <Item href={`${page}/print/participants`}>{t.ownSheet}</Item>}
        {isStaff && <Item href={`${page}/print/agenda`}>{t.agenda}</Item>}
        {isStaff && <Item href={`${page}/print/tables`}>{t.tables}</Item>}
        {isStaff && <Item href={`${page}/print/participants`}>{t.participants}</Item>}
        {isStaff && <Item href={`${api}/plan.xlsx`}>{t.plan}</Item>}
        {isStaff && <Item href={`${api}/outcomes.xlsx`}>{t.outcomes}</Item>}
        {isStaff && <Item href={`${page}/sheets`}>{t.sheetsLink}</Item>}
      </ul>
    </section>
  )
}

function Item({ href, children }: { href: string; children: Child }) {
  return (
    <li>
      <a href={href}>{children}</a>
    </li>
  )
}
