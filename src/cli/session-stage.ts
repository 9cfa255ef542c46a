import type { Actor } from '../accounts/actor.ts'
import type { Role } from '../accounts/role.ts'
import type { Ports } from '../ports.ts'
import type { Participant } from '../sessions/participant-store.ts'
import { insertParticipants, insertPersonOf } from '../sessions/participant-store.ts'
import type { SessionContent } from '../sessions/session-content.ts'
import { insertSession } from '../sessions/session-store.ts'
import { laidOut } from '../sessions/session.ts'
import { slotsOf, tableCount } from '../sessions/slots.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { unwrap } from '../shared/refusal.ts'
import type { ModelPerson, ModelSession } from './session-model.ts'

export type StageParticipant = { id: string; session: string; side: 'department' | 'company'; actor: Actor }

/** Two sessions whose hours overlap, with people and organisations that come to both. */
export type Stage = {
  matchmaker: Actor
  sessions: ModelSession[]
  participants: StageParticipant[]
  people: ModelPerson[]
  tables: number
}

export const requestsMax = 3
const zone = 'Asia/Shanghai'
const sides = ['department', 'department', 'department', 'company', 'company', 'company'] as const

const content: SessionContent = {
  kind: 'tables',
  title: '对接会',
  date: '2099-03-10',
  startsAt: '09:00',
  endsAt: '10:30',
  slotMinutes: 30,
  gapMinutes: 0,
  breaks: [],
  place: '会议中心',
  rooms: [{ name: '一号厅', tables: 2 }],
  departmentMin: 0,
  departmentMax: 3,
  companyMin: 0,
  companyMax: 3,
  requestsMax,
}

/** The second begins in the middle of the first one's first slot. */
const hours = [
  { startsAt: '09:00', endsAt: '10:30' },
  { startsAt: '09:15', endsAt: '10:45' },
]

/** `districtId` is of a district without anything else in it. */
export async function setStage(ports: Ports, districtId: string): Promise<Stage> {
  const { db } = ports
  const matchmaker = actorOf('matchmaker', await organisation(ports, districtId, 0), districtId, ['matchmaker'])
  const orgs = await Promise.all(sides.map((_, index) => organisation(ports, districtId, index + 1)))
  const companies: (string | null)[] = []
  for (const [index, orgId] of orgs.entries())
    companies.push(sides[index] === 'company' ? await company(ports, districtId, orgId) : null)
  const stage: Stage = { matchmaker, sessions: [], participants: [], people: [], tables: tableCount(content) }
  await transact(db, matchmaker, async (tx) => {
    for (const day of hours) await addSession(tx, ports, stage, { ...content, ...day }, orgs, companies)
  })
  return stage
}

async function addSession(
  tx: Tx,
  { ids, clock }: Ports,
  stage: Stage,
  day: SessionContent,
  orgs: readonly string[],
  companies: readonly (string | null)[],
): Promise<void> {
  const [id, now, first] = [ids(), clock(), stage.sessions.length === 0]
  const { districtId, orgId } = stage.matchmaker
  await insertSession(tx, {
    id,
    districtId,
    orgId: orgId!,
    status: 'open_for_interest',
    version: 1,
    writtenBy: 'matchmaker',
    isExample: false,
    publishedAt: null,
    closedAt: null,
    minutes: null,
    minutesAt: null,
    statusReason: null,
    statusSince: now,
    createdAt: now,
    updatedAt: now,
    ...unwrap(laidOut(day, zone)),
  })
  const slots = slotsOf(day, zone).map(({ startsAt, endsAt }) => ({ from: startsAt.getTime(), until: endsAt.getTime() }))
  stage.sessions.push({ id, slots })
  for (const [index, side] of sides.entries()) {
    const participant = participantRow(ids(), id, { side, orgId: orgs[index]!, companyId: companies[index]! }, now)
    await insertParticipants(tx, [participant])
    const roles: Role[] = side === 'company' ? ['company_editor'] : ['publisher_editor']
    stage.participants.push({
      id: participant.id,
      session: id,
      side,
      actor: actorOf(`of-${index}`, orgs[index]!, districtId, roles),
    })
    for (const account of accountsOf(index, first)) stage.people.push(await addPerson(tx, ids(), participant, account))
  }
}

function participantRow(
  id: string,
  sessionId: string,
  party: Pick<Participant, 'side' | 'orgId' | 'companyId'>,
  now: Date,
): Participant {
  return {
    id,
    sessionId,
    ...party,
    sceneIds: [],
    status: 'joined',
    version: 1,
    meetingsMin: 0,
    meetingsMax: 3,
    unavailable: [],
    checkInCode: id,
    invitedBy: 'matchmaker',
    answeredAt: now,
    checkedInAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

async function addPerson(
  tx: Tx,
  id: string,
  { id: participantId, sessionId, createdAt }: Participant,
  personId: string | null,
): Promise<ModelPerson> {
  const row = { id, sessionId, participantId, personId, name: '代表', post: null, unavailable: [], leftAt: null, createdAt }
  await insertPersonOf(tx, row)
  return { id, participant: participantId, account: personId === null ? null : `person:${personId}`, hasLeft: false }
}

/** The first of each side has one person who comes to both sessions; one adviser speaks for two companies. */
function accountsOf(index: number, isFirst: boolean): (string | null)[] {
  if (index === 0 || index === 3) return isFirst ? [`account-${index}`] : [`account-${index}`, null]
  if (index === 4 || index === 5) return ['adviser', null]
  return [null]
}

async function organisation({ db, ids, clock }: Ports, districtId: string, number: number): Promise<string> {
  const [id, now] = [ids(), clock()]
  await db
    .insertInto('organisation')
    .values({
      id,
      districtId,
      kind: 'enterprise',
      uscc: `91310104MA1S${String(number).padStart(6, '0')}`,
      legalName: `单位${number}`,
      nameEn: null,
      city: '上海市',
      district: '徐汇区',
      status: 'verified',
      verifiedAt: now,
      isExample: false,
      createdAt: now,
      version: 1,
    })
    .execute()
  return id
}

async function company({ db, ids, clock }: Ports, districtId: string, orgId: string): Promise<string> {
  const [id, now] = [ids(), clock()]
  await db
    .insertInto('company')
    .values({
      id,
      districtId,
      orgId,
      status: 'listed',
      content: '{}',
      validUntil: new Date('2999-01-01'),
      statusReason: null,
      suspendedFrom: null,
      isExample: false,
      createdAt: now,
      updatedAt: now,
      version: 1,
    })
    .execute()
  return id
}

function actorOf(personId: string, orgId: string, districtId: string, roles: Role[]): Actor {
  return { kind: 'person', personId, name: personId, orgId, orgVerified: true, districtId, roles }
}
