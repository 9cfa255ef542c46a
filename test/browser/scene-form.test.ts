import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSite } from './browser.ts'
import type { Site } from './browser.ts'

let site: Site

// A browser of their own: one that has a dozen people's windows open no longer runs scripts reliably.
beforeAll(async () => {
  site = await openSite()
})

afterAll(() => site.close())

test('findings follow what is typed, and link to the field', async () => {
  const page = await (await site.window('approver')).newPage()
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
