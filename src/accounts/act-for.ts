import { setCookie } from 'hono/cookie'
import type { C } from '../web/http.ts'
import { organisationCookie } from './resolve-actor.ts'

/** From now on the person acts for this organisation; resolveActor heeds it only for a member. */
export function actFor(c: C, orgId: string): void {
  setCookie(c, organisationCookie, orgId, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
  })
}
