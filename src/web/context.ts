import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { publicActor } from '../accounts/actor.ts'
import { resolveActor } from '../accounts/resolve-actor.ts'
import { findDistrict } from '../db/district.ts'
import type { Ports } from '../ports.ts'
import type { District, Env } from './http.ts'
import { chooseLang } from './language.ts'

export function withPorts(ports: Ports): MiddlewareHandler<Env> {
  return (c, next) => {
    c.set('ports', ports)
    return next()
  }
}

export const languageCookie = 'lang'
const yearSeconds = 31_536_000

/** ?lang= chooses the language from then on. */
export const language: MiddlewareHandler<Env> = (c, next) => {
  const wish = c.req.query('lang')
  c.set('lang', chooseLang(wish, getCookie(c, languageCookie), c.req.header('accept-language')))
  if (wish === 'zh' || wish === 'en') setCookie(c, languageCookie, wish, { path: '/', maxAge: yearSeconds, sameSite: 'Lax' })
  return next()
}

/** Whose pages these are, and who asks for them. */
export function asker(code: string | undefined): MiddlewareHandler<Env> {
  let district: District | undefined
  return async (c, next) => {
    const ports = c.get('ports')
    district ??= await findDistrict(ports.db, code)
    if (district === undefined) throw new Error(`There is no district ${code ?? 'at all'} in the database`)
    c.set('district', district)
    // Until it is known who asks, an error page is a page for the public.
    c.set('actor', publicActor(district.id))
    c.set('actor', await resolveActor(ports, c.req.raw.headers, district.id))
    return next()
  }
}
