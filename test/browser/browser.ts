import { serve } from '@hono/node-server'
import chromium from '@sparticuz/chromium'
import { chromium as playwright } from 'playwright-core'
import type { Browser, BrowserContext } from 'playwright-core'
import { createApp } from '../../src/app.ts'
import { demoAccounts, demoPassword } from '../../src/seeding/example-people.ts'
import { loadExampleData } from '../../src/seeding/load-example-data.ts'
import { testPorts } from '../support/world.ts'
import type { TestPorts } from '../support/world.ts'

export type Site = {
  ports: TestPorts
  url: string
  browser: Browser
  /** A browser window, of somebody signed in where a mailbox is named. */
  window: (mailbox?: string, options?: { javaScriptEnabled?: boolean; width?: number }) => Promise<BrowserContext>
  close: () => Promise<void>
}

/** The real app with the example data behind a real port, and a browser before it. */
export async function openSite(): Promise<Site> {
  const ports = await testPorts({ demoAccounts })
  await loadExampleData(ports, { now: ports.clock() })
  await ports.relay()
  const { server, port } = await listening(createApp(ports, { baseUrl: 'http://localhost' }).fetch)
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: true,
  })
  const url = `http://localhost:${port}`
  return {
    ports,
    url,
    browser,
    window: (mailbox, options) => openWindow(browser, url, mailbox, options),
    close: async () => {
      await browser.close()
      server.close()
    },
  }
}

function listening(fetch: Parameters<typeof serve>[0]['fetch']): Promise<{ server: ReturnType<typeof serve>; port: number }> {
  return new Promise((resolve) => {
    const server = serve({ fetch, port: 0 }, ({ port }) => resolve({ server, port }))
  })
}

async function openWindow(
  browser: Browser,
  url: string,
  mailbox?: string,
  { javaScriptEnabled = true, width = 1280 } = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', javaScriptEnabled, viewport: { width, height: 900 } })
  context.setDefaultTimeout(30_000)
  if (mailbox === undefined) return context
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.fill('#email', `demo-${mailbox}@example.org`)
  await page.fill('#password', demoPassword)
  await page.press('#password', 'Enter')
  await page.waitForURL(`${url}/`)
  await page.close()
  return context
}
