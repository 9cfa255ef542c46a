import { PlanQueue } from '../../src/planning/plan-queue.ts'
import { transact } from '../../src/db/transact.ts'
import { systemActor } from '../../src/accounts/actor.ts'
import type { Participant } from '../../src/sessions/participant-store.ts'
import { insertParticipants, insertPersonOf } from '../../src/sessions/participant-store.ts'
import type { SessionContent } from '../../src/sessions/session-content.ts'
import { insertSession } from '../../src/sessions/session-store.ts'
import { laidOut } from '../../src/sessions/session.ts'
import { unwrap } from '../../src/shared/refusal.ts'
import { marketWorld } from '../matching/market-world.ts'
import type { MarketWorld } from '../matching/market-world.ts'

export type PlanWorld = MarketWorld & { queue: PlanQueue }
export type PlannedSession = { id: string; path: string; departments: Participant[]; companies: Participant[] }

/** The example market with a planner in the process. */
export async function planWorld(): Promise<PlanWorld> {
  const market = await marketWorld()
  const queue = new PlanQueue(market.ports.log)
  market.ports.planner = queue
  return { ...market, queue }
}

export type Layout = {
  departments: number
  companies: number
  tables: number
  content?: Partial<SessionContent>
  status?: 'open_for_interest' | 'published'
}

const day: SessionContent = {
  kind: 'tables',
  title: '春季对接会',
  date: '2026-04-10',
  startsAt: '09:00',
  endsAt: '12:00',
  slotMinutes: 30,
  gapMinutes: 0,
  breaks: [],
  place: '一号会议厅',
  rooms: [],
  departmentMin: 1,
  departmentMax: 6,
  companyMin: 0,
  companyMax: 4,
  requestsMax: 10,
}

/** A session whose participants have joined: departments with their open scenes, companies, and one person for each. */
export async function openSession({ ports, districtId, open, companies }: PlanWorld, layout: Layout): Promise<PlannedSession> {
  const content = { ...day, rooms: [{ name: '大厅', tables: layout.tables }], ...layout.content }
  const now = ports.clock()
  const [id, actor] = [ports.ids(), systemActor(districtId)]
  const scenes = [...Map.groupBy(open, ({ orgId }) => orgId)].slice(0, layout.departments)
  if (scenes.length < layout.departments) throw new Error(`there are only ${scenes.length} departments`)
  const own = new Set(scenes.map(([orgId]) => orgId))
  const joining = companies.filter(({ orgId }) => !own.has(orgId)).slice(0, layout.companies)
  const participant = (orgId: string, rest: Pick<Participant, 'side' | 'companyId' | 'sceneIds'>): Participant => ({
    id: ports.ids(),
    sessionId: id,
    orgId,
    ...rest,
    status: 'joined',
    version: 1,
    meetingsMin: rest.side === 'department' ? content.departmentMin : content.companyMin,
    meetingsMax: rest.side === 'department' ? content.departmentMax : content.companyMax,
    unavailable: [],
    checkInCode: '000000',
    invitedBy: 'test',
    answeredAt: now,
    checkedInAt: null,
    createdAt: now,
    updatedAt: now,
  })
  const departments = scenes.map(([orgId, brought]) =>
    participant(orgId, { side: 'department', companyId: null, sceneIds: brought.map((scene) => scene.id) }),
  )
  const offering = joining.map((company) => participant(company.orgId, { side: 'company', companyId: company.id, sceneIds: [] }))
  await transact(ports.db, actor, async (tx) => {
    const orgId = departments[0]!.orgId
    const status = layout.status ?? 'open_for_interest'
    await insertSession(tx, {
      id,
      districtId,
      orgId,
      status,
      version: 1,
      writtenBy: 'test',
      publishedAt: null,
      closedAt: null,
      minutes: null,
      minutesAt: null,
      statusReason: null,
      statusSince: now,
      isExample: false,
      createdAt: now,
      updatedAt: now,
      ...unwrap(laidOut(content, 'Asia/Shanghai')),
    })
    await insertParticipants(tx, [...departments, ...offering])
    for (const { id: participantId } of [...departments, ...offering])
      await insertPersonOf(tx, {
        id: ports.ids(),
        sessionId: id,
        participantId,
        personId: null,
        name: '某人',
        post: null,
        unavailable: [],
        leftAt: null,
        createdAt: now,
      })
  })
  return { id, path: `/api/v1/sessions/${id}`, departments, companies: offering }
}

/** Asks for a plan and waits for it. */
export async function planned(world: PlanWorld, session: PlannedSession, demand: Record<string, unknown> = {}): Promise<any> {
  const asked = await world.matchmaker.post(`${session.path}/plan`, { seconds: 2, ...demand })
  if (asked.status !== 202) throw new Error(`${asked.status} ${asked.text}`)
  await world.queue.idle()
  return (await world.matchmaker.get(asked.headers.get('location')!)).body
}

/** Plans and publishes. */
export async function published(world: PlanWorld, session: PlannedSession, demand: Record<string, unknown> = {}): Promise<any> {
  const plan = await planned(world, session, demand)
  const answer = await world.matchmaker.post(`${session.path}/plans/${plan.id}/publication`)
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`)
  return answer.body
}
