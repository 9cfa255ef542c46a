import { addMembership } from '../../src/accounts/organisation-store.ts'
import type { SessionContent } from '../../src/sessions/session-content.ts'
import { toWire } from '../../src/shared/wire.ts'
import type { Answer, Client } from '../support/client.ts'
import { world } from '../support/people.ts'
import type { World } from '../support/people.ts'
import type { TestOrganisation } from '../support/world.ts'

/** Four slots of twenty minutes with five between them, a pause, and three tables in two rooms. */
export const day: SessionContent = {
  kind: 'tables',
  title: '人工智能场景对接会',
  date: '2026-03-10',
  startsAt: '09:30',
  endsAt: '12:00',
  slotMinutes: 20,
  gapMinutes: 5,
  breaks: [{ from: '10:20', to: '10:40', label: '茶歇' }],
  place: '徐汇滨江会议中心',
  rooms: [
    { name: '一号厅', tables: 2 },
    { name: '二号厅', tables: 1 },
  ],
  departmentMin: 0,
  departmentMax: 8,
  companyMin: 0,
  companyMax: 8,
  requestsMax: 10,
}

/** As on the wire. */
export function wireDay(change: Partial<SessionContent> = {}): Record<string, unknown> {
  return toWire({ ...day, ...change }) as Record<string, unknown>
}

export type Party = {
  client: Client & { personId: string }
  org: TestOrganisation
  id: string
  companyId: string
  sceneId: string
}

export type SessionWorld = World & {
  matchmaker: Client & { personId: string }
  office: TestOrganisation
  department: (name?: string) => Promise<Party>
  company: (name?: string, controllers?: readonly string[]) => Promise<Party>
  /** A session laid out, its parties invited, opened and joined, each with one person named. */
  session: (parties: readonly Party[], change?: Partial<SessionContent>) => Promise<string>
}

export async function sessionWorld(): Promise<SessionWorld> {
  const base = await world()
  const office = await base.organisation({ kind: 'district_office' })
  const matchmaker = await base.person(['matchmaker'], office)
  const department = (name?: string) => departmentOf(base, name)
  const company = (name?: string, controllers?: readonly string[]) => companyOf(base, name, controllers)
  const session = (parties: readonly Party[], change: Partial<SessionContent> = {}) => joinedSession(matchmaker, parties, change)
  return { ...base, matchmaker, office, department, company, session }
}

async function departmentOf(base: World, name?: string): Promise<Party> {
  const org = await base.organisation(name === undefined ? {} : { legalName: name })
  const client = await base.person(['publisher_editor', 'publisher_approver'], org)
  const drafted = await client.post('/api/v1/scenes', { title: '社区老人跌倒监测与及时处置' })
  return { client, org, id: '', companyId: '', sceneId: drafted.body.id }
}

async function companyOf(base: World, name?: string, controllers: readonly string[] = []): Promise<Party> {
  const org = await base.organisation(name === undefined ? {} : { legalName: name })
  const client = await base.person(['company_editor', 'company_signatory'], org)
  const made = await client.post('/api/v1/companies', {
    name: org.legalName,
    ...(controllers.length > 0 && { controllers: controllers.map((uscc) => ({ uscc, share_percent: 60 })) }),
  })
  return { client, org, id: '', companyId: made.body.id, sceneId: '' }
}

async function joinedSession(matchmaker: Client, parties: readonly Party[], change: Partial<SessionContent>): Promise<string> {
  const made = must(await matchmaker.post('/api/v1/sessions', wireDay(change)))
  const address = `/api/v1/sessions/${made.body.id}`
  await invite(matchmaker, made.body.id, parties)
  must(await matchmaker.post(`${address}/opening`))
  for (const { client, id } of parties) {
    must(await client.post(`${address}/participants/${id}/acceptance`))
    must(await client.post(`${address}/participants/${id}/people`, { person_id: client.personId }))
  }
  return made.body.id
}

/** Puts them on the list; each party then knows its id there. */
export async function invite(matchmaker: Client, sessionId: string, parties: readonly Party[]): Promise<void> {
  const items = parties.map(({ org, companyId, sceneId }) =>
    sceneId === '' ? { side: 'company', company_id: companyId } : { side: 'department', org_id: org.id, scene_ids: [sceneId] },
  )
  const invited = must(await matchmaker.post(`/api/v1/sessions/${sessionId}/participants`, { items }))
  for (const party of parties)
    party.id = invited.body.items.find((one: { org: { id: string } }) => one.org.id === party.org.id).id
}

/** A meeting that the company asked for and the department agreed to. */
export async function agreed(sessionId: string, company: Party, department: Party): Promise<string> {
  const asked = must(await company.client.post(`/api/v1/sessions/${sessionId}/meetings`, { participant_id: department.id }))
  must(await department.client.post(`/api/v1/meetings/${asked.body.id}/acceptance`))
  return asked.body.id
}

/** Whoever works for both. */
export async function alsoOf(base: World, org: TestOrganisation, personId: string): Promise<void> {
  await addMembership(base.ports.db, {
    id: base.ports.ids(),
    orgId: org.id,
    personId,
    roles: ['company_editor'],
    createdAt: base.ports.clock(),
  })
}

export function must(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`)
  return answer
}
