import { systemActor } from '../accounts/actor.ts'
import type { Actor } from '../accounts/actor.ts'
import { usccCheckCharacter } from '../accounts/uscc.ts'
import { migrate } from '../db/migrate.ts'
import { transact } from '../db/transact.ts'
import type { Tx } from '../db/transact.ts'
import { indexEverything } from '../indexing/ensure-index.ts'
import type { Ports } from '../ports.ts'
import { findScenes, insertScene } from '../scenes/scene-store.ts'
import type { StoredScene } from '../scenes/scene-store.ts'
import { generateMarket } from '../seeding/generated-market.ts'
import { loadExampleData } from '../seeding/load-example-data.ts'
import { insertParticipants, insertPersonOf } from '../sessions/participant-store.ts'
import type { Participant } from '../sessions/participant-store.ts'
import type { SessionContent } from '../sessions/session-content.ts'
import { insertSession } from '../sessions/session-store.ts'
import { laidOut } from '../sessions/session.ts'
import { unwrap } from '../shared/refusal.ts'
import { addDays, dateIn } from '../shared/time.ts'

export const sessionSize = { departments: 40, companies: 120, slots: 24, tables: 40, departmentMax: 24, companyMax: 8 } as const

const zone = 'Asia/Shanghai'
/** Every so many-th company cannot come for a while. */
const awayEvery = 5
const awaySlots = [7, 8, 9, 10]
const daysAhead = 30

/** A session open for interest that everybody has joined: generated companies, and departments that each bring one of the example scenes. */
export async function fillSession(ports: Ports, cards: number): Promise<{ actor: Actor; sessionId: string }> {
  const { db, ids } = ports
  await migrate(db)
  const now = ports.clock()
  const { districtId } = (await loadExampleData(ports, { now }))!
  await generateMarket(ports, districtId, { companies: sessionSize.companies, cards, seed: 1 }, now)
  await indexEverything(ports)
  const [actor, sessionId] = [systemActor(districtId), ids()]
  await transact(db, actor, async (tx) => {
    const sides = [...(await departmentSides(tx, ports, districtId)), ...(await companySides(tx))]
    await insertSession(tx, {
      id: sessionId,
      districtId,
      orgId: sides[0]!.orgId,
      status: 'open_for_interest',
      version: 1,
      writtenBy: 'bench',
      publishedAt: null,
      closedAt: null,
      minutes: null,
      minutesAt: null,
      statusReason: null,
      statusSince: now,
      isExample: true,
      createdAt: now,
      updatedAt: now,
      ...unwrap(laidOut(contentOn(addDays(dateIn(zone, now), daysAhead)), zone)),
    })
    const rows = sides.map((side, index) => participantRow(ids(), sessionId, side, index, now))
    await insertParticipants(tx, rows)
    for (const { id: participantId } of rows)
      await insertPersonOf(tx, {
        id: ids(),
        sessionId,
        participantId,
        personId: null,
        name: '某人',
        post: null,
        unavailable: [],
        leftAt: null,
        createdAt: now,
      })
  })
  return { actor, sessionId }
}

type Joining = Pick<Participant, 'side' | 'orgId' | 'companyId' | 'sceneIds'>

async function departmentSides(tx: Tx, { ids, clock }: Ports, districtId: string): Promise<Joining[]> {
  const published = await tx.selectFrom('scene').select('id').where('status', '=', 'published').orderBy('id').execute()
  const scenes = await findScenes(
    tx,
    published.map(({ id }) => id),
  )
  const sides: Joining[] = []
  for (let number = 0; number < sessionSize.departments; number += 1) {
    const [orgId, sceneId, now] = [ids(), ids(), clock()]
    await tx
      .insertInto('organisation')
      .values({
        id: orgId,
        districtId,
        kind: 'department',
        uscc: usccOf(number),
        legalName: `生成部门${number}`,
        nameEn: null,
        city: '上海市',
        district: '徐汇区',
        status: 'verified',
        verifiedAt: now,
        isExample: true,
        createdAt: now,
        version: 1,
      })
      .execute()
    await insertScene(tx, { ...rowOf(scenes[number % scenes.length]!), id: sceneId, orgId, ref: null })
    sides.push({ side: 'department', orgId, companyId: null, sceneIds: [sceneId] })
  }
  return sides
}

/** Nobody's: no register gives out BEN. */
function usccOf(number: number): string {
  const body = `91310104BEN${String(number).padStart(6, '0')}`
  return body + usccCheckCharacter(body)
}

/** Without what the store read beside it. */
function rowOf(scene: StoredScene) {
  const { orgName: _name, orgNameEn: _nameEn, orgCity: _city, orgDistrict: _district, ...rest } = scene
  const { orgStatus: _status, orgUscc: _uscc, orgVersion: _version, ...row } = rest
  return row
}

async function companySides(tx: Tx): Promise<Joining[]> {
  const rows = await tx
    .selectFrom('company')
    .innerJoin('organisation', 'organisation.id', 'company.orgId')
    .select(['company.id', 'company.orgId'])
    .where('organisation.uscc', 'like', '91310104GEN%')
    .orderBy('organisation.uscc')
    .limit(sessionSize.companies)
    .execute()
  return rows.map(({ id, orgId }) => ({ side: 'company', orgId, companyId: id, sceneIds: [] }))
}

function participantRow(id: string, sessionId: string, side: Joining, index: number, now: Date): Participant {
  const isDepartment = side.side === 'department'
  return {
    id,
    sessionId,
    ...side,
    status: 'joined',
    version: 1,
    checkInCode: '000000',
    invitedBy: 'bench',
    meetingsMin: 1,
    meetingsMax: isDepartment ? sessionSize.departmentMax : sessionSize.companyMax,
    unavailable: !isDepartment && index % awayEvery === 0 ? awaySlots : [],
    answeredAt: now,
    checkedInAt: null,
    createdAt: now,
    updatedAt: now,
  }
}

/** From nine to five, with time to walk: twenty-four slots. */
function contentOn(date: string): SessionContent {
  const { departmentMax, companyMax, tables } = sessionSize
  return {
    kind: 'tables',
    title: '排期测量',
    date,
    startsAt: '09:00',
    endsAt: '18:00',
    slotMinutes: 15,
    gapMinutes: 5,
    breaks: [{ from: '12:00', to: '13:00' }],
    place: '会议中心',
    rooms: [{ name: '大厅', tables }],
    departmentMin: 1,
    departmentMax,
    companyMin: 1,
    companyMax,
    requestsMax: 10,
  }
}
