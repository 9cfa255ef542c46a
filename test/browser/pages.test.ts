import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite } from './browser.ts'
import type { Site } from './browser.ts'

let site: Site
let people: { approver: BrowserContext; officer: BrowserContext; company: BrowserContext; nobody: BrowserContext }
let addresses: { scene: string; draft: string; company: string }

beforeAll(async () => {
  site = await openSite()
  people = {
    approver: await site.window('approver'),
    officer: await site.window('officer'),
    company: await site.window('company'),
    nobody: await site.window(),
  }
  addresses = await addressesOf(site)
})

afterAll(() => site.close())

test('every main page is accessible, in both languages', async () => {
  for (const { who, path } of mainPages()) {
    for (const lang of ['zh', 'en']) {
      const page = await people[who].newPage()
      await page.goto(`${path}?lang=${lang}`)
      expect(await page.getAttribute('html', 'lang')).toBe(lang === 'en' ? 'en' : 'zh-CN')
      await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)))
      expect(await violations(page), `${path} ${lang}`).toEqual([])
      await page.close()
    }
  }
}, 60_000)

test('nothing has to be scrolled sideways at 320 px', async () => {
  for (const { who, path } of mainPages()) {
    const page = await people[who].newPage()
    await page.setViewportSize({ width: 320, height: 700 })
    await page.goto(`${path}?lang=zh`)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(overflow, path).toBe(0)
    await page.close()
  }
})

test('the keyboard alone gets past the header, searches and opens a scene', async () => {
  const page = await people.nobody.newPage()
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

test('findings follow what is typed, and link to the field', async () => {
  const page = await people.approver.newPage()
  await page.goto('/scenes/new?lang=zh')
  const score = page.locator('#findings .quality-score')
  const before = await score.textContent()
  await page.fill('#title', '独居老人夜间跌倒监测与五分钟响应')
  await page.fill('#summary', '街道护理站服务独居老人三百二十名，卧室与卫生间夜间跌倒后平均 6 小时才被发现，需在 5 分钟内告警。')
  await expect.poll(() => score.textContent(), { timeout: 5000 }).not.toBe(before)
  expect(page.url()).toContain('/scenes/new')
  await page.locator('#findings a[href="#problem"]').first().click()
  expect(new URL(page.url()).hash).toBe('#problem')
  await page.close()
})

test('without script a row is added and nothing typed is lost, then the draft is saved', async () => {
  const context = await site.window('approver', { javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/scenes/new?lang=zh')
  await page.fill('#title', '没有脚本也能写的场景')
  await page.fill('[id="kpis.0.name"]', '误报率')
  await page.click('button[name=add][value=kpis]')
  expect(await page.inputValue('#title')).toBe('没有脚本也能写的场景')
  expect(await page.inputValue('[id="kpis.0.name"]')).toBe('误报率')
  expect(await page.locator('[id="kpis.2.name"]').count()).toBe(1)
  await page.press('#title', 'Enter')
  await page.waitForURL(/\/scenes\/[0-9a-f-]{36}$/u)
  expect(await page.textContent('h1')).toBe('没有脚本也能写的场景')
  expect(await page.textContent('.flash')).toBe('草稿已建立。')
  await context.close()
})

function mainPages(): { who: keyof typeof people; path: string }[] {
  return [
    { who: 'nobody', path: '/' },
    { who: 'nobody', path: '/scenes' },
    { who: 'nobody', path: '/sign-in' },
    { who: 'approver', path: addresses.scene },
    { who: 'approver', path: addresses.draft },
    { who: 'officer', path: '/review' },
    { who: 'company', path: addresses.company },
  ]
}

async function addressesOf({ ports }: Site) {
  const { db } = ports
  const person = await db
    .selectFrom('person')
    .innerJoin('membership', 'membership.personId', 'person.id')
    .select('membership.orgId')
    .where('person.email', '=', 'demo-approver@example.org')
    .executeTakeFirstOrThrow()
  const scenes = await db.selectFrom('scene').select(['id', 'status']).where('orgId', '=', person.orgId).orderBy('id').execute()
  const of = (status: string) => scenes.find((scene) => scene.status === status)!.id
  const company = await db
    .selectFrom('company')
    .innerJoin('membership', 'membership.orgId', 'company.orgId')
    .innerJoin('person', 'person.id', 'membership.personId')
    .select('company.id')
    .where('person.email', '=', 'demo-company@example.org')
    .executeTakeFirstOrThrow()
  return { scene: `/scenes/${of('published')}`, draft: `/scenes/${of('draft')}/edit`, company: `/companies/${company.id}` }
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
