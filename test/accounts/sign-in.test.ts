import { expect, test, vi } from 'vitest'
import { createAuth } from '../../src/accounts/auth.ts'
import { resolveActor } from '../../src/accounts/resolve-actor.ts'
import { changePassword, resetPassword } from '../../src/accounts/reset-password.ts'
import { signIn } from '../../src/accounts/sign-in.ts'
import { hashPassword, verifyPassword } from '../../src/accounts/password.ts'
import { insertOrganisation, testDistrict } from '../support/world.ts'
import { accountPorts, browser, districtOffice, member, password, visitor } from './account-world.ts'

const nobody = new Headers()

test('signing in gives a cookie that a script cannot read, and signing out ends it', async () => {
  const ports = await accountPorts()
  const { actor, email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const { cookies } = await signIn(ports, visitor, nobody, { email, password })
  expect(cookies[0]).toMatch(/^duijie_login=/u)
  expect(cookies[0]).toMatch(/HttpOnly/u)
  expect(cookies[0]).toMatch(/SameSite=Lax/u)
  expect(await resolveActor(ports, browser(cookies), testDistrict.id)).toEqual(actor)
  await ports.auth.signOut(browser(cookies))
  expect(await resolveActor(ports, browser(cookies), testDistrict.id)).toEqual(visitor)
})

test('behind https the cookie travels over https alone', async () => {
  const ports = await accountPorts()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const auth = createAuth({ db: ports.db, secret: 'a secret of the tests, thirty-two long', baseUrl: 'https://duijie.example' })
  const signedIn = await auth.signIn(nobody, email, password)
  expect(signedIn?.cookies[0]).toMatch(/^__Secure-duijie_login=.*; Secure/u)
  expect(await auth.personOf(browser(signedIn!.cookies))).toBe(signedIn!.personId)
})

test('a wrong password and an unknown address are refused alike', async () => {
  const ports = await accountPorts()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const refusals = [
    { email, password: 'wrong password' },
    { email: 'nobody@example.cn', password },
  ].map((input) => signIn(ports, visitor, nobody, input).catch((error: unknown) => error))
  expect(await Promise.all(refusals)).toMatchObject([{ refusal: { code: 'login.wrong' } }, { refusal: { code: 'login.wrong' } }])
})

test('after ten failures the address waits a quarter of an hour, even with the right password', async () => {
  const ports = await accountPorts()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const guesses = Array.from({ length: 12 }, () =>
    signIn(ports, visitor, nobody, { email, password: 'guess' }).catch((error) => error.refusal.code),
  )
  const answers = await Promise.all(guesses)
  expect(answers.filter((code) => code === 'login.wrong')).toHaveLength(10)
  await expect(signIn(ports, visitor, nobody, { email, password })).rejects.toMatchObject({
    refusal: { code: 'request.rate_limited' },
  })
  ports.clock.advance(15 * 60_000)
  expect(await signIn(ports, visitor, nobody, { email, password })).toMatchObject({ temporary: false })
})

test('a success forgets the failures before it', async () => {
  const ports = await accountPorts()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  for (let round = 0; round < 2; round += 1) {
    for (let guess = 0; guess < 9; guess += 1) await signIn(ports, visitor, nobody, { email, password: 'guess' }).catch(() => {})
    expect(await signIn(ports, visitor, nobody, { email, password })).toMatchObject({ temporary: false })
  }
})

test('the organisation acted for is the one the cookie names, of those one belongs to', async () => {
  const ports = await accountPorts()
  const [first, second, foreign] = [
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db),
    await insertOrganisation(ports.db),
  ]
  const { actor, email } = await member(ports, first, ['publisher_editor'])
  await ports.db
    .insertInto('membership')
    .values({
      id: ports.ids(),
      orgId: second.id,
      personId: actor.personId!,
      roles: ['company_editor'],
      createdAt: new Date('2027-01-01'),
    })
    .execute()
  const { cookies } = await signIn(ports, visitor, nobody, { email, password })
  const acting = (org: string) => resolveActor(ports, browser(cookies, `org=${org}`), testDistrict.id)
  expect(await acting(second.id)).toMatchObject({ orgId: second.id, roles: ['company_editor'] })
  expect(await acting(foreign.id)).toMatchObject({ orgId: first.id, roles: ['publisher_editor'] })
})

test('a reset ends every login, and its password signs in for a day, until the person chooses their own', async () => {
  const ports = await accountPorts()
  const { actor: administrator } = await member(ports, await districtOffice(ports), ['administrator'])
  const { actor, email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const before = await signIn(ports, visitor, nobody, { email, password })
  const temporary = await resetPassword(ports, administrator, actor.personId!)
  expect(await resolveActor(ports, browser(before.cookies), testDistrict.id)).toEqual(visitor)
  await expect(signIn(ports, visitor, nobody, { email, password })).rejects.toMatchObject({ refusal: { code: 'login.wrong' } })
  expect(await signIn(ports, visitor, nobody, { email, password: temporary.password })).toMatchObject({ temporary: true })
  ports.clock.advance(24 * 3_600_000)
  await expect(signIn(ports, visitor, nobody, { email, password: temporary.password })).rejects.toMatchObject({
    refusal: { code: 'login.wrong' },
  })
  const cookies = await changePassword(ports, actor, nobody, { current: temporary.password, next: 'my own words' })
  expect(await resolveActor(ports, browser(cookies), testDistrict.id)).toEqual(actor)
  expect(await signIn(ports, visitor, nobody, { email, password: 'my own words' })).toMatchObject({ temporary: false })
})

test('only an administrator of the person’s own district resets a password', async () => {
  const ports = await accountPorts()
  const organisation = await insertOrganisation(ports.db)
  const { actor } = await member(ports, organisation, ['publisher_editor'])
  const { actor: colleague } = await member(ports, organisation, ['publisher_approver'])
  const { actor: administrator } = await member(ports, await districtOffice(ports), ['administrator'])
  const foreigner = { ...administrator, districtId: '00000000-0000-7000-8000-0000000000d2' }
  const refused = (by: typeof colleague) => resetPassword(ports, by, actor.personId!).catch((error: unknown) => error)
  expect(await refused(colleague)).toMatchObject({ refusal: { code: 'person.not_found' } })
  expect(await refused(foreigner)).toMatchObject({ refusal: { code: 'person.not_found' } })
})

test('a password’s hash tells its cost, fits that password alone, and is never the same twice', async () => {
  const cost = { n: 2 ** 6, r: 2, p: 2 }
  const [first, second] = [await hashPassword('密码 12345', cost), await hashPassword('密码 12345', cost)]
  expect(first).toMatch(/^scrypt\$64\$2\$2\$/u)
  expect(first).not.toBe(second)
  expect(await verifyPassword(first, '密码 12345')).toBe(true)
  expect(await verifyPassword(first, '密码 12346')).toBe(false)
  expect(await verifyPassword('', '')).toBe(false)
})

test('a wrong password, an unknown address and an invalid key are told to nobody but the asker; a fault is logged', async () => {
  const ports = await accountPorts()
  const { email } = await member(ports, await insertOrganisation(ports.db), ['publisher_editor'])
  const written: unknown[] = []
  const spies = (['error', 'warn', 'log', 'info', 'debug'] as const).map((name) =>
    vi.spyOn(console, name).mockImplementation((...line: unknown[]) => void written.push(line)),
  )
  const logged: string[] = []
  const options = {
    secret: 'a secret of the tests, thirty-two long',
    baseUrl: 'http://localhost',
    log: (_level: string, event: string) => void logged.push(event),
  }
  const auth = createAuth({ db: ports.db, ...options })
  expect(await auth.signIn(nobody, email, 'wrong password')).toBeUndefined()
  expect(await auth.signIn(nobody, 'nobody@example.cn', password)).toBeUndefined()
  for (const key of ['nonsense', '', `dj_${'x'.repeat(43)}`]) expect(await auth.keyOwner(key)).toBeUndefined()
  expect([written, logged]).toEqual([[], []])

  const broken = new Proxy(ports.db, {
    get: (db, name) =>
      name === 'selectFrom'
        ? () => {
            throw new Error('down')
          }
        : Reflect.get(db, name),
  })
  await expect(createAuth({ db: broken, ...options }).keyOwner(`dj_${'x'.repeat(43)}`)).rejects.toThrow('down')
  for (const spy of spies) spy.mockRestore()
  expect(logged).toEqual(['auth.fault'])
})
