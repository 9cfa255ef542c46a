import type { Target } from '../accounts/permissions.ts'
import { done, refuse } from '../shared/refusal.ts'
import type { Outcome } from '../shared/refusal.ts'
import { snakeKey } from '../shared/wire.ts'
import type { SessionContent } from './session-content.ts'
import type { SessionStatus } from './session-status.ts'
import { dayFaults, dayOf } from './slots.ts'
import type { DayFault } from './slots.ts'

export type Session = {
  id: string
  districtId: string
  /** Who runs it. */
  orgId: string
  status: SessionStatus
  version: number
  content: SessionContent
  startsAt: Date
  endsAt: Date
  writtenBy: string
  publishedAt: Date | null
  closedAt: Date | null
  minutes: string | null
  minutesAt: Date | null
  statusReason: string | null
  statusSince: Date
  isExample: boolean
  createdAt: Date
  updatedAt: Date
}

/** The columns a decision sets; the store adds the next version. */
export type SessionChange = Partial<
  Omit<Session, 'id' | 'districtId' | 'orgId' | 'version' | 'writtenBy' | 'isExample' | 'createdAt' | 'updatedAt'>
>

/** Postponing or calling off later than this needs a reason. */
export const noticeMs = 24 * 3_600_000

export function targetOfSession(session: Pick<Session, 'orgId' | 'districtId' | 'status'>): Target & { status: SessionStatus } {
  return { orgId: session.orgId, districtId: session.districtId, status: session.status }
}

/** While it is being prepared or runs, people can still be asked, named and placed. */
export const openStatuses: readonly SessionStatus[] = ['planned', 'open_for_interest', 'draft_schedule', 'published', 'live']

/** While it is prepared or runs and everybody invited knows of it. */
export const talkingStatuses: readonly SessionStatus[] = ['open_for_interest', 'draft_schedule', 'published', 'live']

export function isIn(session: Pick<Session, 'status'>, statuses: readonly SessionStatus[]): Outcome<SessionStatus> {
  return statuses.includes(session.status)
    ? done(session.status)
    : refuse('session.wrong_state', { state: session.status, allowed: [] })
}

/** A day that works out, with the instants it stands for. */
export function laidOut(content: SessionContent, zone: string): Outcome<Pick<Session, 'content' | 'startsAt' | 'endsAt'>> {
  const faults = dayFaults(content, zone)
  const day = dayOf(content, zone)
  if (faults.length > 0 || day === undefined) return invalidDay(faults)
  return done({ content, ...day })
}

/** Whoever is asked must know where to go, and have time to. */
export function open(session: Session, now: Date): Outcome<SessionChange> {
  const { place, link } = session.content
  const faults: DayFault[] = [
    ...((place ?? '') === '' && (link ?? '') === ''
      ? [{ field: 'place' as const, zh: '须写明地点或会议链接', en: 'It needs a place or a link' }]
      : []),
    ...(session.startsAt <= now ? [{ field: 'date' as const, zh: '开始时间已过', en: 'It would have begun already' }] : []),
  ]
  if (faults.length > 0) return invalidDay(faults)
  // There is nothing to be planned of a visit: who is invited knows when and where.
  const isVisit = session.content.kind === 'site_visit'
  return done(isVisit ? { ...entered('published', now), publishedAt: now } : entered('open_for_interest', now))
}

/** From now on there is a timetable in the making. */
export function draft(now: Date): SessionChange {
  return entered('draft_schedule', now)
}

/** There is a timetable; one that replaces another takes nothing back of what began. */
export function publish(session: Session, now: Date): SessionChange {
  const isOut = session.status === 'published' || session.status === 'live'
  return { ...(isOut ? {} : entered('published', now)), publishedAt: session.publishedAt ?? now }
}

export function begin(now: Date): SessionChange {
  return entered('live', now)
}

export function finish(now: Date): SessionChange {
  return entered('closing', now)
}

/** Every meeting has an outcome, and what was seen on a visit was written down for those who were not there. */
export function close(session: Session, meetingsOpen: readonly string[], now: Date): Outcome<SessionChange> {
  if (meetingsOpen.length > 0) return refuse('session.meetings_open', { meetings: meetingsOpen })
  if (session.content.kind === 'site_visit' && session.minutes === null)
    return refuse('session.meetings_open', { meetings: [], needs: 'minutes' })
  return done({ ...entered('closed', now), closedAt: now })
}

/** To another day, whose layout stays. */
export function postpone(
  session: Session,
  to: { date: string; reason: string | undefined; zone: string },
  now: Date,
): Outcome<SessionChange> {
  const noticed = withNotice(session, to.reason, now)
  if (!noticed.ok) return noticed
  const day = laidOut({ ...session.content, date: to.date }, to.zone)
  if (!day.ok) return day
  if (day.value.startsAt <= now) return invalidDay([{ field: 'date', zh: '新的日期已过', en: 'The new day has passed already' }])
  return done({ ...day.value, ...entered('postponed', now, to.reason ?? null), publishedAt: null })
}

export function cancel(session: Session, reason: string | undefined, now: Date): Outcome<SessionChange> {
  const noticed = withNotice(session, reason, now)
  return noticed.ok ? done(entered('cancelled', now, reason ?? null)) : noticed
}

function withNotice(session: Session, reason: string | undefined, now: Date): Outcome<true> {
  const left = session.startsAt.getTime() - now.getTime()
  const isLate = session.status !== 'planned' && left < noticeMs
  return isLate && (reason ?? '') === '' ? refuse('session.needs_notice') : done(true)
}

function invalidDay(faults: readonly DayFault[]) {
  // Fields are named as on the wire.
  return refuse('session.invalid_day', { findings: faults.map((fault) => ({ ...fault, field: snakeKey(fault.field) })) })
}

export function entered(status: SessionStatus, since: Date, reason: string | null = null) {
  return { status, statusSince: since, statusReason: reason }
}
