import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { C } from './http.ts'
import { flashWords } from './messages.ts'

export type Flash = keyof typeof flashWords

const flashCookie = 'flash'
const flashSeconds = 60

/** What the next page says was done; only the name of a known message travels. */
export function setFlash(c: C, flash: Flash): void {
  setCookie(c, flashCookie, flash, { path: '/', maxAge: flashSeconds, httpOnly: true, sameSite: 'Lax' })
}

/** The message, once. */
export function takeFlash(c: C): string | undefined {
  const name = getCookie(c, flashCookie)
  if (name === undefined || !Object.hasOwn(flashWords, name)) return undefined
  deleteCookie(c, flashCookie, { path: '/' })
  return flashWords[name as Flash][c.get('lang')]
}

/** After a change: on to a page to read, with what was done. */
export function redirectWith(c: C, address: string, flash: Flash): Response {
  setFlash(c, flash)
  return c.redirect(address, 303)
}
