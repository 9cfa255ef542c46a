import { expect, test } from 'vitest'
import { cardContent, companyWorld, wire } from './fixtures.ts'

test('a card goes from draft through the matchmaker to the public, and its owner hides and shows it', async () => {
  const { ask, editor, matchmaker, everybody, listsCompany, draftsCard } = await companyWorld()
  const path = `/cards/${await draftsCard(await listsCompany())}`
  expect(await ask(editor, 'POST', `${path}/submission`)).toMatchObject({ status: 201, body: { status: 'submitted' } })
  expect(await ask(matchmaker, 'POST', `${path}/return`, { reason: '案例缺指标' })).toMatchObject({
    status: 201,
    body: { status: 'returned', status_reason: '案例缺指标' },
  })
  await ask(editor, 'POST', `${path}/submission`)
  expect(await ask(editor, 'POST', `${path}/listing`)).toMatchObject({ status: 403, body: { code: 'actor.forbidden' } })
  expect(await ask(matchmaker, 'POST', `${path}/listing`)).toMatchObject({
    status: 201,
    body: { status: 'listed', status_reason: null },
  })
  expect((await ask(everybody, 'GET', path)).status).toBe(200)
  expect(await ask(editor, 'DELETE', `${path}/listing`)).toMatchObject({ status: 200, body: { status: 'hidden' } })
  expect((await ask(everybody, 'GET', path)).status).toBe(404)
  expect(await ask(matchmaker, 'POST', `${path}/listing`)).toMatchObject({
    status: 409,
    body: { code: 'card.wrong_state', status: 409, state: 'hidden' },
  })
  expect(await ask(editor, 'POST', `${path}/listing`)).toMatchObject({ status: 201, body: { status: 'listed' } })
  expect(await ask(editor, 'POST', `${path}/listing`)).toMatchObject({ status: 403 })
})

test('a submitted card can be taken back, once', async () => {
  const { ask, editor, listsCompany, draftsCard } = await companyWorld()
  const path = `/cards/${await draftsCard(await listsCompany())}/submission`
  await ask(editor, 'POST', path)
  expect(await ask(editor, 'POST', path)).toMatchObject({
    status: 409,
    body: { code: 'card.wrong_state', allowed: ['card.withdraw'] },
  })
  expect(await ask(editor, 'DELETE', path)).toMatchObject({ status: 200, body: { status: 'draft' } })
  expect(await ask(editor, 'DELETE', path)).toMatchObject({ status: 409 })
})

test('an unfinished card is not submitted', async () => {
  const { ask, editor, listsCompany } = await companyWorld()
  const card = await ask(editor, 'POST', `/companies/${await listsCompany()}/cards`, { name: '半张卡' })
  const refused = await ask(editor, 'POST', `/cards/${card.body.id}/submission`)
  expect(refused).toMatchObject({ status: 422, body: { code: 'card.incomplete' } })
  expect(refused.body.missing).toContain('one_line')
})

test('the twenty-first card is refused', async () => {
  const { ask, editor, listsCompany } = await companyWorld()
  const path = `/companies/${await listsCompany()}/cards`
  for (let count = 0; count < 20; count += 1) expect((await ask(editor, 'POST', path, {})).status).toBe(201)
  expect(await ask(editor, 'POST', path, {})).toMatchObject({ status: 409, body: { code: 'card.too_many', max: 20 } })
})

test('a verification shows who vouched until when, lapses by itself, and falls with an edit of its field', async () => {
  const { ask, editor, matchmaker, everybody, listsCompany, listsCard, ports } = await companyWorld()
  const path = `/cards/${await listsCard(await listsCompany())}`
  const verified = await ask(matchmaker, 'POST', `${path}/verifications`, {
    field: 'one_line',
    level: 'verified',
    until: '2026-03-03',
  })
  expect(verified).toMatchObject({
    status: 201,
    body: { claims: [{ field: 'one_line', level: 'verified', by: matchmaker.name, on: '2026-03-02', until: '2026-03-03' }] },
  })
  ports.clock.set('2026-03-03T15:59:59Z')
  expect((await ask(everybody, 'GET', path)).body.claims[0]!.level).toBe('verified')
  ports.clock.set('2026-03-03T16:00:00Z')
  expect((await ask(everybody, 'GET', path)).body.claims[0]!.level).toBe('expired')
  const edited = await ask(editor, 'PATCH', path, { one_line: '改过的一句话' }, { 'if-match': verified.etag! })
  expect(edited).toMatchObject({ status: 200, body: { status: 'listed', claims: [{ field: 'one_line', level: 'self' }] } })
  expect(edited.body.claims[0]).not.toHaveProperty('by')
})

test('a verification of nothing, of the past, or by the company itself is refused', async () => {
  const { ask, editor, matchmaker, listsCompany, listsCard } = await companyWorld()
  const path = `/cards/${await listsCard(await listsCompany())}/verifications`
  expect(await ask(matchmaker, 'POST', path, { field: 'advantages', level: 'verified' })).toMatchObject({
    status: 422,
    body: { code: 'card.no_such_claim' },
  })
  expect(await ask(matchmaker, 'POST', path, { field: 'stage', level: 'verified', until: '2026-03-01' })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'until' }] },
  })
  expect(await ask(matchmaker, 'POST', path, { field: 'stage', level: 'expired' })).toMatchObject({ status: 422 })
  expect(await ask(editor, 'POST', path, { field: 'stage', level: 'verified' })).toMatchObject({ status: 403 })
})

test('claims on fields above the caller’s class stay out of sight', async () => {
  const { ask, editor, matchmaker, everybody, listsCompany, listsCard } = await companyWorld()
  const path = `/cards/${await listsCard(await listsCompany())}`
  await ask(matchmaker, 'POST', `${path}/verifications`, { field: 'min_price_fen', level: 'verified' })
  expect((await ask(everybody, 'GET', path)).body).toMatchObject({ claims: [] })
  expect((await ask(everybody, 'GET', path)).body.content).not.toHaveProperty('min_price_fen')
  expect((await ask(editor, 'GET', path)).body.claims).toHaveLength(1)
})

test('a card past its end is expired at once for everybody, and renewal brings it back for a year', async () => {
  const { ask, editor, matchmaker, everybody, listsCompany, listsCard, ports } = await companyWorld()
  const company = await listsCompany()
  const path = `/cards/${await listsCard(company)}`
  await ports.db
    .updateTable('card')
    .set({ validUntil: new Date('2026-06-01T00:00:00Z') })
    .execute()
  ports.clock.set('2026-06-01T00:00:00Z')
  expect((await ask(everybody, 'GET', path)).status).toBe(404)
  expect((await ask(everybody, 'GET', `/companies/${company}/cards`)).body).toMatchObject({ items: [], total: 0 })
  expect((await ask(editor, 'GET', path)).body).toMatchObject({ status: 'expired', allowed: ['card.renew'] })
  expect((await ask(matchmaker, 'GET', '/cards?status=expired')).body.total).toBe(1)
  expect(await ask(editor, 'POST', `${path}/renewal`)).toMatchObject({
    status: 201,
    body: { status: 'listed', valid_until: '2027-06-01T00:00:00.000Z' },
  })
  expect((await ask(everybody, 'GET', path)).status).toBe(200)
})

test('a listed card of a hidden company is shown to nobody outside', async () => {
  const { ask, editor, everybody, listsCompany, listsCard } = await companyWorld()
  const company = await listsCompany()
  const path = `/cards/${await listsCard(company)}`
  await ask(editor, 'DELETE', `/companies/${company}/listing`)
  expect((await ask(everybody, 'GET', path)).status).toBe(404)
  expect((await ask(everybody, 'GET', '/cards')).body.total).toBe(0)
})

test('a stale version is refused and the limits of a card are kept', async () => {
  const { ask, editor, listsCompany, draftsCard } = await companyWorld()
  const path = `/cards/${await draftsCard(await listsCompany())}`
  const edit = (body: unknown, match: string) => ask(editor, 'PATCH', path, body, { 'if-match': match })
  expect((await edit({ name: '新名' }, '"1"')).status).toBe(200)
  expect(await edit({ name: '旧名' }, '"1"')).toMatchObject({ status: 412 })
  const refused = await edit(
    { solves: Array(11).fill('问题'), cases: [{ client: '甲', description: '乙', fee: 1 }], status: 'listed' },
    '"2"',
  )
  expect(refused.body.errors.map((error) => error.field).toSorted()).toEqual(['cases.0.fee', 'solves', 'status'])
})

test('a change of a card notes the card’s document and its company’s', async () => {
  const { ask, editor, listsCompany, draftsCard, ports } = await companyWorld()
  const company = await listsCompany()
  const card = await draftsCard(company)
  await ports.db.deleteFrom('outbox').execute()
  await ask(editor, 'POST', `/cards/${card}/submission`)
  const rows = await ports.db.selectFrom('outbox').select(['objectType', 'objectId', 'version']).orderBy('id').execute()
  expect(rows).toEqual([
    { objectType: 'card', objectId: card, version: 2 },
    { objectType: 'company', objectId: company, version: 2 },
  ])
})

test('the same content read back is the content sent', async () => {
  const { ask, editor, listsCompany, draftsCard } = await companyWorld()
  const card = await ask(editor, 'GET', `/cards/${await draftsCard(await listsCompany())}`)
  expect(card.body.content).toEqual(wire(cardContent))
})
