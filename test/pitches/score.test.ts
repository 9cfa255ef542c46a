import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { addMembership } from '../../src/accounts/organisation-store.ts'
import { areOpen } from '../../src/pitches/panel.ts'
import { statisticsOf, weightedTotal } from '../../src/pitches/score.ts'
import type { Criterion } from '../../src/pitches/score.ts'
import type { Client } from '../support/client.ts'
import { fullMarks, scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>
let first: string

beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
  first = w.companies[0].pitchId
  await does.appoints()
})

const evaluations = (who: Client) => who.get(`${w.at}/evaluations`)
const scoreAt = (pitchId: string) => `/api/v1/pitches/${pitchId}/score`
const consensusAt = (pitchId: string) => `/api/v1/pitches/${pitchId}/consensus`
const statuses = async () =>
  (await w.ports.db.selectFrom('pitch').select('status').orderBy('id').execute()).map(({ status }) => status)

test('nothing is read or scored before the deadline', async () => {
  expect((await evaluations(w.evaluators[0])).body).toMatchObject({ items: [], total: 0 })
  expect(await does.submits(w.evaluators[0], first)).toMatchObject({ status: 404, body: { code: 'pitch.not_found' } })
  expect((await w.evaluators[0].get('/api/v1/evaluations')).body.items[0].work).toMatchObject({ pitches: 0 })
})

describe('a score', () => {
  beforeEach(() => does.closes())

  test('is a draft until it is handed in, and then sealed for ever', async () => {
    const [own] = w.evaluators
    expect(await own.put(scoreAt(first), { marks: { fit: 50 } })).toMatchObject({ status: 200, body: { submitted_at: null } })
    expect(await own.post(`${scoreAt(first)}/submission`)).toMatchObject({
      status: 422,
      body: { code: 'score.incomplete', missing: ['effect', 'price'] },
    })
    await own.put(scoreAt(first), { marks: fullMarks })
    expect(await own.post(`${scoreAt(first)}/submission`)).toMatchObject({ status: 201, body: { total: 72 } })
    for (const again of [own.put(scoreAt(first), { marks: { fit: 1 } }), does.submits(own, first)])
      expect(await again).toMatchObject({ status: 409, body: { code: 'score.sealed' } })
  })

  test('of two clicks one is taken', async () => {
    const both = await Promise.all([does.submits(w.evaluators[0], first), does.submits(w.evaluators[0], first)])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]))
  })

  test.each([
    [{ fit: 101, effect: 1, price: 1 }, 'request.invalid'],
    [{ fit: 1.5, effect: 1, price: 1 }, 'request.invalid'],
    [{ fit: -1, effect: 1, price: 1 }, 'request.invalid'],
    [{ beauty: 1 }, 'request.invalid'],
    [{ ...fullMarks, team: 90 }, 'score.incomplete'],
  ])('with %j is refused', async (marks, code) => {
    expect(await does.submits(w.evaluators[0], first, marks as never)).toMatchObject({ status: 422, body: { code } })
  })

  test('is nobody else’s to give', async () => {
    const stranger = await w.person(['evaluator'], w.office)
    expect(await does.submits(stranger, first)).toMatchObject({ status: 404, body: { code: 'pitch.not_found' } })
    expect(await evaluations(stranger)).toMatchObject({ status: 403, body: { code: 'panel.not_member' } })
    for (const who of [w.officer, w.approver]) expect((await does.submits(who as never, first)).status).toBe(403)
    expect((await does.submits(w.companies[0].signatory, first)).status).toBe(404)
  })
})

test('while the scene is held nobody scores, agrees or decides', async () => {
  does.closes()
  await does.scoresAll()
  await w.officer.post(`${w.at}/suspension`, { reason: '投诉核查' })
  const held = { status: 409, body: { code: 'scene.wrong_state', state: 'suspended' } }
  expect(await w.evaluators[0].put(consensusAt(first), { marks: fullMarks })).toMatchObject(held)
  expect(await w.approver.post(`${w.at}/shortlist`, { pitch_ids: [first] })).toMatchObject(held)
  await w.officer.delete(`${w.at}/suspension`)
  expect(await w.evaluators[0].put(consensusAt(first), { marks: fullMarks })).toMatchObject({ status: 200 })
})

describe('until everybody has submitted for every pitch', () => {
  beforeEach(() => does.closes())

  test('nobody sees another’s marks: not the chair, the unit, the office, nor the auditor', async () => {
    const [chair, second, third] = w.evaluators
    await does.scoresAll([second])
    await does.submits(third, first, { fit: 13, effect: 17, price: 19 })
    const told: string[] = []
    for (const who of [chair, second, w.editor, w.approver, w.officer, w.auditor, w.companies[0].signatory]) {
      const reads = ['panel', 'decisions', 'evaluations', 'pitches'].map((part) => `${w.at}/${part}`)
      for (const path of [
        ...reads,
        `/api/v1/pitches/${first}`,
        `/api/v1/pitches/${first}/evaluation`,
        `/api/v1/audit/pitch/${first}`,
      ])
        told.push((await who.get(path)).text)
    }
    for (const mark of [/"fit":13\b/u, /"effect":17\b/u, /"price":19\b/u, /15\.8/u])
      expect(told.filter((text) => mark.test(text))).toEqual([])
    const { body } = await evaluations(chair)
    expect(body.items.map((item: any) => [item.own, item.scores, item.consensus])).toEqual(
      [1, 2, 3].map(() => [null, null, null]),
    )
    expect((await evaluations(second)).body.items[0].own).toMatchObject({ marks: fullMarks })
    expect((await w.officer.get(`${w.at}/panel`)).body).toMatchObject({
      is_open: false,
      pitches: 3,
      members: [{ submitted: 0 }, { submitted: 3 }, { submitted: 1 }],
    })
    expect(await chair.put(consensusAt(first), { marks: fullMarks })).toMatchObject({
      status: 409,
      body: { code: 'consensus.too_early' },
    })
  })

  test('the last submission opens them to the panel, the approvers, the office and the auditor', async () => {
    const [chair, second, third] = w.evaluators
    await does.scoresAll([chair, second])
    for (const { pitchId } of w.companies.slice(1)) await does.submits(third, pitchId)
    expect(await statuses()).toEqual(['in_review', 'in_review', 'in_review'])
    await does.submits(third, first, { fit: 100, effect: 40, price: 0 })
    expect(await statuses()).toEqual(['scored', 'scored', 'scored'])
    const scores = {
      statistics: {
        criteria: [
          { criterion: 'fit', weight: 40, median: 80, spread: 20 },
          { criterion: 'effect', weight: 40, median: 70, spread: 30 },
          { criterion: 'price', weight: 20, median: 60, spread: 60 },
        ],
        total: { median: 72, spread: 16 },
      },
    }
    for (const who of [chair, second]) expect((await evaluations(who)).body.items[0].scores).toMatchObject(scores)
    for (const who of [w.approver, w.officer, w.auditor])
      expect((await who.get(`${w.at}/decisions`)).body.items[0].scores).toMatchObject(scores)
  })

  test('the last two of them at once open them as well', async () => {
    const [chair, second, third] = w.evaluators
    await does.scoresAll([chair])
    for (const one of [second, third]) for (const { pitchId } of w.companies.slice(1)) await does.submits(one, pitchId)
    const both = await Promise.all([does.submits(second, first), does.submits(third, first)])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(await statuses()).toEqual(['scored', 'scored', 'scored'])
  })

  test('a pitch taken back is waited for no longer', async () => {
    await does.scoresAll(w.evaluators.slice(0, 2))
    for (const { pitchId } of w.companies.slice(1)) await does.submits(w.evaluators[2], pitchId)
    await w.companies[0].signatory.delete(`/api/v1/pitches/${first}/submission`)
    expect((await evaluations(w.evaluators[0])).body.items.map((item: any) => [item.pitch_id, item.scores !== null])).toEqual(
      w.companies.slice(1).map(({ pitchId }) => [pitchId, true]),
    )
    const [, pitch] = w.companies
    expect(await w.evaluators[0].put(consensusAt(pitch.pitchId), { marks: fullMarks })).toMatchObject({ status: 200 })
    expect(await statuses()).toEqual(['withdrawn', 'consensus', 'scored'])
  })
})

describe('stepping aside', () => {
  beforeEach(() => does.closes())
  const recusal = (who: Client, reason = '曾任该企业顾问') => who.post(`${w.at}/panel/recusal`, { reason })

  test('sees nothing more, and the others count', async () => {
    const [, second, third] = w.evaluators
    await does.scoresAll([w.evaluators[0], second])
    await does.submits(third, first, { fit: 0, effect: 0, price: 0 })
    expect((await recusal(third)).status).toBe(204)
    expect(await statuses()).toEqual(['scored', 'scored', 'scored'])
    for (const path of [`${w.at}/evaluations`, `/api/v1/pitches/${first}/evaluation`])
      expect(await third.get(path)).toMatchObject({ status: 403, body: { code: 'panel.recused' } })
    expect(await does.submits(third, w.companies[1].pitchId)).toMatchObject({ status: 403, body: { code: 'panel.recused' } })
    expect((await third.get('/api/v1/evaluations')).body.items[0]).toMatchObject({ work: null })
    const { scores } = (await evaluations(second)).body.items[0]
    expect(scores.members).toHaveLength(2)
    expect(scores.statistics.total).toEqual({ median: 72, spread: 0 })
    expect(await recusal(third)).toMatchObject({ status: 403, body: { code: 'panel.recused' } })
  })

  test('needs a reason, and a seat', async () => {
    expect(await recusal(w.evaluators[0], ' ')).toMatchObject({ status: 422 })
    expect(await recusal(w.officer)).toMatchObject({ status: 403 })
    expect(await recusal(await w.person(['evaluator'], w.office))).toMatchObject({
      status: 403,
      body: { code: 'panel.not_member' },
    })
  })

  test('of the chair leaves the chair to be given anew', async () => {
    const [chair, second, third] = w.evaluators
    await does.scoresAll([second, third])
    await recusal(chair)
    expect(await second.put(consensusAt(first), { marks: fullMarks })).toMatchObject({
      status: 403,
      body: { code: 'consensus.not_chair' },
    })
    expect((await w.officer.post(`${w.at}/panel/members`, { person_id: second.personId, is_chair: true })).status).toBe(201)
    expect(await second.put(consensusAt(first), { marks: fullMarks })).toMatchObject({ status: 200, body: { total: 72 } })
  })

  test('the office takes off who never scores', async () => {
    const third = w.evaluators[2]
    await does.scoresAll(w.evaluators.slice(0, 2))
    const path = `${w.at}/panel/members/${third.personId}/recusal`
    expect(await w.approver.post(path, { reason: '逾期' })).toMatchObject({ status: 403 })
    expect(await w.officer.post(path, { reason: '逾期未评' })).toMatchObject({ status: 201, body: { is_open: true } })
    expect(await w.officer.post(path, { reason: '逾期未评' })).toMatchObject({ status: 409, body: { code: 'panel.wrong_state' } })
  })
})

describe('an evaluator who has joined a company that pitches since', () => {
  test('reads no pitch, marks none, agrees on none, and is told to step aside', async () => {
    const [own] = w.evaluators
    does.closes()
    await does.scoresAll()
    const joined = { id: w.ports.ids(), orgId: w.companies[2].org.id, personId: own.personId, createdAt: w.ports.clock() }
    await addMembership(w.ports.db, { ...joined, roles: ['company_editor'] })
    expect((await evaluations(own)).body).toMatchObject({ items: [], total: 0 })
    expect(await own.get(`/api/v1/pitches/${first}/evaluation`)).toMatchObject({ status: 404 })
    expect((await own.page(`/pitches/${first}/evaluation`)).status).toBe(404)
    const consensus = { marks: fullMarks, remark: '一致', dissent: '' }
    expect(await own.put(consensusAt(first), consensus)).toMatchObject({ status: 409, body: { code: 'panel.conflict' } })
    const told = (await own.page(`/scenes/${w.scene.id}/evaluation`)).text
    expect(told).toContain('请在下方回避')
    expect(told).not.toContain('没有需要评审的申报')
    expect(await own.post(`${w.at}/panel/recusal`, { reason: '已入职申报企业' })).toMatchObject({ status: 204 })
  })
})

describe('appointing', () => {
  const appoint = (personId: string, isChair = false) =>
    w.officer.post(`${w.at}/panel/members`, { person_id: personId, is_chair: isChair })

  test('takes evaluators without a stake in it', async () => {
    const plain = await w.person(['matchmaker'], w.office)
    const cases: [string, string][] = [[plain.personId, 'panel.not_evaluator']]
    cases.push(['nobody', 'panel.not_evaluator'])
    cases.push([(await w.person(['evaluator', 'company_editor'], w.companies[0].org)).personId, 'panel.conflict'])
    cases.push([(await w.person(['evaluator', 'publisher_editor'], w.unit)).personId, 'panel.conflict'])
    cases.push([(await w.person(['evaluator', 'auditor'], w.office)).personId, 'panel.conflict'])
    for (const [personId, code] of cases) expect((await appoint(personId)).body.code).toBe(code)
    for (const who of [w.approver, w.evaluators[0], w.auditor])
      expect((await who.post(`${w.at}/panel/members`, { person_id: 'x' })).status).toBe(403)
  })

  test('has one chair, and nobody joins once the scores are open', async () => {
    const [, second] = w.evaluators
    expect((await appoint(second.personId, true)).body.members.map((one: any) => one.is_chair)).toEqual([false, true, false])
    does.closes()
    const late = await w.person(['evaluator'], w.office)
    expect((await appoint(late.personId)).status).toBe(201)
    await does.scoresAll()
    expect(await statuses()).toEqual(['in_review', 'in_review', 'in_review'])
    await does.scoresAll([late])
    const later = await w.person(['evaluator'], w.office)
    expect(await appoint(later.personId)).toMatchObject({ status: 409, body: { code: 'panel.wrong_state' } })
  })
})

describe('the consensus', () => {
  beforeEach(async () => {
    does.closes()
    await does.scoresAll()
  })

  test('is the chair’s to write, with dissent; the total is computed', async () => {
    const [chair, second] = w.evaluators
    const input = { marks: { fit: 90, effect: 80, price: 55 }, remark: '合议一致', dissent: '一位评委认为价格偏高' }
    expect(await second.put(consensusAt(first), input)).toMatchObject({ status: 403, body: { code: 'consensus.not_chair' } })
    expect(await chair.put(consensusAt(first), { ...input, total: 100 })).toMatchObject({ status: 422 })
    expect(await chair.put(consensusAt(first), { ...input, marks: { fit: 90 } })).toMatchObject({
      body: { code: 'score.incomplete' },
    })
    expect(await chair.put(consensusAt(first), input)).toMatchObject({ status: 200, body: { total: 79 } })
    expect((await w.auditor.get(`${w.at}/decisions`)).body.items[0].consensus).toMatchObject({
      total: 79,
      dissent: input.dissent,
    })
    expect((await chair.put(consensusAt(first), { ...input, marks: fullMarks })).body.total).toBe(72)
  })

  test('stands once the shortlist is made', async () => {
    await does.agrees()
    await does.shortlists()
    expect(await w.evaluators[0].put(consensusAt(first), { marks: fullMarks })).toMatchObject({ status: 409 })
  })
})

describe('rules', () => {
  const criteria: Criterion[] = [
    { criterion: 'fit', weight: 40 },
    { criterion: 'price', weight: 60 },
  ]
  const mark = fc.integer({ min: 0, max: 100 })

  test('a total lies between the lowest and the highest mark, and a median between the panel’s', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ fit: mark, price: mark }), { minLength: 1, maxLength: 9 }), (given) => {
        for (const marks of given) {
          const total = weightedTotal(marks, criteria)
          expect(total).toBeGreaterThanOrEqual(Math.min(marks.fit, marks.price) - 0.01)
          expect(total).toBeLessThanOrEqual(Math.max(marks.fit, marks.price) + 0.01)
        }
        const {
          criteria: [fit],
        } = statisticsOf(
          given.map((marks) => ({ marks })),
          criteria,
        )
        const fits = given.map(({ fit: one }) => one).toSorted((a, b) => a - b)
        expect(fit!.spread).toBe(fits.at(-1)! - fits[0]!)
        expect(fits.filter((one) => one <= fit!.median).length).toBeGreaterThanOrEqual(given.length / 2)
        expect(fits.filter((one) => one >= fit!.median).length).toBeGreaterThanOrEqual(given.length / 2)
      }),
    )
  })

  test('scores are open exactly when no active member lacks any pitch', () => {
    const bits = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(bits, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), (submitted, recused) => {
        const members = ['a', 'b', 'c'].map((personId, index) => ({ personId, recusedAt: recused[index]! ? new Date(0) : null }))
        const scores = submitted.map((is, index) => ({
          personId: 'abc'[index % 3]!,
          pitchId: index < 3 ? 'x' : 'y',
          submittedAt: is ? new Date(0) : null,
        }))
        const lacks = scores.some((score) => score.submittedAt === null && !recused['abc'.indexOf(score.personId)]!)
        expect(areOpen(members as never, ['x', 'y'], scores)).toBe(!lacks && recused.includes(false))
      }),
    )
  })
})
