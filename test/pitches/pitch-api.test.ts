import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { pitchWorld } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'
import { rankedFor } from './pitch-world.ts'

let world: PitchWorld
let sceneId: string
let companyId: string
let lead: Client
let approver: Client
let pitchId: string

beforeAll(async () => {
  world = await pitchWorld()
  ;({ sceneId, companyId } = await rankedFor(world, 0, 0))
  lead = await world.signatoryOf(companyId)
  approver = await world.approverOf(sceneId)
}, 120_000)

describe('a pitch from draft to the deadline', () => {
  test('is filled in from the profile, with a slot for every requirement in the scene’s order and words', async () => {
    const drafted = await lead.post(`/api/v1/scenes/${sceneId}/pitches`)
    expect(drafted.status, drafted.text).toBe(201)
    pitchId = drafted.body.id
    const scene = (await world.visitor.get(`/api/v1/scenes/${sceneId}`)).body.content
    expect(drafted.body.content.answers.map((one: any) => one.requirement)).toEqual([...scene.essential, ...scene.desirable])
    expect(drafted.body.content.kpis.map((one: any) => one.name)).toEqual(scene.kpis.map((one: any) => one.name))
    expect(drafted.body.prefilled_share).toBeGreaterThan(0.3)
    expect(drafted.body.status).toBe('draft')
    for (const { evidence } of drafted.body.content.answers.filter((one: any) => one.evidence)) {
      expect(
        await world.ports.db.selectFrom('card').select('companyId').where('id', '=', evidence.card_id).executeTakeFirst(),
      ).toEqual({ companyId })
    }
  })

  test('is one a company and scene', async () => {
    expect((await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).body).toMatchObject({ code: 'pitch.exists', pitch_id: pitchId })
  })

  test('cannot be handed in before every essential requirement is answered', async () => {
    const refused = await lead.post(`/api/v1/pitches/${pitchId}/submission`)
    expect(refused.body.code).toBe('pitch.incomplete')
    expect(refused.body.findings[0].field).toMatch(/^answers\.\d$/u)
  })

  test('takes a change only against the version that was read', async () => {
    expect((await lead.sendJson('PATCH', `/api/v1/pitches/${pitchId}`, { summary: '一' }, {})).body.code).toBe(
      'request.precondition_required',
    )
    expect((await lead.patch(`/api/v1/pitches/${pitchId}`, { summary: '一' }, 99)).body.code).toBe('request.precondition_failed')
    const endless = { kpis: [{ name: '漏检率', promised: 1e300 }] }
    expect((await lead.patch(`/api/v1/pitches/${pitchId}`, endless)).body).toMatchObject({ code: 'request.invalid' })
    const unknown = await lead.patch(`/api/v1/pitches/${pitchId}`, { answers: [{ requirement: '别的' }] })
    expect(unknown.body).toMatchObject({ code: 'request.invalid', errors: [{ field: 'answers.0.requirement' }] })
  })

  test('is refused when a quote stands in no listed card', async () => {
    const { content } = (await lead.get(`/api/v1/pitches/${pitchId}`)).body
    const card = content.card_ids[0]
    const answers = content.answers.map((one: any) => ({
      ...one,
      claim: 'met',
      evidence: { card_id: card, field: 'description', quote: '卡片里没有的一句话' },
    }))
    expect((await lead.patch(`/api/v1/pitches/${pitchId}`, { answers })).status).toBe(200)
    const refused = await lead.post(`/api/v1/pitches/${pitchId}/submission`)
    expect(refused.body.findings).toHaveLength(answers.length)
    const answered = answers.map(({ requirement }: any) => ({ requirement, claim: 'partly', text: '按附件方案实现' }))
    const mended = await lead.patch(`/api/v1/pitches/${pitchId}`, { answers: answered })
    expect(mended.body.content.answers).toEqual(answered)
    expect(mended.body.prefilled).not.toContain(`answers.${answered[0].requirement}`)
  })

  test('of two hands one submits', async () => {
    const both = await Promise.all([1, 2].map(() => lead.post(`/api/v1/pitches/${pitchId}/submission`)))
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'pitch.wrong_state', state: 'submitted' })
  })

  test('of its scene’s side nobody sees more than how many, before the deadline', async () => {
    for (const reader of [approver, world.officer, world.matchmaker, world.auditor]) {
      expect((await reader.get(`/api/v1/scenes/${sceneId}/pitches`)).body).toEqual({
        items: [],
        next_cursor: null,
        total: 0,
        sealed: true,
        sealed_total: 1,
        pace: null,
      })
      expect((await reader.get(`/api/v1/pitches/${pitchId}`)).body.code).toBe('pitch.not_found')
    }
  })

  test('taken back it is mended and handed in again', async () => {
    const withdrawn = await lead.delete(`/api/v1/pitches/${pitchId}/submission`, { reason: '补充材料' })
    expect(withdrawn.body).toMatchObject({ status: 'withdrawn', status_reason: '补充材料' })
    expect((await approver.get(`/api/v1/scenes/${sceneId}/pitches`)).body.sealed_total).toBe(0)
    expect((await lead.patch(`/api/v1/pitches/${pitchId}`, { risks: '雨天识别率待测' })).status).toBe(200)
    expect((await lead.post(`/api/v1/pitches/${pitchId}/submission`)).status).toBe(201)
  })

  test('is read by the scene’s side since the deadline: without a name by the unit, without a price by the matchmaker', async () => {
    const deadline = await world.deadlineOf(sceneId)
    world.ports.clock.set(deadline)
    const [seen] = (await approver.get(`/api/v1/scenes/${sceneId}/pitches`)).body.items
    expect(seen).toMatchObject({ id: pitchId, company: null })
    const forUnit = await approver.get(`/api/v1/pitches/${pitchId}`)
    const { name } = world.companies.find(({ id }) => id === companyId)!
    expect(forUnit.status).toBe(200)
    expect(forUnit.text).not.toContain(name)
    expect(forUnit.text).not.toContain(companyId)
    expect(forUnit.body.content.card_ids).toBeUndefined()
    const forMatchmaker = (await world.matchmaker.get(`/api/v1/pitches/${pitchId}`)).body
    expect(forMatchmaker.company.id).toBe(companyId)
    expect(forMatchmaker.content).not.toHaveProperty('price_min')
    expect(forUnit.body.content).toHaveProperty('price_min')
  })

  test('how long it took and how much was prefilled the office and the auditor read, past the deadline, and nobody else', async () => {
    const paceFor = async (reader: Client) => (await reader.get(`/api/v1/scenes/${sceneId}/pitches`)).body.pace
    const { createdAt, submittedAt, prefilledShare } = await world.ports.db
      .selectFrom('pitch')
      .select(['createdAt', 'submittedAt', 'prefilledShare'])
      .where('id', '=', pitchId)
      .executeTakeFirstOrThrow()
    const seconds = (submittedAt!.getTime() - createdAt.getTime()) / 1000
    for (const reader of [world.officer, world.auditor])
      expect(await paceFor(reader)).toEqual({ pitches: 1, median_seconds: seconds, median_prefilled_share: prefilledShare })
    for (const reader of [approver, world.matchmaker]) expect(await paceFor(reader)).toBeNull()
    expect((await world.officer.page(`/scenes/${sceneId}/pitches`)).text).toContain('从建稿到提交的中位用时')
  })

  test('nothing of it moves after the deadline but taking it back', async () => {
    expect((await lead.get(`/api/v1/pitches/${pitchId}`)).body.allowed).toEqual(['pitch.withdraw'])
  })
})

describe('what the office and the auditor do', () => {
  test('the office rules it out by a gate, the company appeals once, the auditor lets it in', async () => {
    const ruling = { gate_id: 'budget', reason: '报价超过预算上限' }
    expect((await world.matchmaker.post(`/api/v1/pitches/${pitchId}/ineligibility`, ruling)).body.code).toBe('actor.forbidden')
    const ruled = await world.officer.post(`/api/v1/pitches/${pitchId}/ineligibility`, ruling)
    expect(ruled.body).toMatchObject({ status: 'ineligible', gate_id: 'budget' })
    expect((await world.auditor.delete(`/api/v1/pitches/${pitchId}/ineligibility`, { reason: '可' })).body.code).toBe(
      'pitch.wrong_state',
    )
    expect((await lead.post(`/api/v1/pitches/${pitchId}/appeal`, { appeal: '首期报价在预算内' })).status).toBe(201)
    expect((await lead.post(`/api/v1/pitches/${pitchId}/appeal`, { appeal: '再说一次' })).body.code).toBe('pitch.wrong_state')
    const readmitted = await world.auditor.delete(`/api/v1/pitches/${pitchId}/ineligibility`, { reason: '复核属实' })
    expect(readmitted.body.status).toBe('submitted')
    expect((await world.officer.post(`/api/v1/pitches/${pitchId}/ineligibility`, ruling)).body.code).toBe('pitch.wrong_state')
  })

  test('disqualifying takes two persons, one of each', async () => {
    const at = `/api/v1/pitches/${pitchId}/disqualification`
    const ofLead = async () => (await lead.get(`/api/v1/pitches/${pitchId}`)).text.replace(/"request_id":"[^"]*"/u, '')
    const before = await ofLead()
    const proposed = await world.officer.post(at, { reason: '材料虚假' })
    expect(proposed.body).toMatchObject({ status: 'submitted', disqualification: { as: 'district_officer', reason: '材料虚假' } })
    expect(await ofLead()).toBe(before)
    expect((await world.officer.post(at, { reason: '再次确认' })).body).toMatchObject({
      code: 'actor.own_writing',
      needs: 'auditor',
    })
    expect((await lead.get(`/api/v1/pitches/${pitchId}`)).text).not.toContain('材料虚假')
    expect((await world.auditor.post(at, { reason: '核实' })).body.status).toBe('disqualified')
    expect((await lead.get(`/api/v1/pitches/${pitchId}`)).body).toMatchObject({
      status: 'disqualified',
      status_reason: '材料虚假\n核实',
    })
  })

  test('its trail is whole and tells every step', async () => {
    const trail = (await world.auditor.get(`/api/v1/audit/pitch/${pitchId}`)).body
    expect(trail.verified).toBe(true)
    expect(trail.items.map((event: any) => event.action)).toEqual([
      'pitch.draft',
      'pitch.edit',
      'pitch.edit',
      'pitch.submit',
      'pitch.withdraw',
      'pitch.edit',
      'pitch.submit',
      'pitch.rule_out',
      'pitch.appeal',
      'pitch.readmit',
      'pitch.disqualify',
      'pitch.disqualify',
    ])
  })
})
