import { beforeEach, describe, expect, test } from 'vitest'
import type { Client } from '../support/client.ts'
import { feedback, scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld, TestCompany } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>

beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
})

const pitchAt = ({ pitchId }: TestCompany) => `/api/v1/pitches/${pitchId}`
const outcomeAt = (company: TestCompany) => `${pitchAt(company)}/decision`
const board = async (who: Client = w.approver) => (await who.get(`${w.at}/decisions`)).body
const statuses = async () =>
  (await w.ports.db.selectFrom('pitch').select('status').orderBy('id').execute()).map(({ status }) => status)

test('from pitches handed in to the release, step by step', async () => {
  await does.appoints()
  does.closes()
  expect(await statuses()).toEqual(['submitted', 'submitted', 'submitted'])
  await w.evaluators[0].put(`${pitchAt(w.companies[0])}/score`, { marks: { fit: 50 } })
  expect(await statuses()).toEqual(['in_review', 'in_review', 'in_review'])
  await does.scoresAll()
  expect(await statuses()).toEqual(['scored', 'scored', 'scored'])
  await does.agrees()
  expect(await statuses()).toEqual(['consensus', 'consensus', 'consensus'])
  await does.shortlists()
  await does.decidesAll()
  expect(await statuses()).toEqual(['shortlisted', 'shortlisted', 'consensus'])
  expect(await does.releases()).toMatchObject({ status: 201, body: { status: 'decided' } })
  expect(await statuses()).toEqual(['selected', 'reserve', 'declined'])
  expect((await w.visitor.get(w.at)).body).toMatchObject({ status: 'decided' })

  for (const [index, decision] of ['selected', 'reserve', 'declined'].entries()) {
    const company = w.companies[index]!
    expect((await company.signatory.get(outcomeAt(company))).body).toMatchObject({
      decision,
      codes: ['performance_short'],
      feedback,
      medians: { criteria: [{ criterion: 'fit', weight: 40, median: 80 }, { median: 70 }, { median: 60 }], total: 72 },
    })
  }
  const events = await w.ports.db.selectFrom('trainingEvent').selectAll().orderBy('id').execute()
  expect(events.map(({ companyId, kind, side, orgId }) => [companyId, kind, side, orgId])).toEqual([
    [w.companies[0].companyId, 'shortlisted', 'scene', w.unit.id],
    [w.companies[0].companyId, 'accepted', 'scene', w.unit.id],
    [w.companies[1].companyId, 'shortlisted', 'scene', w.unit.id],
    [w.companies[2].companyId, 'declined', 'scene', w.unit.id],
  ])
  await w.ports.relay()
  const decided = await w.visitor.get('/api/v1/search/scenes?status=decided')
  expect(decided.body.items.map((item: any) => item.id ?? item.scene?.id)).toEqual([w.scene.id])
  const trail = (await w.auditor.get(`/api/v1/audit/pitch/${w.companies[0].pitchId}`)).body
  expect(trail).toMatchObject({ verified: true })
  expect(trail.items.at(-1)).toMatchObject({ action: 'scene.release', from_status: 'shortlisted', to_status: 'selected' })
})

describe('before the release', () => {
  /** Everything a company can read of its pitch, its list, and the scene, headers too. */
  async function seenBy(company: TestCompany): Promise<string> {
    const read = [pitchAt(company), outcomeAt(company), w.at, `${w.at}/questions`, '/api/v1/pitches', `${w.at}/related`]
    const pages = [`/pitches/${company.pitchId}`, `/scenes/${w.scene.id}`, '/my/pitches']
    const told: string[] = []
    for (const path of read) {
      const { status, text, headers } = await company.signatory.get(path)
      told.push(`${path} ${status} ${text} ${headers.get('etag')} ${headers.get('last-modified')}`)
    }
    for (const path of pages) {
      const { status, text } = await company.signatory.page(path)
      told.push(`${path} ${status} ${text.replaceAll(/name="csrf" value="[^"]*"/gu, '')}`)
    }
    return told.join('\n').replaceAll(/"request_id":"[^"]*"/gu, '')
  }

  test('no company sees anything of marks, shortlist or decisions: not a word, a count, a time, a version or an ETag', async () => {
    await does.appoints()
    does.closes()
    await w.evaluators[0].put(`${pitchAt(w.companies[0])}/score`, { marks: { fit: 50 } })
    const before = await Promise.all(w.companies.map(seenBy))
    expect(before[0]).toContain('in_review')
    w.ports.clock.advance(3_600_000)
    await does.scoresAll()
    const steps = [does.agrees, () => does.shortlists(), does.decidesAll]
    for (const step of steps) {
      await step()
      expect(await Promise.all(w.companies.map(seenBy))).toEqual(before)
    }
    expect(await does.releases()).toMatchObject({ status: 201 })
    const after = await Promise.all(w.companies.map(seenBy))
    expect(after[0]).toContain('"decision":"selected"')
    expect(after[2]).toContain('"decision":"declined"')
  })

  test('a refusal names no state that tells', async () => {
    await does.toDecided()
    for (const company of w.companies) {
      const refused = await company.signatory.patch(pitchAt(company), { summary: '改' }, 2)
      expect(refused).toMatchObject({ status: 409, body: { code: 'pitch.wrong_state', state: 'in_review' } })
    }
    expect(await w.companies[0].signatory.get(outcomeAt(w.companies[0]))).toMatchObject({
      status: 404,
      body: { code: 'decision.not_found' },
    })
  })

  test('companies may not read the audit trail, the panel or the decisions', async () => {
    await does.toDecided()
    const { signatory, pitchId } = w.companies[0]
    for (const path of [`/api/v1/audit/pitch/${pitchId}`, `${w.at}/panel`, `${w.at}/decisions`, `${w.at}/evaluations`])
      expect([403, 404], path).toContain((await signatory.get(path)).status)
    expect(await signatory.get(`${pitchAt(w.companies[0])}/evaluation`)).toMatchObject({ status: 403 })
    expect(await w.editor.get(`${w.at}/decisions`)).toMatchObject({ status: 403 })
  })
})

test('after the release each company reads its own outcome and nobody else’s', async () => {
  await does.toDecided()
  await does.releases()
  const [first, second] = w.companies
  expect(await first.signatory.get(outcomeAt(second))).toMatchObject({ status: 404, body: { code: 'pitch.not_found' } })
  expect(await w.visitor.get(outcomeAt(first))).toMatchObject({ status: 401 })
  const { text } = await first.signatory.get(outcomeAt(first))
  for (const { personId } of w.evaluators) expect(text).not.toContain(personId)
  expect(text).not.toMatch(/spread|remark|dissent|decided_by/u)
})

describe('the shortlist', () => {
  test('waits for the panel to agree on all, and is no longer than announced', async () => {
    await does.appoints()
    does.closes()
    await does.scoresAll()
    const ids = w.companies.map(({ pitchId }) => pitchId)
    const post = (pitch_ids: string[]) => w.approver.post(`${w.at}/shortlist`, { pitch_ids })
    expect(await post(ids.slice(0, 1))).toMatchObject({ status: 409, body: { code: 'consensus.too_early' } })
    await does.agrees()
    expect(await post(ids)).toMatchObject({ status: 422, body: { code: 'decision.too_many', max: 2 } })
    expect(await post([w.scene.id])).toMatchObject({ status: 404, body: { code: 'pitch.not_found' } })
    expect(await post(ids.slice(0, 1))).toMatchObject({ status: 201 })
    expect(await post(ids.slice(0, 1))).toMatchObject({ status: 409, body: { code: 'pitch.wrong_state' } })
    expect(await post(ids.slice(1))).toMatchObject({ status: 422 })
    expect(await post(ids.slice(1, 2))).toMatchObject({ status: 201 })
    for (const who of [w.editor, w.officer, w.evaluators[0]])
      expect((await who.post(`${w.at}/shortlist`, { pitch_ids: ids })).status).toBe(403)
  })
})

describe('a decision', () => {
  beforeEach(async () => {
    await does.toConsensus()
    await does.shortlists()
  })

  test.each([
    [{ decision: 'declined', codes: [], feedback }, 'decision.incomplete'],
    [{ decision: 'reserve', codes: [], feedback: '候补' }, 'decision.incomplete'],
    [{ decision: 'selected', codes: ['price'], feedback: '太贵' }, 'decision.incomplete'],
    [{ decision: 'selected', codes: ['price'], feedback: ` ${'好'.repeat(29)} ` }, 'decision.incomplete'],
    [{ decision: 'selected', codes: ['no_such_code'], feedback }, 'request.invalid'],
    [{ decision: 'perhaps', codes: ['price'], feedback }, 'request.invalid'],
    [{ decision: 'selected', codes: ['price'], feedback: '好'.repeat(1001) }, 'request.invalid'],
  ])('%j is refused with %s', async (input, code) => {
    expect(await w.approver.put(outcomeAt(w.companies[0]), input)).toMatchObject({ status: 422, body: { code } })
  })

  test('names a code only where it declines: the codes say what was wanting', async () => {
    const decides = (company: TestCompany, decision: string) =>
      w.approver.put(outcomeAt(company), { decision, codes: [], feedback })
    expect((await decides(w.companies[0], 'selected')).status).toBe(204)
    expect((await decides(w.companies[1], 'reserve')).status).toBe(204)
    expect(await decides(w.companies[2], 'declined')).toMatchObject({ status: 422, body: { code: 'decision.incomplete' } })
    await does.decides(w.companies[2], 'declined')
    expect((await does.releases()).status).toBe(201)
    expect((await w.companies[0].signatory.get(outcomeAt(w.companies[0]))).body).toMatchObject({ codes: [], feedback })
  })

  test('selects no more than announced, and only from the shortlist', async () => {
    expect((await does.decides(w.companies[0], 'selected')).status).toBe(204)
    expect(await does.decides(w.companies[1], 'selected')).toMatchObject({
      status: 422,
      body: { code: 'decision.too_many', max: 1 },
    })
    expect(await does.decides(w.companies[2], 'reserve')).toMatchObject({ status: 409, body: { code: 'pitch.wrong_state' } })
    expect((await does.decides(w.companies[0], 'reserve')).status).toBe(204)
    expect((await does.decides(w.companies[1], 'selected')).status).toBe(204)
  })

  test('is the approver’s', async () => {
    for (const who of [w.editor, w.officer, w.evaluators[0]])
      expect((await does.decides(w.companies[0], 'selected', who)).status).toBe(403)
    expect((await does.decides(w.companies[0], 'selected', w.companies[0].signatory)).status).toBe(404)
  })

  test('is read by the approvers, the office and the auditor, without names of who is not on the shortlist', async () => {
    await does.decidesAll()
    const mine = await board()
    expect(mine.items.map((item: any) => [item.company?.name ?? null, item.decision])).toEqual([
      [w.companies[0].org.legalName, 'selected'],
      [w.companies[1].org.legalName, 'reserve'],
      [null, 'declined'],
    ])
    expect(JSON.stringify(mine)).not.toContain('拾光鹿')
    expect((await board(w.officer)).items[2].company.name).toBe(w.companies[2].org.legalName)
    expect((await board(w.auditor)).total).toBe(3)
  })
})

describe('the release', () => {
  test('waits for the last decision', async () => {
    await does.toConsensus()
    expect(await does.releases()).toMatchObject({ status: 422, body: { code: 'decision.incomplete', open: 3, pitches: 3 } })
    await does.shortlists()
    await does.decides(w.companies[0], 'selected')
    await does.decides(w.companies[1], 'reserve')
    expect(await does.releases()).toMatchObject({ status: 422, body: { code: 'decision.incomplete', open: 1 } })
    await does.decides(w.companies[2], 'declined')
    expect((await does.releases(w.officer)).status).toBe(201)
  })

  test('is never by who decided any of them', async () => {
    await does.toDecided()
    await does.decides(w.companies[2], 'declined', w.secondApprover)
    for (const who of [w.approver, w.secondApprover])
      expect(await does.releases(who)).toMatchObject({ status: 403, body: { code: 'decision.own' } })
    for (const who of [w.editor, w.auditor, w.evaluators[0], w.companies[0].signatory])
      expect((await does.releases(who)).status).toBe(403)
    expect((await does.releases(w.officer)).status).toBe(201)
  })

  test('happens once, however often it is clicked', async () => {
    await does.toDecided()
    const both = await Promise.all([does.releases(), does.releases(w.officer)])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([201, 409]))
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({ code: 'scene.wrong_state', state: 'decided' })
    const events = await w.ports.db.selectFrom('trainingEvent').select('id').execute()
    expect(events).toHaveLength(4)
    expect(await does.decides(w.companies[0], 'declined')).toMatchObject({ status: 409, body: { code: 'decision.released' } })
  })

  test('a pitch taken back meanwhile is told nothing and holds nobody up', async () => {
    await does.toConsensus()
    await does.shortlists()
    await does.decides(w.companies[0], 'selected')
    await does.decides(w.companies[1], 'reserve')
    const withdrawn = await w.companies[2].signatory.delete(`${pitchAt(w.companies[2])}/submission`)
    expect(withdrawn.status).toBe(200)
    expect((await does.releases()).status).toBe(201)
    expect(await statuses()).toEqual(['selected', 'reserve', 'withdrawn'])
    expect(await w.companies[2].signatory.get(outcomeAt(w.companies[2]))).toMatchObject({ status: 404 })
  })

  test('a scene without a pitch in the running goes the other way', async () => {
    does.closes()
    for (const company of w.companies) await company.signatory.delete(`${pitchAt(company)}/submission`)
    expect(await does.releases(w.officer)).toMatchObject({ status: 422, body: { code: 'decision.incomplete', pitches: 0 } })
    expect(await w.officer.post(`${w.at}/unmatched`, { reason: '无合格申报', would_change: '放宽资格' })).toMatchObject({
      status: 201,
    })
  })
})
