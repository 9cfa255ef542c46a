import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { RefusedError } from '../shared/refusal.ts'
import type { C, Env } from './http.ts'

/** The name of the hidden field of every form, and of the cookie it is compared with. */
export const csrfField = 'csrf'

/** Refuses changes that another site makes a browser send; who shows an API key is no browser. */
export function csrf(baseUrl: string): MiddlewareHandler<Env> {
  const secure = baseUrl.startsWith('https:')
  // Under the __Host- prefix no other host of the domain can plant the cookie.
  const cookie = secure ? '__Host-csrf' : 'csrf'
  return async (c, next) => {
    const known = tokenPattern.exec(getCookie(c, cookie) ?? '')?.[0]
    const token = known ?? newToken()
    c.set('csrf', token)
    const hand = () => {
      if (known === undefined && !isApi(c)) setCookie(c, cookie, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure })
    }
    if (changes(c) && !(await isOurs(c, baseUrl, known))) {
      // The page that refuses it offers the form once more, with this token.
      hand()
      throw new RefusedError({ code: 'request.bad_csrf' })
    }
    await next()
    hand()
  }
}

const tokenPattern = /^[0-9a-f]{32}$/u

function newToken(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

function changes(c: C): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method) && c.req.header('x-api-key') === undefined
}

function isApi(c: C): boolean {
  return c.req.path.startsWith('/api/')
}

async function isOurs(c: C, baseUrl: string, token: string | undefined): Promise<boolean> {
  if (!isSameOrigin(c, baseUrl)) return false
  if (isApi(c)) return true
  return token !== undefined && (await sentToken(c)) === token
}

/** Browsers name the origin of every changing request; a client that names none is no browser. */
function isSameOrigin(c: C, baseUrl: string): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const origin = c.req.header('origin')
  return origin === undefined || origin === new URL(baseUrl).origin || origin === new URL(c.req.url).origin
}

async function sentToken(c: C): Promise<unknown> {
  const isForm = /^(?:multipart\/form-data|application\/x-www-form-urlencoded)\b/u.test(c.req.header('content-type') ?? '')
  return isForm ? (await c.req.parseBody())[csrfField] : undefined
}
