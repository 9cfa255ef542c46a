import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { permissions } from '../../src/accounts/permissions.ts'
import type { Action } from '../../src/accounts/permissions.ts'
import type { Role } from '../../src/accounts/role.ts'
import { createApp } from '../../src/app.ts'
import { examplePeople } from '../../src/seeding/example-people.ts'
import { routesOf } from '../../src/web/openapi.ts'
import { openSite } from './browser.ts'
import type { Site } from './browser.ts'
import { pagesOfPitches } from './pitch-visits.ts'
import type { Visit } from './pitch-visits.ts'

let site: Site
let visits: Visit[]
const windows = new Map<string | undefined, Promise<BrowserContext>>()

beforeAll(async () => {
  site = await openSite()
  visits = [...plainPages(), ...(await pagesOfObjects(site))]
})

afterAll(() => site.close())

test('every page is accessible, in both languages', async () => {
  for (const { who, path } of visits) {
    for (const lang of ['zh', 'en']) {
      const page = await pageOf(who)
      await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
      expect(await page.getAttribute('html', 'lang'), path).toBe(lang === 'en' ? 'en' : 'zh-CN')
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
      expect(await violations(page), `${path} ${lang}`).toEqual([])
      await page.close()
    }
  }
}, 240_000)

test('nothing has to be scrolled sideways at 320 px', async () => {
  for (const { who, path } of visits) {
    const page = await pageOf(who)
    await page.setViewportSize({ width: 320, height: 700 })
    await page.goto(`${path}${path.includes('?') ? '&' : '?'}lang=zh`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow, path).toBe(0)
    await page.close()
  }
}, 120_000)

test('the keyboard alone gets past the header, searches and opens a scene', async () => {
  const page = await pageOf(undefined)
  await page.goto('/?lang=zh')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('跳到正文')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('发布一个场景')

  await page.goto('/scenes')
  await page.focus('#q')
  await page.keyboard.type('老人跌倒')
  await page.keyboard.press('Enter')
  await page.waitForURL(/q=/u)
  await page.locator('.list a').first().focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/scenes\/[0-9a-f-]{36}/u)
  expect(await page.locator('h1').count()).toBe(1)
  await page.close()
})

async function pageOf(who: string | undefined): Promise<Page> {
  const window = windows.get(who) ?? site.window(who)
  windows.set(who, window)
  return (await window).newPage()
}

/** Every page whose address names no object, seen by somebody who may: a new one is among them by itself. */
function plainPages(): Visit[] {
  return routesOf(createApp(site.ports, { baseUrl: 'http://localhost' }))
    .filter(({ method, path, note }) => method === 'GET' && note.action !== undefined && !/[:*.]|^\/(?:api|healthz)/u.test(path))
    .map(({ path, note }) => ({ who: readerOf(note.action!), path }))
}

function readerOf(action: Action): string | undefined {
  const { to } = permissions[action]
  if (to === 'everybody') return undefined
  return to === 'registered' ? 'approver' : mailboxOf(to[0])
}

function mailboxOf(role: Role): string {
  const { email } = examplePeople.find((person) => person.role === role)!
  return /^demo-(\w+)@/u.exec(email)![1]!
}

async function pagesOfObjects(given: Site): Promise<Visit[]> {
  const { db } = given.ports
  const orgOf = async (mailbox: string) =>
    await db
      .selectFrom('person')
      .innerJoin('membership', 'membership.personId', 'person.id')
      .select('membership.orgId')
      .where('person.email', '=', `demo-${mailbox}@example.org`)
      .executeTakeFirstOrThrow()
  const { orgId } = await orgOf('approver')
  // The scene that has pitches is closed below.
  const scenes = await db
    .selectFrom('scene')
    .select(['id', 'status'])
    .where('orgId', '=', orgId)
    .where('id', 'not in', (query) => query.selectFrom('pitch').select('sceneId'))
    .orderBy('id')
    .execute()
  const [open, draft] = ['published', 'draft'].map((status) => `/scenes/${scenes.find((scene) => scene.status === status)!.id}`)
  const supplier = (await orgOf('company')).orgId
  const company = await db.selectFrom('company').select('id').where('orgId', '=', supplier).executeTakeFirstOrThrow()
  const card = await db.selectFrom('card').select('id').where('companyId', '=', company.id).executeTakeFirstOrThrow()
  return [
    { who: 'approver', path: open! },
    { who: 'approver', path: `${open}/amendment` },
    { who: 'approver', path: `${open}/versions` },
    { who: 'approver', path: `${draft}/edit` },
    { who: 'company', path: `/companies/${company.id}` },
    { who: 'company', path: `/companies/${company.id}/why/${open!.split('/').at(-1)}` },
    { who: undefined, path: `/cards/${card.id}` },
    { who: 'company', path: `/cards/${card.id}/edit` },
    { who: 'officer', path: `/office/organisations/${orgId}` },
    { who: 'auditor', path: `/audit/scene/${open!.split('/').at(-1)}` },
    { who: undefined, path: '/problems/scene.not_found' },
    ...(await pagesOfPitches(given, open!.split('/').at(-1)!)),
    ...(await pagesOfSessions(db)),
  ]
}

async function pagesOfSessions(db: Site['ports']['db']): Promise<Visit[]> {
  const sessions = await db.selectFrom('session').select(['id', 'status']).orderBy('id').execute()
  const [published, closed] = ['published', 'closed'].map(
    (status) => `/sessions/${sessions.find((one) => one.status === status)!.id}`,
  )
  const meeting = await db
    .selectFrom('meeting')
    .select('id')
    .where('sessionId', '=', published!.split('/')[2]!)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return [
    ...['', '/board', `/board?meeting=${meeting.id}`, '/board?view=people', '/plans', '/live', '/live?view=screen', '/day'].map(
      (page) => ({
        who: 'matchmaker',
        path: `${published}${page}`,
      }),
    ),
    ...['agenda', 'tables', 'participants'].map((sheet) => ({ who: 'matchmaker', path: `${published}/print/${sheet}` })),
    { who: 'matchmaker', path: `${closed}/outcomes` },
    { who: 'company', path: published! },
    { who: 'company', path: `${published}/day` },
    { who: 'approver', path: `${published}/outcomes` },
  ]
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html.slice(0, 200)}`)
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
}
