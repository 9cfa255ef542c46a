import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sceneFields } from '../../src/scenes/scene-content.ts'
import type { SceneContent } from '../../src/scenes/scene-content.ts'
import { addDays, dateIn } from '../../src/shared/time.ts'
import { contentToForm } from '../../src/web/form-content.ts'
import { goodContent } from '../scenes/fixtures.ts'
import { openSite } from './browser.ts'
import type { Site } from './browser.ts'

let site: Site

beforeAll(async () => {
  site = await openSite()
})

afterAll(() => site.close())

test('a scene is drafted, submitted, published, and its ranking is there at once', async () => {
  const [approver, officer] = [await site.window('approver'), await site.window('officer')]
  const address = await drafts(approver, contentFrom(dateIn('Asia/Shanghai', site.ports.clock())))
  await presses(approver, address, '提交审核')
  const early = await opens(officer, address)
  await presses(officer, address, '发布')
  await early.click('.actions button:has-text("发布")')
  expect(await early.textContent('#error-summary')).toContain('现在的状态：开放中')
  expect(await early.locator('main form').count()).toBe(0)

  const page = await opens(approver, address)
  const first = page.locator('#ranking .ranked').first()
  expect(await first.locator('.score').textContent()).toMatch(/^\d+ \/ 100$/u)
  expect(await first.locator('.parts li').count()).toBe(8)
  expect(await page.locator('#ranking .reasons q').count()).toBeGreaterThan(0)
  await first.locator('summary').first().click()
  expect(await first.locator('.coverage tbody tr').count()).toBe(goodContent.essential!.length + goodContent.desirable!.length)
  await page.click('#ranking a[href*="include=excluded"]')
  expect(await page.textContent('#ranking-title')).toBe('因条件不符未列入的企业')

  const visitor = await opens(await site.window(), address)
  expect(await visitor.textContent('h1')).toBe(goodContent.title)
  expect(await visitor.locator('#ranking').count()).toBe(0)
}, 120_000)

test('whoever asks for the same again says how it differs before it is published', async () => {
  const [approver, officer] = [await site.window('approver'), await site.window('officer')]
  const address = await drafts(approver, {
    ...contentFrom(dateIn('Asia/Shanghai', site.ports.clock())),
    title: '独居老人夜间跌倒监测的再次试点',
  })
  await presses(approver, address, '提交审核')
  const refused = await opens(officer, address)
  await refused.click('.actions button:has-text("发布")')
  expect(await refused.textContent('#error-summary')).toContain(goodContent.title)

  const page = await opens(approver, address)
  await page.click('a[href="#similar"]')
  await page.selectOption('#similar select', 'differs')
  await page.fill('#similar textarea', '换到另一街道，改用离线部署')
  await page.click('#similar button')
  await page.waitForSelector('.flash')
  await presses(officer, address, '发布')
}, 120_000)

test('a form whose token is gone is sent again with everything that was typed', async () => {
  const context = await site.window('approver', { javaScriptEnabled: false })
  const page = await opens(context, '/scenes/new')
  await page.fill('#title', '校验过期后仍在的名称')
  await page.fill('#background', '第一行\n第二行')
  await context.clearCookies({ name: 'csrf' })
  await page.press('#title', 'Enter')
  expect(await page.textContent('h1')).toContain('表单已过期')
  await page.click('button:has-text("再次提交")')
  await page.waitForURL(/\/scenes\/[0-9a-f-]{36}$/u)
  expect(await page.textContent('h1')).toBe('校验过期后仍在的名称')
  expect(await page.textContent('#scene')).toContain('第一行\n第二行')
})

test('without a connection the form stays as it is and says so; two clicks send it once', async () => {
  const context = await site.window('approver')
  const page = await opens(context, '/scenes/new')
  await page.fill('#title', '断网时提交的草稿也不会丢')
  await context.setOffline(true)
  await page.press('#title', 'Enter')
  expect(await page.textContent('#offline')).toContain('网络已断开')
  expect(await page.inputValue('#title')).toBe('断网时提交的草稿也不会丢')
  await context.setOffline(false)
  // Chromium's network hears of it after the page does.
  await expect
    .poll(() =>
      page.evaluate(() =>
        fetch('/healthz').then(
          ({ ok }) => ok,
          () => false,
        ),
      ),
    )
    .toBe(true)
  await page.locator('form .buttons button').first().dblclick()
  await page.waitForURL(/\/scenes\/[0-9a-f-]{36}$/u)
  await page.goto('/my/scenes')
  expect(await page.locator('text=断网时提交的草稿也不会丢').count()).toBe(1)
})

/** Open from today, with every later step as far behind as in the fixture. */
function contentFrom(today: string): SceneContent {
  const { opensAt, ...dated } = goodContent
  const days = (Date.parse(today) - Date.parse(opensAt!)) / 86_400_000
  const moved = Object.entries(dated).map(([name, value]) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/u.test(value) ? [name, addDays(value, days)] : [name, value],
  )
  return { ...Object.fromEntries(moved), opensAt: today } as SceneContent
}

async function opens(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(address)
  return page
}

async function drafts(context: BrowserContext, content: SceneContent): Promise<string> {
  const page = await opens(context, '/scenes/new?lang=zh')
  for (const [name, values] of contentToForm(sceneFields, content)) {
    if ((await page.locator(`[name="${name}"]`).count()) === 0) await page.click(`button[name=add][value=${name.split('.')[0]}]`)
    for (const value of values) await types(page, name, value)
  }
  await page.press('#title', 'Enter')
  await page.waitForURL(/\/scenes\/[0-9a-f-]{36}$/u)
  return new URL(page.url()).pathname
}

async function types(page: Page, name: string, value: string): Promise<void> {
  const box = page.locator(`[name="${name}"]`).first()
  const kind = await box.evaluate((element) => (element instanceof HTMLInputElement ? element.type : element.localName))
  if (kind === 'checkbox') await page.check(`[name="${name}"][value="${value}"]`)
  else if (kind === 'select') await box.selectOption(value)
  else await box.fill(value)
}

async function presses(context: BrowserContext, address: string, label: string): Promise<void> {
  const page = await opens(context, address)
  await page.click(`.actions button:has-text("${label}")`)
  await page.waitForSelector('.flash')
  await page.close()
}
