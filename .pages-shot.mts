import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'
const base = process.env.AT ?? 'http://localhost:8931'
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: chromium.args, headless: true })
const jobs = JSON.parse(process.argv[2]!) as { as?: string; path: string; name: string; width?: number; lang?: string; full?: boolean; click?: string }[]
const contexts = new Map<string, any>()
async function contextFor(as: string) {
  if (contexts.has(as)) return contexts.get(as)
  const context = await browser.newContext({ locale: 'zh-CN' })
  if (as !== '') {
    const page = await context.newPage()
    await page.goto(base + '/sign-in')
    await page.fill('#email', `demo-${as}@example.org`); await page.fill('#password', 'duijie-demo')
    await page.click('main form button[type=submit]')
    await page.waitForLoadState()
    await page.close()
  }
  contexts.set(as, context); return context
}
for (const job of jobs) {
  const context = await contextFor(job.as ?? '')
  const page = await context.newPage()
  page.on('console', (m: any) => { if (m.type() === 'error') console.log('console', job.name, m.text()) })
  await page.setViewportSize({ width: job.width ?? 1280, height: 900 })
  const res = await page.goto(base + job.path)
  if (job.click) { await page.click(job.click); await page.waitForLoadState() }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  console.log(job.name, res.status(), page.url(), 'overflow', over, await page.title())
  if ((job as any).slices) { const h = await page.evaluate(() => document.documentElement.scrollHeight); console.log('height', h); for (const y of (job as any).slices) await page.screenshot({ path: `/tmp/pages/shots/${job.name}-${y}.png`, fullPage: true, clip: { x: 0, y, width: job.width ?? 1280, height: Math.min(1500, h - y) } }) } else await page.screenshot({ path: `/tmp/pages/shots/${job.name}.png`, fullPage: job.full ?? false })
  await page.close()
}
await browser.close()
