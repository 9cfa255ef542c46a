import { beforeAll, describe, expect, test } from 'vitest'
import { tick } from '../../src/tick.ts'
import type { Client } from '../support/client.ts'
import { everyPage } from '../matching/market-world.ts'
import { completed, pitchWorld, rankedFor } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'

let world: PitchWorld
let sceneId: string
let approver: Client
const at = () => `/api/v1/scenes/${sceneId}/invitations`

beforeAll(async () => {
  world = await pitchWorld()
  ;({ sceneId } = await rankedFor(world, 0, 0))
  approver = await world.approverOf(sceneId)
}, 120_000)

async function ranked(place: number): Promise<string> {
  return (await rankedFor(world, 0, place - 1)).companyId
}

describe('inviting', () => {
  test('takes the place from the ranking itself, and lasts to the end of the fifth working day', async () => {
    const companyId = await ranked(3)
    const invited = await approver.post(at(), { company_id: companyId, message: '请看必要要求' })
    expect(invited.status, invited.text).toBe(201)
    // Monday 2 March; the fifth working day after ends at midnight in Shanghai.
    expect(invited.body).toMatchObject({ place: 3, override: false, status: 'invited', expires_at: '2026-03-09T16:00:00.000Z' })
    expect((await world.auditor.get(`/api/v1/audit/pitch_invitation/${invited.body.id}`)).body.items[0].detail).toMatchObject({
      place: 3,
      override: false,
    })
  })

  test('down to the twelfth place needs no reason, below it does, and is counted as an override', async () => {
    expect((await approver.post(at(), { company_id: await ranked(12) })).status).toBe(201)
    const thirteenth = await ranked(13)
    expect((await approver.post(at(), { company_id: thirteenth })).body).toMatchObject({
      code: 'pitch_invitation.needs_reason',
      place: 13,
    })
    expect((await approver.post(at(), { company_id: thirteenth, reason: '  ' })).status).toBe(422)
    const invited = await world.matchmaker.post(at(), { company_id: thirteenth, reason: '曾服务同类单位' })
    expect(invited.body).toMatchObject({ place: 13, override: true, reason: '曾服务同类单位' })
    const { person } = (await world.matchmaker.get('/api/v1/me')).body
    expect(invited.body.invited_by).toBe(person?.id ?? invited.body.invited_by)
    const overrides = (await world.auditor.get(at())).body.items.filter((one: any) => one.override)
    expect(overrides.map((one: any) => one.company.id)).toEqual([thirteenth])
  })

  test('a company that a gate keeps out cannot be invited, whatever the reason', async () => {
    const excluded = (await world.matchmaker.get(`/api/v1/scenes/${sceneId}/matches?include=excluded`)).body.items[0]
    const refused = await approver.post(at(), { company_id: excluded.company.id, reason: '领导推荐' })
    expect(refused.body).toMatchObject({ status: 409, code: 'pitch_invitation.excluded' })
    const failed = excluded.gates.filter((gate: any) => gate.outcome === 'failed').map((gate: any) => gate.id)
    expect(refused.body.gates.map((gate: any) => gate.id)).toEqual(failed)
  })

  test('of two who invite the same company at once one does', async () => {
    const companyId = await ranked(5)
    const both = await Promise.all([approver, world.matchmaker].map((client) => client.post(at(), { company_id: companyId })))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)!.body.code).toBe('pitch_invitation.exists')
  })

  test('is for the scene’s approver and the matchmaker alone', async () => {
    const body = { company_id: await ranked(6) }
    const other = await world.somebody(['publisher_approver'], world.ownOrgId)
    const scene = world.scenes.find(({ id }) => id === sceneId)!
    const editor = await world.somebody(['publisher_editor'], scene.orgId)
    for (const client of [
      editor,
      world.officer,
      world.auditor,
      world.company,
      ...(scene.orgId === world.ownOrgId ? [] : [other]),
    ])
      expect((await client.post(at(), body)).body.code).toBe('actor.forbidden')
    expect((await world.visitor.post(at(), body)).body.code).toBe('login.required')
    expect((await approver.post(at(), { company_id: sceneId })).body.code).toBe('company.not_found')
    const draft = world.scenes.find(({ status }) => status === 'draft')!
    expect((await world.company.post(`/api/v1/scenes/${draft.id}/invitations`, body)).body.code).toBe('scene.not_found')
  })

  test('the list pages, for the scene’s side alone', async () => {
    const { items, pages } = await everyPage(world.officer, at(), 2)
    expect(items).toHaveLength(4)
    expect(pages).toHaveLength(2)
    expect((await world.company.get(at())).body.code).toBe('scene.not_found')
    expect((await world.visitor.get(at())).body.code).toBe('login.required')
  })
})

describe('answering', () => {
  let companyId: string
  let id: string
  let signatory: Client

  beforeAll(async () => {
    companyId = await ranked(3)
    signatory = await world.signatoryOf(companyId)
    id = (await signatory.get('/api/v1/pitch-invitations')).body.items[0].id
  })

  test('the company reads its own, without the scene’s reasons', async () => {
    const [own] = (await signatory.get('/api/v1/pitch-invitations')).body.items
    expect(own).toMatchObject({ message: '请看必要要求', allowed: ['pitch_invitation.answer'] })
    expect(own).not.toHaveProperty('place')
    expect(own).not.toHaveProperty('reason')
  })

  test('another company finds nothing to answer; the scene’s side may not answer for it', async () => {
    const other = await world.signatoryOf(await ranked(8))
    expect((await other.post(`/api/v1/pitch-invitations/${id}/acceptance`)).body.code).toBe('pitch_invitation.not_found')
    expect((await approver.post(`/api/v1/pitch-invitations/${id}/acceptance`)).body.code).toBe('pitch_invitation.not_found')
    expect((await world.officer.post(`/api/v1/pitch-invitations/${id}/acceptance`)).body.code).toBe('actor.forbidden')
    expect((await signatory.post('/api/v1/pitch-invitations/nothing/acceptance')).body.code).toBe('pitch_invitation.not_found')
  })

  test('of two answers at once one counts, and the ranking learns of it', async () => {
    const both = await Promise.all([
      signatory.post(`/api/v1/pitch-invitations/${id}/acceptance`),
      signatory.post(`/api/v1/pitch-invitations/${id}/refusal`, { reason: '排期已满' }),
    ])
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    const kinds = await world.ports.db
      .selectFrom('trainingEvent')
      .select(['side', 'kind'])
      .where('companyId', '=', companyId)
      .where('sceneId', '=', sceneId)
      .orderBy('id')
      .execute()
    const answered = both[0].status === 201 ? 'accepted' : 'declined'
    expect(kinds).toEqual([
      { side: 'scene', kind: 'invited' },
      { side: 'company', kind: answered },
    ])
  })

  test('to decline takes a reason', async () => {
    const twelfth = await world.signatoryOf(await ranked(12))
    const own = (await twelfth.get('/api/v1/pitch-invitations')).body.items[0].id
    expect((await twelfth.post(`/api/v1/pitch-invitations/${own}/refusal`, { reason: ' ' })).status).toBe(422)
    const declined = await twelfth.post(`/api/v1/pitch-invitations/${own}/refusal`, { reason: '排期已满' })
    expect(declined.body).toMatchObject({ status: 'declined', decline_reason: '排期已满', allowed: [] })
    expect((await approver.get(at())).body.items.find((one: any) => one.id === own)).toMatchObject({ decline_reason: '排期已满' })
  })
})

describe('lapsing', () => {
  test('what nobody answers reads as lapsed at once, is written down by the timer once, and may be sent anew', async () => {
    const companyId = await ranked(5)
    const signatory = await world.signatoryOf(companyId)
    const [open] = (await signatory.get('/api/v1/pitch-invitations')).body.items
    world.ports.clock.set(open.expires_at)
    expect((await signatory.post(`/api/v1/pitch-invitations/${open.id}/acceptance`)).body).toMatchObject({
      code: 'pitch_invitation.wrong_state',
      state: 'lapsed',
    })
    await tick(world.ports, world.ports.clock())
    await tick(world.ports, world.ports.clock())
    const trail = (await world.auditor.get(`/api/v1/audit/pitch_invitation/${open.id}`)).body
    expect(trail.items.map((event: any) => event.action)).toEqual(['pitch_invitation.invite', 'pitch_invitation.lapsed'])
    const again = await approver.post(at(), { company_id: companyId, reason: '再次邀请' })
    expect(again.body).toMatchObject({ id: open.id, status: 'invited' })
    expect((await signatory.post(`/api/v1/pitch-invitations/${open.id}/acceptance`)).status).toBe(201)
  })

  test('to the scene’s side it lapses also where its company pitched without answering, and nothing tells', async () => {
    const companyId = await ranked(6)
    const signatory = await world.signatoryOf(companyId)
    const sent = (await approver.post(at(), { company_id: companyId, reason: '技术路线相符' })).body
    const pitch = (await signatory.post(`/api/v1/scenes/${sceneId}/pitches`)).body
    await completed(signatory, pitch.id)
    expect((await signatory.post(`/api/v1/pitches/${pitch.id}/submission`)).status).toBe(201)
    const shown = async (who: Client, path: string) =>
      (await who.get(path)).body.items.find((one: any) => one.id === sent.id).status
    expect(await shown(signatory, '/api/v1/pitch-invitations')).toBe('pitched')
    expect(await shown(approver, at())).toBe('invited')
    world.ports.clock.set(sent.expires_at)
    expect(await shown(approver, at())).toBe('lapsed')
    expect(await approver.post(at(), { company_id: companyId, reason: '再次邀请' })).toMatchObject({ status: 201 })
  })
})
