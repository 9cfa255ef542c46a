import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { Lang } from '../web/language.ts'
import { calendarName } from './calendar.ts'
import type { CalendarEntry } from './calendar.ts'

/** How often a calendar that follows the address should ask again, in seconds. */
const refreshSeconds = 3_600

/** The entries as iCalendar, RFC 5545: times in UTC, lines folded, text escaped. */
export function calendarText(entries: readonly CalendarEntry[], lang: Lang): string {
  const calendar = ical({
    prodId: { company: 'Duijie', product: 'Duijie', language: lang === 'zh' ? 'ZH' : 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    name: calendarName[lang],
    ttl: refreshSeconds,
  })
  for (const entry of entries) addEntry(calendar, entry)
  return `${calendar.toString()}\r\n`
}

function addEntry(calendar: ReturnType<typeof ical>, entry: CalendarEntry): void {
  const { uid, sequence, status, stamp, startsAt, endsAt, alarms } = entry
  const event = calendar.createEvent({
    id: uid,
    sequence,
    status: ICalEventStatus[status],
    stamp,
    lastModified: stamp,
    start: startsAt,
    end: endsAt,
    summary: printable(entry.summary),
    location: printable(entry.location),
    description: printable(entry.description),
    url: entry.url,
  })
  for (const seconds of alarms)
    event.createAlarm({ type: ICalAlarmType.display, triggerBefore: seconds, description: printable(entry.summary) })
}

/** The format has no way to write other control characters than tab and line feed. */
function printable(text: string): string {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[\u{0}-\u{8}\u{b}-\u{1f}\u{7f}]/gu, '')
    .toWellFormed()
}
