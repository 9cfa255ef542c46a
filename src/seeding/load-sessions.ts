import type { Tx } from '../db/transact.ts'
import { holdersOf } from '../sessions/holders.ts'
import { holdPlaces, spanText } from '../sessions/booking-store.ts'
import { insertMeetings } from '../sessions/meeting-store.ts'
import type { SeatedMeeting } from '../sessions/meeting.ts'
import { insertParticipants, insertPersonOf, putPairMark, replaceWishes } from '../sessions/participant-store.ts'
import type { Participant, SessionPerson } from '../sessions/participant-store.ts'
import { holdingStatuses } from '../sessions/session-status.ts'
import { insertSession } from '../sessions/session-store.ts'
import { laidOut } from '../sessions/session.ts'
import type { Session } from '../sessions/session.ts'
import { slotsOf } from '../sessions/slots.ts'
import { unwrap } from '../shared/refusal.ts'
import { dateIn } from '../shared/time.ts'
import { arrangeMeetings } from './arrange-meetings.ts'
import type { Arranged, Comer } from './arrange-meetings.ts'
import { demoOrganisations } from './example-people.ts'
import type { ExampleRecords } from './example-records.ts'
import { exampleMeeting, exampleRequest } from './example-meetings.ts'
import { exampleSessions } from './example-sessions.ts'
import type { ExampleSession } from './example-sessions.ts'
import { findExampleSides } from './example-store.ts'
import type { ExampleSides } from './example-store.ts'
import { ago, orgIdOf, recordLoaded } from './seeding.ts'
import type { Seeding } from './seeding.ts'

/** One session to come with its timetable, one that is over with its outcomes, and one that waits to be planned. */
export async function loadSessions(tx: Tx, seeding: Seeding, records: ExampleRecords): Promise<number> {
  const { district, now } = seeding
  const examples = exampleSessions(dateIn(district.timeZone, now))
  const sides = await findExampleSides(tx, district.id)
  for (const example of examples) await loadSession(tx, seeding, { example, records, sides })
  return examples.length
}

type Loading = { example: ExampleSession; records: ExampleRecords; sides: ExampleSides }

async function loadSession(tx: Tx, seeding: Seeding, loading: Loading): Promise<void> {
  const { example } = loading
  const session = sessionRow(seeding, example)
  await insertSession(tx, session)
  const participants = participantRows(seeding, loading, session)
  await insertParticipants(
    tx,
    participants.map(({ row }) => row),
  )
  const people = participants.flatMap((one, index) => peopleOf(seeding, one, index))
  for (const person of people) await insertPersonOf(tx, person)
  await loadWishes(tx, seeding, session, participants)
  const meetings = meetingsOf(seeding, { session, example, participants, people })
  await insertMeetings(tx, meetings.map(withoutPlace))
  await holdPlaces(tx, placesOf(seeding, session, meetings, people), seeding.now)
  await recordLoaded(tx, seeding, [
    { objectType: 'session', objectId: session.id, to: session.status },
    ...meetings.map(({ id, status }) => ({ objectType: 'meeting' as const, objectId: id, to: status })),
  ])
}

function sessionRow(seeding: Seeding, { state, content }: ExampleSession): Session {
  const { ports, district, now } = seeding
  const day = unwrap(laidOut(content, district.timeZone))
  const isOver = state === 'closed'
  const createdAt = ago(isOver ? day.startsAt : now, 20)
  const publishedAt = isOver ? ago(day.startsAt, 5) : ago(now, 2)
  const closedAt = isOver ? new Date(day.endsAt.getTime() + 26 * 3_600_000) : null
  return {
    id: ports.ids(),
    districtId: district.id,
    orgId: orgIdOf(seeding, demoOrganisations.office),
    status: state,
    ...day,
    version: 3,
    writtenBy: 'system',
    publishedAt: state === 'open_for_interest' ? null : publishedAt,
    closedAt,
    minutes: null,
    minutesAt: null,
    statusReason: null,
    statusSince: closedAt ?? publishedAt,
    isExample: true,
    createdAt,
    updatedAt: closedAt ?? publishedAt,
  }
}

type Coming = Comer & { key: string; row: Participant }

function participantRows(seeding: Seeding, { example, records, sides }: Loading, session: Session): Coming[] {
  const { departments, companies, content } = example
  const { departmentMin, departmentMax, companyMin, companyMax } = content
  const coming = [...departments, ...companies].map((key, index): Coming => {
    const orgId = orgIdOf(seeding, key)
    const id = seeding.ports.ids()
    const isDepartment = index < departments.length
    const row: Participant = {
      id,
      sessionId: session.id,
      orgId,
      side: isDepartment ? 'department' : 'company',
      status: 'joined',
      version: 2,
      companyId: isDepartment ? null : (sides.companies.find((one) => one.orgId === orgId)?.id ?? null),
      sceneIds: isDepartment ? sides.scenes.filter((scene) => scene.orgId === orgId).map((scene) => scene.id) : [],
      ...(isDepartment
        ? {
            meetingsMin: departmentMin,
            meetingsMax: departmentMax,
          }
        : {
            meetingsMin: companyMin,
            meetingsMax: companyMax,
          }),
      unavailable: [],
      checkInCode: `demo-${String(index + 1).padStart(4, '0')}`,
      invitedBy: 'system',
      answeredAt: session.createdAt,
      checkedInAt: session.closedAt === null ? null : session.startsAt,
      createdAt: session.createdAt,
      updatedAt: session.createdAt,
    }
    return { id, key, domains: domainsOf(records, key, isDepartment), row }
  })
  // One who cannot stay to the end shows what the planner minds.
  const last = coming.at(-2)
  if (last !== undefined) last.row.unavailable = [slotsOf(content, seeding.district.timeZone).length]
  return coming
}

function domainsOf({ scenes, companies }: ExampleRecords, key: string, isDepartment: boolean): string[] {
  const found = isDepartment
    ? scenes
        .filter(({ org, state }) => org === key && state === 'published')
        .flatMap(({ content }) => [content.domain, ...(content.otherDomains ?? [])])
    : companies.filter((one) => one.key === key).flatMap(({ cards }) => cards.flatMap(({ content }) => content.domains ?? []))
  return [...new Set(found.filter((domain) => domain !== undefined))]
}

const names = [
  '周敏',
  '陈立',
  '吴倩',
  '郑浩',
  '孙悦',
  '何川',
  '高宁',
  '林舟',
  '唐颖',
  '曹睿',
  '潘琳',
  '蒋文',
  '沈嘉',
  '韩冬',
  '秦悦',
  '许诺',
]
const posts = { department: '业务负责人', company: '产品经理', guest: '代表' } as const

/** One or two for each; one company has not said yet who comes. */
function peopleOf({ ports, hands }: Seeding, { key, row }: Coming, index: number): SessionPerson[] {
  if (key === 'anli-community') return []
  const isOurs = key === demoOrganisations.publisher
  const named = index % 3 === 0 ? 2 : 1
  return Array.from({ length: named }, (_, person) => ({
    id: ports.ids(),
    sessionId: row.sessionId,
    participantId: row.id,
    personId: isOurs && person === 0 ? hands.approver : null,
    name: `示例·${names[(index * 2 + person) % names.length]!}`,
    post: posts[row.side],
    unavailable: [],
    leftAt: null,
    createdAt: row.createdAt,
  }))
}

/** Everybody wishes for the first few they share a field with; the matchmaker put two together and kept two apart. */
async function loadWishes(tx: Tx, { now }: Seeding, session: Session, coming: readonly Coming[]): Promise<void> {
  const [departments, companies] = (['department', 'company'] as const).map((side) =>
    coming.filter(({ row }) => row.side === side),
  )
  for (const company of companies!) {
    const wished = departments!.filter(({ domains }) => domains.some((domain) => company.domains.includes(domain))).slice(0, 3)
    await replaceWishes(
      tx,
      session.id,
      company.id,
      wished.map(({ id }) => id),
    )
  }
  if (session.status === 'closed') return
  const mark = { sessionId: session.id, departmentId: departments![0]!.id, markedBy: 'system', markedAt: ago(now, 3) }
  await putPairMark(tx, { ...mark, companyId: companies![0]!.id, kind: 'pin', reason: '示例：上一场约定继续谈' })
  await putPairMark(tx, { ...mark, companyId: companies!.at(-1)!.id, kind: 'ban', reason: '示例：双方上月刚谈过，暂无进展' })
}

type Meetings = { session: Session; example: ExampleSession; participants: readonly Coming[]; people: readonly SessionPerson[] }

function meetingsOf(seeding: Seeding, { session, example, participants, people }: Meetings): SeatedMeeting[] {
  const [departments, companies] = (['department', 'company'] as const).map((side) =>
    participants.filter(({ row }) => row.side === side),
  )
  const slots = slotsOf(session.content, seeding.district.timeZone)
  const arranged = arrangeMeetings(departments!, companies!, {
    slots: slots.length,
    each: example.meetingsEach,
    companyMax: session.content.companyMax,
  })
  const personOf = (id: string) => people.find(({ participantId }) => participantId === id)?.id ?? null
  const sceneOf = (id: string) => participants.find((one) => one.id === id)?.row.sceneIds[0] ?? null
  const ours = participants.find(({ key }) => key === demoOrganisations.company)?.id
  const made = (one: Arranged, index: number) =>
    exampleMeeting(seeding, session, {
      ...one,
      index,
      ours,
      personOf,
      sceneId: sceneOf(one.department),
      during: spanText(slots[one.slot - 1]!),
    })
  const [department, company] = [departments![1], companies!.at(-1)]
  if (session.status !== 'published' || department === undefined || company === undefined) return arranged.map(made)
  const asked = made({ slot: 1, table: 1, department: department.id, company: company.id }, 0)
  return [...arranged.map(made), exampleRequest(asked, company.id)]
}

/** Those that hold a place are given it with their bookings; of the others when and where it was stays written. */
function withoutPlace(meeting: SeatedMeeting): SeatedMeeting {
  return holdingStatuses.includes(meeting.status) ? { ...meeting, slot: null, tableNo: null, during: null } : meeting
}

function placesOf({ district }: Seeding, session: Session, meetings: readonly SeatedMeeting[], people: readonly SessionPerson[]) {
  const slots = slotsOf(session.content, district.timeZone)
  const named = new Map(people.map((person) => [person.id, person]))
  const placed = meetings.filter(({ status, slot }) => slot !== null && holdingStatuses.includes(status))
  return placed.map(({ id, slot, tableNo, seats }) => ({
    meetingId: id,
    slot: slot!,
    tableNo: tableNo!,
    during: slots[slot! - 1]!,
    holders: holdersOf(session.id, seats, named, tableNo),
  }))
}
