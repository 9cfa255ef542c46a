import { expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { Ports } from '../../src/ports.ts'
import { insertOrganisation } from '../support/world.ts'
import { accountPorts, client, districtOffice, member, nextUscc, password } from './account-world.ts'
import type { Client } from './account-world.ts'

async function world(options: Partial<Ports> = {}) {
  const ports = await accountPorts(options)
  const app = createApp(ports, { baseUrl: 'http://localhost' })
  const signedIn = async (organisation: Parameters<typeof member>[1], roles: Parameters<typeof member>[2]): Promise<Client> => {
    const { email } = await member(ports, organisation, roles)
    const browser = client(app)
    await browser.submit('/sign-in', { email, password })
    return browser
  }
  return { ports, app, visitor: client(app), signedIn }
}

const typed = () => ({
  kind: 'company',
  uscc: nextUscc(),
  legal_name: '星环智能有限公司',
  name_en: '',
  city: '上海',
  district: '徐汇区',
  name: '赵编辑',
  email: `zhao${Math.random()}@example.cn`,
  password,
})

async function textOf(response: Response | Promise<Response>): Promise<string> {
  return (await response).text()
}

test('signing in goes on to where one came from, and never to another site', async () => {
  const { ports, app } = await world()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const arriving = await client(app).page('/account')
  expect([arriving.status, arriving.headers.get('location')]).toEqual([303, '/sign-in?next=%2Faccount'])
  for (const [next, location] of [
    ['/account', '/account'],
    ['//evil.example', '/'],
    ['https://evil.example', '/'],
    ['/\\evil.example', '/'],
  ] as const) {
    const response = await client(app).submit('/sign-in', { email, password, next })
    expect([response.status, response.headers.get('location')]).toEqual([303, location])
  }
})

test('a wrong password is told on the page, which keeps the address and not the password', async () => {
  const { visitor } = await world()
  const response = await visitor.submit('/sign-in', { email: 'nobody@example.cn', password: 'secret words' })
  const page = await response.text()
  expect(response.status).toBe(401)
  expect(page).toContain('邮箱或密码不正确')
  expect(page).toContain('value="nobody@example.cn"')
  expect(page).not.toContain('secret words')
})

test('a form without its token is refused', async () => {
  const { ports, app } = await world()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const body = new URLSearchParams({ email, password }).toString()
  const response = await app.request('/sign-in', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  expect(response.status).toBe(403)
  expect(response.headers.getSetCookie().join()).not.toContain('login')
})

test('demo accounts are listed where there are some, and nowhere else', async () => {
  const demo = { email: 'demo@example.cn', password: 'demo-password', zh: '撮合员', en: 'Matchmaker' }
  expect(await textOf((await world({ demoAccounts: [demo] })).visitor.page('/sign-in?lang=en'))).toContain('Demo accounts')
  expect(await textOf((await world()).visitor.page('/sign-in?lang=en'))).not.toContain('Demo accounts')
})

test('whoever registers is signed in, in the organisation registered', async () => {
  const { visitor } = await world()
  const response = await visitor.submit('/register', typed())
  expect([response.status, response.headers.get('location')]).toEqual([303, '/account'])
  const page = await textOf(visitor.page('/account'))
  for (const words of ['星环智能有限公司', '待核验', '企业编辑、企业签署人']) expect(page).toContain(words)
})

test('a mistyped code is told beside the form, which keeps what was typed', async () => {
  const { visitor } = await world()
  const input = typed()
  const response = await visitor.submit('/register', { ...input, uscc: '91310104MA1000001Z' })
  const page = await response.text()
  expect(response.status).toBe(422)
  expect(page).toContain('统一社会信用代码：不是 18 位统一社会信用代码')
  expect(page).toContain('value="星环智能有限公司"')
})

test('an invitation link leads a new person in, once', async () => {
  const { ports, app, signedIn } = await world()
  const organisation = await insertOrganisation(ports.db, { legalName: '康健街道办事处' })
  const approver = await signedIn(organisation, ['publisher_approver'])
  const made = await approver.submit('/account/invitations', { roles: ['publisher_editor', 'publisher_approver'] })
  expect(made.headers.get('cache-control')).toBe('no-store')
  const path = /http:\/\/localhost(\/join\/[\w-]+)/u.exec(await made.text())![1]!
  const newcomer = client(app)
  expect(await textOf(newcomer.page(path))).toContain('加入康健街道办事处')
  const person = { name: '钱新人', email: 'qian@example.cn', password }
  expect(await newcomer.submit(path, person)).toMatchObject({ status: 303 })
  expect(await textOf(newcomer.page('/account'))).toContain('经办人、批准人')
  expect(await client(app).submit(path, { ...person, email: 'other@example.cn' })).toMatchObject({ status: 404 })
  expect(await client(app).page(path)).toMatchObject({ status: 404 })
})

test('somebody with an account joins as who they are, and may go back to the other organisation', async () => {
  const { ports, signedIn } = await world()
  const [own, other] = [await insertOrganisation(ports.db), await insertOrganisation(ports.db, { legalName: '另一家单位' })]
  const [person, approver] = [await signedIn(own, ['publisher_editor']), await signedIn(other, ['publisher_approver'])]
  const made = await approver.submit('/account/invitations', { roles: 'company_editor' })
  await person.submit(/http:\/\/localhost(\/join\/[\w-]+)/u.exec(await made.text())![1]!, {})
  expect((await person.send('GET', '/me')).body.organisation).toMatchObject({ id: other.id })
  await person.submit('/account/organisation', { org_id: own.id })
  expect((await person.send('GET', '/me')).body.organisation).toMatchObject({ id: own.id })
})

test('the office works off its queue', async () => {
  const { ports, signedIn } = await world()
  const officer = await signedIn(await districtOffice(ports), ['district_officer'])
  const { id } = await insertOrganisation(ports.db, { status: 'registered', legalName: '待核验的单位' })
  expect(await textOf(officer.page('/office/organisations'))).toContain('待核验的单位')
  expect(await textOf(officer.page(`/office/organisations/${id}`))).toContain('核验通过')
  expect(await officer.submit(`/office/organisations/${id}/verification`, {})).toMatchObject({ status: 303 })
  expect(await textOf(officer.page('/office/organisations'))).not.toContain('待核验的单位')
  const twice = await officer.submit(`/office/organisations/${id}/verification`, {})
  expect(twice.status).toBe(409)
  expect(await twice.text()).toContain('组织当前状态不允许此操作')
  expect(await officer.submit(`/office/organisations/${id}/suspension`, { reason: '' })).toMatchObject({ status: 422 })
})

test('keys, passwords and signing out, from the account page', async () => {
  const { ports, app, signedIn } = await world()
  const browser = await signedIn(await insertOrganisation(ports.db), ['company_editor'])
  const made = await browser.submit('/account/keys', { name: '导入程序' })
  const key = /<code>(dj_[\w-]{43})<\/code>/u.exec(await made.text())![1]!
  expect((await client(app, key).send('GET', '/me')).status).toBe(200)
  const { items } = (await browser.send('GET', '/keys')).body
  await browser.submit(`/account/keys/${items[0].id}/revocation`, {})
  expect((await client(app, key).send('GET', '/me')).status).toBe(401)
  expect(await browser.submit('/account/password', { current: 'not it', next: 'new words here' })).toMatchObject({ status: 401 })
  expect(await browser.submit('/account/password', { current: password, next: 'new words here' })).toMatchObject({ status: 303 })
  expect((await browser.send('GET', '/me')).status).toBe(200)
  await browser.submit('/sign-out', {})
  expect((await browser.send('GET', '/me')).status).toBe(401)
})

test('an administrator is shown a temporary password, and its holder is asked for one of their own', async () => {
  const { ports, app, signedIn } = await world()
  const administrator = await signedIn(await districtOffice(ports), ['administrator'])
  const { actor, email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const page = await textOf(administrator.submit(`/office/people/${actor.personId}/password-reset`, {}))
  const temporary = /<code>([a-z2-9-]{19})<\/code>/u.exec(page)![1]!
  const holder = client(app)
  const response = await holder.submit('/sign-in', { email, password: temporary })
  expect(response.headers.get('location')).toBe('/account#password')
  expect(await textOf(holder.page('/account'))).toContain('临时密码')
})
