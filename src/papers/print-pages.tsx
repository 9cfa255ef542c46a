import { Hono } from 'hono'
import { refuse, unwrap } from '../shared/refusal.ts'
import { about } from '../web/http.ts'
import type { Env } from '../web/http.ts'
import { AgendaPage } from './print-agenda.tsx'
import { printStylePath } from './print-layout.tsx'
import { ParticipantsPage } from './print-participants.tsx'
import { printStyle } from './print-style.ts'
import { TablesPage } from './print-tables.tsx'
import { sheetFor, staffSheet } from './sheet-request.ts'

/** A session on paper. */
export const printPages = new Hono<Env>()

printPages.get(printStylePath, about({ action: 'public.read', summary: 'The style sheet of what is printed' }), (c) =>
  c.body(printStyle, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' }),
)

printPages.get('/sessions/:id/print/agenda', about({ action: 'session.read_all' }), async (c) =>
  c.html(<AgendaPage c={c} sheet={await staffSheet(c)} />),
)

printPages.get('/sessions/:id/print/tables', about({ action: 'session.read_all' }), async (c) =>
  c.html(<TablesPage c={c} sheet={await staffSheet(c)} />),
)

printPages.get('/sessions/:id/print/participants', about({ action: 'session.read' }), async (c) => {
  const { sheet, isStaff, own } = await sheetFor(c)
  const parties = isStaff ? sheet.parties : sheet.parties.filter(({ id }) => id === own)
  if (!isStaff && parties.length === 0) return unwrap<never>(refuse('participant.not_found'))
  return c.html(<ParticipantsPage c={c} sheet={sheet} parties={parties} />)
})
