import { expect, test } from 'vitest'
import { foundingLengthDays } from '../../src/accounts/organisation.ts'
import { offerFounding } from '../../src/accounts/found-office.ts'
import { createApp } from '../../src/app.ts'
import { testDistrict } from '../support/world.ts'
import { accountPorts, client, districtOffice, nextUscc, password } from './account-world.ts'

async function world() {
  const ports = await accountPorts()
  const app = createApp(ports, { baseUrl: 'http://localhost' })
  const offer = () => offerFounding(ports, testDistrict.id)
  const links = () => ports.db.selectFrom('foundingLink').selectAll().execute()
  return { ports, app, offer, links }
}

const office = () => ({ uscc: nextUscc(), legal_name: '徐汇区场景专班', city: '上海', district: '徐汇区' })
const founder = { name: '首任管理员', email: 'first@example.cn', password }
const acceptance = (path: string) => `/founding-links/${path.split('/').at(-1)}/acceptance`

test('the link founds the office, verified at once, whose administrator then invites the others', async () => {
  const { ports, app, offer } = await world()
  const path = (await offer())!
  const browser = client(app)
  expect(await (await browser.page(path)).text()).toContain('登记区场景专班')
  const founded = await browser.submit(path, { ...office(), ...founder })
  expect([founded.status, founded.headers.get('location')]).toEqual([303, '/account'])
  const { body: me } = await browser.send('GET', '/me')
  expect(me).toMatchObject({ roles: ['administrator'], organisation: { kind: 'district_office', status: 'verified' } })

  const roles = ['district_officer', 'matchmaker', 'auditor']
  const invited = await browser.send('POST', `/organisations/${me.organisation.id}/invitations`, { roles })
  expect(invited).toMatchObject({ status: 201, body: { roles } })
  const events = await ports.db.selectFrom('auditEvent').select(['action', 'toStatus']).orderBy('seq').execute()
  expect(events[0]).toEqual({ action: 'office.found', toStatus: 'verified' })
})

test('the founder may take further roles by an invitation of their own', async () => {
  const { app, offer } = await world()
  const browser = client(app)
  await browser.submit((await offer())!, { ...office(), ...founder })
  const { organisation } = (await browser.send('GET', '/me')).body
  const { body } = await browser.send('POST', `/organisations/${organisation.id}/invitations`, { roles: ['district_officer'] })
  expect(await browser.send('POST', `/invitations/${new URL(body.url).pathname.split('/').at(-1)}/acceptance`, {})).toMatchObject(
    { status: 201 },
  )
  expect((await browser.send('GET', '/me')).body.roles).toEqual(['administrator', 'district_officer'])
})

test('it works once, by whoever comes first', async () => {
  const { ports, app, offer } = await world()
  const path = acceptance((await offer())!)
  const asks = ['a', 'b', 'c'].map((name) => ({ ...office(), person: { ...founder, email: `${name}@example.cn` } }))
  const answers = await Promise.all(asks.map((body) => client(app).send('POST', path, body)))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404, 404])
  expect(answers.find(({ status }) => status === 404)!.body.code).toBe('invitation.not_found')
  expect(await ports.db.selectFrom('person').select('id').execute()).toHaveLength(1)
  expect(answers.find(({ status }) => status === 201)!.headers.get('cache-control')).toBe('no-store')
})

test('a mistake in the form spends nothing', async () => {
  const { app, offer } = await world()
  const path = (await offer())!
  const browser = client(app)
  const refused = await browser.submit(path, { ...office(), uscc: '123', ...founder })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('不是 18 位统一社会信用代码')
  expect((await browser.submit(path, { ...office(), ...founder })).status).toBe(303)
})

test('after seven days it is void', async () => {
  const { ports, app, offer } = await world()
  const path = (await offer())!
  ports.clock.advance(foundingLengthDays * 86_400_000)
  expect((await client(app).page(path)).status).toBe(404)
  expect(await client(app).send('POST', acceptance(path), { ...office(), person: founder })).toMatchObject({ status: 404 })
})

test('another start gives another link, and the one before it is void; only hashes are kept', async () => {
  const { app, offer, links } = await world()
  const [first, second] = [(await offer())!, (await offer())!]
  expect(first).not.toBe(second)
  expect((await client(app).page(first)).status).toBe(404)
  expect((await client(app).page(second)).status).toBe(200)
  const kept = await links()
  expect(kept).toHaveLength(1)
  expect(JSON.stringify(kept)).not.toContain(second.split('/').at(-1))
})

test('where there is an office no link is given, and one given before founds no second', async () => {
  const { ports, app, offer } = await world()
  const path = (await offer())!
  await districtOffice(ports)
  expect(await client(app).send('POST', acceptance(path), { ...office(), person: founder })).toMatchObject({ status: 404 })
  expect(await offer()).toBeUndefined()
})

test('an unknown token and a kind of one’s own are refused', async () => {
  const { app, offer } = await world()
  const person = founder
  expect(await client(app).send('POST', '/founding-links/x/acceptance', { ...office(), person })).toMatchObject({ status: 404 })
  expect(await client(app).send('POST', acceptance((await offer())!), { ...office(), kind: 'company', person })).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'kind' }] },
  })
})
