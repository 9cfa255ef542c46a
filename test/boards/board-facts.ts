import type { SeatedMeeting } from '../../src/sessions/meeting.ts'
import type { SessionPerson, StoredParticipant } from '../../src/sessions/participant-store.ts'
import type { SessionFacts } from '../../src/sessions/session-facts.ts'
import { slotsOf } from '../../src/sessions/slots.ts'

export const zone = 'Asia/Shanghai'
export const before = new Date('2026-03-01T00:00:00Z')

/** 10 March: 09:00, 09:25, a pause, 10:00, 10:25; two rooms with three tables. */
export function factsOf(parts: Partial<SessionFacts> = {}): SessionFacts {
  const content = {
    kind: 'tables' as const,
    title: '对接会',
    date: '2026-03-10',
    startsAt: '09:00',
    endsAt: '10:50',
    slotMinutes: 20 as const,
    gapMinutes: 5 as const,
    breaks: [
      {
        from: '09:45',
        to: '10:00',
        label: '茶歇',
      },
    ],
    rooms: [
      {
        name: 'A',
        tables: 2,
      },
      {
        name: 'B',
        tables: 1,
      },
    ],
    departmentMin: 0,
    departmentMax: 6,
    companyMin: 0,
    companyMax: 6,
    requestsMax: 10,
  }
  const session = {
    id: 's',
    districtId: 'd',
    orgId: 'o',
    status: 'published' as const,
    version: 3,
    content,
    writtenBy: 'w',
    publishedAt: before,
    startsAt: at('09:00'),
    endsAt: at('10:50'),
    closedAt: null,
    minutes: null,
    minutesAt: null,
    statusReason: null,
    statusSince: before,
    isExample: false,
    createdAt: before,
    updatedAt: before,
    orgName: '专班',
    orgNameEn: null,
    zone,
  }
  const participants = [
    participant('unit'),
    participant('other', 'department'),
    participant('firm', 'company'),
    participant('rival', 'company'),
  ]
  const facts = {
    session,
    slots: slotsOf(content, zone),
    participants,
    people: [],
    wishes: [],
    pairMarks: [],
    meetings: [],
    ...parts,
  }
  const named = facts.participants.map(({ id }) => person(`${id}-person`, id))
  return { ...facts, people: parts.people ?? named }
}

export function at(time: string): Date {
  return new Date(`2026-03-10T${time}:00+08:00`)
}

export function participant(
  id: string,
  side: StoredParticipant['side'] = 'department',
  more: Partial<StoredParticipant> = {},
): StoredParticipant {
  return {
    id,
    sessionId: 's',
    orgId: `org-${id}`,
    side,
    companyId: null,
    sceneIds: [],
    status: 'joined',
    version: 1,
    meetingsMin: 0,
    meetingsMax: 6,
    unavailable: [],
    checkInCode: `code-${id}`,
    invitedBy: 'w',
    answeredAt: before,
    checkedInAt: null,
    createdAt: before,
    updatedAt: before,
    orgName: `名${id}`,
    orgNameEn: null,
    orgUscc: id,
    ...more,
  }
}

export function person(id: string, participantId: string, more: Partial<SessionPerson> = {}): SessionPerson {
  return {
    id,
    sessionId: 's',
    participantId,
    personId: null,
    name: `人${id}`,
    post: null,
    unavailable: [],
    leftAt: null,
    createdAt: before,
    ...more,
  }
}

type Sketch = Partial<SeatedMeeting> & { unstaffed?: boolean }

/** Accepted by everybody, with somebody named for each seat, unless said otherwise. */
export function meeting(id: string, seated: readonly string[], { unstaffed = false, ...more }: Sketch = {}): SeatedMeeting {
  const hasAccepted = (more.status ?? 'accepted') !== 'pending'
  return {
    id,
    districtId: 'd',
    sessionId: 's',
    sceneId: null,
    status: 'accepted',
    version: 1,
    sequence: 0,
    origin: 'plan',
    requestedBy: null,
    message: null,
    fit: null,
    slot: null,
    tableNo: null,
    during: null,
    isPinned: false,
    isRequired: false,
    windowFrom: null,
    windowTo: null,
    statusReason: null,
    statusSince: before,
    outcome: null,
    minutes: null,
    minutesBy: null,
    minutesAt: null,
    createdAt: before,
    updatedAt: before,
    seats: seated.map((participantId, index) => ({
      meetingId: id,
      participantId,
      isChair: index === 0,
      personId: unstaffed ? null : `${participantId}-person`,
      acceptedAt: hasAccepted ? before : null,
      acceptedBy: null,
      checkedInAt: null,
    })),
    ...more,
  }
}
