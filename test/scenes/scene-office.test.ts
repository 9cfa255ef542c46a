import { describe, expect, test } from 'vitest'
import { checkOverrides, qualityOf } from '../../src/scenes/scene-quality.ts'
import { goodContent, now, sceneWorld, without, zone } from './fixtures.ts'

/** Loses 28 points: 8 for requirements, 20 for KPIs that a tender pointer does without. */
const weak = { ...without('kpis'), sceneType: 'tender_pointer', essential: goodContent.essential!.slice(0, 2) }
/** Loses four more, to stand at 68. */
const tooWeak = {
  ...weak,
  afterSuccess: { ...goodContent.afterSuccess!, route: 'unknown' as const, budgetLine: '', authority: '' },
}
const enough = { rule: 'essential.count', reason: '采购指引只需两条' }

describe('what the reviewing officer may set aside', () => {
  const judged = (overrides: { rule: string; reason: string }[]) =>
    qualityOf(tooWeak, { now, zone, step: 'publication', duplicates: [], brands: [], overrides })

  test('a MAJOR finding that is set aside gives its points back and is found no more', () => {
    const before = judged([])
    const few = before.findings.find(({ field }) => field === 'essential')!
    expect(few).toMatchObject({ severity: 'MAJOR', pointsLost: 8 })
    const after = judged([{ rule: few.rule, reason: '只需两条' }])
    expect(after.score).toBe(before.score + 8)
    expect(after.findings).toEqual(before.findings.filter(({ rule }) => rule !== few.rule))
    expect(after.parts.find(({ id }) => id === 'requirements')).toMatchObject({ points: 20 })
  })

  test('a BLOCKER, a MINOR, a missing field, what was not found, and one rule twice are named and refused', () => {
    const content = { ...without('essential', 'supportOffered', 'contact', 'scaleClass') }
    const { findings } = qualityOf(content, { now, zone, step: 'publication', duplicates: [], brands: [] })
    const severityOf = (rule: string) => findings.find((found) => found.rule === rule)?.severity
    expect(['essential.none', 'support.missing', 'required'].map(severityOf)).toEqual(['BLOCKER', 'MINOR', 'MAJOR'])
    const rules = ['essential.none', 'support.missing', 'required', 'budget.missing']
    const asked = rules.map((rule) => ({ rule, reason: '可以' }))
    expect(checkOverrides(findings, asked)).toMatchObject({ refusal: { code: 'scene.not_overridable', rules } })
    const { findings: few } = judged([])
    expect(checkOverrides(few, [enough])).toEqual({ ok: true, value: [enough] })
    expect(checkOverrides(few, [enough, enough])).toMatchObject({ refusal: { rules: [enough.rule] } })
  })

  test('it is published with the reason kept for its organisation, the office and the audit trail', async () => {
    const { ask, officer, editor, stranger, everybody, submits, ports } = await sceneWorld()
    const id = await submits(tooWeak)
    expect(await ask(officer, 'POST', `/scenes/${id}/publication`)).toMatchObject({
      status: 422,
      body: { code: 'scene.below_quality', score: 68 },
    })
    const published = await ask(officer, 'POST', `/scenes/${id}/publication`, { overrides: [enough] })
    expect(published).toMatchObject({ status: 201, body: { status: 'published', overrides: [enough], quality: { score: 76 } } })
    expect((await ask(editor, 'GET', `/scenes/${id}`)).body.overrides).toEqual([enough])
    expect((await ask(editor, 'GET', `/scenes/${id}/quality`)).body.score).toBe(76)
    for (const actor of [stranger, everybody])
      expect((await ask(actor, 'GET', `/scenes/${id}`)).body).not.toHaveProperty('overrides')
    const events = ports.db.selectFrom('auditEvent').select('detail').where('objectId', '=', id)
    expect((await events.where('action', '=', 'scene.publish').executeTakeFirstOrThrow()).detail).toMatchObject({
      score: 76,
      overrides: [enough],
    })
  })

  test('what was set aside stays so for an addendum', async () => {
    const { ask, officer, approver, submits } = await sceneWorld()
    const id = await submits(tooWeak)
    await ask(officer, 'POST', `/scenes/${id}/publication`, { overrides: [enough] })
    const amended = await ask(approver, 'POST', `/scenes/${id}/addenda`, { changes: { award_n: 2 }, reason: '增加一家' })
    expect(amended).toMatchObject({ status: 201, body: { scene: { overrides: [enough] } } })
  })

  test.each([
    [{ overrides: [{ rule: 'deadline.too_soon', reason: '很急' }] }, 'scene.not_overridable'],
    [{ overrides: [{ rule: 'essential.count', reason: ' ' }] }, 'request.invalid'],
    [{ overrides: [{ rule: 'essential.count' }] }, 'request.invalid'],
    [{ override: [] }, 'request.invalid'],
  ])('%j is refused', async (body, code) => {
    const { ask, officer, submits } = await sceneWorld()
    const id = await submits({ ...tooWeak, deadline: '2026-03-13', questionsClose: '2026-03-06' })
    expect(await ask(officer, 'POST', `/scenes/${id}/publication`, body)).toMatchObject({ status: 422, body: { code } })
    expect((await ask(officer, 'GET', `/scenes/${id}`)).body).toMatchObject({ status: 'submitted', overrides: [] })
  })

  test.each([undefined, '', {}])('nothing set aside may be said by %j', async (body) => {
    const { ask, officer, submits } = await sceneWorld()
    const published = await ask(officer, 'POST', `/scenes/${await submits()}/publication`, body)
    expect(published).toMatchObject({ status: 201, body: { status: 'published', overrides: [] } })
  })
})

test('the compliance tick is taken back by who may give it, while the office has not decided', async () => {
  const { ask, officer, reviewer, editor, submits } = await sceneWorld()
  const id = await submits({ ...goodContent, dataLevel: 'sample' })
  const untick = (actor: typeof reviewer) => ask(actor, 'DELETE', `/scenes/${id}/compliance`)
  expect(await untick(reviewer)).toMatchObject({ status: 409, body: { code: 'scene.wrong_state', state: 'submitted' } })
  await ask(reviewer, 'POST', `/scenes/${id}/compliance`)
  for (const actor of [officer, editor]) expect((await untick(actor)).status).toBe(403)
  expect(await untick(reviewer)).toMatchObject({ status: 200, body: { compliance_by: null, status: 'submitted' } })
  expect(await ask(officer, 'POST', `/scenes/${id}/publication`)).toMatchObject({
    status: 409,
    body: { code: 'scene.needs_compliance' },
  })
  await ask(reviewer, 'POST', `/scenes/${id}/compliance`)
  await ask(officer, 'POST', `/scenes/${id}/publication`)
  expect(await untick(reviewer)).toMatchObject({ status: 409, body: { state: 'published' } })
})

describe('a scene expires 180 days after it opens', () => {
  const later = { questionsClose: '2026-08-01', decisionAt: '2026-10-15', startBy: '2026-11-01' }
  const rulesFor = (content: object) =>
    qualityOf({ ...goodContent, ...later, ...content }, { now, zone, step: 'publication', duplicates: [], brands: [] })
      .findings.filter(({ severity }) => severity === 'BLOCKER')
      .map(({ rule, field }) => `${rule} ${field}`)

  test('the 180th day may be its last, the day after may not', () => {
    expect(rulesFor({ deadline: '2026-08-29' })).toEqual([])
    expect(rulesFor({ deadline: '2026-08-30' })).toEqual(['deadline.too_late deadline'])
  })

  test('an addendum does not take it further', async () => {
    const { ask, approver, publishes, everybody } = await sceneWorld()
    const id = await publishes({ ...goodContent, ...later, deadline: '2026-08-25' })
    const amend = (deadline: string) =>
      ask(approver, 'POST', `/scenes/${id}/addenda`, { changes: { deadline }, reason: '再等等' })
    expect(await amend('2026-08-30')).toMatchObject({
      status: 422,
      body: { code: 'scene.below_quality', findings: [{ rule: 'deadline.too_late', severity: 'BLOCKER' }] },
    })
    expect((await amend('2026-08-29')).status).toBe(201)
    expect((await ask(everybody, 'GET', `/scenes/${id}`)).body.content.deadline).toBe('2026-08-29')
  })

  test('the clock stands still during a pause, after which other fields may still change', async () => {
    const { ask, officer, approver, publishes, ports } = await sceneWorld()
    const id = await publishes({ ...goodContent, ...later, deadline: '2026-08-29' })
    await ask(officer, 'POST', `/scenes/${id}/suspension`, { reason: '核查投诉' })
    ports.clock.set('2026-03-12T02:00:00Z')
    const resumed = await ask(officer, 'DELETE', `/scenes/${id}/suspension`)
    expect(resumed.body).toMatchObject({ content: { deadline: '2026-09-08' }, quality: { blockers: 0 } })
    const amend = (changes: object) => ask(approver, 'POST', `/scenes/${id}/addenda`, { changes, reason: '说明' })
    expect((await amend({ award_n: 2 })).status).toBe(201)
    expect((await amend({ deadline: '2026-09-09' })).status).toBe(422)
  })
})
