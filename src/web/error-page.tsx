import { refusals } from '../shared/refusal.ts'
import type { Refusal } from '../shared/refusal.ts'
import { csrfField } from './csrf.ts'
import { Frame } from './frame.tsx'
import type { C, FieldError } from './http.ts'
import { advice } from './advice.ts'
import { errorPageWords, inLang } from './messages.ts'
import { PlainPage } from './plain-page.tsx'

/** What was refused, why, what to do, and where to go on. */
export async function ErrorPage({ c, refusal }: { c: C; refusal: Refusal }) {
  const lang = c.get('lang') ?? 'zh'
  const t = inLang(errorPageWords, lang)
  const { status, [lang]: title } = refusals[refusal.code]
  const errors = (refusal['errors'] ?? []) as FieldError[]
  const back = cameFrom(c)
  // The frame itself may be what broke.
  const Page = refusal.code === 'server.fault' ? PlainPage : Frame
  return (
    <Page c={c} title={title}>
      <div class="prose">
        <h1>{title}</h1>
        {errors.length > 0 && (
          <ul>
            {errors.map((error) => (
              <li>
                {error.field}: {error.message}
              </li>
            ))}
          </ul>
        )}
        {refusal.code === 'request.bad_csrf' ? <Again c={c} typed={await typedIn(c)} /> : <p>{advice[status][lang]}</p>}
        {typeof refusal['requestId'] === 'string' && (
          <p>
            <code>{refusal['requestId']}</code>
          </p>
        )}
        <p class="buttons">
          {back !== undefined && (
            <a class="button quiet" href={back}>
              {t.back}
            </a>
          )}
          <a href="/">{t.home}</a>
          <a href={`/problems/${refusal.code}`}>
            <code>{refusal.code}</code>
          </a>
        </p>
      </div>
    </Page>
  )
}

/** The form as it was sent, with a fresh token: the reader sends it again, and nothing typed is lost. */
function Again({ c, typed }: { c: C; typed: [string, string][] | undefined }) {
  const t = inLang(errorPageWords, c.get('lang'))
  if (typed === undefined) return <p>{t.reload}</p>
  return (
    <form method="post">
      <p>{t.kept}</p>
      <input type="hidden" name={csrfField} value={c.get('csrf')} />
      {typed.map(([name, value]) => (
        <textarea hidden name={name} aria-hidden="true">
          {`\n${value}`}
        </textarea>
      ))}
      <p>
        <button type="submit">{t.again}</button>
      </p>
    </form>
  )
}

/** Only what our own pages sent is offered again, and never a password. */
async function typedIn(c: C): Promise<[string, string][] | undefined> {
  if (c.req.header('sec-fetch-site') !== 'same-origin') return undefined
  const body = Object.entries(await c.req.parseBody({ all: true })).filter(([name]) => name !== csrfField)
  if (body.some(([name]) => secret.includes(name))) return undefined
  return body.flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (typeof one === 'string' ? [[name, one]] : [])),
  )
}

const secret = ['password', 'current', 'next']

/** The page of ours that led here. */
function cameFrom(c: C): string | undefined {
  const referrer = URL.parse(c.req.header('referer') ?? '')
  const here = new URL(c.req.url)
  if (referrer === null || referrer.host !== here.host) return undefined
  const isHere = referrer.pathname === here.pathname && c.req.method === 'GET'
  return isHere ? undefined : referrer.pathname + referrer.search
}
