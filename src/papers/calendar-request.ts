import { answerFile } from '../web/file.ts'
import type { C } from '../web/http.ts'
import { calendarEntries } from './calendar.ts'
import type { OwnMeeting } from './calendar.ts'
import { calendarText } from './calendar-file.ts'

export const calendarType = 'text/calendar'

/** As a calendar reads them, in the language of who asks. */
export function answerCalendar(c: C, meetings: readonly OwnMeeting[]): Response {
  const lang = c.get('lang')
  const entries = calendarEntries(meetings, { lang, baseUrl: new URL(c.req.url).origin, now: c.get('ports').clock() })
  return answerFile(c, calendarText(entries, lang), `${calendarType}; charset=utf-8`, 'duijie.ics')
}
