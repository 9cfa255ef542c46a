import { Hono } from 'hono'
import { keepSecret } from '../accounts/secret.ts'
import { ActionForm, momentOf } from '../web/components.tsx'
import { conditionalGet } from '../web/etag.ts'
import { about } from '../web/http.ts'
import type { C, Env } from '../web/http.ts'
import { Layout } from '../web/layout.tsx'
import { fill, inLang } from '../web/messages.ts'
import { calendarWords } from '../web/session-print-words.ts'
import { feedOf, makeFeed, meetingsOfFeed, revokeFeed } from './calendar-feed.ts'
import { answerCalendar, calendarType } from './calendar-request.ts'

/** A person's own calendar, and the address under which other programs follow it. */
export const calendarPages = new Hono<Env>()

const address = '/my/calendar'

// Whoever knows the address is let in: calendars bring neither cookie nor key.
calendarPages.get(
  '/calendar/:file{[\\w-]{16,100}\\.ics}',
  conditionalGet,
  about({
    action: 'public.read',
    summary: 'All meetings of whoever this address was made for, as iCalendar',
    answers: { 200: undefined },
    gives: calendarType,
    refusals: ['calendar.not_found'],
  }),
  async (c) => answerCalendar(c, await meetingsOfFeed(c.get('ports'), c.req.param('file').replace(/\.ics$/u, ''))),
)

calendarPages.get(address, about({ action: 'calendar.read' }), async (c) => c.html(await page(c)))

calendarPages.post(address, about({ action: 'calendar.read' }), async (c) => {
  keepSecret(c)
  const { path } = await makeFeed(c.get('ports'), c.get('actor'))
  const url = new URL(path, c.req.url)
  // Calendars ask in no language; they are answered in the one the address was made in.
  if (c.get('lang') === 'en') url.searchParams.set('lang', 'en')
  return c.html(await page(c, url.href))
})

calendarPages.post(`${address}/revocation`, about({ action: 'calendar.read' }), async (c) => {
  await revokeFeed(c.get('ports'), c.get('actor'))
  return c.redirect(address, 303)
})

// The language is switched by a GET of the address a refused form was posted to.
calendarPages.get(`${address}/revocation`, about({ action: 'calendar.read' }), (c) => c.redirect(address, 303))

async function page(c: C, url?: string) {
  const t = inLang(calendarWords, c.get('lang'))
  const feed = await feedOf(c.get('ports').db, c.get('actor'))
  return (
    <Layout c={c} title={t.title}>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {url !== undefined && <Once url={url} t={t} />}
      {url === undefined && <p>{feed === undefined ? t.none : fill(t.since, { at: momentOf(c, feed.createdAt) })}</p>}
      <ActionForm c={c} action={address} label={feed === undefined ? t.make : t.makeNew}>
        {feed !== undefined && <p class="hint">{t.makeNewNote}</p>}
      </ActionForm>
      {feed !== undefined && <ActionForm c={c} action={`${address}/revocation`} label={t.revoke} tone="danger" />}
    </Layout>
  )
}

function Once({ url, t }: { url: string; t: Record<keyof typeof calendarWords, string> }) {
  return (
    <section class="panel panel-tint" role="status" aria-labelledby="calendar-address">
      <h2 id="calendar-address">{t.once}</h2>
      <p>
        <code>{url}</code>
      </p>
      <p>
        <a class="button quiet" href={url.replace(/^https?:/u, 'webcal:')}>
          {t.open}
        </a>
      </p>
      <p class="hint">{t.onceNote}</p>
    </section>
  )
}
