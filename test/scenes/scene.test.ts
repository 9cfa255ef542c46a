import { describe, expect, test } from 'vitest'
import * as after from '../../src/scenes/scene-after.ts'
import * as before from '../../src/scenes/scene.ts'
import type { Scene, SceneVerb } from '../../src/scenes/scene.ts'
import { amend } from '../../src/scenes/scene-amendment.ts'
import { actorWith } from '../support/world.ts'
import { aScene, goodContent, now, without, zone } from './fixtures.ts'

const rules = { ...before, ...after }
const approver = actorWith(['publisher_approver'])
const editor = actorWith(['publisher_editor'])
const officer = actorWith(['district_officer'])
const quality = { score: 90, findings: [] }
const publishFacts = { writers: ['writer'], quality, overrides: [], zone }
const nobody = { open: 0, chosen: 0 }
const submitFacts = { hasApprover: true, openComments: 0 }

const run: Record<SceneVerb, (scene: Scene) => { ok: boolean }> = {
  submit: (scene) => rules.submit(scene, approver, submitFacts, now),
  withdraw: (scene) => rules.withdraw(scene, now),
  return: (scene) => rules.returnForChanges(scene, 1, now),
  tickCompliance: (scene) => rules.tickCompliance(scene, officer, [], now),
  untickCompliance: (scene) => rules.untickCompliance({ ...scene, complianceBy: 'co' }, now),
  publish: (scene) => rules.publish(scene, officer, publishFacts, now),
  amend: (scene) => amend(scene, { desirable: [...goodContent.desirable!, '支持英文'] }, '', zone, now),
  close: (scene) => rules.close(scene, '已选定', now),
  release: (scene) => rules.release(scene, 'da', now),
  unmatch: (scene) => rules.unmatch(scene, nobody, '无合适', '增加预算', now),
  suspend: (scene) => rules.suspend(scene, '投诉', now),
  resume: (scene) => rules.resume(scene, zone, now),
  cancel: (scene) => rules.cancel(scene, 'no_budget', '', now),
  redraft: (scene) => rules.redraft(scene, now),
}

const may: Record<SceneVerb, readonly string[]> = {
  submit: ['draft', 'returned'],
  withdraw: ['submitted'],
  return: ['submitted'],
  tickCompliance: ['submitted'],
  untickCompliance: ['submitted'],
  publish: ['submitted'],
  amend: ['published'],
  close: ['published'],
  release: ['closed'],
  unmatch: ['closed', 'decided'],
  suspend: ['published', 'closed'],
  resume: ['suspended'],
  cancel: ['draft', 'submitted', 'returned', 'published', 'closed', 'suspended'],
  redraft: ['unmatched'],
}

describe.each(Object.keys(run) as SceneVerb[])('%s', (verb) => {
  test.each(rules.sceneStatuses.map((status) => status.id))('from %s', (status) => {
    const outcome = run[verb](aScene({ status, suspendedFrom: status === 'suspended' ? 'published' : null }))
    if (may[verb].includes(status)) return expect(outcome).toMatchObject({ ok: true })
    return expect(outcome).toMatchObject({ ok: false, refusal: { code: 'scene.wrong_state', state: status } })
  })
})

test('a refusal names what the state allows', () => {
  const outcome = rules.publish(aScene({ status: 'published' }), officer, publishFacts, now)
  expect(outcome).toMatchObject({ refusal: { allowed: ['scene.amend', 'scene.close', 'scene.suspend', 'scene.cancel'] } })
})

test('past its deadline a published scene reads as closed at once', () => {
  const scene = aScene({ status: 'published', deadlineAt: now })
  expect(rules.statusAt(scene, now)).toBe('closed')
  expect(rules.statusAt(scene, new Date(now.getTime() - 1))).toBe('published')
  expect(rules.close(scene, '提前', now)).toMatchObject({ refusal: { code: 'scene.wrong_state', state: 'closed' } })
  expect(rules.unmatch(scene, nobody, '无合适', '增加预算', now)).toMatchObject({ ok: true })
})

describe('submitting', () => {
  test('an editor may sign off only where the organisation has no approver', () => {
    expect(rules.submit(aScene(), editor, submitFacts, now)).toMatchObject({ refusal: { code: 'actor.forbidden' } })
    expect(rules.submit(aScene(), editor, { ...submitFacts, hasApprover: false }, now)).toMatchObject({
      value: { status: 'submitted', submittedBy: editor.personId },
    })
  })
  test('every required field is named that is missing', () => {
    const outcome = rules.submit(aScene({ content: without('title', 'essential') }), approver, submitFacts, now)
    expect(outcome).toMatchObject({
      refusal: { code: 'scene.incomplete', findings: [{ field: 'title' }, { field: 'essential' }] },
    })
  })
  test('every remark is answered first, and a new sign-off clears the compliance tick', () => {
    expect(rules.submit(aScene({ status: 'returned' }), approver, { ...submitFacts, openComments: 2 }, now)).toMatchObject({
      refusal: { code: 'scene.comments_open', open: 2 },
    })
    expect(rules.submit(aScene({ status: 'returned', complianceBy: 'co' }), approver, submitFacts, now)).toMatchObject({
      value: { complianceBy: null },
    })
  })
})

describe('publishing', () => {
  const submitted = aScene({ status: 'submitted', submittedBy: 'signer' })
  test('never by who wrote, saved or signed it off', () => {
    for (const personId of ['writer', 'signer', 'helper']) {
      const outcome = rules.publish(submitted, { ...officer, personId }, { ...publishFacts, writers: ['writer', 'helper'] }, now)
      expect(outcome).toMatchObject({ refusal: { code: 'actor.own_writing' } })
    }
  })
  test('not below 70, nor with a blocker', () => {
    expect(rules.publish(submitted, officer, { ...publishFacts, quality: { score: 69, findings: [] } }, now)).toMatchObject({
      refusal: { code: 'scene.below_quality', score: 69 },
    })
    expect(rules.publish(submitted, officer, { ...publishFacts, quality: { score: 70, findings: [] } }, now)).toMatchObject({
      ok: true,
    })
  })
  test('data of level 2 needs the compliance tick', () => {
    const content = { ...goodContent, dataLevel: 'sample' as const }
    expect(rules.publish({ ...submitted, content }, officer, publishFacts, now)).toMatchObject({
      refusal: { code: 'scene.needs_compliance' },
    })
    expect(rules.publish({ ...submitted, content, complianceBy: 'co' }, officer, publishFacts, now)).toMatchObject({ ok: true })
  })
  test('it opens at the beginning of one day and ends at 24:00 of another, in the district', () => {
    expect(rules.publish(submitted, officer, publishFacts, now)).toMatchObject({
      value: {
        status: 'published',
        opensAt: new Date('2026-03-01T16:00:00Z'),
        deadlineAt: new Date('2026-03-31T16:00:00Z'),
        publishedBy: officer.personId,
      },
    })
  })
  test('a scene that opens later is not public yet', () => {
    const scene = aScene({ status: 'published', opensAt: new Date('2026-03-05T00:00:00Z') })
    expect([rules.isPublic(scene, now), rules.isPublic(scene, new Date('2026-03-05T00:00:00Z'))]).toEqual([false, true])
  })
})

describe('a pause', () => {
  const deadlineAt = new Date('2026-03-31T16:00:00Z')
  const published = aScene({ status: 'published', deadlineAt })
  const back = new Date('2026-03-09T02:00:00Z')
  test('moves the deadline and what follows by its length', () => {
    const suspended = aScene({ status: 'suspended', suspendedFrom: 'published', statusSince: now, deadlineAt })
    expect(rules.resume(suspended, zone, back)).toMatchObject({
      value: {
        status: 'published',
        suspendedFrom: null,
        deadlineAt: new Date('2026-04-07T16:00:00Z'),
        content: { deadline: '2026-04-07', decisionAt: '2026-04-22', questionsClose: '2026-03-27' },
      },
    })
  })
  test('remembers where it began', () => {
    expect(rules.suspend(published, '投诉', now)).toMatchObject({ value: { suspendedFrom: 'published' } })
    expect(rules.suspend(published, '投诉', new Date('2026-04-02T00:00:00Z'))).toMatchObject({
      value: { suspendedFrom: 'closed' },
    })
    expect(rules.suspend(published, ' ', now)).toMatchObject({ refusal: { code: 'scene.needs_reason' } })
  })
  test('of a closed scene does not open it again', () => {
    const outcome = rules.resume(aScene({ status: 'suspended', suspendedFrom: 'closed', deadlineAt }), zone, back)
    expect(outcome).toMatchObject({ value: { status: 'closed' } })
    expect(outcome).not.toHaveProperty('value.deadlineAt')
  })
})

test('“other” wants twenty characters of reason', () => {
  expect(rules.cancel(aScene(), 'other', '说不清', now)).toMatchObject({ refusal: { code: 'scene.needs_reason' } })
  expect(rules.cancel(aScene(), 'other', '因街道机构调整，本项目整体移交给新设立的养老服务中心', now)).toMatchObject({
    value: { status: 'cancelled' },
  })
})

test('what found no match can be begun again for 180 days', () => {
  const scene = aScene({ status: 'unmatched', publishedBy: 'da', publishedAt: now, deadlineAt: now })
  expect(rules.redraft(scene, new Date('2026-08-29T02:00:00Z'))).toMatchObject({
    value: { status: 'draft', publishedBy: null, deadlineAt: null },
  })
  expect(rules.redraft(scene, new Date('2026-08-30T02:00:00Z'))).toMatchObject({ refusal: { code: 'scene.too_late' } })
})

describe('rule A4', () => {
  const published = aScene({ status: 'published', deadlineAt: new Date('2026-03-31T16:00:00Z'), publishedAt: now })
  const amended = (patch: Parameters<typeof amend>[1], reason = '', at = now) => amend(published, patch, reason, zone, at)

  test.each([
    [{ deadline: '2026-04-10' }],
    [{ budgetMaxFen: 50_000_000 }],
    [{ desirable: ['支持离线运行 8 小时', '支持英文界面 1 套'] }],
    [{ supportOffered: ['site' as const, 'staff' as const, 'data' as const] }],
    [{ techKeywords: ['毫米波雷达', '边缘计算'] }],
    [{ contact: 'new@example.org' }],
  ])('widening is free: %j', (patch) => {
    expect(amended(patch)).toMatchObject({ ok: true, value: { isAddendum: false } })
  })
  test.each([
    [{ essential: ['识别跌倒'] }],
    [{ criteria: [] }],
    [{ deadline: '2026-03-20' }],
    [{ budgetMaxFen: 10_000_000 }],
    [{ budgetMinFen: 20_000_000 }],
    [{ title: '换一个名称的跌倒监测' }],
    [{ eligibility: ['仅限上海'] }],
    [{ desirable: [] }],
    [{ supportOffered: ['site' as const] }],
    [{ contact: null }],
  ])('anything else wants a reason and is an addendum: %j', (patch) => {
    expect(amended(patch)).toMatchObject({ ok: false, refusal: { code: 'scene.needs_addendum', fields: [expect.any(String)] } })
    expect(amended(patch, '场地变化')).toMatchObject({ ok: true, value: { isAddendum: true } })
  })
  test('an addendum in the last five working days moves the deadline by three', () => {
    const late = new Date('2026-03-26T02:00:00Z')
    expect(amended({ budgetMinFen: 20_000_000 }, '预算调整', late)).toMatchObject({
      value: { extendedTo: '2026-04-03', change: { deadlineAt: new Date('2026-04-03T16:00:00Z') } },
    })
    expect(amended({ budgetMinFen: 20_000_000 }, '预算调整', new Date('2026-03-24T02:00:00Z'))).not.toHaveProperty(
      'value.extendedTo',
    )
    expect(amended({ contact: 'new@example.org' }, '', late)).not.toHaveProperty('value.extendedTo')
  })
  test('a later deadline carries the decision along', () => {
    expect(amended({ deadline: '2026-04-20' })).toMatchObject({
      value: { change: { content: { deadline: '2026-04-20', decisionAt: '2026-05-05', startBy: '2026-05-26' } } },
    })
  })
  test('more data wants the compliance tick', () => {
    expect(amended({ dataLevel: 'feed' }, '接入生产数据')).toMatchObject({ refusal: { code: 'scene.needs_compliance' } })
  })
})
