import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PlanQueue } from '../../src/planning/plan-queue.ts'
import { openSite } from './browser.ts'
import type { Site } from './browser.ts'

let site: Site
let desk: BrowserContext
let plain: BrowserContext

beforeAll(async () => {
  site = await openSite()
  site.ports.planner = new PlanQueue(site.ports.log)
  desk = await site.window('matchmaker')
  plain = await site.window('matchmaker', { javaScriptEnabled: false })
})

afterAll(() => site.close())

test('by keyboard alone a meeting is chosen, moved to another slot and pinned there', async () => {
  const { board, meeting } = await published()
  const page = await desk.newPage()
  await page.goto(`${board}?lang=zh`)
  await page.locator(`[data-meeting="${meeting}"]`).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/meeting=/u)
  await page.focus('#move-slot')
  await page.keyboard.press('End')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.flash')
  expect(await page.textContent('.flash')).toBe('已安排，并固定在此。')
  expect(await placeOf(page, meeting)).toBe('6.1')
  expect(await page.textContent(`[data-meeting="${meeting}"] .card-state`)).toContain('固定')
  await page.close()
})

test('a meeting is dragged to a free place; a place that is taken is refused with why, and nothing moves', async () => {
  const { board, meeting, other } = await published()
  const page = await desk.newPage()
  await page.goto(`${board}?lang=zh`)
  await page.dragAndDrop(`[data-meeting="${meeting}"]`, '[data-place="6.3"]')
  await page.waitForSelector('.flash')
  expect(await placeOf(page, meeting)).toBe('6.3')

  await page.goto(`${board}?lang=zh`)
  const before = await placeOf(page, other)
  await page.dragAndDrop(`[data-meeting="${other}"]`, '[data-place="6.3"]')
  await page.waitForSelector('#error-summary')
  expect(page.url()).toContain('/board/place')
  expect(await placeOf(page, other)).toBe(before)
  await page.close()
})

test('without script the free places of the board are buttons, and the other forms do the rest', async () => {
  const { board, meeting } = await published()
  const page = await plain.newPage()
  await page.goto(`${board}?meeting=${meeting}&lang=zh`)
  await page.click('button[name=place][value="6.5"]')
  expect(await placeOf(page, meeting)).toBe('6.5')
  await page.click('#chosen button:has-text("解除固定")')
  expect(await page.textContent(`[data-meeting="${meeting}"] .card-state`)).not.toContain('固定')
  await page.click('#chosen button:has-text("移出排期")')
  expect(await page.locator(`#unplaced a[href*="${meeting}"]`).count()).toBe(1)
  await page.click('#chosen summary:has-text("取消洽谈")')
  await page.click('#chosen button:has-text("取消洽谈")')
  expect(await page.locator('#error-summary').count()).toBe(1)
  await page.fill('#cancel-reason', '需求单位临时有会')
  await page.click('#chosen button:has-text("取消洽谈")')
  expect(await page.textContent('.flash')).toContain('已取消')
  expect(await page.locator(`a[href*="${meeting}"]`).count()).toBe(0)
  await page.close()
}, 60_000)

test('without script a plan is asked for, watched until it is done, compared and published', async () => {
  const id = await sessionIn('open_for_interest')
  const page = await plain.newPage()
  await page.goto(`/sessions/${id}/plans?lang=zh`)
  await page.selectOption('#seconds', '5')
  await page.click('button:has-text("开始排期")')
  expect(await page.locator('progress').count()).toBe(1)
  await page.waitForSelector('#changes-title', { timeout: 30_000 })
  expect(await page.textContent('section[aria-labelledby=changes-title]')).toMatch(/新增 [1-9]\d/u)
  await page.click('button:has-text("发布这份排期")')
  expect(await page.textContent('.flash')).toBe('排期已发布。')
  expect(await page.locator('.card').count()).toBeGreaterThan(10)
  await page.goto(`/sessions/${id}/plans?lang=zh`)
  await page.click('summary:has-text("取消的洽谈")')
  await page.locator('input[name=cancelledMeetings]').first().check()
  await page.click('button:has-text("算出调整")')
  expect(await page.textContent('section[aria-labelledby=changes-title]')).toContain('撤下 1')
  await page.click('button:has-text("放弃")')
  expect(await page.textContent('.flash')).toBe('这份排期已放弃。')
  await page.close()
}, 90_000)

test('on a telephone a participant sees what comes next and answers for its side', async () => {
  const { id } = await published()
  const telephone = await site.window('company', { width: 360 })
  const page = await telephone.newPage()
  await page.goto(`/sessions/${id}/day?lang=zh`)
  const first = page.locator('.day > li').first()
  expect(await first.getAttribute('class')).toBe('day-next')
  expect(await first.textContent()).toContain('等我方确认')
  await first.locator('button:has-text("确认参加")').click()
  await page.waitForSelector('.flash')
  expect(await page.locator('.day > li').first().textContent()).toContain('已确认')
  const second = page.locator('.day > li:has(button:has-text("确认参加"))').first()
  await second.locator('summary').click()
  await second.locator('input[name=reason]').fill('展会期间无法派人')
  await second.locator('button:has-text("婉拒")').click()
  await page.waitForSelector('.flash')
  expect(await page.textContent('main')).toContain('展会期间无法派人')
  expect(await page.textContent('.eyebrow')).toContain('中国标准时间（UTC+08:00）')
  await page.close()
})

test('the room sees who is awaited; the desk notes who did not come; minutes take one screen and lead to the next', async () => {
  const { id } = await published()
  const { startsAt } = await site.ports.db.selectFrom('session').select('startsAt').where('id', '=', id).executeTakeFirstOrThrow()
  site.ports.clock.set(startsAt)
  const page = await desk.newPage()
  await page.goto(`/sessions/${id}?lang=zh`)
  await page.goto(`/sessions/${id}/live?view=screen&lang=zh`)
  expect(await page.textContent('#now-title')).toContain('现在 13:30–13:50')
  expect(await page.textContent('.live-tables')).toContain('未到')
  expect(await page.locator('main form').count()).toBe(0)
  site.ports.clock.set(new Date(startsAt.getTime() + 6 * 60_000))
  await page.goto(`/sessions/${id}/live?lang=zh`)
  const tables = page.locator('section[aria-labelledby=now-title] .live-tables > li')
  const busy = tables.filter({ has: page.locator('button:has-text("都到了")') })
  const awaited = await busy.count()
  expect(await tables.filter({ has: page.locator('.live-call') }).count()).toBe(awaited)
  await busy.first().locator('button:has-text("企业未到")').click()
  await page.waitForSelector('.flash')
  expect(await busy.count()).toBe(awaited - 1)
  for (let left = 2; left > 0; left -= 1) {
    await busy.first().locator('button:has-text("都到了")').click()
    await page.waitForSelector('.flash')
  }
  await page.goto(`/sessions/${id}/outcomes?lang=zh`)
  await page.click('a:has-text("写纪要")')
  await page.setViewportSize({ width: 360, height: 740 })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map((one) => one.id)).toEqual([])
  const height = await page.locator('main form').evaluate((form) => form.getBoundingClientRect().height)
  expect(height).toBeLessThan(740)
  await page.click('button:has-text("保存纪要")')
  expect(await page.textContent('#error-summary')).toContain('请选择结果')
  await page.check('#outcome\\.pilot_talks')
  await page.fill('#notes', '现场看样后再定')
  await page.click('button:has-text("保存纪要")')
  expect(await page.textContent('#error-summary')).toContain('请至少写一项下一步')
  expect(await page.inputValue('#notes')).toBe('现场看样后再定')
  await page.fill('#text\\.0', '拟定试点方案')
  await page.click('button:has-text("保存纪要")')
  await page.waitForSelector('.flash')
  expect(await page.textContent('.flash')).toContain('接着写下一场')
  expect(page.url()).toMatch(/\/meetings\/[0-9a-f-]{36}\/minutes$/u)
  await page.close()
}, 60_000)

async function sessionIn(status: 'published' | 'open_for_interest'): Promise<string> {
  const { db } = site.ports
  return (await db.selectFrom('session').select('id').where('status', '=', status).orderBy('id').executeTakeFirstOrThrow()).id
}

/** The example session to come, and two of its meetings: the first slot’s, whose sides are free in the last. */
async function published(): Promise<{ id: string; board: string; meeting: string; other: string }> {
  const id = await exampleSession()
  const rows = await site.ports.db
    .selectFrom('meeting')
    .select(['id', 'slot'])
    .where('sessionId', '=', id)
    .where('status', 'in', ['pending', 'accepted'])
    .where('slot', 'is not', null)
    .orderBy('id')
    .execute()
  return { id, board: `/sessions/${id}/board`, meeting: rows[0]!.id, other: rows.at(-1)!.id }
}

/** Another is published by one of the tests. */
async function exampleSession(): Promise<string> {
  const { db } = site.ports
  const row = await db
    .selectFrom('session')
    .select('id')
    .where('status', 'in', ['published', 'live'])
    .orderBy('id')
    .executeTakeFirstOrThrow()
  return row.id
}

function placeOf(page: Page, meeting: string): Promise<string | null> {
  return page.locator(`[data-place]:has([data-meeting="${meeting}"])`).getAttribute('data-place')
}
