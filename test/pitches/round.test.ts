import { beforeEach, expect, test } from 'vitest'
import { countPitchesOf } from '../../src/scenes/scene-store.ts'
import { isEligible } from '../../src/pitches/panel.ts'
import { pitchStatuses } from '../../src/pitches/pitch-status.ts'
import { scoringWorld, stepsOf } from './scoring-world.ts'
import type { ScoringWorld, TestCompany } from './scoring-world.ts'

let w: ScoringWorld
let does: ReturnType<typeof stepsOf>

beforeEach(async () => {
  w = await scoringWorld()
  does = stepsOf(w)
})

const nobody = { reason: '无合格申报', would_change: '放宽资格' }
const unmatches = () => w.officer.post(`${w.at}/unmatched`, nobody)
const pitchAt = ({ pitchId }: Pick<TestCompany, 'pitchId'>) => `/api/v1/pitches/${pitchId}`

/** Everybody is declined, told so, and the scene is published a second time. */
async function secondRound(): Promise<void> {
  await does.toConsensus()
  for (const company of w.companies) expect((await does.decides(company, 'declined')).status).toBe(204)
  expect((await does.releases()).status).toBe(201)
  w.ports.clock.advance(60_000)
  expect(await unmatches()).toMatchObject({ status: 201, body: { status: 'unmatched' } })
  expect((await w.editor.post(`${w.at}/draft`)).status).toBe(201)
  const dates = { opens_at: '2026-04-02', questions_close: '2026-04-20', deadline: '2026-04-30' }
  const weights = [
    { criterion: 'fit', weight: 70 },
    { criterion: 'price', weight: 30 },
  ]
  const changed = await w.editor.patch(w.at, { ...dates, criteria: weights })
  expect(changed.status, changed.text).toBe(200)
  const submitted = await w.approver.post(`${w.at}/submission`)
  expect(submitted.status, submitted.text).toBe(201)
  const published = await w.officer.post(`${w.at}/publication`)
  expect(published.status, published.text).toBe(201)
  w.ports.clock.set('2026-04-03T02:00:00Z')
}

test('a scene is not unmatched while pitches wait for an answer', async () => {
  await does.appoints()
  does.closes()
  expect(await unmatches()).toMatchObject({ status: 409, body: { code: 'scene.pitches_open', open: 3 } })
  await does.scoresAll()
  await does.agrees()
  await w.companies[0].signatory.delete(`${pitchAt(w.companies[0])}/submission`)
  expect(await unmatches()).toMatchObject({ status: 409, body: { code: 'scene.pitches_open', open: 2 } })
  expect((await w.officer.submit(`/scenes/${w.scene.id}/unmatched`, { reason: '无', wouldChange: '有' })).status).toBe(409)
})

test('nor while an appeal is open', async () => {
  does.closes()
  const [first, ...others] = w.companies
  for (const company of others) await company.signatory.delete(`${pitchAt(company)}/submission`)
  await w.officer.post(`${pitchAt(first)}/ineligibility`, { gate_id: 'budget', reason: '超预算' })
  await first.signatory.post(`${pitchAt(first)}/appeal`, { appeal: '并未超出' })
  expect(await unmatches()).toMatchObject({ status: 409, body: { code: 'scene.pitches_open', open: 1 } })
  await w.auditor.post(`${pitchAt(first)}/appeal/dismissal`, { reason: '确已超出' })
  expect((await unmatches()).status).toBe(201)
})

test('after a release that chose somebody it is matched, and stays so', async () => {
  await does.toDecided()
  await does.releases()
  expect(await unmatches()).toMatchObject({ status: 409, body: { code: 'scene.pitches_chosen', chosen: 2 } })
})

test('what counts as waiting for an answer is what the pitches themselves call in the running', async () => {
  const { pitchId } = w.companies[0]
  for (const { id: status } of pitchStatuses) {
    await w.ports.db.updateTable('pitch').set({ status }).where('id', '=', pitchId).execute()
    const chosen = status === 'selected' || status === 'reserve' ? 1 : 0
    expect(await countPitchesOf(w.ports.db, w.scene), status).toEqual({ open: 2 + Number(isEligible(status)), chosen })
  }
})

test('published anew, a scene takes a new pitch of a company whose first was declined', async () => {
  await secondRound()
  const [first] = w.companies
  const before = (await first.signatory.get(`${pitchAt(first)}/decision`)).body
  expect(before.medians).toMatchObject({ criteria: [{ weight: 40, median: 80 }, { median: 70 }, { median: 60 }], total: 72 })
  const drafted = await first.signatory.post(`${w.at}/pitches`)
  expect(drafted.status, drafted.text).toBe(201)
  expect(drafted.body).toMatchObject({ status: 'draft', is_earlier_round: false })
  expect(await first.signatory.post(`${w.at}/pitches`)).toMatchObject({ status: 409, body: { pitch_id: drafted.body.id } })
  const { items, total } = (await first.signatory.get('/api/v1/pitches')).body
  expect(total).toBe(2)
  expect(items.map((item: any) => [item.id === first.pitchId, item.is_earlier_round, item.status])).toEqual([
    [false, false, 'draft'],
    [true, true, 'declined'],
  ])
  expect((await first.signatory.page('/my/pitches')).text).toContain('往轮')
})

test('the first round stays readable, and out of the second one’s panel, counts and decisions', async () => {
  await secondRound()
  const listed = (await w.approver.get(`${w.at}/pitches`)).body
  expect(listed).toMatchObject({ total: 3, sealed: true, sealed_total: 0 })
  expect(listed.items.every((item: any) => item.is_earlier_round && item.status === 'declined')).toBe(true)
  expect((await w.approver.get(pitchAt(w.companies[0]))).status).toBe(200)
  w.ports.clock.set('2026-05-06T02:00:00Z')
  expect((await w.approver.get(`${w.at}/decisions`)).body).toMatchObject({ items: [], total: 0 })
  expect((await w.officer.get(`${w.at}/panel`)).body).toMatchObject({ pitches: 0 })
  expect(await does.decides(w.companies[0], 'declined')).toMatchObject({ status: 404 })
  expect((await unmatches()).status).toBe(201)
})

test('what was taken back in the first round is not handed in for the second', async () => {
  const { signatory } = w.companies[2]
  await signatory.delete(`${pitchAt(w.companies[2])}/submission`)
  await does.appoints()
  does.closes()
  const [first, second] = w.companies
  for (const company of [first, second]) await company.signatory.delete(`${pitchAt(company)}/submission`)
  expect((await unmatches()).status).toBe(201)
  await w.editor.post(`${w.at}/draft`)
  await w.editor.patch(w.at, { opens_at: '2026-04-02', questions_close: '2026-04-20', deadline: '2026-04-30' })
  await w.approver.post(`${w.at}/submission`)
  expect((await w.officer.post(`${w.at}/publication`)).status).toBe(201)
  w.ports.clock.set('2026-04-03T02:00:00Z')
  expect((await signatory.get(pitchAt(w.companies[2]))).body.allowed).toEqual([])
  expect(await signatory.post(`${pitchAt(w.companies[2])}/submission`)).toMatchObject({
    status: 409,
    body: { code: 'pitch.too_late' },
  })
  expect((await signatory.post(`${w.at}/pitches`)).status).toBe(201)
})
