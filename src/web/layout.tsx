import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { permit } from '../accounts/permissions.ts'
import type { Action } from '../accounts/permissions.ts'
import { scriptPath, stylePath } from './assets.ts'
import { csrfField } from './csrf.ts'
import { takeFlash } from './flash.ts'
import type { C } from './http.ts'
import type { Lang } from './language.ts'
import { frameWords, inLang } from './messages.ts'

type LayoutProps = {
  title: string
  c: C
  children?: Child
  /** Shows example data, wherever the rest comes from. */
  example?: boolean
  /** Where the page can be read again, when it answers a form whose own address takes no GET. */
  address?: string
}

/** The frame of every page: header, the page itself, footer. */
export function Layout({ title, c, children, example = false, address = addressOf(c) }: LayoutProps) {
  const lang = c.get('lang')
  const t = inLang(frameWords, lang)
  const flash = takeFlash(c)
  const isExample = example || c.get('ports').demoAccounts !== undefined
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={lang === 'en' ? 'en' : 'zh-CN'}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>{`${title} – ${t.brand}`}</title>
          <link rel="stylesheet" href={stylePath} />
          <link rel="icon" href="data:," />
          <script src={scriptPath} defer />
        </head>
        <body data-offline={t.offline}>
          <a class="skip" href="#main">
            {t.skip}
          </a>
          <Header c={c} address={address} />
          {isExample && (
            <p class="example-banner">
              <strong>{t.example}</strong> {t.exampleNote}
            </p>
          )}
          <main id="main" tabindex={-1}>
            {flash !== undefined && (
              <p class="flash" role="status">
                {flash}
              </p>
            )}
            {children}
          </main>
          <Footer c={c} />
        </body>
      </html>
    </>
  )
}

/** Every form that changes something holds this. */
export function Csrf({ c }: { c: C }) {
  return <input type="hidden" name={csrfField} value={c.get('csrf')} />
}

function Header({ c, address }: { c: C; address: string }) {
  const t = inLang(frameWords, c.get('lang'))
  return (
    <header class="site-header">
      <div class="bar-inner">
        <a class="brand" href="/">
          <span class="brand-name">{t.brand}</span> <span class="brand-place">{placeName(c)}</span>
        </a>
        <nav aria-label={t.mainNavigation}>
          <ul class="nav">
            {navigation(c).map(({ href, label }) => (
              <li>
                <a href={href} aria-current={isWithin(c, href) ? 'page' : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Asker c={c} address={address} />
      </div>
    </header>
  )
}

function Asker({ c, address }: { c: C; address: string }) {
  const lang = c.get('lang')
  const t = inLang(frameWords, lang)
  const { kind, name } = c.get('actor')
  return (
    <ul class="nav nav-side">
      {kind === 'person' ? (
        <li>
          <a href="/account">{name ?? t.account}</a>
        </li>
      ) : (
        <li>
          <a href={`/sign-in?next=${encodeURIComponent(address)}`}>{t.signIn}</a>
        </li>
      )}
      <li>
        <a href={otherLanguage(address, lang)} lang={lang === 'en' ? 'zh-CN' : 'en'} hreflang={lang === 'en' ? 'zh-CN' : 'en'}>
          {t.otherLanguage}
        </a>
      </li>
    </ul>
  )
}

function Footer({ c }: { c: C }) {
  const t = inLang(frameWords, c.get('lang'))
  return (
    <footer class="site-footer">
      <div class="bar-inner">
        <p>{t.footer}</p>
        <ul class="nav">
          <li>
            <a href="/reference">{t.reference}</a>
          </li>
          <li>
            <a href="/problems">{t.problems}</a>
          </li>
        </ul>
      </div>
    </footer>
  )
}

function navigation(c: C): { href: string; label: string }[] {
  const t = inLang(frameWords, c.get('lang'))
  const actor = c.get('actor')
  const may = (action: Action) => permit(actor, action).ok
  return [
    { href: '/scenes', label: t.scenes },
    { href: '/companies', label: t.companies },
    ...(may('session.read') ? [{ href: '/sessions', label: t.sessions }] : []),
    ...(may('scene.draft') ? [{ href: '/my/scenes', label: t.ownScenes }] : []),
    ...(may('company.create') ? [{ href: '/my/company', label: t.ownCompany }] : []),
    ...(may('pitch.draft') ? [{ href: '/my/pitches', label: t.ownPitches }] : []),
    ...(may('match.preview') ? [{ href: '/match/preview', label: t.preview }] : []),
    ...(may('score.read') ? [{ href: '/my/evaluations', label: t.evaluations }] : []),
    ...(may('scene.review') ? [{ href: '/review', label: t.review }] : []),
    ...(may('organisation.list') ? [{ href: '/office/organisations', label: t.organisations }] : []),
    ...(may('learning.read') ? [{ href: '/office/weights', label: t.weights }] : []),
    ...(may('insight.read_exposure') ? [{ href: '/insights/exposure', label: t.exposure }] : []),
    ...(may('insight.read_unmet') ? [{ href: '/insights/unmet', label: t.unmet }] : []),
    ...(may('relay.read') ? [{ href: '/office/relay', label: t.relay }] : []),
  ]
}

function placeName(c: C): string {
  const { city, name, nameEn } = c.get('district')
  return c.get('lang') === 'en' ? nameEn : `${city}${name}`
}

function isWithin(c: C, href: string): boolean {
  return c.req.path === href || c.req.path.startsWith(`${href}/`)
}

function addressOf(c: C): string {
  const { pathname, search } = new URL(c.req.url)
  return pathname + search
}

function otherLanguage(address: string, lang: Lang): string {
  const url = new URL(address, 'http://localhost')
  url.searchParams.set('lang', lang === 'en' ? 'zh' : 'en')
  return url.pathname + url.search
}
