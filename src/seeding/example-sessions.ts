import * as v from 'valibot'
import sessionList from '../../seeds/sessions.json' with { type: 'json' }
import { SessionContent } from '../sessions/session-content.ts'
import { line } from '../shared/schema.ts'
import { addDays, addWorkingDays, isWorkingDay } from '../shared/time.ts'
import { fromWire } from '../shared/wire.ts'

const { date: _date, ...dateless } = SessionContent.entries

const ExampleSession = v.strictObject({
  key: line(60),
  state: v.picklist(['open_for_interest', 'published', 'closed']),
  /** From today: the day it is on, or was. */
  workingDays: v.number(),
  content: v.strictObject(dateless),
  departments: v.array(line(60)),
  companies: v.array(line(60)),
  meetingsEach: v.number(),
})

export type ExampleSession = Omit<v.InferOutput<typeof ExampleSession>, 'content'> & { content: SessionContent }

/** The example sessions as of `today`; throws where the file does not fit. */
export function exampleSessions(today: string): ExampleSession[] {
  const sessions = v.parse(v.array(ExampleSession), fromWire(sessionList))
  return sessions.map((session) => ({ ...session, content: { ...session.content, date: dayAt(today, session.workingDays) } }))
}

function dayAt(today: string, workingDays: number): string {
  if (workingDays >= 0) return addWorkingDays(today, workingDays)
  let date = today
  for (let left = -workingDays; left > 0;) {
    date = addDays(date, -1)
    if (isWorkingDay(date)) left -= 1
  }
  return date
}
