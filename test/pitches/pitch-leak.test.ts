import { beforeAll, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { completed, pitchWorld, rankedFor } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'

let world: PitchWorld
let sceneId: string
let companyId: string
let otherId: string
let other: Client
let approver: Client
let before: Map<string, string>
let pitchId: string
let invitationId: string

/** Whatever somebody outside a pitch could come upon. */
function addresses(): string[] {
  return [
    `/api/v1/scenes/${sceneId}`,
    '/api/v1/scenes?limit=100',
    `/api/v1/companies/${companyId}`,
    `/api/v1/search/scenes?q=${encodeURIComponent('停放')}`,
    `/api/v1/companies/${otherId}/opportunities`,
    `/api/v1/companies/${otherId}/opportunities/${sceneId}`,
    '/api/v1/pitches',
    '/api/v1/pitch-invitations',
    `/api/v1/scenes/${sceneId}/pitches`,
    `/api/v1/scenes/${sceneId}/invitations`,
    `/scenes/${sceneId}`,
    `/companies/${companyId}`,
    '/my/pitches',
    '/my/invitations',
    `/scenes/${sceneId}/pitches`,
    `/scenes/${sceneId}/pitches/new`,
    '/',
  ]
}

async function seen(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [name, client] of Object.entries({ visitor: world.visitor, other })) {
    for (const address of addresses()) found.set(`${name} ${address}`, plain((await client.get(address)).text))
  }
  for (const address of [`/api/v1/scenes/${sceneId}`, `/api/v1/scenes/${sceneId}/matches`, `/scenes/${sceneId}`])
    found.set(`approver ${address}`, plain((await approver.get(address)).text))
  return found
}

/** Without what is drawn anew for every answer. */
function plain(text: string): string {
  return text.replaceAll(/[0-9a-f]{32,}|nonce-[\w+/=-]+|"request_id":"[^"]*"/gu, '')
}

beforeAll(async () => {
  world = await pitchWorld()
  ;({ sceneId, companyId } = await rankedFor(world, 0, 0))
  otherId = (await rankedFor(world, 0, 2)).companyId
  const memberId = (await rankedFor(world, 0, 1)).companyId
  other = await world.signatoryOf(otherId)
  approver = await world.approverOf(sceneId)
  before = await seen()
  const [lead, member] = [await world.signatoryOf(companyId), await world.signatoryOf(memberId)]
  const invited = await world.matchmaker.post(`/api/v1/scenes/${sceneId}/invitations`, { company_id: companyId })
  invitationId = invited.body.id
  pitchId = (await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).body.id
  await lead.post(`/api/v1/pitches/${pitchId}/members`, { company_id: memberId, role: '现场部署' })
  await member.put(`/api/v1/pitches/${pitchId}/membership`, { answer: 'accepted' })
  await completed(lead, pitchId)
  const submitted = await lead.post(`/api/v1/pitches/${pitchId}/submission`)
  if (submitted.status !== 201) throw new Error(submitted.text)
}, 180_000)

test('nothing that the public, another company or the unit’s own scene shows has changed by an invitation and a pitch', async () => {
  const after = await seen()
  for (const [address, text] of before) expect(`${address}\n${after.get(address)}`).toBe(`${address}\n${text}`)
})

test('every address of the pitch and of its invitation is nobody’s to them, since the deadline too', async () => {
  const start = world.ports.clock()
  for (const at of [start, await world.deadlineOf(sceneId)]) {
    world.ports.clock.set(at)
    const posts = ['submission', 'appeal', 'ineligibility', 'disqualification', 'members']
    const bodies = [
      {},
      { appeal: '一' },
      { gate_id: 'stage', reason: '一' },
      { reason: '一' },
      { company_id: otherId, role: '一' },
    ]
    const answers = [
      await other.get(`/api/v1/pitches/${pitchId}`),
      await other.page(`/pitches/${pitchId}`),
      await other.page(`/pitches/${pitchId}/edit`),
      await other.patch(`/api/v1/pitches/${pitchId}`, { risks: '无' }, 1),
      await other.delete(`/api/v1/pitches/${pitchId}/submission`),
      await other.put(`/api/v1/pitches/${pitchId}/membership`, { answer: 'accepted' }),
      await other.delete(`/api/v1/pitches/${pitchId}/membership`),
      ...(await Promise.all(posts.map((step, index) => other.post(`/api/v1/pitches/${pitchId}/${step}`, bodies[index])))),
      await other.post(`/api/v1/pitch-invitations/${invitationId}/acceptance`),
      await other.get(`/api/v1/scenes/${sceneId}/pitches`),
      await other.get(`/api/v1/scenes/${sceneId}/invitations`),
    ]
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404))
    expect((await world.visitor.get(`/api/v1/pitches/${pitchId}`)).status).toBe(401)
  }
  world.ports.clock.set(start)
})

test('the invitation does not tell the scene’s side before the deadline that its company has pitched', async () => {
  for (const reader of [approver, world.matchmaker, world.officer, world.auditor]) {
    const { items } = (await reader.get(`/api/v1/scenes/${sceneId}/invitations`)).body
    expect(items).toMatchObject([{ id: invitationId, status: 'invited', answered_at: null }])
  }
  const trail = (await world.auditor.get(`/api/v1/audit/pitch_invitation/${invitationId}`)).text
  expect(trail).not.toContain('pitched')
})

test('its own side learns nothing of what is made of it before the release, not even from a refusal', async () => {
  const lead = await world.signatoryOf(companyId)
  const { db } = world.ports
  const seenBy = async () => ({
    pitch: plain((await lead.get(`/api/v1/pitches/${pitchId}`)).text),
    list: plain((await lead.get('/api/v1/pitches')).text),
    page: plain((await lead.page(`/pitches/${pitchId}`)).text),
    refusal: plain((await lead.patch(`/api/v1/pitches/${pitchId}`, { risks: '无' }, 1)).text),
  })
  const put = (change: object) => db.updateTable('pitch').set(change).where('id', '=', pitchId).execute()
  await put({ status: 'in_review', version: 20 })
  const reviewed = await seenBy()
  const decided = { decision: 'selected', decisionCodes: ['fit'], feedback: '方案可行', decidedBy: 'x', decidedAt: new Date() }
  for (const status of ['scored', 'consensus', 'shortlisted'] as const) {
    await put({ status, version: 21, ...decided })
    expect(await seenBy()).toEqual(reviewed)
  }
  await put({ status: 'selected', version: 22, releasedAt: new Date() })
  expect((await lead.get(`/api/v1/pitches/${pitchId}`)).body).toMatchObject({ status: 'selected', feedback: '方案可行' })
})

test('the unit of another scene and the roles with no part in it find nothing', async () => {
  const scene = world.scenes.find(
    ({ id, orgId }) => id !== sceneId && orgId !== world.scenes.find((one) => one.id === sceneId)!.orgId,
  )!
  const [elsewhere, reviewer] = [await world.approverOf(scene.id), await world.signedIn('compliance')]
  world.ports.clock.set(await world.deadlineOf(sceneId))
  for (const client of [elsewhere, reviewer]) {
    expect((await client.get(`/api/v1/pitches/${pitchId}`)).status).toBe(404)
    expect([403, 404]).toContain((await client.get(`/api/v1/scenes/${sceneId}/pitches`)).status)
  }
})
