import { expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { insertApiKey } from '../../src/accounts/manage-keys.ts'
import { insertOrganisation } from '../support/world.ts'
import { accountPorts, client, districtOffice, member, nextUscc, password } from './account-world.ts'
import type { Client } from './account-world.ts'

async function world() {
  const ports = await accountPorts()
  const app = createApp(ports, { baseUrl: 'http://localhost' })
  const office = await districtOffice(ports)
  const signedIn = async (organisation: Parameters<typeof member>[1], roles: Parameters<typeof member>[2]): Promise<Client> => {
    const { email } = await member(ports, organisation, roles)
    const browser = client(app)
    await browser.send('POST', '/login', { email, password })
    return browser
  }
  return {
    ports,
    app,
    office,
    visitor: client(app),
    signedIn,
    officer: await signedIn(office, ['district_officer', 'administrator']),
  }
}

const registration = (more: object = {}) => ({
  kind: 'department',
  uscc: nextUscc(),
  legal_name: '徐汇区教育局',
  city: '上海',
  district: '徐汇区',
  person: { name: '李经办', email: `li${Math.random()}@example.cn`, password },
  ...more,
})

test('signing in and out, and who one is in between', async () => {
  const { ports, app } = await world()
  const organisation = await insertOrganisation(ports.db)
  const { email } = await member(ports, organisation, ['publisher_editor'])
  const browser = client(app)
  expect(await browser.send('GET', '/me')).toMatchObject({ status: 401, body: { code: 'login.required' } })
  expect(await browser.send('POST', '/login', { email: ` ${email.toUpperCase()}`, password })).toMatchObject({
    status: 201,
    body: { temporary: false },
  })
  expect(await browser.send('GET', '/me')).toMatchObject({
    status: 200,
    body: {
      person: { email },
      organisation: { id: organisation.id, status: 'verified' },
      roles: ['publisher_editor'],
      memberships: [{ org_id: organisation.id }],
    },
  })
  expect(await browser.send('DELETE', '/login')).toMatchObject({ status: 204 })
  expect(await browser.send('GET', '/me')).toMatchObject({ status: 401 })
})

test('an organisation registers, is verified, invites, and a colleague joins', async () => {
  const { app, officer, visitor } = await world()
  const input = registration()
  const registered = await visitor.send('POST', '/organisations', input)
  expect(registered).toMatchObject({
    status: 201,
    body: { organisation: { status: 'registered', uscc: input.uscc, verified_at: null } },
  })
  const { id } = registered.body.organisation

  await visitor.send('POST', '/login', { email: input.person.email, password })
  expect(await visitor.send('POST', `/organisations/${id}/invitations`, { roles: ['publisher_editor'] })).toMatchObject({
    status: 403,
    body: { code: 'organisation.not_verified' },
  })

  expect(await officer.send('GET', '/organisations?status=registered')).toMatchObject({
    body: { items: [{ id }], total: 1, next_cursor: null },
  })
  expect(await officer.send('POST', `/organisations/${id}/verification`)).toMatchObject({
    status: 201,
    body: { status: 'verified', version: 2 },
  })
  expect(await officer.send('POST', `/organisations/${id}/verification`)).toMatchObject({
    status: 409,
    body: {
      code: 'organisation.wrong_state',
      status: 409,
      state: 'verified',
      allowed: ['organisation.withdraw', 'organisation.suspend'],
    },
  })

  const invitation = await visitor.send('POST', `/organisations/${id}/invitations`, { roles: ['publisher_editor'] })
  expect(invitation).toMatchObject({ status: 201, body: { roles: ['publisher_editor'] } })
  const path = `/invitations/${new URL(invitation.body.url).pathname.split('/').at(-1)}/acceptance`
  const colleague = { person: { name: '王同事', email: 'wang@example.cn', password } }
  expect(await client(app).send('POST', path, colleague)).toMatchObject({
    status: 201,
    body: { roles: ['publisher_editor'], organisation: { id } },
  })
  expect(await client(app).send('POST', path, colleague)).toMatchObject({ status: 404, body: { code: 'invitation.not_found' } })

  const members = await visitor.send('GET', `/organisations/${id}/members`)
  expect(members.body).toMatchObject({
    items: [{ roles: ['publisher_editor', 'publisher_approver'] }, { name: '王同事', roles: ['publisher_editor'] }],
    total: 2,
  })
  const trail = await officer.send('GET', `/audit/organisation/${id}`)
  expect(trail.body.items.map((event: { action: string }) => event.action)).toEqual([
    'organisation.register',
    'organisation.verify',
    'organisation.invite',
    'invitation.accept',
  ])
  expect(trail.body).toMatchObject({ verified: true, broken_at: null, total: 4 })
})

test('a second click on register is refused, and nothing of it is written', async () => {
  const { ports, visitor } = await world()
  const input = registration()
  expect(await visitor.send('POST', '/organisations', input)).toMatchObject({ status: 201 })
  expect(await visitor.send('POST', '/organisations', input)).toMatchObject({ status: 409, body: { code: 'organisation.taken' } })
  const other = { ...input, uscc: nextUscc() }
  expect(await visitor.send('POST', '/organisations', other)).toMatchObject({ status: 409, body: { code: 'person.taken' } })
  expect(await ports.db.selectFrom('organisation').select('id').where('uscc', '=', other.uscc).execute()).toEqual([])
})

test('two registrations of one code at the same time: one of them wins', async () => {
  const { ports, visitor } = await world()
  const uscc = nextUscc()
  const answers = await Promise.all(
    [registration({ uscc }), registration({ uscc })].map((input) => visitor.send('POST', '/organisations', input)),
  )
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
  expect(await ports.db.selectFrom('person').select('id').where('email', 'like', 'li%').execute()).toHaveLength(1)
})

test('somebody signed in registers another organisation without another account', async () => {
  const { ports, signedIn } = await world()
  const person = await signedIn(await insertOrganisation(ports.db), ['publisher_approver'])
  const { person: _person, ...input } = registration({ kind: 'company' })
  const registered = await person.send('POST', '/organisations', input)
  expect(registered).toMatchObject({ status: 201 })
  expect((await person.send('GET', '/me')).body.memberships).toMatchObject([
    {},
    { org_id: registered.body.organisation.id, roles: ['company_editor', 'company_signatory'] },
  ])
})

test('what is wrong with a registration is said field by field', async () => {
  const { visitor } = await world()
  const uscc = nextUscc()
  const wrong = registration({
    uscc: uscc.slice(0, -1) + (uscc.endsWith('0') ? '1' : '0'),
    kind: 'district_office',
    colour: 'red',
  })
  const { status, body } = await visitor.send('POST', '/organisations', wrong)
  expect(status).toBe(422)
  expect(body.errors.map((error: { field: string }) => error.field).toSorted()).toEqual(['colour', 'kind', 'uscc'])
})

test('an organisation suspended comes back as it was', async () => {
  const { ports, officer } = await world()
  const { id } = await insertOrganisation(ports.db, { status: 'registered' })
  await officer.send('POST', `/organisations/${id}/verification`)
  expect(await officer.send('POST', `/organisations/${id}/suspension`, {})).toMatchObject({ status: 422 })
  expect(await officer.send('POST', `/organisations/${id}/suspension`, { reason: '资质存疑' })).toMatchObject({
    status: 201,
    body: { status: 'suspended' },
  })
  expect(await officer.send('DELETE', `/organisations/${id}/suspension`)).toMatchObject({
    status: 200,
    body: { status: 'verified' },
  })
  expect(await officer.send('DELETE', `/organisations/${id}/verification`)).toMatchObject({
    status: 200,
    body: { status: 'registered', verified_at: null },
  })
  const trail = await officer.send('GET', `/audit/organisation/${id}`)
  expect(trail.body.items[1]).toMatchObject({
    action: 'organisation.suspend',
    from_status: 'verified',
    to_status: 'suspended',
    reason: '资质存疑',
  })
})

test('the search documents of an organisation’s company and cards follow its standing', async () => {
  const { ports, officer } = await world()
  const { id, districtId } = await insertOrganisation(ports.db, { status: 'registered' })
  const [company, card, now] = [ports.ids(), ports.ids(), ports.clock()]
  const row = {
    districtId,
    orgId: id,
    content: '{}',
    statusReason: null,
    isExample: false,
    createdAt: now,
    updatedAt: now,
    version: 3,
    validUntil: now,
  }
  await ports.db
    .insertInto('company')
    .values({ ...row, id: company, status: 'draft' })
    .execute()
  await ports.db
    .insertInto('card')
    .values({ ...row, id: card, companyId: company, status: 'draft', claims: '[]', writtenBy: 'x' })
    .execute()
  await officer.send('POST', `/organisations/${id}/verification`)
  expect(await ports.db.selectFrom('outbox').select(['objectType', 'objectId', 'version']).orderBy('id').execute()).toEqual([
    { objectType: 'company', objectId: company, version: 3 },
    { objectType: 'card', objectId: card, version: 3 },
  ])
})

test('the roles of a district are given in an office only, by its administrator', async () => {
  const { ports, office, officer, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db)
  const approver = await signedIn(organisation, ['publisher_approver'])
  expect(
    await approver.send('POST', `/organisations/${organisation.id}/invitations`, { roles: ['publisher_editor', 'matchmaker'] }),
  ).toMatchObject({ status: 403, body: { roles: ['matchmaker'] } })
  expect(await officer.send('POST', `/organisations/${organisation.id}/invitations`, { roles: ['matchmaker'] })).toMatchObject({
    status: 403,
  })
  expect(await officer.send('POST', `/organisations/${office.id}/invitations`, { roles: ['matchmaker'] })).toMatchObject({
    status: 201,
  })
  const foreign = await insertOrganisation(ports.db)
  expect(await approver.send('POST', `/organisations/${foreign.id}/invitations`, { roles: ['publisher_editor'] })).toMatchObject({
    status: 404,
    body: { code: 'organisation.not_found' },
  })
})

test('an invitation lapses after seven days', async () => {
  const { ports, app, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db)
  const approver = await signedIn(organisation, ['publisher_approver'])
  const { body } = await approver.send('POST', `/organisations/${organisation.id}/invitations`, { roles: ['publisher_editor'] })
  const path = `/invitations/${new URL(body.url).pathname.split('/').at(-1)}/acceptance`
  ports.clock.advance(7 * 86_400_000)
  const person = { name: '迟到者', email: 'late@example.cn', password }
  expect(await client(app).send('POST', path, { person })).toMatchObject({ status: 404, body: { code: 'invitation.not_found' } })
  expect(await ports.db.selectFrom('person').select('id').where('email', '=', person.email).execute()).toEqual([])
})

test('whoever signs for an organisation may take the other side as well', async () => {
  const { ports, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db)
  const approver = await signedIn(organisation, ['publisher_approver'])
  expect(await approver.send('POST', `/organisations/${organisation.id}/sides`, { side: 'supply' })).toMatchObject({
    status: 201,
  })
  expect((await approver.send('GET', '/me')).body.roles).toEqual(['publisher_approver', 'company_editor', 'company_signatory'])
})

test('a key acts for its owner in the organisation it was made in, until it is revoked', async () => {
  const { ports, app, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db)
  const browser = await signedIn(organisation, ['company_editor'])
  const made = await browser.send('POST', '/keys', { name: '接口测试' })
  expect(made).toMatchObject({ status: 201, body: { name: '接口测试' } })
  const program = client(app, made.body.key)
  expect(await program.send('GET', '/me')).toMatchObject({
    status: 200,
    body: { organisation: { id: organisation.id }, roles: ['company_editor'] },
  })
  const { body: listed } = await browser.send('GET', '/keys')
  expect(listed).toMatchObject({
    items: [{ id: made.body.id, start: made.body.key.slice(0, 6), org_id: organisation.id }],
    total: 1,
  })
  expect(listed.items[0].last_request).not.toBeNull()
  expect(JSON.stringify(await ports.db.selectFrom('apiKey').selectAll().execute())).not.toContain(made.body.key)
  expect(await browser.send('DELETE', `/keys/${made.body.id}`)).toMatchObject({ status: 204 })
  expect(await browser.send('DELETE', `/keys/${made.body.id}`)).toMatchObject({ status: 404, body: { code: 'key.not_found' } })
  expect(await program.send('GET', '/me')).toMatchObject({ status: 401, body: { code: 'key.invalid' } })
})

test('nobody revokes another person’s key, and a key of somebody who left the organisation is void', async () => {
  const { ports, app, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db)
  const [owner, other] = [await signedIn(organisation, ['company_editor']), await signedIn(organisation, ['company_signatory'])]
  const { body } = await owner.send('POST', '/keys', { name: 'a' })
  expect(await other.send('DELETE', `/keys/${body.id}`)).toMatchObject({ status: 404 })
  const { person } = (await owner.send('GET', '/me')).body
  await ports.db.deleteFrom('membership').where('personId', '=', person.id).execute()
  expect(await client(app, body.key).send('GET', '/me')).toMatchObject({ status: 401, body: { code: 'key.invalid' } })
})

test('a key of a value given beforehand works, as the example data needs', async () => {
  const { ports, app } = await world()
  const organisation = await insertOrganisation(ports.db)
  const { actor } = await member(ports, organisation, ['publisher_editor'])
  await insertApiKey(ports, {
    personId: actor.personId!,
    orgId: organisation.id,
    name: '示例',
    key: 'duijie-demo-publisher',
    now: ports.clock(),
  })
  expect(await client(app, 'duijie-demo-publisher').send('GET', '/me')).toMatchObject({
    status: 200,
    body: { person: { id: actor.personId } },
  })
  expect(await client(app, 'duijie-demo-publisheR').send('GET', '/me')).toMatchObject({
    status: 401,
    body: { code: 'key.invalid' },
  })
})

test('a secret shown once is not kept for an Idempotency-Key', async () => {
  const { ports, app, signedIn } = await world()
  const { body } = await (
    await signedIn(await insertOrganisation(ports.db), ['company_editor'])
  ).send('POST', '/keys', { name: 'a' })
  const headers = { 'x-api-key': body.key, 'content-type': 'application/json', 'idempotency-key': 'once' }
  const made = await app.request('/api/v1/keys', { method: 'POST', headers, body: '{"name":"b"}' })
  expect(made.status).toBe(201)
  expect(made.headers.get('cache-control')).toBe('no-store')
  expect(await ports.db.selectFrom('idempotency').select('body').execute()).toEqual([])
})

test('of a body that tells a password nothing is kept for an Idempotency-Key, whether it was taken or refused', async () => {
  const { ports, app, office, signedIn } = await world()
  const { body: invitation } = await (
    await signedIn(office, ['administrator'])
  ).send('POST', `/organisations/${office.id}/invitations`, { roles: ['auditor'] })
  const { email } = await member(ports, office, ['auditor'])
  const key = (await (await signedIn(office, ['auditor'])).send('POST', '/keys', { name: 'a' })).body.key
  const input = registration()
  const asked: [number, string, object, string?][] = [
    [201, '/organisations', input],
    [409, '/organisations', input],
    [201, '/login', { email, password }],
    [401, '/login', { email, password: 'wrong password' }],
    [204, '/me/password', { current: password, next: 'another password' }, key],
    [401, '/me/password', { current: 'wrong password', next: 'another password' }, key],
    [201, '/keys', { name: 'b' }, key],
    [
      201,
      `/invitations/${new URL(invitation.url).pathname.split('/').at(-1)}/acceptance`,
      { person: { ...input.person, email: 'new@example.cn' } },
    ],
  ]
  for (const [index, [status, path, body, as]] of asked.entries()) {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': `once-${index}`,
      ...(as !== undefined && { 'x-api-key': as }),
    }
    const answer = await app.request(`/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, status, 'no-store'])
  }
  expect(await ports.db.selectFrom('idempotency').select('requestHash').execute()).toEqual([])
})

test('a key is shown when it is made and never again, and is void the moment it is revoked', async () => {
  const { ports, app, signedIn } = await world()
  const browser = await signedIn(await insertOrganisation(ports.db), ['company_editor'])
  const page = await browser.submit('/account/keys', { name: '网页' })
  const key = /dj_[\w-]{40,}/u.exec(await page.text())![0]
  expect(page.headers.get('cache-control')).toBe('no-store')
  const program = client(app, key)
  expect((await program.send('GET', '/me')).status).toBe(200)
  const later = [await (await browser.page('/account')).text(), JSON.stringify((await browser.send('GET', '/keys')).body)]
  const hash = await ports.auth.hashKey(key)
  for (const text of later) {
    expect(text).toContain('网页')
    for (const secret of [key, key.slice(0, 12), hash]) expect(text).not.toContain(secret)
  }
  const [{ id }] = (await browser.send('GET', '/keys')).body.items
  expect((await browser.submit(`/account/keys/${id}/revocation`, {})).status).toBe(303)
  expect(await program.send('GET', '/me')).toMatchObject({ status: 401, body: { code: 'key.invalid' } })
  expect((await browser.send('GET', '/keys')).body).toMatchObject({ items: [], total: 0 })
})

test('the trail of an object of another district is not there, nor that of an unknown one', async () => {
  const { ports, officer, visitor } = await world()
  const district = '00000000-0000-7000-8000-0000000000d2'
  await ports.db
    .insertInto('district')
    .values({ id: district, code: 'HP', name: '黄浦区', nameEn: 'Huangpu', city: '上海', timeZone: 'Asia/Shanghai' })
    .execute()
  await ports.db
    .insertInto('auditEvent')
    .values({
      id: ports.ids(),
      districtId: district,
      objectType: 'scene',
      objectId: 'x',
      seq: 1,
      actorId: 'system',
      action: 'a',
      fromStatus: null,
      toStatus: null,
      reason: null,
      detail: '{}',
      at: ports.clock(),
      previousHash: '',
      hash: '',
    })
    .execute()
  expect(await officer.send('GET', '/audit/scene/x')).toMatchObject({ status: 404, body: { code: 'audit.not_found' } })
  expect(await officer.send('GET', '/audit/scene/y')).toMatchObject({ status: 404, body: { code: 'audit.not_found' } })
  expect(await visitor.send('GET', '/audit/scene/y')).toMatchObject({ status: 401 })
})

test('organisations and members come in pages', async () => {
  const { ports, office, officer, signedIn } = await world()
  for (let count = 0; count < 3; count += 1) await insertOrganisation(ports.db, { status: 'registered' })
  const first = await officer.send('GET', '/organisations?status=registered&limit=2')
  expect(first.body).toMatchObject({ total: 3, items: [{}, {}] })
  const second = await officer.send('GET', `/organisations?status=registered&limit=2&cursor=${first.body.next_cursor}`)
  expect(second.body).toMatchObject({ total: 3, items: [{}], next_cursor: null })
  expect(await officer.send('GET', '/organisations?cursor=x')).toMatchObject({
    status: 400,
    body: { code: 'request.bad_cursor' },
  })
  await signedIn(office, ['matchmaker'])
  expect((await officer.send('GET', `/organisations/${office.id}/members?limit=1`)).body).toMatchObject({
    total: 2,
    items: [{}],
    next_cursor: expect.any(String),
  })
})
