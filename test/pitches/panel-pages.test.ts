import { beforeEach, expect, test } from 'vitest'
import { feedback, scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>

beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
})

const marks = { 'mark.fit': '80', 'mark.effect': '70', 'mark.price': '60', remark: '已核对' }

test('the whole walk by forms: appoint, score, agree, shortlist, decide, release, read', async () => {
  const [chair] = w.evaluators
  const panel = `/scenes/${w.scene.id}/panel`
  expect((await w.officer.page(`/scenes/${w.scene.id}`)).text).toContain(panel)
  for (const one of w.evaluators) {
    const isChair = one === chair ? { isChair: 'true' } : {}
    expect((await w.officer.submit(`${panel}/members`, { personId: one.personId, ...isChair })).headers.get('location')).toBe(
      panel,
    )
  }
  expect((await w.officer.page(panel)).text).toContain('组长')
  does.closes()

  expect((await chair.page('/scenes')).text).toContain('href="/my/evaluations"')
  expect((await chair.page('/my/evaluations')).text).toContain(`/scenes/${w.scene.id}/evaluation`)
  for (const one of w.evaluators) {
    for (const { pitchId } of w.companies) {
      expect((await one.page(`/scenes/${w.scene.id}/evaluation`)).text).toContain(`/pitches/${pitchId}/evaluation`)
      expect((await one.submit(`/pitches/${pitchId}/evaluation`, { ...marks, step: 'draft' })).status).toBe(303)
      expect((await one.submit(`/pitches/${pitchId}/evaluation`, { ...marks, step: 'submit' })).status).toBe(303)
    }
  }
  for (const { pitchId } of w.companies) {
    expect((await chair.page(`/pitches/${pitchId}/evaluation`)).text).toContain('记录合议结果')
    expect((await chair.submit(`/pitches/${pitchId}/consensus`, { ...marks, dissent: '' })).status).toBe(303)
  }
  const [first, second, third] = w.companies
  const ids = [first.pitchId, second.pitchId]
  expect((await w.approver.page(panel)).text).toContain('列入入围名单')
  expect((await w.approver.submit(`/scenes/${w.scene.id}/shortlist`, { pitchIds: ids })).status).toBe(303)
  for (const [company, decision] of [
    [first, 'selected'],
    [second, 'reserve'],
    [third, 'declined'],
  ] as const) {
    const form = { decision, codes: ['price', 'integration'], feedback }
    expect((await w.approver.submit(`/scenes/${w.scene.id}/decisions/${company.pitchId}`, form)).status).toBe(303)
  }
  expect((await w.secondApprover.submit(`/scenes/${w.scene.id}/release`, {})).status).toBe(303)
  const told = (await first.signatory.page(`/pitches/${first.pitchId}`)).text
  for (const words of ['入选', feedback, '系统对接困难', '中位数', '72']) expect(told).toContain(words)
  expect((await w.visitor.page(`/scenes/${w.scene.id}`)).text).toContain('已公布结果')
})

test('what is refused shows the page again with what was typed', async () => {
  await does.appoints()
  does.closes()
  const [one] = w.evaluators
  const { pitchId } = w.companies[0]
  const refused = await one.submit(`/pitches/${pitchId}/evaluation`, { 'mark.fit': '八十', remark: '很好的方案', step: 'submit' })
  expect(refused.status).toBe(422)
  for (const typed of ['八十', '很好的方案']) expect(refused.text).toContain(typed)
  expect((await one.submit(`/scenes/${w.scene.id}/evaluation/recusal`, {})).status).toBe(422)
  await does.scoresAll()
  await does.agrees()
  await does.shortlists()
  const short = await w.approver.submit(`/scenes/${w.scene.id}/decisions/${pitchId}`, {
    decision: 'selected',
    codes: 'price',
    feedback: '太短了',
  })
  expect(short.status).toBe(422)
  expect(short.text).toContain('太短了')
  const own = await w.approver.submit(`/scenes/${w.scene.id}/release`, {})
  expect(own.status).toBe(422)
})

test('a company on the list is read in English too, and others are kept out', async () => {
  await does.appoints()
  does.closes()
  expect((await w.evaluators[0].page(`/scenes/${w.scene.id}/evaluation?lang=en`)).text).toContain('Pitch P-')
  for (const path of [`/scenes/${w.scene.id}/panel`, `/scenes/${w.scene.id}/evaluation`, '/my/evaluations'])
    expect((await w.companies[0].signatory.page(path)).status).toBe(403)
  expect((await w.companies[0].signatory.page(`/pitches/${w.companies[0].pitchId}/evaluation`)).status).toBe(403)
  expect((await w.editor.page(`/scenes/${w.scene.id}/panel`)).text).not.toContain('公布决定')
})
