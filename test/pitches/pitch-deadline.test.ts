import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { completed, pitchWorld, rankedFor } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'

let world: PitchWorld

beforeAll(async () => {
  world = await pitchWorld()
}, 120_000)

async function drafted(scene: number, place: number): Promise<{ lead: Client; sceneId: string; pitchId: string }> {
  const { sceneId, companyId } = await rankedFor(world, scene, place)
  const lead = await world.signatoryOf(companyId)
  const pitchId = (await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).body.id
  await completed(lead, pitchId)
  return { lead, sceneId, pitchId }
}

describe('at the deadline, by the server’s clock', () => {
  test.for([
    [0, -1, 201],
    [1, 0, 409],
    [2, 1, 409],
  ] as const)('scene %i, %i ms after it: %i', async ([scene, ms, status]) => {
    const start = world.ports.clock()
    const { lead, sceneId, pitchId } = await drafted(scene, 0)
    world.ports.clock.set(new Date((await world.deadlineOf(sceneId)).getTime() + ms))
    const submitted = await lead.post(`/api/v1/pitches/${pitchId}/submission`)
    expect(submitted.status, submitted.text).toBe(status)
    if (status === 409) {
      expect(submitted.body.code).toBe('pitch.too_late')
      expect((await lead.patch(`/api/v1/pitches/${pitchId}`, { risks: '无' })).body.code).toBe('pitch.too_late')
      const late = await world.signatoryOf((await rankedFor(world, scene, 3)).companyId)
      expect((await late.post(`/api/v1/scenes/${sceneId}/pitches`)).body.code).toBe('pitch.too_late')
    }
    world.ports.clock.set(start)
  })

  test('a pitch taken back in time is not handed in again when it is over, and a submitted one still can be taken back', async () => {
    const start = world.ports.clock()
    const [early, late] = [await drafted(3, 0), await drafted(3, 1)]
    await early.lead.post(`/api/v1/pitches/${early.pitchId}/submission`)
    await late.lead.post(`/api/v1/pitches/${late.pitchId}/submission`)
    await early.lead.delete(`/api/v1/pitches/${early.pitchId}/submission`)
    world.ports.clock.set(await world.deadlineOf(early.sceneId))
    expect((await early.lead.post(`/api/v1/pitches/${early.pitchId}/submission`)).body.code).toBe('pitch.too_late')
    expect((await late.lead.delete(`/api/v1/pitches/${late.pitchId}/submission`, { reason: '退出' })).body.status).toBe(
      'withdrawn',
    )
    const approver = await world.approverOf(late.sceneId)
    expect((await approver.get(`/api/v1/pitches/${late.pitchId}`)).body.code).toBe('pitch.not_found')
    expect((await approver.get(`/api/v1/scenes/${late.sceneId}/pitches`)).body).toMatchObject({ total: 0, sealed: false })
    expect((await world.officer.get(`/api/v1/pitches/${late.pitchId}`)).body.code).toBe('pitch.not_found')
    expect((await world.auditor.get(`/api/v1/pitches/${late.pitchId}`)).body.content.summary).toBeTypeOf('string')
    world.ports.clock.set(start)
  })
})

describe('what stands around a deadline', () => {
  test('an addendum loses nothing that was handed in, and says that the requirements changed', async () => {
    const { lead, sceneId, pitchId } = await drafted(4, 0)
    await lead.post(`/api/v1/pitches/${pitchId}/submission`)
    const approver = await world.approverOf(sceneId)
    const { essential } = (await approver.get(`/api/v1/scenes/${sceneId}`)).body.content
    const changes = { essential: [...essential.slice(1), '每周向街道提交1份运行周报，次周一上午9时前送达'] }
    world.ports.clock.advance(1000)
    const amended = await approver.post(`/api/v1/scenes/${sceneId}/addenda`, { changes, reason: '按街道要求补充' })
    expect(amended.status, amended.text).toBe(201)
    const seen = (await lead.get(`/api/v1/pitches/${pitchId}`)).body
    expect(seen.status).toBe('submitted')
    expect(seen.content.answers[0].requirement).toBe(essential[0])
    expect(seen.changed).toMatchObject({ addenda: 1, requirements: [changes.essential.at(-1)] })
    expect((await lead.page(`/pitches/${pitchId}`)).text).toContain('要求可能已变')

    await lead.delete(`/api/v1/pitches/${pitchId}/submission`)
    const mending = (await lead.get(`/api/v1/pitches/${pitchId}`)).body
    expect(mending.content.answers.map((one: any) => one.requirement)).toEqual(mending.requirements.map((one: any) => one.text))
    expect(mending.changed.stale_answers[0]).toMatchObject({ requirement: essential[0] })
    expect((await lead.post(`/api/v1/pitches/${pitchId}/submission`)).body.code).toBe('pitch.incomplete')
    await completed(lead, pitchId)
    expect((await lead.post(`/api/v1/pitches/${pitchId}/submission`)).status).toBe(201)
  })

  test('a scene that is held takes no pitch, and what is drafted can be written on', async () => {
    const { lead, sceneId, pitchId } = await drafted(5, 0)
    await world.officer.post(`/api/v1/scenes/${sceneId}/suspension`, { reason: '核查' })
    expect((await lead.post(`/api/v1/pitches/${pitchId}/submission`)).body.code).toBe('pitch.not_open')
    expect((await lead.patch(`/api/v1/pitches/${pitchId}`, { risks: '无' })).status).toBe(200)
    await world.officer.delete(`/api/v1/scenes/${sceneId}/suspension`)
    expect((await lead.post(`/api/v1/pitches/${pitchId}/submission`)).status).toBe(201)
  })

  test('a scene by invitation takes pitches of the invited alone', async () => {
    const { sceneId, companyId } = await rankedFor(world, 6, 0)
    const scene = world.scenes.find(({ id }) => id === sceneId)!
    const content = JSON.stringify({ ...scene.content, invitePolicy: 'invite' })
    await world.ports.db.updateTable('scene').set({ content }).where('id', '=', sceneId).execute()
    const lead = await world.signatoryOf(companyId)
    expect((await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).body.code).toBe('pitch.invited_only')
    expect((await lead.page(`/scenes/${sceneId}/pitches/new`)).text).toContain('仅限受邀企业')
    await world.matchmaker.post(`/api/v1/scenes/${sceneId}/invitations`, { company_id: companyId })
    expect((await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).status).toBe(201)
  })
})
