import { expect, test } from 'vitest'
import { codePointLength } from '../../src/shared/schema.ts'
import { cardContent, companyContent, companyWorld, wire } from './fixtures.ts'

const absent = '01900000-0000-7000-8000-0000000fffff'

test('a company is created as a draft, seen by its own people and the district, and by everybody once listed', async () => {
  const { ask, editor, stranger, matchmaker, everybody } = await companyWorld()
  const made = await ask(editor, 'POST', '/companies', wire(companyContent))
  expect(made).toMatchObject({
    status: 201,
    etag: '"1"',
    body: { status: 'draft', version: 1, content: { name_en: 'Example AI' }, valid_until: '2027-03-02T02:00:00.000Z' },
  })
  const path = `/companies/${made.body.id}`
  for (const actor of [stranger, everybody])
    expect(await ask(actor, 'GET', path)).toMatchObject({ status: 404, body: { code: 'company.not_found' } })
  for (const actor of [editor, matchmaker]) expect((await ask(actor, 'GET', path)).status).toBe(200)
  expect(await ask(editor, 'POST', `${path}/listing`)).toMatchObject({ status: 201, body: { status: 'listed', version: 2 } })
  expect((await ask(everybody, 'GET', path)).body.content).not.toHaveProperty('controllers')
})

test('an organisation has one profile', async () => {
  const { ask, editor, listsCompany } = await companyWorld()
  await listsCompany()
  expect(await ask(editor, 'POST', '/companies', wire(companyContent))).toMatchObject({
    status: 409,
    body: { code: 'company.exists' },
  })
})

test('each caller sees the fields of their class and no more', async () => {
  const { ask, listsCompany, editor, stranger, everybody, matchmaker } = await companyWorld()
  const path = `/companies/${await listsCompany()}`
  const secrets = async (actor: typeof editor) => {
    const { content } = (await ask(actor, 'GET', path)).body
    return ['contact', 'min_budget_fen', 'controllers'].filter((field) => field in content)
  }
  expect(await secrets(everybody)).toEqual([])
  expect(await secrets(stranger)).toEqual(['contact'])
  expect(await secrets(editor)).toEqual(['contact', 'min_budget_fen', 'controllers'])
  expect(await secrets(matchmaker)).toEqual(['contact', 'min_budget_fen', 'controllers'])
})

test('a foreign, an absent and a malformed id answer alike', async () => {
  const { ask, editor, stranger } = await companyWorld()
  const { id } = (await ask(editor, 'POST', '/companies', wire(companyContent))).body
  const card = await ask(editor, 'POST', `/companies/${id}/cards`, wire(cardContent))
  const tries = [
    ['PATCH', '', {}],
    ['POST', '/listing'],
    ['DELETE', '/listing'],
    ['GET', '/cards'],
    ['POST', '/cards', {}],
  ] as const
  for (const [method, tail, body] of tries) {
    for (const foreign of [id, absent, 'nonsense']) {
      const refused = await ask(stranger, method, `/companies/${foreign}${tail}`, body, { 'if-match': '"1"' })
      expect([method, tail, refused.status, refused.body.code]).toEqual([method, tail, 404, 'company.not_found'])
    }
  }
  for (const [method, tail] of [
    ['GET', ''],
    ['PATCH', ''],
    ['POST', '/submission'],
    ['DELETE', '/submission'],
    ['POST', '/listing'],
    ['DELETE', '/listing'],
    ['POST', '/renewal'],
  ] as const) {
    for (const foreign of [card.body.id, absent, 'nonsense']) {
      const refused = await ask(stranger, method, `/cards/${foreign}${tail}`, method === 'PATCH' ? {} : undefined, {
        'if-match': '"1"',
      })
      expect([method, tail, refused.status]).toEqual([method, tail, 404])
    }
  }
})

test('a company of another district is not there, even for this district’s matchmaker', async () => {
  const { ask, editor, matchmaker } = await companyWorld()
  const { id } = (await ask(editor, 'POST', '/companies', wire(companyContent))).body
  const elsewhere = { ...matchmaker, districtId: '00000000-0000-7000-8000-0000000000d2' }
  expect((await ask(elsewhere, 'GET', `/companies/${id}`)).status).toBe(404)
})

test('a stranger may not change a listed company, and the public is asked to sign in', async () => {
  const { ask, stranger, everybody, listsCompany } = await companyWorld()
  const path = `/companies/${await listsCompany()}`
  expect(await ask(stranger, 'PATCH', path, { summary: '改' }, { 'if-match': '"2"' })).toMatchObject({
    status: 403,
    body: { code: 'actor.forbidden' },
  })
  expect(await ask(stranger, 'POST', `${path}/cards`, {})).toMatchObject({ status: 403 })
  expect(await ask(everybody, 'DELETE', `${path}/listing`)).toMatchObject({ status: 401, body: { code: 'login.required' } })
})

test('unknown, over-long and wrongly typed fields are refused by name', async () => {
  const { ask, editor } = await companyWorld()
  const refused = await ask(editor, 'POST', '/companies', {
    name: '超'.repeat(61),
    staffBand: 'to_10',
    min_budget_fen: 1.5,
    city: 'a\u0000b',
  })
  expect(refused).toMatchObject({ status: 422, body: { code: 'request.invalid' } })
  const fields = refused.body.errors.map((error) => error.field)
  expect(fields.toSorted()).toEqual(['city', 'min_budget_fen', 'name', 'staffBand'])
  expect(refused.body.errors.find((error) => error.field === 'name')!.message).toBe('has 61 characters, at most 60')
  expect(codePointLength('𠮷'.repeat(60))).toBe(60)
  expect((await ask(editor, 'POST', '/companies', { name: '𠮷'.repeat(60) })).status).toBe(201)
})

test('a change needs the version it was based on', async () => {
  const { ask, editor } = await companyWorld()
  const { id } = (await ask(editor, 'POST', '/companies', wire(companyContent))).body
  const patch = (headers: Record<string, string>) =>
    ask(editor, 'PATCH', `/companies/${id}`, { summary: '新的简介', contact: null }, headers)
  expect(await patch({})).toMatchObject({ status: 428 })
  const changed = await patch({ 'if-match': '"1"' })
  expect(changed).toMatchObject({
    status: 200,
    etag: '"2"',
    body: { content: { summary: '新的简介', name: companyContent.name } },
  })
  expect(changed.body.content).not.toHaveProperty('contact')
  expect(await patch({ 'if-match': '"1"' })).toMatchObject({
    status: 412,
    body: { code: 'request.precondition_failed', version: 2 },
  })
})

test('a second click on any step is told the state and what is allowed', async () => {
  const { ask, editor, officer, listsCompany } = await companyWorld()
  const path = `/companies/${await listsCompany()}`
  expect(await ask(editor, 'POST', `${path}/listing`)).toMatchObject({
    status: 409,
    body: { code: 'company.wrong_state', status: 409, state: 'listed', allowed: ['company.hide'] },
  })
  expect(await ask(officer, 'POST', `${path}/suspension`, { reason: '材料存疑' })).toMatchObject({
    status: 201,
    body: { status: 'suspended', status_reason: '材料存疑' },
  })
  expect(await ask(officer, 'POST', `${path}/suspension`, { reason: '再点' })).toMatchObject({
    status: 409,
    body: { allowed: ['company.resume'] },
  })
  expect(await ask(officer, 'DELETE', `${path}/suspension`)).toMatchObject({
    status: 200,
    body: { status: 'listed', status_reason: null },
  })
  expect(await ask(officer, 'POST', `${path}/suspension`, { reason: ' ' })).toMatchObject({ status: 422 })
})

test('a registered organisation drafts, and lists once it is verified', async () => {
  const { ask, newcomer, ports, organisations, everybody } = await companyWorld()
  const made = await ask(newcomer, 'POST', '/companies', wire(companyContent))
  expect(made.status).toBe(201)
  const path = `/companies/${made.body.id}`
  expect((await ask(newcomer, 'POST', `${path}/cards`, wire(cardContent))).status).toBe(201)
  expect(await ask(newcomer, 'POST', `${path}/listing`)).toMatchObject({
    status: 403,
    body: { code: 'organisation.not_verified' },
  })
  await ports.db.updateTable('organisation').set({ status: 'verified' }).where('id', '=', organisations.fresh.id).execute()
  expect((await ask({ ...newcomer, orgVerified: true }, 'POST', `${path}/listing`)).status).toBe(201)
  expect((await ask(everybody, 'GET', path)).status).toBe(200)
  await ports.db.updateTable('organisation').set({ status: 'suspended' }).where('id', '=', organisations.fresh.id).execute()
  expect((await ask(everybody, 'GET', path)).status).toBe(404)
})

test('lists show the public what is listed, page by page, and refuse a cursor that is none', async () => {
  const { ask, editor, stranger, matchmaker, everybody, listsCompany } = await companyWorld()
  const first = await listsCompany()
  const second = await listsCompany(stranger)
  await ask(stranger, 'DELETE', `/companies/${second}/listing`)
  const ids = async (actor: typeof editor, query = '') =>
    (await ask(actor, 'GET', `/companies${query}`)).body.items.map((item) => item.id)
  expect(await ids(everybody)).toEqual([first])
  expect(await ids(everybody, '?status=hidden')).toEqual([])
  expect(await ids(stranger, '?own=true')).toEqual([second])
  expect(await ids(matchmaker, '?status=hidden')).toEqual([second])
  await ask(stranger, 'POST', `/companies/${second}/listing`)
  const page = await ask(everybody, 'GET', '/companies?limit=1')
  expect(page.body).toMatchObject({ items: [{ id: first }], total: 2 })
  const next = await ask(everybody, 'GET', `/companies?limit=1&cursor=${page.body.next_cursor}`)
  expect(next.body).toMatchObject({ items: [{ id: second }], total: 2, next_cursor: null })
  for (const cursor of ['nonsense', btoa('["x"]'), btoa('[1]')])
    expect((await ask(everybody, 'GET', `/companies?cursor=${cursor}`)).status).toBe(400)
  for (const query of ['?limit=0', '?limit=101', '?colour=red'])
    expect((await ask(everybody, 'GET', `/companies${query}`)).status).toBe(422)
})

test('every change leaves one audit event and an outbox row for the company and each of its cards', async () => {
  const { ask, editor, listsCompany, draftsCard, ports } = await companyWorld()
  const id = await listsCompany()
  const card = await draftsCard(id)
  await ports.db.deleteFrom('outbox').execute()
  await ask(editor, 'DELETE', `/companies/${id}/listing`)
  const rows = await ports.db.selectFrom('outbox').select(['objectType', 'objectId', 'version']).orderBy('id').execute()
  expect(rows).toEqual([
    { objectType: 'company', objectId: id, version: 3 },
    { objectType: 'card', objectId: card, version: 1 },
  ])
  const events = await ports.db
    .selectFrom('auditEvent')
    .select(['action', 'fromStatus', 'toStatus'])
    .where('objectId', '=', id)
    .orderBy('seq')
    .execute()
  expect(events.at(-1)).toEqual({ action: 'company.hide', fromStatus: 'listed', toStatus: 'hidden' })
  expect(events).toHaveLength(3)
})
