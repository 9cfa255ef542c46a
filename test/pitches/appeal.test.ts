import { beforeEach, expect, test } from 'vitest'
import { scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld, TestCompany } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>
let ruledOut: TestCompany
let at: string

/** The third pitch is ruled out at once. */
beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
  ruledOut = w.companies[2]
  at = `/api/v1/pitches/${ruledOut.pitchId}`
  does.closes()
  const ruling = { gate_id: 'budget', reason: '报价超过预算上限' }
  await w.officer.post(`${at}/ineligibility`, ruling)
})

const appeals = () => ruledOut.signatory.post(`${at}/appeal`, { appeal: '首期报价在预算内' })
const dismisses = (who = w.auditor) => who.post(`${at}/appeal/dismissal`, { reason: '两期合计超出上限' })
const grants = () => w.auditor.delete(`${at}/ineligibility`, { reason: '复核属实' })
const page = async (who: { page: (path: string) => Promise<{ text: string }> }, path: string) => (await who.page(path)).text

async function decidesTheOthers(): Promise<void> {
  const [first, second] = w.companies
  await does.appoints()
  for (const one of w.evaluators) for (const { pitchId } of [first, second]) await does.submits(one, pitchId)
  for (const { pitchId } of [first, second])
    await w.evaluators[0].put(`/api/v1/pitches/${pitchId}/consensus`, {
      marks: { fit: 80, effect: 70, price: 60 },
      remark: '一致',
      dissent: '',
    })
  await does.shortlists([first, second])
  expect((await does.decides(first, 'selected')).status).toBe(204)
  expect((await does.decides(second, 'reserve')).status).toBe(204)
}

test('the auditor dismisses an appeal with a reason, and the company reads it', async () => {
  expect(await dismisses()).toMatchObject({ status: 409, body: { code: 'pitch.wrong_state' } })
  expect((await appeals()).body).toMatchObject({ is_appeal_open: true })
  for (const who of [w.officer, w.approver, w.matchmaker]) expect((await dismisses(who)).status).toBe(403)
  expect(await w.auditor.post(`${at}/appeal/dismissal`, { reason: ' ' })).toMatchObject({ status: 422 })
  const both = await Promise.all([dismisses(), dismisses()])
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  const read = (await ruledOut.signatory.get(at)).body
  expect(read).toMatchObject({ status: 'ineligible', appeal_answer: '两期合计超出上限', is_appeal_open: false })
  expect(read.allowed).toEqual([])
  const told = await page(ruledOut.signatory, `/pitches/${ruledOut.pitchId}`)
  for (const words of ['申诉裁定：驳回', '两期合计超出上限']) expect(told).toContain(words)
  expect(await grants()).toMatchObject({ status: 409, body: { code: 'pitch.wrong_state' } })
  expect(await appeals()).toMatchObject({ status: 409 })
  const trail = (await w.auditor.get(`/api/v1/audit/pitch/${ruledOut.pitchId}`)).body
  expect(trail.items.map((event: any) => event.action).slice(-2)).toEqual(['pitch.appeal', 'pitch.dismiss_appeal'])
})

test('by a form too, and the lists show what waits', async () => {
  await appeals()
  expect(await page(w.auditor, `/scenes/${w.scene.id}/pitches`)).toContain('申诉待裁定')
  expect(await page(w.auditor, `/pitches/${ruledOut.pitchId}`)).toContain('驳回申诉')
  const sent = await w.auditor.submit(`/pitches/${ruledOut.pitchId}/dismissal`, { reason: '两期合计超出上限' })
  expect(sent.status).toBe(303)
  expect(await page(w.auditor, `/scenes/${w.scene.id}/pitches`)).not.toContain('申诉待裁定')
})

test('nothing is released while an appeal is open', async () => {
  await decidesTheOthers()
  await appeals()
  expect(await does.releases(w.officer)).toMatchObject({ status: 409, body: { code: 'decision.appeal_open', appeals: 1 } })
  expect(await page(w.officer, `/scenes/${w.scene.id}/panel`)).toContain('1 份申诉待审计裁定')
  expect((await dismisses()).status).toBe(201)
  expect((await does.releases(w.officer)).status).toBe(201)
})

test('what is let in again is decided like the others before anything is released', async () => {
  await decidesTheOthers()
  await appeals()
  expect((await grants()).body).toMatchObject({ status: 'submitted', appeal_answer: '复核属实' })
  expect(await does.releases(w.officer)).toMatchObject({ status: 422, body: { code: 'decision.incomplete', open: 1 } })
  expect(await page(ruledOut.signatory, `/pitches/${ruledOut.pitchId}`)).toContain('申诉裁定：恢复参评')
})

test('after the release nobody appeals and nobody is let in', async () => {
  await decidesTheOthers()
  expect((await does.releases(w.officer)).status).toBe(201)
  for (const late of [await appeals(), await grants(), await dismisses()])
    expect(late).toMatchObject({ status: 409, body: { code: 'decision.released' } })
  expect((await ruledOut.signatory.get(at)).body.allowed).toEqual([])
})

test('a release and an appeal at once: one of them finds the other done', async () => {
  await decidesTheOthers()
  const [released, appealed] = await Promise.all([does.releases(w.officer), appeals()])
  expect([released.status, appealed.status].toSorted((a, b) => a - b)).toEqual([201, 409])
})

test('what it appeals with, and what it is told, does not name it to the unit', async () => {
  await ruledOut.signatory.post(`${at}/appeal`, { appeal: `${ruledOut.org.legalName}的首期报价在预算内` })
  await w.auditor.post(`${at}/appeal/dismissal`, { reason: `${ruledOut.secrets[0]}两期合计超出上限` })
  for (const who of [w.approver, w.editor]) {
    const { text, body } = await who.get(at)
    expect(body.appeal).toBe('〔隐去〕的首期报价在预算内')
    const read = text + (await page(who, `/pitches/${ruledOut.pitchId}`))
    expect(ruledOut.secrets.filter((secret) => read.includes(secret))).toEqual([])
  }
  expect((await w.officer.get(at)).body.appeal).toContain(ruledOut.org.legalName)
})

test('a company reads that the scene of its pitch is held, and later called off, without a link that leads nowhere', async () => {
  const [company] = w.companies
  const own = async () => (await company.signatory.get(`/api/v1/pitches/${company.pitchId}`)).body.scene_status
  const link = `href="/scenes/${w.scene.id}"`
  expect(await own()).toBe('closed')
  expect(await page(company.signatory, `/pitches/${company.pitchId}`)).toContain(link)
  await w.officer.post(`${w.at}/suspension`, { reason: '核查' })
  expect(await own()).toBe('suspended')
  const held = await page(company.signatory, `/pitches/${company.pitchId}`)
  expect(held).toContain('场景现状：已暂停')
  expect(held).not.toContain(link)
  await w.officer.post(`${w.at}/cancellation`, { code: 'no_budget', text: '' })
  expect(await page(company.signatory, `/pitches/${company.pitchId}`)).toContain('场景现状：已取消')
})
