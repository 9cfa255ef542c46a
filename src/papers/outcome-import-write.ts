import { actorId } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import { record, recordOf, withinSession } from '../sessions/change-session.ts'
import type { VerbPorts, Work } from '../sessions/change-session.ts'
import { findMeetings, updateMeeting } from '../sessions/meeting-store.ts'
import { readOutcomes } from './outcome-import.ts'
import type { OutcomeReading } from './outcome-import.ts'
import { targetOfMeeting } from '../sessions/session-access.ts'
import { isIn } from '../sessions/session.ts'
import { readWorkbook } from './sheet-read.ts'

export type ImportedOutcomes = {
  isDryRun: boolean
  changed: { row: number; meetingId: string; outcome: string }[]
  unchanged: number
  blank: number
}

/** What came of many meetings at once: all rows or, where any is wrong, none. The same sheet a second time changes nothing. */
export async function importOutcomes(
  ports: VerbPorts,
  actor: Actor,
  sessionId: string,
  file: Uint8Array<ArrayBuffer>,
  { isDryRun }: { isDryRun: boolean },
): Promise<ImportedOutcomes> {
  const sheets = await readWorkbook(file)
  return withinSession(ports, actor, sessionId, async (work) => {
    const { tx, session, now } = work
    unwrap(isIn(session, ['published', 'live', 'closing']))
    const meetings = await findMeetings(tx, sessionId)
    const bringer = { id: actorId(actor), zone: session.zone, now }
    const reading =
      readOutcomes(sheets, meetings, bringer) ?? unwrap<never>(refuse('sheet.not_readable', { needs: ['洽谈编号', '结果'] }))
    if (reading.faults.length > 0) unwrap(refuse('sheet.invalid', { findings: reading.faults }))
    if (!isDryRun) await write(work, reading)
    const { changes, unchanged, blank } = reading
    const changed = changes.map(({ row, meeting, outcome }) => ({ row, meetingId: meeting.id, outcome }))
    return { isDryRun, changed, unchanged, blank }
  })
}

async function write(work: Work, { changes }: OutcomeReading): Promise<void> {
  const { tx, actor, now } = work
  for (const { row, meeting, outcome, change } of changes) {
    unwrap(permit(actor, 'meeting.write_minutes', targetOfMeeting(actor, meeting, undefined)))
    const changed = await updateMeeting(tx, meeting, change, now)
    const told = { from: meeting.status, to: changed.status, detail: { outcome, row } }
    await recordOf(work, 'meeting', meeting.id, 'meeting.write_minutes', told)
  }
  if (changes.length > 0) await record(work, 'session.import_outcomes', { detail: { meetings: changes.length } })
}
