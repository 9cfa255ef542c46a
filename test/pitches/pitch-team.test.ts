import { beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { completed, pitchWorld, rankedFor } from './pitch-world.ts'
import type { PitchWorld } from './pitch-world.ts'

let world: PitchWorld
let sceneId: string
let lead: Client
let member: Client
let memberId: string
let pitchId: string
const at = (path: string) => `/api/v1/pitches/${pitchId}${path}`

beforeAll(async () => {
  world = await pitchWorld()
  const first = await rankedFor(world, 0, 0)
  ;({ sceneId } = first)
  memberId = (await rankedFor(world, 0, 4)).companyId
  lead = await world.signatoryOf(first.companyId)
  member = await world.signatoryOf(memberId)
  pitchId = (await lead.post(`/api/v1/scenes/${sceneId}/pitches`)).body.id
  await completed(lead, pitchId)
}, 120_000)

/** The company becomes a subsidiary of the scene's unit, or is one no longer. */
async function related(companyId: string, isRelated: boolean): Promise<void> {
  const { db } = world.ports
  const { orgId } = world.scenes.find(({ id }) => id === sceneId)!
  const { uscc } = await db.selectFrom('organisation').select('uscc').where('id', '=', orgId).executeTakeFirstOrThrow()
  const row = await db.selectFrom('company').select(['content', 'version']).where('id', '=', companyId).executeTakeFirstOrThrow()
  const controllers = isRelated ? [{ uscc, sharePercent: 60 }] : []
  const content = JSON.stringify({ ...row.content, controllers })
  await db
    .updateTable('company')
    .set({ content, version: row.version + 1 })
    .where('id', '=', companyId)
    .execute()
}

describe('a team', () => {
  test('is asked member by member, once each, and nobody but a listed company', async () => {
    expect((await member.get(at(''))).body.code).toBe('pitch.not_found')
    const asked = await lead.post(at('/members'), { company_id: memberId, role: '现场部署' })
    expect(asked.body.members).toMatchObject([{ company: { id: memberId }, role: '现场部署', status: 'asked' }])
    expect((await lead.post(at('/members'), { company_id: memberId, role: '又一次' })).body.code).toBe('pitch.member_exists')
    expect((await lead.post(at('/members'), { company_id: sceneId, role: '无' })).body.code).toBe('company.not_found')
  })

  test('nothing is handed in while somebody has not answered', async () => {
    expect((await lead.post(at('/submission'))).body).toMatchObject({ code: 'pitch.team_open', open: 1 })
  })

  test('a member sees the pitch and cannot change it', async () => {
    const seen = (await member.get(at(''))).body
    expect(seen.allowed).toEqual(['pitch.answer_team'])
    expect((await member.get('/api/v1/pitches')).body.items.map((one: any) => one.id)).toEqual([pitchId])
    expect((await member.patch(at(''), { risks: '无' })).body.code).toBe('actor.forbidden')
    expect((await member.post(at('/members'), { company_id: memberId, role: '无' })).body.code).toBe('actor.forbidden')
    expect((await member.post(at('/submission'))).body.code).toBe('actor.forbidden')
    expect((await lead.put(at('/membership'), { answer: 'accepted' })).body.code).toBe('pitch.not_found')
  })

  test('one that is related to the unit is refused when it is asked, when it joins, and when it is handed in', async () => {
    const other = (await rankedFor(world, 0, 6)).companyId
    await related(other, true)
    expect((await lead.post(at('/members'), { company_id: other, role: '算法' })).body).toMatchObject({
      code: 'pitch.conflict',
      conflicts: [{ company_id: other, why: { zh: '该企业与需求方有关联' } }],
    })
    await related(memberId, true)
    expect((await member.put(at('/membership'), { answer: 'accepted' })).body).toMatchObject({
      code: 'pitch.conflict',
      conflicts: [{ company_id: memberId, why: { zh: '需求方持股不低于 25%' } }],
    })
    await related(memberId, false)
    expect((await member.put(at('/membership'), { answer: 'accepted' })).status).toBe(204)
    await related(memberId, true)
    expect((await lead.post(at('/submission'))).body).toMatchObject({
      code: 'pitch.conflict',
      conflicts: [{ company_id: memberId, why: { zh: '该企业与需求方有关联' } }],
    })
    await related(memberId, false)
  })

  test('a member’s card may be cited once it has joined', async () => {
    const card = await world.ports.db
      .selectFrom('card')
      .select(['id', 'content'])
      .where('companyId', '=', memberId)
      .where('status', '=', 'listed')
      .executeTakeFirstOrThrow()
    const { content } = (await lead.get(at(''))).body
    const evidence = { card_id: card.id, field: 'one_line', quote: card.content.oneLine!.slice(0, 12) }
    const answers = content.answers.map((one: any) => ({ ...one, evidence }))
    await lead.patch(at(''), { answers })
    expect((await lead.post(at('/submission'))).status).toBe(201)
  })

  test('leaves a pitch only while it is not handed in', async () => {
    expect((await member.delete(at('/membership'))).body).toMatchObject({ code: 'pitch.wrong_state', state: 'submitted' })
    await lead.delete(at('/submission'))
    expect((await member.delete(at('/membership'))).status).toBe(204)
    expect((await member.get(at(''))).body.code).toBe('pitch.not_found')
    const refused = await lead.post(at('/submission'))
    expect(refused.body.code).toBe('pitch.incomplete')
    expect((await lead.get(at(''))).body.members).toMatchObject([{ status: 'declined' }])
  })

  test('who declined may be asked again, and who was asked be let go', async () => {
    expect((await lead.post(at('/members'), { company_id: memberId, role: '现场运维' })).status).toBe(201)
    expect((await member.put(at('/membership'), { answer: 'declined' })).status).toBe(204)
    await lead.post(at('/members'), { company_id: memberId, role: '现场运维' })
    expect((await lead.delete(at(`/members/${memberId}`))).body.members).toEqual([])
    expect((await member.put(at('/membership'), { answer: 'accepted' })).body.code).toBe('pitch.not_found')
  })

  test('works on pages: asked by name, joined by a button, left by another', async () => {
    const { name } = world.companies.find(({ id }) => id === memberId)!
    const missing = await lead.submit(`/pitches/${pitchId}/members`, { company: '没有这家', role: '现场部署' })
    expect(missing.status).toBe(404)
    expect(missing.text).toContain('现场部署')
    expect((await lead.submit(`/pitches/${pitchId}/members`, { company: name, role: '现场部署' })).status).toBe(303)
    expect((await member.page(`/pitches/${pitchId}`)).text).toContain('同意加入')
    expect((await member.submit(`/pitches/${pitchId}/membership/acceptance`, {})).status).toBe(303)
    expect((await member.page(`/pitches/${pitchId}`)).text).toContain('退出团队')
    expect((await member.submit(`/pitches/${pitchId}/membership/departure`, {})).headers.get('location')).toBe('/my/pitches')
  })
})

test('a company that is related to the unit cannot begin a pitch', async () => {
  const { companyId } = await rankedFor(world, 0, 7)
  const related7 = await world.signatoryOf(companyId)
  await related(companyId, true)
  const refused = await related7.post(`/api/v1/scenes/${sceneId}/pitches`)
  expect(refused.body.code).toBe('pitch.conflict')
  expect(refused.body.conflicts[0].why.zh).toContain('持股')
})
