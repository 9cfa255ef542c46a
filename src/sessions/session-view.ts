import * as v from 'valibot'
import type { Actor } from '../accounts/actor.ts'
import { allowedActions } from '../accounts/permissions.ts'
import { idsOf } from '../shared/taxonomy.ts'
import { isoIn } from '../shared/time.ts'
import { answersFrom } from './answer-invitation.ts'
import type { PairMark, SessionPerson, StoredParticipant } from './participant-store.ts'
import type { Reading } from './session-access.ts'
import { SessionContent } from './session-content.ts'
import { participantStatuses, sessionStatuses } from './session-status.ts'
import type { StoredSession } from './session-store.ts'
import { targetOfSession } from './session.ts'
import { slotsOf, tablesOf } from './slots.ts'

const Id = v.pipe(v.string(), v.uuid())
/** With the offset of the place where it happens. */
export const Instant = v.pipe(v.string(), v.isoTimestamp())
const Org = v.object({ id: Id, name: v.string(), nameEn: v.nullable(v.string()) })

const SlotView = v.object({ number: v.number(), startsAt: Instant, endsAt: Instant })
const TableView = v.object({ number: v.number(), room: v.string(), inRoom: v.number() })

export const PersonView = v.object({
  id: Id,
  personId: v.nullable(v.string()),
  name: v.string(),
  post: v.nullable(v.string()),
  unavailable: v.array(v.number()),
})

export const ParticipantView = v.object({
  id: Id,
  side: v.picklist(['department', 'company', 'guest']),
  org: Org,
  companyId: v.nullable(Id),
  sceneIds: v.array(Id),
  status: v.picklist(idsOf(participantStatuses)),
  /** For itself and whoever runs the session. */
  version: v.optional(v.number()),
  meetingsMin: v.optional(v.number()),
  meetingsMax: v.optional(v.number()),
  unavailable: v.optional(v.array(v.number())),
  checkInCode: v.optional(v.string()),
  checkedInAt: v.nullish(Instant),
  answers: v.optional(v.array(v.string())),
  people: v.optional(v.array(PersonView)),
})

export const SessionView = v.object({
  id: Id,
  status: v.picklist(idsOf(sessionStatuses)),
  version: v.number(),
  org: Org,
  content: SessionContent,
  zone: v.string(),
  startsAt: Instant,
  endsAt: Instant,
  slots: v.array(SlotView),
  tables: v.array(TableView),
  publishedAt: v.nullable(Instant),
  closedAt: v.nullable(Instant),
  minutes: v.nullable(v.string()),
  statusReason: v.nullable(v.string()),
  statusSince: Instant,
  isExample: v.boolean(),
  allowed: v.array(v.string()),
  /** As whom the caller's organisation takes part. */
  own: v.nullable(ParticipantView),
})

export const PairMarkView = v.object({
  departmentId: Id,
  companyId: Id,
  kind: v.picklist(['pin', 'ban']),
  reason: v.nullable(v.string()),
  markedAt: Instant,
})

export function sessionView(session: StoredSession, actor: Actor, { own }: Pick<Reading, 'own'>) {
  const { id, status, version, content, zone, minutes, statusReason, isExample } = session
  const at = (instant: Date | null) => (instant === null ? null : isoIn(zone, instant))
  return {
    id,
    status,
    version,
    content,
    zone,
    minutes,
    statusReason,
    isExample,
    org: { id: session.orgId, name: session.orgName, nameEn: session.orgNameEn },
    startsAt: at(session.startsAt),
    endsAt: at(session.endsAt),
    publishedAt: at(session.publishedAt),
    closedAt: at(session.closedAt),
    statusSince: at(session.statusSince),
    slots: slotsOf(content, zone).map((slot) => ({ number: slot.number, startsAt: at(slot.startsAt), endsAt: at(slot.endsAt) })),
    tables: tablesOf(content),
    allowed: allowedActions(actor, 'session', targetOfSession(session)),
    own: own === undefined ? null : participantView(own, session, { isStaff: false, own }),
  }
}

/** Who they are, for everybody who may know; how and when they come, for themselves and whoever runs the session. */
export function participantView(
  participant: StoredParticipant,
  { zone }: Pick<StoredSession, 'zone'>,
  { isStaff, own }: Reading,
  people?: readonly SessionPerson[],
) {
  const { id, side, companyId, sceneIds, status } = participant
  const org = { id: participant.orgId, name: participant.orgName, nameEn: participant.orgNameEn }
  const shown = { id, side, org, companyId, sceneIds, status }
  if (!isStaff && own?.id !== id) return shown
  const { version, meetingsMin, meetingsMax, unavailable, checkInCode, checkedInAt } = participant
  return {
    ...shown,
    version,
    meetingsMin,
    meetingsMax,
    unavailable,
    checkInCode,
    checkedInAt: checkedInAt === null ? null : isoIn(zone, checkedInAt),
    answers: answersFrom(status),
    ...(people !== undefined && {
      people: people.filter((one) => one.participantId === id && one.leftAt === null).map(personView),
    }),
  }
}

export function personView({ id, personId, name, post, unavailable }: SessionPerson) {
  return { id, personId, name, post, unavailable }
}

export function pairMarkView(
  { departmentId, companyId, kind, reason, markedAt }: PairMark,
  { zone }: Pick<StoredSession, 'zone'>,
) {
  return { departmentId, companyId, kind, reason, markedAt: isoIn(zone, markedAt) }
}
