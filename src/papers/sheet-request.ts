import { permit } from '../accounts/permissions.ts'
import { refuse, unwrap } from '../shared/refusal.ts'
import type { C } from '../web/http.ts'
import { pathId } from '../web/request.ts'
import { readingOf, targetOfParticipant } from '../sessions/session-access.ts'
import { readSessionFacts } from '../sessions/session-facts.ts'
import { sessionSheet } from './sheet.ts'
import type { SessionSheet } from './sheet.ts'

export const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function sessionId(c: C): string {
  return pathId(c, 'session.not_found')
}

/** The whole session, for those who read every session of the district. */
export async function staffSheet(c: C): Promise<SessionSheet> {
  const { isStaff, sheet } = await sheetFor(c)
  return isStaff ? sheet : unwrap<never>(refuse('actor.forbidden'))
}

/** The session as its reader may see it: all of it, or `own` part. */
export async function sheetFor(c: C): Promise<{ sheet: SessionSheet; isStaff: boolean; own: string | undefined }> {
  const [{ db }, actor] = [c.get('ports'), c.get('actor')]
  const facts = await readSessionFacts(db, sessionId(c))
  const { isStaff, own } = await readingOf(db, actor, facts.session)
  if (!isStaff && own !== undefined) unwrap(permit(actor, 'session.read', targetOfParticipant(facts.session, own)))
  return { sheet: sessionSheet(facts, { drafts: isStaff }), isStaff, own: own?.id }
}

/** Refused before anything of the file is looked at. */
export function mayImport(c: C, action: 'meeting.write_minutes' | 'session.plan'): void {
  const actor = c.get('actor')
  unwrap(permit(actor, 'session.read_all'))
  unwrap(permit(actor, action))
}

export async function sentFile(c: C): Promise<Uint8Array<ArrayBuffer>> {
  const type = (c.req.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
  if (type !== sheetType) unwrap(refuse('request.media_type'))
  return new Uint8Array(await c.req.arrayBuffer())
}

/** Such as 对接会-2026-09-30-排期.xlsx. */
export function fileName(title: string, date: string, what: string): string {
  return `${title}-${date}-${what}.xlsx`.replaceAll(/[\\/:*?"<>|\s]+/gu, '-')
}
